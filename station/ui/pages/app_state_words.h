// The states of an application in words, color and mark, the same on every page. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "station/ui/widgets/marks.h"
#include "station/workflow/views.h"

namespace ui {

wxString sayState(station::AppState state);
wxString sayProgress(const station::AppRow& row);    // "Sending 45 %" while sending, else sayState()
Tone toneOfState(station::AppState state);

}  // namespace ui
