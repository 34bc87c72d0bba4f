// What the machine lacks, as the door, the first start, the devices page and the box of a failed start say
// it. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "station/workflow/self_check.h"

namespace station {
class Station;
}

namespace ui {

class InlineMessage;

// One finding; what is to be mended names its file, line or figure.
wxString sayFinding(const station::Finding& finding);

// What keeps the station from working as it should, a line each with its remedy; empty when nothing does.
wxString sayMissing(const std::vector<station::Finding>& findings);

// Looks in the background and says it in `message` when it is still there: before the work begins, not when
// the receipt does not come out.
void sayMissingIn(InlineMessage& message, station::Station& station);

}  // namespace ui
