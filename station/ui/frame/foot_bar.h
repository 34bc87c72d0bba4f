// The page's actions with their keys: the quiet ones at the left, what leads on at the right with the primary
// last. A refused action says why right beside it. Rebuilding with the same ids keeps the buttons and the
// focus. Threads: GUI thread only.
#pragma once


#include <vector>

#include "station/ui/frame/page.h"
#include "station/ui/widgets/label.h"

namespace ui {

class FootBar : public Panel {
public:
    explicit FootBar(wxWindow* parent);
    void show(const std::vector<PageAction>& actions);  // none: the bar hides
    void focusFirst();                                  // nothing when it has no action

private:
    struct Entry {
        std::string id;
        Side side = Side::Unknown;
        ActionButton* button = nullptr;
        Label* reason = nullptr;
    };
    bool sameAs(const std::vector<PageAction>& actions) const;
    void rebuild(const std::vector<PageAction>& actions);
    void onPaint(wxPaintEvent& event);
    std::vector<Entry> entries_;
};

}  // namespace ui
