#include "station/ui/widgets/field_row.h"

#include <wx/timer.h>
#include <wx/weakref.h>

#include <memory>

#include "station/ui/a11y.h"
#include "station/ui/native_style.h"
#include "station/ui/open_word.h"
#include "station/ui/widgets/choice_box.h"

namespace ui {
namespace {

constexpr int kWordLimit = 300;  // ms; an input method ends its word within some milliseconds

}  // namespace

FieldRow::FieldRow(wxWindow* parent, const wxString& label) : Panel(parent), label_(label) {
    SetBackgroundColour(parent->GetBackgroundColour());
    auto* column = new wxBoxSizer(wxVERTICAL);
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    labelText_ = new Label(this, label, TextSize::Small, Weight::Regular, Shade::Muted, wxST_ELLIPSIZE_END);
    originText_ = new Label(this, wxString(), TextSize::Small, Weight::Regular, Shade::Primary);
    messageText_ = new Label(this, wxString(), TextSize::Small);
    originText_->Hide();
    messageText_->Hide();
    line->Add(labelText_, 1, wxALIGN_BOTTOM);
    line->Add(originText_, 0, wxALIGN_BOTTOM | wxLEFT, dip(*this, kSpace8));
    column->Add(line, 0, wxEXPAND | wxBOTTOM, dip(*this, kSpace4));
    column->Add(messageText_, 0, wxEXPAND | wxTOP, dip(*this, 3));
    SetSizer(column);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        rewrap();
        event.Skip();
    });
}

void FieldRow::setControl(wxWindow* control) {
    control_ = control;
    control_->SetMinSize({-1, std::max(dip(*this, kControlHeight), control_->GetBestSize().y)});
    if (auto* entry = dynamic_cast<wxTextCtrl*>(control_)) centerLine(*entry);
    GetSizer()->Insert(1, control_, 0, wxEXPAND);
    rename();
}

void FieldRow::setLabel(const wxString& label) {
    label_ = label;
    labelText_->SetLabelText(label);
    rename();
}

void FieldRow::setOrigin(const wxString& origin, OriginLook look) {
    const wxString shown =
        origin.empty() ? wxString() : origin + (look == OriginLook::Confirmed ? L" \u2713" : L" ?");
    if (shown == originText_->GetLabelText()) return;
    originText_->SetLabelText(shown);
    originText_->setShade(look == OriginLook::Confirmed ? Shade::Primary : Shade::Attention);
    originText_->Show(!shown.empty());
    Layout();
}

void FieldRow::setMessage(Tone tone, const wxString& message) {
    if (message == message_ && tone == tone_) return;
    message_ = message;
    tone_ = tone;
    messageText_->setShade(tone == Tone::Bad         ? Shade::Bad
                           : tone == Tone::Attention ? Shade::Attention
                                                     : Shade::Muted);
    const bool wasShown = messageText_->IsShown();
    messageText_->Show(!message.empty());
    wrappedAt_ = 0;
    rewrap();
    if (!message.empty() || wasShown) {
        InvalidateBestSize();
        if (GetParent()->GetSizer() != nullptr) GetParent()->Layout();
        Layout();
    }
    rename();
}

void FieldRow::rewrap() {
    const int width = GetClientSize().x;
    if (message_.empty() || width <= 0 || width == wrappedAt_) return;
    const bool again = wrappedAt_ != 0;
    wrappedAt_ = width;
    const wxString mark = tone_ == Tone::Bad ? L"\u2715 " : tone_ == Tone::Attention ? L"\u25B2 " : L"";
    const int before = messageText_->GetBestSize().y;
    messageText_->SetLabelText(mark + message_);
    messageText_->Wrap(width);
    messageText_->InvalidateBestSize();
    if (again && messageText_->GetBestSize().y != before) GetParent()->PostSizeEvent();
}

void FieldRow::rename() {
    if (control_ == nullptr) return;
    auto* box = dynamic_cast<ChoiceBox*>(control_);
    wxWindow& heard = box != nullptr ? *box->entry() : *control_;  // where the focus stands
    setAccessibleName(heard, message_.empty() ? label_ : label_ + ", " + message_);
}

wxTextCtrl* textField(wxWindow* parent, const wxString& value, long style) {
    auto* control =
        new wxTextCtrl(parent, wxID_ANY, value, wxDefaultPosition, wxDefaultSize, style | wxTE_PROCESS_ENTER);
    control->SetFont(font(TextSize::Body));
    control->Bind(wxEVT_TEXT_ENTER,
                  [control](wxCommandEvent&) { control->Navigate(wxNavigationKeyEvent::IsForward); });
    return control;
}

wxTextCtrl* passphraseField(wxWindow* parent) {
    return textField(parent, wxString(), wxTE_PASSWORD);
}

wxChoice* choiceField(wxWindow* parent) {
    auto* control = new wxChoice(parent, wxID_ANY);
    control->SetFont(font(TextSize::Body));
    control->SetMinSize({-1, dip(*parent, kControlHeight)});
    fillHeight(*control);
    return control;
}

void onLeaving(wxWindow& control, std::function<void()> then) {
    struct Leaving {
        std::function<void()> then;
        wxTimer word;
    };
    auto leaving = std::make_shared<Leaving>();
    leaving->then = std::move(then);
    const auto* entry = dynamic_cast<wxTextCtrl*>(&control);
    // After the toolkit has finished moving the focus.
    const auto tell = [weak = wxWeakRef<wxWindow>(&control), leaving] {
        leaving->word.Stop();
        if (!weak) return;
        weak->CallAfter([weak, leaving] {
            if (weak) leaving->then();
        });
    };
    // An input method that loses the focus delivers its open word a little later, at the caret: nothing is normalized before.
    leaving->word.Bind(wxEVT_TIMER, [weak = wxWeakRef<wxWindow>(&control), leaving = leaving.get()](wxTimerEvent&) {
        if (weak) leaving->then();
    });
    control.Bind(wxEVT_KILL_FOCUS, [leaving, tell, entry](wxFocusEvent& event) {
        event.Skip();
        if (entry != nullptr && holdsWord(*entry)) leaving->word.StartOnce(kWordLimit);
        else tell();
    });
    control.Bind(wxEVT_TEXT, [leaving, tell](wxCommandEvent& event) {
        event.Skip();
        if (leaving->word.IsRunning()) tell();
    });
}

}  // namespace ui
