#include "station/ui/steps/reason_bar.h"

#include <wx/sizer.h>
#include <wx/translation.h>

#include "base/text.h"
#include "station/ui/text.h"

namespace ui {

ReasonBar::ReasonBar(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(parent->GetBackgroundColour());
    question_ = new Label(this, wxString(), TextSize::Body, Weight::Bold);
    choiceRow_ = new FieldRow(this, _("Reason"));
    choice_ = choiceField(choiceRow_);
    choiceRow_->setControl(choice_);
    noteRow_ = new FieldRow(this, _("In words (Enter accepts)"));
    note_ = new wxTextCtrl(noteRow_, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    note_->SetFont(font(TextSize::Body));
    noteRow_->setControl(note_);
    note_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { accept(); });
    accept_ = new ActionButton(this, wxString(), wxString(), ButtonKind::Secondary);
    accept_->onPress([this] { accept(); });
    auto* cancel = new ActionButton(this, _("Do not"), "Esc", ButtonKind::Quiet);
    cancel->onPress([this] { close(); });
    const int gap = dip(*this, kSpace8);
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(accept_, 0, wxRIGHT, gap);
    buttons->Add(cancel, 0);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(question_, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(choiceRow_, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(noteRow_, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(buttons, 0);
    SetSizer(column);
    Hide();
}

void ReasonBar::ask(const wxString& question, const wxString& acceptWord, std::vector<Reason> reasons, Accepted accepted) {
    reasons_ = std::move(reasons);
    accepted_ = std::move(accepted);
    question_->wrap(0);
    question_->setText(question);
    accept_->setLabel(acceptWord);
    choice_->Clear();
    for (const auto& reason : reasons_) choice_->Append(reason.words);
    if (!reasons_.empty()) choice_->SetSelection(0);
    note_->ChangeValue(wxString());
    noteRow_->setMessage(Tone::Neutral, wxString());
    Show();
    GetParent()->Layout();
    choice_->SetFocus();
}

void ReasonBar::accept() {
    const int chosen = choice_->GetSelection();
    if (chosen < 0 || static_cast<std::size_t>(chosen) >= reasons_.size()) return;
    const Reason reason = reasons_[static_cast<std::size_t>(chosen)];
    const std::string note = base::squeeze(base::toNfc(fromWx(note_->GetValue())).value_or(std::string()));
    if (reason.needsNote && note.empty()) {
        noteRow_->setMessage(Tone::Bad, _("Write what it is, then Enter."));
        note_->SetFocus();
        return;
    }
    const Accepted then = accepted_;
    close();
    if (then) then(reason, note);
}

void ReasonBar::close() {
    if (!IsShown()) return;
    Hide();
    GetParent()->Layout();
    if (closed_) closed_();
}

std::string reasonText(const Reason& reason, const std::string& note) {
    const std::string words = fromWx(reason.words);
    return note.empty() ? words : words + ": " + note;
}

}  // namespace ui
