// The line above every page: title, a quieter second title, a chip at the right (saved at ...) and the page's
// one header action. Threads: GUI thread only.
#pragma once


#include "station/ui/frame/page.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"

namespace ui {

class HeaderBar : public Panel {
public:
    explicit HeaderBar(wxWindow* parent);
    void show(Page& page);

private:
    void onPaint(wxPaintEvent& event);
    Label* title_ = nullptr;
    Label* subtitle_ = nullptr;
    Chip* chip_ = nullptr;
    ActionButton* action_ = nullptr;
    std::string actionId_;
};

}  // namespace ui
