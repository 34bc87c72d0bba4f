#include "station/ui/widgets/inline_message.h"

#include <wx/dcclient.h>
#include <wx/sizer.h>

#include "station/ui/a11y.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/marks.h"
#include "station/ui/widgets/painted.h"

namespace ui {
namespace {

constexpr int kMarkRoom = 38;
constexpr int kToastSeconds = 6;
constexpr int kToastWidth = 620;

}  // namespace

InlineMessage::InlineMessage(wxWindow* parent) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Create(parent, wxTAB_TRAVERSAL | wxBORDER_NONE | wxFULL_REPAINT_ON_RESIZE);
    SetBackgroundColour(palette().neutral.fill);
    setAccessibleRole(*this, AccessibleRole::Notification);
    label_ = new Label(this, wxString(), TextSize::Body);
    button_ = new ActionButton(this, wxString(), wxString(), ButtonKind::Quiet);
    button_->onPress([this] {
        if (run_) run_();
    });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddSpacer(dip(*this, kMarkRoom));
    row->Add(label_, 1, wxALIGN_CENTER_VERTICAL | wxTOP | wxBOTTOM | wxRIGHT, dip(*this, 10));  // clear of the border
    row->Add(button_, 0, wxALIGN_CENTER_VERTICAL | wxALL, dip(*this, kSpace4));
    SetSizer(row);
    Bind(wxEVT_PAINT, &InlineMessage::onPaint, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        rewrap();
        event.Skip();
    });
    Hide();
}

void InlineMessage::show(Tone tone, const wxString& text) {
    show(tone, text, {});
}

void InlineMessage::show(Tone tone, const wxString& text, MessageAction action) {
    const bool again = IsShown() && text != text_;
    tone_ = tone;
    text_ = text;
    run_ = std::move(action.run);
    SetBackgroundColour(pairOf(tone).fill);
    label_->SetBackgroundColour(pairOf(tone).fill);
    label_->SetForegroundColour(palette().ink);
    button_->SetBackgroundColour(pairOf(tone).fill);
    button_->setLabel(action.label);
    button_->Show(!action.label.empty());
    setAccessibleName(*this, text);
    Show();
    wrappedAt_ = 0;
    rewrap();
    relayout();
    if (again) announce(*this);
}

void InlineMessage::clear() {
    text_.clear();
    if (!IsShown()) return;
    Hide();
    relayout();
}

void InlineMessage::relayout() {
    InvalidateBestSize();
    Layout();
    if (GetParent()->GetSizer() != nullptr) GetParent()->Layout();
    Refresh();
}

void InlineMessage::rewrap() {
    const int buttonRoom =
        button_->IsShown() ? button_->GetBestSize().x + dip(*this, 3 * kSpace8) : dip(*this, kSpace16);
    const int width = GetClientSize().x - dip(*this, kMarkRoom) - buttonRoom;
    if (width < dip(*this, 80) || width == wrappedAt_) {
        if (wrappedAt_ == 0) label_->SetLabelText(text_);
        return;
    }
    wrappedAt_ = width;
    const int before = label_->GetBestSize().y;
    label_->SetLabelText(text_);
    label_->Wrap(width);
    label_->InvalidateBestSize();
    if (label_->GetBestSize().y != before) {
        InvalidateBestSize();
        GetParent()->PostSizeEvent();
    }
}

void InlineMessage::onPaint(wxPaintEvent&) {
    wxPaintDC dc(this);
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    const wxRect area = GetClientRect();
    gc->SetBrush(wxBrush(GetParent()->GetBackgroundColour()));
    gc->SetPen(*wxTRANSPARENT_PEN);
    gc->DrawRectangle(0, 0, area.width, area.height);
    const wxRect2DDouble box(0.5, 0.5, area.width - 1, area.height - 1);
    const Pair& colors = pairOf(tone_);
    fillRounded(*gc, box, dip(*this, kRadius), colors.fill);
    strokeRounded(*gc, box, dip(*this, kRadius), colors.ink, 1);
    const double size = dip(*this, 14);
    drawMark(*gc, markOf(tone_), {double(dip(*this, 13)), (area.height - size) / 2, size, size}, colors.ink);
}

Toast::Toast(wxWindow* parent)
    : Panel(parent) {
    SetBackgroundColour(parent->GetBackgroundColour());
    message_ = new InlineMessage(this);
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(message_, 1, wxEXPAND);
    SetSizer(sizer);
    Hide();
    timer_.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { hide(); });
    parent->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        if (IsShown()) place();
    });
}

void Toast::show(Tone tone, const wxString& text) {
    show(tone, text, {});
}

void Toast::show(Tone tone, const wxString& text, MessageAction action) {
    auto run = std::move(action.run);
    action.run = [this, run = std::move(run)] {
        hide();
        if (run) run();
    };
    Show();
    Raise();
    place();
    message_->show(tone, text, std::move(action));
    place();
    timer_.StartOnce(kToastSeconds * 1000);
}

void Toast::place() {
    const wxSize room = GetParent()->GetClientSize();
    const int margin = dip(*this, kSpace16);
    const int width = std::min(dip(*this, kToastWidth), room.x - 2 * margin);
    SetSize(width, GetSize().y);
    Layout();
    const int height = std::max(dip(*this, 44), GetBestSize().y);
    SetSize((room.x - width) / 2, room.y - height - margin, width, height);
    Layout();
}

void Toast::hide() {
    timer_.Stop();
    Hide();
}

}  // namespace ui
