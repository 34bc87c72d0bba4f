#include "station/ui/steps/summary_panel.h"

#include <wx/sizer.h>
#include <wx/wrapsizer.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/steps/finger_words.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/steps/thumb_tile.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kNameWidth = 185;
constexpr int kValueWidth = 220;
constexpr int kLargeNameWidth = 340;
constexpr int kLargeValueWidth = 640;
const wxSize kPortraitSize{96, 128};
const wxSize kLargePortraitSize{180, 240};
const wxSize kPrintSize{58, 70};
const wxSize kPageSize{58, 80};

}  // namespace

SummaryPanel::SummaryPanel(wxWindow* parent, StepHost& host, SummarySize size) : Panel(parent), host_(host), size_(size) {
    SetBackgroundColour(parent->GetBackgroundColour());
    auto* column = new wxBoxSizer(wxVERTICAL);
    if (size_ == SummarySize::Plain) {
        addSections(*column);
        addCaptures(*column);
        SetSizer(column);
        return;
    }
    addSections(*column);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    addPortrait(*row);
    row->Add(column, 1, wxEXPAND);
    SetSizer(row);
}

void SummaryPanel::heading(wxSizer& column, const wxString& text) {
    const TextSize size = size_ == SummarySize::Large ? TextSize::Title : TextSize::Body;
    column.Add(new Label(this, text, size, Weight::Bold, Shade::Primary), 0, wxTOP | wxBOTTOM, dip(*this, kSpace8));
}

void SummaryPanel::addSections(wxSizer& column) {
    const station::Enrollment& enrollment = host_.enrollment();
    const int pairs = size_ == SummarySize::Large ? 1 : 2;
    for (const auto& page : enrollment.schema().pages()) {
        for (const auto& section : page.sections) {
            auto* table = new wxFlexGridSizer(2 * pairs, dip(*this, kSpace4), dip(*this, kSpace12));
            for (const auto& id : section.fields) {
                const forms::Field* field = enrollment.schema().field(id);
                if (field != nullptr && enrollment.isShown(id) && !enrollment.record().text(id).empty()) addField(*table, *field);
            }
            if (table->IsEmpty()) {
                delete table;
                continue;
            }
            heading(column, localText(section.title));
            column.Add(table, 0);
        }
    }
}

void SummaryPanel::addField(wxSizer& table, const forms::Field& field) {
    const bool large = size_ == SummarySize::Large;
    auto* name = new Label(this, localText(field.label), large ? TextSize::Title : TextSize::Small, Weight::Regular, Shade::Muted);
    name->wrap(large ? kLargeNameWidth : kNameWidth);
    name->SetMinSize({dip(*this, large ? kLargeNameWidth : kNameWidth), -1});
    const wxString value = sayValue(field, host_.enrollment().record().text(field.id), host_.stationOfStep().catalogues());
    auto* text = new Label(this, value, large ? TextSize::Huge : TextSize::Body, Weight::Bold);
    text->wrap(large ? kLargeValueWidth : kValueWidth);
    text->SetMinSize({dip(*this, large ? kLargeValueWidth : kValueWidth), -1});
    table.Add(name, 0, wxALIGN_CENTER_VERTICAL);
    table.Add(text, 0, wxALIGN_CENTER_VERTICAL);
}

void SummaryPanel::addPortrait(wxSizer& row) {
    const station::Enrollment& enrollment = host_.enrollment();
    for (const auto& attempt : enrollment.portraits()) {
        if (attempt.number != enrollment.chosenPortrait()) continue;
        auto* picture = new FramePainter(this, _("Portrait"));
        picture->setPreferred(size_ == SummarySize::Large ? kLargePortraitSize : kPortraitSize);
        picture->setGround(palette().background);
        picture->show(attempt.thumbnail);
        row.Add(picture, 0, wxRIGHT | wxTOP, dip(*this, kSpace16));
    }
}

void SummaryPanel::addCaptures(wxSizer& column) {
    const station::Enrollment& enrollment = host_.enrollment();
    if (enrollment.portraits().empty() && enrollment.fingers().taken().empty() && enrollment.fingers().missing().empty() && enrollment.pages().empty()) return;
    heading(column, _("Captures"));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    addPortrait(*row);
    auto* right = new wxBoxSizer(wxVERTICAL);
    addPrints(*right);
    addPages(*right);
    row->Add(right, 1, wxEXPAND);
    column.Add(row, 0, wxEXPAND);
}

void SummaryPanel::addPrints(wxSizer& column) {
    const station::Enrollment& enrollment = host_.enrollment();
    const int gate = host_.stationOfStep().preferences().fingerGate;
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    for (const auto finger : station::kTenFingers) {
        const auto missing = enrollment.fingers().missing().find(finger);
        const devices::FingerImage* best = enrollment.fingers().best({devices::PrintKind::Flat, finger});
        if (best == nullptr && missing == enrollment.fingers().missing().end()) continue;
        auto* tile = new ThumbTile(this, sayFingerFull(finger), kPrintSize);
        if (missing != enrollment.fingers().missing().end()) {
            tile->SetToolTip(sayMissingReason(missing->second.reason));
            tile->set({nullptr, _("missing"), Tone::Neutral, Mark::Unknown, false});
        } else {
            const Tone tone = toneOfScore(best->quality.score, gate);
            tile->set({best->image, wxString::Format("%d", best->quality.score), tone, markOf(tone), false});
        }
        tile->onPress([this] { host_.openStep(station::Step::Fingerprints); });
        row->Add(tile, 0, wxRIGHT, dip(*this, 2));
    }
    column.Add(row, 0, wxBOTTOM, dip(*this, kSpace4));
}

void SummaryPanel::addPages(wxSizer& column) {
    auto* row = new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);
    int number = 0;
    for (const auto& page : host_.enrollment().pages()) {
        auto* tile = new ThumbTile(this, wxString::Format(_("page %d"), ++number), kPageSize);
        tile->set({page.thumbnail, wxString::Format(_("page %d"), number), page.looksBlank ? Tone::Attention : Tone::Neutral,
                   page.looksBlank ? Mark::Triangle : Mark::Unknown, false});
        tile->onPress([this] { host_.openStep(station::Step::Documents); });
        row->Add(tile, 0, wxRIGHT, dip(*this, kSpace4));
    }
    column.Add(row, 0, wxEXPAND);
}

}  // namespace ui
