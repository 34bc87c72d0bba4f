// A scrolled page follows the focus: a control reached by Tab is never outside the view. Threads: GUI thread
// only.
#pragma once

#include <wx/scrolwin.h>

namespace ui {

void keepFocusInView(wxScrolledWindow& scroll);
// What has just been said is read where it stands: scrolls as little as shows all of it.
void bringIntoView(wxScrolledWindow& scroll, const wxWindow& part);

}  // namespace ui
