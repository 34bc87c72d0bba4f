#include "station/ui/widgets/scroll_focus.h"

#include <wx/weakref.h>

#include "station/ui/theme.h"

namespace ui {

void bringIntoView(wxScrolledWindow& scroll, const wxWindow& part) {
    const int margin = dip(scroll, kSpace20);
    const int top = scroll.ScreenToClient(part.ClientToScreen(wxPoint(0, 0))).y - margin;
    const int bottom = top + part.GetSize().y + 2 * margin;
    int rate = 0;
    scroll.GetScrollPixelsPerUnit(nullptr, &rate);
    if (rate <= 0) return;
    const int height = scroll.GetClientSize().y;
    const int now = scroll.GetViewStart().y;
    if (top < 0)
        scroll.Scroll(0, std::max(0, now - (-top + rate - 1) / rate));
    else if (bottom > height)
        scroll.Scroll(0, now + (bottom - height + rate - 1) / rate);
}

void keepFocusInView(wxScrolledWindow& scroll) {
    scroll.Bind(wxEVT_CHILD_FOCUS, [weak = wxWeakRef<wxScrolledWindow>(&scroll)](wxChildFocusEvent& event) {
        event.Skip();
        if (weak) {
            weak->CallAfter([weak] {  // after the layout that a message under a field may have caused
                wxWindow* focus = wxWindow::FindFocus();
                if (weak && focus != nullptr && weak->IsDescendant(focus)) bringIntoView(*weak, *focus);
            });
        }
    });
}

}  // namespace ui
