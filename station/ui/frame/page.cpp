#include "station/ui/frame/page.h"

namespace ui {

Page::Page(wxWindow* parent, PageHost& host) : Panel(parent), host_(host) {
    SetBackgroundColour(palette().background);
}

}  // namespace ui
