#include "station/ui/steps/follow_focus.h"

#include <algorithm>

#include "station/ui/theme.h"

namespace ui {
namespace {

constexpr int kTallest = 200;  // a taller group is followed control by control

// The control with what belongs to it, as long as that is no bigger than a field with its message.
const wxWindow* groupOf(const wxScrolledWindow& page, const wxWindow* control) {
    const wxWindow* group = control;
    while (group->GetParent() != nullptr && group->GetParent() != &page && group->GetParent()->GetSize().y <= dip(page, kTallest)) group = group->GetParent();
    return group;
}

void bringIntoView(wxScrolledWindow& page) {
    const wxWindow* focus = wxWindow::FindFocus();
    if (focus == nullptr || !page.IsDescendant(const_cast<wxWindow*>(focus))) return;
    const wxWindow* group = groupOf(page, focus);
    const int top = page.ScreenToClient(group->GetScreenPosition()).y;
    const int bottom = top + group->GetSize().y;
    const int room = page.GetClientSize().y;
    const int margin = dip(page, kSpace12);
    int move = 0;
    if (bottom + margin > room) move = bottom + margin - room;
    if (top - margin < move) move = std::min(move, top - margin);
    if (top - margin < 0) move = top - margin;
    if (move == 0) return;
    int across = 0, step = 0;
    page.GetScrollPixelsPerUnit(&across, &step);
    if (step <= 0) return;
    const int up = move < 0 ? -1 : 1;
    const int units = (std::abs(move) + step - 1) / step * up;
    page.Scroll(-1, std::max(0, page.GetViewStart().y + units));
}

}  // namespace

void followFocus(wxScrolledWindow& page) {
    page.Bind(wxEVT_CHILD_FOCUS, [&page](wxChildFocusEvent& event) {
        event.Skip();
        page.CallAfter([&page] { bringIntoView(page); });
    });
}

}  // namespace ui
