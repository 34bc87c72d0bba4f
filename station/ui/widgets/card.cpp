#include "station/ui/widgets/card.h"

#include <wx/dcclient.h>

#include "station/ui/a11y.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/painted.h"

namespace ui {

Card::Card(wxWindow* parent, const wxString& title) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Create(parent, wxTAB_TRAVERSAL | wxBORDER_NONE | wxFULL_REPAINT_ON_RESIZE);
    SetBackgroundColour(palette().card);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    titleRow_ = new wxBoxSizer(wxHORIZONTAL);
    body_ = new wxBoxSizer(wxVERTICAL);
    if (!title.empty()) {
        titleRow_->Add(new Label(this, title, TextSize::Body, Weight::Bold), 1, wxALIGN_CENTER_VERTICAL);
        setAccessibleName(*this, title);
    }
    const int pad = dip(*this, kSpace16);
    outer->Add(titleRow_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, pad);
    outer->Add(body_, 1, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM | (title.empty() ? wxTOP : 0), pad);
    SetSizer(outer);
    Bind(wxEVT_PAINT, &Card::onPaint, this);
}

void Card::onPaint(wxPaintEvent&) {
    wxPaintDC dc(this);
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    const wxRect area = GetClientRect();
    gc->SetBrush(wxBrush(GetParent()->GetBackgroundColour()));
    gc->SetPen(*wxTRANSPARENT_PEN);
    gc->DrawRectangle(0, 0, area.width, area.height);
    const wxRect2DDouble box(0.5, 0.5, area.width - 1, area.height - 1);
    fillRounded(*gc, box, dip(*this, kCardRadius), palette().card);
    strokeRounded(*gc, box, dip(*this, kCardRadius), palette().line, 1);
}

}  // namespace ui
