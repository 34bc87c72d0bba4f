// A scrolled page follows the focus: a control reached by Tab is never outside the view. Threads: GUI thread
// only.
#pragma once

#include <wx/scrolwin.h>

namespace ui {

void keepFocusInView(wxScrolledWindow& scroll);

}  // namespace ui
