#include "station/ui/steps/compare_panel.h"

#include <wx/sizer.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kTextWidth = 250;
constexpr int kNameWidth = 120;

bool wasRead(forms::Origin origin) {
    return origin == forms::Origin::Qr || origin == forms::Origin::Mrz || origin == forms::Origin::Chip;
}

Label* line(Card* card, const wxString& text, Shade shade, int gap) {
    auto* label = new Label(card, text, TextSize::Small, Weight::Regular, shade);
    label->wrap(kTextWidth);
    card->body()->Add(label, 0, wxTOP, gap);
    return label;
}

}  // namespace

ComparePanel::ComparePanel(wxWindow* parent, StepHost& host) : Panel(parent), host_(host) {
    SetBackgroundColour(parent->GetBackgroundColour());
    comparison_ = new Card(this, _("Comparison"));
    alike_ = new Card(this, _("On this machine"));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(comparison_, 1, wxEXPAND | wxBOTTOM, dip(*this, kSpace12));
    column->Add(alike_, 0, wxEXPAND);
    SetSizer(column);
    refresh();
}

// Rebuilding costs windows, so it is done only when something it shows differs.
void ComparePanel::refresh() {
    const station::Enrollment& enrollment = host_.enrollment();
    std::string now;
    for (const auto& [field, value] : enrollment.record().fields()) {
        if (wasRead(value.origin)) now += field + (value.confirmed ? "+" : "?") + std::to_string(static_cast<int>(value.origin));
    }
    for (const auto& difference : enrollment.differences()) now += "!" + difference.field + difference.other.text;
    for (const auto& other : enrollment.alike()) now += "=" + other.row.id + fromWx(sayAlike(other));
    if (!shown_.empty() && now + "." == shown_) return;
    shown_ = now + ".";
    fillComparison();
    fillAlike();
    Layout();
}

void ComparePanel::fillComparison() {
    const station::Enrollment& enrollment = host_.enrollment();
    const auto& catalogues = host_.stationOfStep().catalogues();
    comparison_->body()->Clear(true);
    const int gap = dip(*this, kSpace8);
    auto* table = new wxFlexGridSizer(2, dip(*this, kSpace4), gap);
    for (const auto& id : enrollment.schema().fields()) {
        const forms::FieldValue* value = enrollment.record().find(id.id);
        const auto& differences = enrollment.differences();
        const auto differs = std::find_if(differences.begin(), differences.end(), [&](const auto& d) { return d.field == id.id; });
        if (differs == differences.end() && (value == nullptr || !wasRead(value->origin))) continue;
        auto* name = new Label(comparison_, localText(id.label), TextSize::Small);
        name->wrap(kNameWidth);
        table->Add(name, 0, wxALIGN_CENTER_VERTICAL);
        if (differs != differences.end()) {
            auto* other = new Label(comparison_, wxString::Format(_("card says: %s"), sayValue(id, differs->other.text, catalogues)),
                                    TextSize::Small, Weight::Bold, Shade::Attention);
            other->wrap(kNameWidth);
            table->Add(other, 0, wxALIGN_CENTER_VERTICAL);
        } else {
            const wxString words = sayOrigin(value->origin);
            table->Add(new Chip(comparison_, words, value->confirmed ? Tone::Good : Tone::Attention), 0, wxALIGN_CENTER_VERTICAL);
        }
    }
    if (table->IsEmpty()) {
        delete table;
        line(comparison_, _("No card was read. Step 1 reads the QR; what is typed here is kept as typed."), Shade::Muted, gap);
    } else {
        comparison_->body()->Add(table, 0, wxTOP, gap);
    }
    comparison_->Layout();
}

void ComparePanel::fillAlike() {
    const station::Enrollment& enrollment = host_.enrollment();
    alike_->body()->Clear(true);
    const int gap = dip(*this, kSpace8);
    if (enrollment.alike().empty()) {
        line(alike_, _("Nobody has this number, or this name and date of birth."), Shade::Muted, gap);
    }
    for (const auto& other : enrollment.alike()) {
        const auto& row = other.row;
        line(alike_, toWx(row.name) + L" \u00b7 " + toWx(row.idNumberMasked), Shade::Attention, gap);
        line(alike_, sayAlike(other), Shade::Ink, 0);
        line(alike_, localText(row.procedure) + ", " + sayWhen(row.changedAt, host_.stationOfStep().now()), Shade::Muted, 0);
    }
    alike_->Layout();
}

}  // namespace ui
