// Keeps the focused control of a scrolled page in sight, with its label and message. Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

namespace ui {

void followFocus(wxScrolledWindow& page);

}  // namespace ui
