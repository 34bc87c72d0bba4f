// What is wrong with a code or a line that could not be read as a card. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "base/error.h"

namespace ui {

wxString sayUnreadable(const base::Error& error);

}  // namespace ui
