#include "station/ui/frame/header_bar.h"

#include <wx/dcclient.h>
#include <wx/sizer.h>

namespace ui {
namespace {

constexpr int kHeaderHeight = 52;

}  // namespace

HeaderBar::HeaderBar(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(palette().card);
    SetMinSize({-1, dip(*this, kHeaderHeight)});
    title_ = new Label(this, wxString(), TextSize::Title, Weight::Bold);
    subtitle_ =
        new Label(this, wxString(), TextSize::Body, Weight::Regular, Shade::Muted, wxST_ELLIPSIZE_END);
    chip_ = new Chip(this, wxString(), Tone::Neutral);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddSpacer(dip(*this, kSpace20));
    row->Add(title_, 0, wxALIGN_CENTER_VERTICAL);
    row->Add(subtitle_, 1, wxALIGN_CENTER_VERTICAL | wxLEFT, dip(*this, 14));
    row->Add(chip_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, dip(*this, kSpace8));
    row->AddSpacer(dip(*this, kSpace20 - kFocusRing));
    SetSizer(row);
    Bind(wxEVT_PAINT, &HeaderBar::onPaint, this);
}

void HeaderBar::show(Page& page) {
    title_->SetLabelText(page.title());
    subtitle_->SetLabelText(page.subtitle());
    const HeaderChip chip = page.headerChip();
    chip_->set(chip.text, chip.tone, chip.mark);
    chip_->Show(!chip.text.empty());
    auto action = page.headerAction();
    if (action_ != nullptr && (!action || action->id != actionId_)) {
        action_->Destroy();
        action_ = nullptr;
    }
    if (action) {
        actionId_ = action->id;
        if (action_ == nullptr) {
            action_ = new ActionButton(this, action->label, sayKey(action->key), action->kind);
            GetSizer()->Insert(GetSizer()->GetItemCount() - 1, action_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT,
                               dip(*this, kSpace8));
        }
        action_->setLabel(action->label);
        action_->refuse(action->refusal);
        action_->onPress(action->run);
    }
    Layout();
}

void HeaderBar::onPaint(wxPaintEvent&) {
    wxPaintDC dc(this);
    dc.SetPen(wxPen(palette().line));
    const wxSize size = GetClientSize();
    dc.DrawLine(0, size.y - 1, size.x, size.y - 1);
}

}  // namespace ui
