#include "station/ui/steps/problem_list.h"

#include <wx/sizer.h>
#include <wx/textctrl.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/field_row.h"

namespace ui {
namespace {

// A problem's place is a field of the form or one of the captures asked for.
wxString sayPlace(const station::Enrollment& enrollment, const std::string& id) {
    for (const auto& need : enrollment.needs()) {
        if (need.id == id) return localText(need.label);
    }
    return id.empty() ? wxString(_("The whole application")) : sayLabel(enrollment.schema(), id);
}

}  // namespace

ProblemList::ProblemList(wxWindow* parent, StepHost& host) : Panel(parent), host_(host) {
    SetBackgroundColour(parent->GetBackgroundColour());
    SetSizer(new wxBoxSizer(wxVERTICAL));
}

bool ProblemList::refresh() {
    problems_ = host_.enrollment().sealProblems();
    std::string now = ".";
    for (const auto& p : problems_) now += p.field + "/" + p.rule + "/" + p.text.vi + ";";
    if (now == shown_) return false;
    shown_ = now;
    GetSizer()->Clear(true);
    rows_.clear();
    for (const auto& problem : problems_) {
        addRow(problem);
        if (problem.level == forms::Level::Warning && !problem.rule.empty()) addReason(problem);
    }
    Layout();
    return true;
}

void ProblemList::addRow(const station::SealProblem& problem) {
    const Tone tone = problem.level == forms::Level::Warning ? Tone::Attention : Tone::Bad;
    auto* row = new ChoiceRow(this, sayPlace(host_.enrollment(), problem.field), localText(problem.text), sayStep(problem.step), tone);
    row->onPress([this, problem] { host_.openProblem(problem); });
    GetSizer()->Add(row, 0, wxEXPAND);
    rows_.push_back(row);
}

void ProblemList::addReason(const station::SealProblem& problem) {
    auto* reasonRow = new FieldRow(this, _("It is right, because (Enter keeps the reason)"));
    auto* entry = new wxTextCtrl(reasonRow, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    entry->SetFont(font(TextSize::Body));
    reasonRow->setControl(entry);
    const auto give = [this, entry, rule = problem.rule] {
        if (!entry->IsEmpty()) host_.enrollment().giveReason(rule, fromWx(entry->GetValue()));
    };
    entry->Bind(wxEVT_TEXT_ENTER, [this, give](wxCommandEvent&) { CallAfter(give); });
    GetSizer()->Add(reasonRow, 0, wxEXPAND | wxLEFT | wxBOTTOM, dip(*this, kSpace16));
}

}  // namespace ui
