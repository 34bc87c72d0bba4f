#include "station/ui/widgets/choice_box.h"

#include <wx/sizer.h>
#include <wx/toplevel.h>

#include "base/text.h"
#include "station/ui/a11y.h"
#include "station/ui/native_style.h"
#include "station/ui/open_word.h"
#include "station/ui/text.h"
#include "station/ui/widgets/choice_list.h"
#include "station/ui/widgets/field_row.h"

namespace ui {
namespace {

constexpr int kPageStep = 8;
constexpr int kWordLimit = 100;  // ms

bool names(const Choice& choice, const std::string& folded) {
    return base::fold(fromWx(choice.label)) == folded || base::fold(choice.code) == folded;
}

}  // namespace

ChoiceBox::ChoiceBox(wxWindow* parent, const wxString& name, Source source)
    : Panel(parent), source_(std::move(source)), name_(name) {
    SetBackgroundColour(parent->GetBackgroundColour());
    entry_ = new wxTextCtrl(this, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    entry_->SetFont(font(TextSize::Body));
    centerLine(*entry_);
    setAccessibleName(*entry_, name);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(entry_, 1, wxEXPAND);
    SetSizer(row);
    // A word that ends stands there twice, or not at all, for the moment between leaving the screen and becoming text.
    entry_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        if (holdsWord(*entry_)) wordEnded_.StartOnce(kWordLimit);
        else follow();
    });
    onOpenWord(*entry_, [this] {
        if (shownText(*entry_) == entry_->GetValue()) wordEnded_.StartOnce(kWordLimit);
        else follow();
    });
    wordEnded_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { follow(); });
    entry_->Bind(wxEVT_KEY_DOWN, &ChoiceBox::onKey, this);
    entry_->Bind(wxEVT_LEFT_UP, [this](wxMouseEvent& event) {
        event.Skip();
        if (!isOpen()) open();
    });
    entry_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) {
        if (isOpen() && !choices_.empty() && (moved_ || !entry_->IsEmpty())) take(choices_[list_->marked()]);
        close();
        entry_->Navigate(wxNavigationKeyEvent::IsForward);
    });
    onLeaving(*entry_, [this] { left(); });
}

ChoiceBox::~ChoiceBox() {
    close();
}

void ChoiceBox::SetFocus() {
    entry_->SetFocus();
}

bool ChoiceBox::isOpen() const {
    return list_ != nullptr;
}

wxString ChoiceBox::typed() const {
    return entry_->GetValue();
}

void ChoiceBox::setValue(const std::string& code, const wxString& label) {
    code_ = code;
    label_ = label;
    if (entry_->GetValue() != label) entry_->ChangeValue(label);
}

void ChoiceBox::open() {
    if (!isOpen()) {
        list_ = new ChoiceList(wxGetTopLevelParent(this), [this](std::size_t row) {
            const Choice choice = choices_[row];
            CallAfter([this, choice] {  // the list is gone by then
                take(choice);
                close();
                entry_->SetFocus();
            });
        });
        moved_ = false;
    }
    refill();
}

void ChoiceBox::close() {
    if (list_ == nullptr) return;
    ChoiceList* list = std::exchange(list_, nullptr);
    wxWindow* top = wxGetTopLevelParent(this);
    if (top != nullptr && !top->IsBeingDeleted()) list->Destroy();
}

// The mark stays where the officer moved it when nothing else shows: an open word that became text.
void ChoiceBox::follow() {
    if (isOpen() && shownText(*entry_) == searched_) return;
    moved_ = false;
    if (entry_->HasFocus()) open();
}

void ChoiceBox::refill() {
    const wxString text = shownText(*entry_);
    searched_ = text;
    choices_ = source_(text == label_ ? std::string() : fromWx(text));
    list_->fill(choices_);
    list_->placeUnder(*entry_);
}

void ChoiceBox::onKey(wxKeyEvent& event) {
    const int key = event.GetKeyCode();
    int by = 0;
    if (key == WXK_DOWN)
        by = 1;
    else if (key == WXK_UP)
        by = -1;
    else if (key == WXK_PAGEDOWN)
        by = kPageStep;
    else if (key == WXK_PAGEUP)
        by = -kPageStep;
    if (by != 0 && !event.HasAnyModifiers()) {
        if (!isOpen()) {
            open();
        } else {
            list_->move(by);
            moved_ = true;
        }
        return;
    }
    if (key == WXK_ESCAPE && isOpen()) {
        close();
        return;
    }
    event.Skip();
}

void ChoiceBox::left() {
    if (entry_->HasFocus()) return;
    const wxString text = entry_->GetValue();
    const bool byMark = isOpen() && moved_ && !choices_.empty();
    const std::size_t marked = isOpen() ? list_->marked() : 0;
    close();
    if (byMark) {
        take(choices_[marked]);
        return;
    }
    if (text == label_) return;
    if (text.empty()) {
        setValue({}, {});
        if (chosen_) chosen_({});
        return;
    }
    choices_ = source_(fromWx(text));
    const std::string folded = base::fold(base::squeeze(fromWx(text)));
    const Choice* match = choices_.size() == 1 ? &choices_.front() : nullptr;
    for (const auto& choice : choices_) {
        if (!names(choice, folded)) continue;
        match = &choice;
        break;
    }
    if (match != nullptr) {
        const Choice choice = *match;
        take(choice);
    } else if (unknown_) {
        unknown_(text);
    }
}

void ChoiceBox::take(const Choice& choice) {
    const Choice kept = choice;  // the callback may refill the list it came from
    setValue(kept.code, kept.label);
    if (chosen_) chosen_(kept.code);
}

}  // namespace ui
