// F1: what to do on this page and which keys act, beside the page; F1 or Esc closes it. Threads: GUI thread
// only.
#pragma once


#include "station/ui/frame/page.h"

namespace ui {

class HelpPanel : public Panel {
public:
    HelpPanel(wxWindow* parent, std::function<void()> close);
    void show(Page& page);

private:
    std::function<void()> close_;
};

}  // namespace ui
