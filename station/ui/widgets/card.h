// A white rounded panel with a title; content goes into body(). Children take the card's color as their
// background. Threads: GUI thread only.
#pragma once

#include <wx/sizer.h>

#include "station/ui/theme.h"
#include "station/ui/widgets/panel.h"

namespace ui {

class Card : public Panel {
public:
    explicit Card(wxWindow* parent, const wxString& title = wxString());
    wxBoxSizer* body() { return body_; }
    wxBoxSizer* titleRow() { return titleRow_; }  // what stands at the title's right goes here

private:
    void onPaint(wxPaintEvent& event);
    wxBoxSizer* body_ = nullptr;
    wxBoxSizer* titleRow_ = nullptr;
};

}  // namespace ui
