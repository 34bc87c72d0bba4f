#include "station/ui/frame/page.h"

namespace ui {

Page::Page(wxWindow* parent, PageHost& host) : wxPanel(parent), host_(host) {
    SetBackgroundColour(palette().background);
}

}  // namespace ui
