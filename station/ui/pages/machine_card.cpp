#include "station/ui/pages/machine_card.h"

#include "station/ui/language.h"
#include "station/ui/machine_words.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"

namespace ui {
namespace {

constexpr int kTextWidth = 470;
constexpr int kRemedyWidth = 560;
constexpr int kGoodColumns = 2;

bool isGood(const station::Finding& finding) {
    return finding.words().fitness == station::Fitness::Good;
}

}  // namespace

MachineCard::MachineCard(wxWindow* parent) : Card(parent, _("This machine")) {
    list_ = new Panel(this);
    list_->SetBackgroundColour(palette().card);
    list_->SetSizer(new wxBoxSizer(wxVERTICAL));
    body()->Add(list_, 1, wxEXPAND | wxTOP, dip(*this, kSpace8));
}

void MachineCard::show(const std::vector<station::Finding>& findings) {
    auto* rows = list_->GetSizer();
    rows->Clear(true);
    auto* problems = new wxFlexGridSizer(3, dip(*this, kSpace8), dip(*this, kSpace12));
    problems->AddGrowableCol(2);
    auto* good = new wxFlexGridSizer(2 * kGoodColumns, dip(*this, kSpace8), dip(*this, kSpace12));
    for (std::size_t column = 1; column < 2 * kGoodColumns; column += 2) good->AddGrowableCol(column, 1);
    for (const auto fitness : {station::Fitness::Bad, station::Fitness::Weak}) {
        for (const auto& finding : findings) {
            if (finding.words().fitness == fitness) addProblem(problems, finding);
        }
    }
    for (const auto& finding : findings) {
        if (!isGood(finding)) continue;
        good->Add(new Chip(list_, _("in order"), Tone::Good), 0, wxALIGN_CENTER_VERTICAL);
        good->Add(new Label(list_, localText(finding.words().text), TextSize::Body), 0,
                  wxALIGN_CENTER_VERTICAL);
    }
    rows->Add(problems, 0, wxEXPAND | wxBOTTOM, problems->IsEmpty() ? 0 : dip(*this, kSpace12));
    rows->Add(good, 0, wxEXPAND);
    GetParent()->Layout();
}

void MachineCard::addProblem(wxSizer* rows, const station::Finding& finding) {
    const auto& words = finding.words();
    const bool bad = words.fitness == station::Fitness::Bad;
    rows->Add(new Chip(list_, bad ? _("to be mended") : _("with less"), bad ? Tone::Bad : Tone::Attention), 0,
              wxALIGN_CENTER_VERTICAL);
    auto* text = new Label(list_, sayFinding(finding), TextSize::Body, Weight::Bold);
    text->wrap(kTextWidth);
    rows->Add(text, 0, wxALIGN_CENTER_VERTICAL);
    auto* remedy = new Label(list_, localText(words.remedy), TextSize::Body, Weight::Regular, Shade::Muted);
    remedy->wrap(kRemedyWidth);
    rows->Add(remedy, 0, wxALIGN_CENTER_VERTICAL);
}

}  // namespace ui
