#include "station/ui/steps/field_editor.h"

#include <wx/sizer.h>

#include <algorithm>
#include <utility>

#include "forms/address.h"
#include "forms/legacy_text.h"
#include "station/ui/language.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/action_button.h"
#include "station/workflow/station.h"

namespace ui {

FieldEditor::FieldEditor(wxWindow* parent, StepHost& host, const forms::Field& field)
    : Panel(parent), host_(host), field_(field) {
    SetBackgroundColour(parent->GetBackgroundColour());
    row_ = new FieldRow(this, label());
    EntryContext context;
    context.field = &field_;
    context.catalogues = &host_.stationOfStep().catalogues();
    context.recent = &host_.recentChoices();
    context.name = label();
    context.normalize = [this](std::string_view typed) {
        const base::Day today = base::dayInVietnam(host_.stationOfStep().now());
        return host_.enrollment().schema().normalize(field_.id, typed, today);
    };
    context.typing = [this](const std::string& typed) { host_.enrollment().noteTyping(field_.id, typed); };
    context.left = [this](const std::string& typed) { left(typed); };
    entry_ = makeEntry(row_, std::move(context));
    row_->setControl(entry_->window());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(row_, 0, wxEXPAND);
    SetSizer(column);
    showValue();
}

wxString FieldEditor::label() const {
    const wxString words = localText(field_.label);
    return host_.enrollment().isRequired(field_.id) ? words + " *" : words;
}

// A value that a reader filled counts as looked at once the officer has been in its field and left it.
void FieldEditor::left(const std::string& typed) {
    station::Enrollment& enrollment = host_.enrollment();
    lookForLegacy(typed);
    enrollment.setField(field_.id, typed);
    enrollment.confirm(field_.id);
    showValue();
}

void FieldEditor::lookForLegacy(const std::string& typed) {
    using forms::Widget;
    const Widget kind = field_.widget;
    if (kind != Widget::Name && kind != Widget::Text && kind != Widget::Address && kind != Widget::Note) return;
    if (typed == convertedFrom_) return;  // left again as it was stored, which may have lost signs of the old font
    const auto readings = forms::legacyReadings(typed);
    converted_ = readings.empty() ? std::string() : readings.front().text;
    const base::Day today = base::dayInVietnam(host_.stationOfStep().now());
    convertedFrom_ = host_.enrollment().schema().normalize(field_.id, typed, today);
}

// As much of it as a button holds.
wxString FieldEditor::convertedShown() const {
    constexpr std::size_t kMostShown = 40;
    const wxString whole = toWx(converted_);
    return whole.length() <= kMostShown ? whole : whole.Left(kMostShown) + wxString::FromUTF8("\xE2\x80\xA6");
}

void FieldEditor::showConversion() {
    if (converted_.empty()) {
        if (convert_ != nullptr) convert_->Hide();
        return;
    }
    if (convert_ == nullptr) {
        convert_ = new ActionButton(this, wxString(), wxString(), ButtonKind::Secondary);
        convert_->onPress([this] { convert(); });
        GetSizer()->Add(convert_, 0, wxTOP, dip(*this, kSpace4));
    }
    convert_->setLabel(wxString::Format(_("Typed in an old font? Change to: %s"), convertedShown()));
    convert_->Show();
}

void FieldEditor::convert() {
    const std::string text = std::exchange(converted_, {});
    convertedFrom_.clear();
    focusEntry();
    entry_->show(text);
    host_.enrollment().setField(field_.id, text);
}

void FieldEditor::commit() {
    if (reason_ != nullptr && reason_->HasFocus()) host_.enrollment().giveReason(rule_, fromWx(reason_->GetValue()));
    else if (hasTheFocus()) host_.enrollment().setField(field_.id, entry_->typed());
}

void FieldEditor::showValue() {
    const forms::FieldValue* value = host_.enrollment().record().find(field_.id);
    if (!hasTheFocus()) entry_->show(value != nullptr ? value->text : std::string());
    if (value == nullptr) {
        row_->setOrigin(wxString(), OriginLook::Confirmed);
        return;
    }
    row_->setOrigin(sayOrigin(value->origin), value->confirmed ? OriginLook::Confirmed : OriginLook::Unconfirmed);
}

// What stands under a field that nothing speaks against.
wxString FieldEditor::quietWords() {
    const forms::FieldValue* value = host_.enrollment().record().find(field_.id);
    if (field_.widget != forms::Widget::Address || value == nullptr) return localText(field_.hint);
    if (!value->written.empty()) return wxString::Format(_("On the paper: %s"), toWx(value->written));
    if (lookedUp_ != value->text) {
        lookedUp_ = value->text;
        placesToday_.clear();
        for (const auto& place : forms::addressesToday(host_.stationOfStep().catalogues(), lookedUp_)) placesToday_.push_back(place.commune->label);
    }
    if (placesToday_.empty()) return localText(field_.hint);
    if (placesToday_.size() == 1) return wxString::Format(_("An old place name. Today: %s. Press Down to choose it."), toWx(placesToday_.front()));
    return wxString::Format(_("An old place name. It may lie in %d communes of today: ask, then press Down to choose."), static_cast<int>(placesToday_.size()));
}

bool FieldEditor::showFindings(const std::vector<forms::Finding>& findings) {
    const forms::Finding* worst = nullptr;
    for (const auto& finding : findings) {
        if (finding.field != field_.id) continue;
        if (worst == nullptr || finding.level < worst->level) worst = &finding;  // errors are the lowest level
    }
    const int before = GetBestSize().y;
    row_->setLabel(label());
    if (worst != nullptr) row_->setMessage(toneOf(worst->level), localText(worst->text));
    else row_->setMessage(Tone::Neutral, quietWords());
    showReason(worst != nullptr && worst->level == forms::Level::Warning ? worst : nullptr);
    showConversion();
    InvalidateBestSize();
    return GetBestSize().y != before;
}

void FieldEditor::showReason(const forms::Finding* warning) {
    if (warning == nullptr) {
        rule_.clear();
        if (reasonRow_ != nullptr) reasonRow_->Hide();
        return;
    }
    if (reasonRow_ == nullptr) buildReason();
    reasonRow_->Show();
    if (rule_ == warning->rule && reason_->HasFocus()) return;
    rule_ = warning->rule;
    const auto& reasons = host_.enrollment().record().reasons();
    const auto given = reasons.find(rule_);
    reason_->ChangeValue(given == reasons.end() ? wxString() : toWx(given->second));
}

void FieldEditor::buildReason() {
    reasonRow_ = new FieldRow(this, _("It is right, because"));
    reason_ = textField(reasonRow_);
    reasonRow_->setControl(reason_);
    GetSizer()->Add(reasonRow_, 0, wxEXPAND | wxTOP, dip(*this, kSpace4));
    onLeaving(*reason_, [this] {
        if (!rule_.empty()) host_.enrollment().giveReason(rule_, fromWx(reason_->GetValue()));
    });
}

void FieldEditor::focusEntry() { entry_->focusTarget()->SetFocus(); }

bool FieldEditor::hasTheFocus() const {
    const wxWindow* window = wxWindow::FindFocus();
    while (window != nullptr && window != entry_->window()) window = window->GetParent();
    return window != nullptr;
}

}  // namespace ui
