#include "station/ui/steps/field_entry.h"

#include <wx/checkbox.h>
#include <wx/textctrl.h>
#include <wx/wrapsizer.h>

#include <algorithm>

#include "base/text.h"
#include "forms/address.h"
#include "station/ui/a11y.h"
#include "station/ui/language.h"
#include "station/ui/open_word.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/choice_box.h"
#include "station/ui/widgets/date_field.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/typed_digits.h"

namespace ui {
namespace {

constexpr std::size_t kMostChoices = 60;
constexpr std::size_t kMostCommunes = 6;
constexpr std::size_t kMostRecent = 5;
constexpr std::size_t kFewestLetters = 2;  // of a place name, before communes are offered

bool allDigits(const wxString& text) {
    return std::all_of(text.begin(), text.end(), [](wxUniChar c) { return c >= '0' && c <= '9'; });
}

std::size_t fullLength(forms::Widget widget) {
    switch (widget) {
        case forms::Widget::IdNumber: return 12;
        case forms::Widget::Cmnd9: return 9;
        case forms::Widget::Phone: return 10;
        default: return 0;
    }
}

bool isFull(forms::Widget widget, const wxString& text) {
    if (widget == forms::Widget::Date) {
        wxString digits = text;
        return text.length() == 10 && digits.Replace("/", wxString()) == 2 && allDigits(digits);
    }
    return text.length() == fullLength(widget) && allDigits(text);
}

// Digits-only fields go on by themselves when full, and back on Backspace when empty. Only a digit that was typed at the end
// moves the focus, so that correcting and pasting never do.
void advanceByItself(wxTextCtrl& control, forms::Widget widget) {
    onDigitsTyped(control, [&control, widget](const wxString&) {
        if (isFull(widget, control.GetValue())) control.Navigate(wxNavigationKeyEvent::IsForward);
    });
    control.Bind(wxEVT_KEY_DOWN, [&control](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_BACK && control.IsEmpty()) control.Navigate(wxNavigationKeyEvent::IsBackward);
        else event.Skip();
    });
}

void tellTyping(wxTextCtrl& control, const EntryContext& context) {
    control.Bind(wxEVT_TEXT, [&control, typing = context.typing](wxCommandEvent& event) {
        event.Skip();
        if (control.HasFocus()) typing(fromWx(control.GetValue()));
    });
}

class TextEntry final : public FieldEntry {
public:
    TextEntry(wxWindow* parent, const EntryContext& context) : control_(textField(parent)) {
        setAccessibleName(*control_, context.name);
        if (fullLength(context.field->widget) > 0) {
            typeWithoutMethod(*control_);
            advanceByItself(*control_, context.field->widget);
        }
        tellTyping(*control_, context);
        onLeaving(*control_, [this, left = context.left] { left(typed()); });
    }
    wxWindow* window() override { return control_; }
    void show(const std::string& stored) override {
        if (typed() != stored) control_->ChangeValue(toWx(stored));
    }
    std::string typed() const override { return fromWx(control_->GetValue()); }

private:
    wxTextCtrl* control_;
};

class DateEntry final : public FieldEntry {
public:
    DateEntry(wxWindow* parent, const EntryContext& context) : control_(new DateField(parent, context.name, context.normalize)) {
        advanceByItself(*control_, forms::Widget::Date);
        tellTyping(*control_, context);
        // The control normalizes; the model hears of every leaving, so that a looked-at value counts as confirmed.
        onLeaving(*control_, [this, left = context.left] { left(typed()); });
    }
    wxWindow* window() override { return control_; }
    void show(const std::string& stored) override { control_->setText(stored); }
    std::string typed() const override { return control_->text(); }

private:
    DateField* control_;
};

// One of a short list of the form's own, or of a catalogue.
class ChoiceEntry final : public FieldEntry {
public:
    ChoiceEntry(wxWindow* parent, EntryContext context) : context_(std::move(context)) {
        box_ = new ChoiceBox(parent, context_.name, [this](const std::string& typed) { return offer(typed); });
        box_->onChosen([this](const std::string& code) {
            remember(code);
            context_.left(code);
        });
        box_->onUnknown([this](const wxString& text) { context_.left(fromWx(text)); });
        onLeaving(*box_->entry(), [this] {
            if (box_->entry()->GetValue() == labelOf(box_->code())) context_.left(box_->code());
        });
    }
    wxWindow* window() override { return box_; }
    wxWindow* focusTarget() override { return box_->entry(); }
    void show(const std::string& stored) override { box_->setValue(stored, labelOf(stored)); }
    std::string typed() const override { return box_->typed() == labelOf(box_->code()) ? box_->code() : fromWx(box_->typed()); }

private:
    wxString labelOf(const std::string& code) const { return sayValue(*context_.field, code, *context_.catalogues); }

    std::vector<Choice> offer(const std::string& typed) const {
        const bool fromCatalogue = !context_.field->catalogue.empty();
        std::vector<Choice> found = fromCatalogue ? ofCatalogue(typed) : ofOptions(typed);
        if (typed.empty()) recentFirst(found);
        return found;
    }
    std::vector<Choice> ofCatalogue(const std::string& typed) const {
        std::vector<Choice> found;
        const forms::Catalogue* catalogue = context_.catalogues->find(context_.field->catalogue);
        if (catalogue == nullptr) return found;
        for (const auto* entry : catalogue->search(typed, kMostChoices)) found.push_back({entry->code, toWx(entry->label), {}});
        return found;
    }
    std::vector<Choice> ofOptions(const std::string& typed) const {
        const std::string wanted = base::fold(typed);
        std::vector<Choice> first, later;
        for (const auto& option : context_.field->options) {
            const wxString label = localText(option.label);
            std::vector<std::string> names = {base::fold(fromWx(label)), base::fold(option.code)};
            for (const auto& alias : option.aliases) names.push_back(base::fold(alias));
            const bool begins = std::any_of(names.begin(), names.end(), [&](const auto& n) { return n.rfind(wanted, 0) == 0; });
            const bool holds = std::any_of(names.begin(), names.end(), [&](const auto& n) { return n.find(wanted) != std::string::npos; });
            if (begins) first.push_back({option.code, label, {}});
            else if (holds) later.push_back({option.code, label, {}});
        }
        first.insert(first.end(), later.begin(), later.end());
        return first;
    }
    // A long list begins with what this desk chose lately.
    void recentFirst(std::vector<Choice>& found) const {
        const auto known = context_.recent->find(context_.field->id);
        if (known == context_.recent->end() || context_.field->catalogue.empty()) return;
        for (auto code = known->second.rbegin(); code != known->second.rend(); ++code) {
            std::erase_if(found, [&](const Choice& c) { return c.code == *code; });
            found.insert(found.begin(), {*code, labelOf(*code), _("recent")});
        }
    }
    void remember(const std::string& code) {
        if (code.empty()) return;
        auto& list = (*context_.recent)[context_.field->id];
        std::erase(list, code);
        list.insert(list.begin(), code);
        if (list.size() > kMostRecent) list.pop_back();
    }

    EntryContext context_;
    ChoiceBox* box_ = nullptr;
};

// An address is free text; behind its last comma the communes of today are offered, and for one of before 1/7/2025 what it
// may be called today. What was typed stands first in the list, so Enter never changes it by itself.
class AddressEntry final : public FieldEntry {
public:
    AddressEntry(wxWindow* parent, EntryContext context) : context_(std::move(context)) {
        box_ = new ChoiceBox(parent, context_.name, [this](const std::string& typed) { return offer(typed); });
        box_->onChosen([this](const std::string& text) { context_.left(text); });
        box_->onUnknown([this](const wxString& text) { context_.left(fromWx(text)); });
        tellTyping(*box_->entry(), context_);
        onLeaving(*box_->entry(), [this] { context_.left(typed()); });
    }
    wxWindow* window() override { return box_; }
    wxWindow* focusTarget() override { return box_->entry(); }
    void show(const std::string& stored) override { box_->setValue(stored, toWx(stored)); }
    std::string typed() const override { return fromWx(box_->typed()); }

private:
    std::vector<Choice> offer(const std::string& typed) const {
        const std::string whole = typed.empty() ? fromWx(box_->typed()) : typed;  // empty: the list of what stands there
        std::vector<Choice> found;
        for (const auto& place : forms::addressesToday(*context_.catalogues, whole)) {
            found.push_back({place.text, toWx(place.text), place.from->now.size() > 1 ? _("part of the old commune") : _("today")});
        }
        if (found.empty()) found = completions(typed);
        if (!found.empty()) found.insert(found.begin(), {whole, toWx(whole), _("as typed")});
        return found;
    }
    std::vector<Choice> completions(const std::string& typed) const {
        const forms::Catalogue* communes = context_.catalogues->find(context_.field->catalogue);
        const std::size_t comma = typed.rfind(',');
        const std::string place(base::trim(std::string_view(typed).substr(comma == std::string::npos ? 0 : comma + 1)));
        if (communes == nullptr || base::codePoints(place).size() < kFewestLetters) return {};
        const std::string before = comma == std::string::npos ? std::string() : typed.substr(0, comma) + ", ";
        std::vector<Choice> found;
        for (const auto* entry : communes->search(place, kMostCommunes)) {
            const std::string text = before + entry->label;
            if (text != typed) found.push_back({text, toWx(text), {}});
        }
        return found;
    }

    EntryContext context_;
    ChoiceBox* box_ = nullptr;
};

// Several answers of a short list, joined by '|' in the list's order.
class ManyEntry final : public FieldEntry {
public:
    ManyEntry(wxWindow* parent, EntryContext context) : context_(std::move(context)) {
        panel_ = new Panel(parent);
        panel_->SetBackgroundColour(parent->GetBackgroundColour());
        auto* row = new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);
        for (const auto& option : context_.field->options) {
            auto* box = new wxCheckBox(panel_, wxID_ANY, localText(option.label));
            box->SetFont(font(TextSize::Body));
            setAccessibleName(*box, context_.name + ", " + localText(option.label));
            box->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { context_.left(typed()); });
            // Enter goes on here, too; Space ticks.
            box->Bind(wxEVT_KEY_DOWN, [box](wxKeyEvent& event) {
                if (event.GetKeyCode() == WXK_RETURN && !event.HasAnyModifiers()) box->Navigate(wxNavigationKeyEvent::IsForward);
                else event.Skip();
            });
            row->Add(box, 0, wxRIGHT | wxTOP | wxBOTTOM, dip(*panel_, kSpace8));
            boxes_.push_back(box);
        }
        panel_->SetSizer(row);
    }
    wxWindow* window() override { return panel_; }
    wxWindow* focusTarget() override { return boxes_.empty() ? static_cast<wxWindow*>(panel_) : boxes_.front(); }
    void show(const std::string& stored) override {
        const auto chosen = base::split(stored, '|');
        for (std::size_t i = 0; i < boxes_.size(); ++i) {
            boxes_[i]->SetValue(std::find(chosen.begin(), chosen.end(), context_.field->options[i].code) != chosen.end());
        }
    }
    std::string typed() const override {
        std::string codes;
        for (std::size_t i = 0; i < boxes_.size(); ++i) {
            if (!boxes_[i]->GetValue()) continue;
            if (!codes.empty()) codes += '|';
            codes += context_.field->options[i].code;
        }
        return codes;
    }

private:
    EntryContext context_;
    wxPanel* panel_ = nullptr;
    std::vector<wxCheckBox*> boxes_;
};

}  // namespace

std::unique_ptr<FieldEntry> makeEntry(wxWindow* parent, EntryContext context) {
    switch (context.field->widget) {
        case forms::Widget::Date: return std::make_unique<DateEntry>(parent, context);
        case forms::Widget::Choice: return std::make_unique<ChoiceEntry>(parent, std::move(context));
        case forms::Widget::MultiChoice: return std::make_unique<ManyEntry>(parent, std::move(context));
        case forms::Widget::Address: return std::make_unique<AddressEntry>(parent, std::move(context));
        default: return std::make_unique<TextEntry>(parent, context);
    }
}

}  // namespace ui
