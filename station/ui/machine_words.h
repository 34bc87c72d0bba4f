// What the machine lacks, as the door, the first start and the box of a failed start say it. Threads: GUI
// thread only.
#pragma once

#include <wx/string.h>

#include "station/workflow/self_check.h"

namespace ui {

// What keeps the station from working as it should, a line each with its remedy; empty when nothing does.
wxString sayMissing(const std::vector<station::Finding>& findings);

}  // namespace ui
