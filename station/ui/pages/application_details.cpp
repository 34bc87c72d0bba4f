#include "station/ui/pages/application_details.h"

#include <wx/sizer.h>

#include "station/ui/a11y.h"
#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/pages/app_state_words.h"
#include "station/ui/text.h"

namespace ui {
namespace {

constexpr int kWidth = 330;
constexpr int kTextWidth = kWidth - 2 * kSpace16;
constexpr int kGaugeRange = 1000;

wxString saySent(const station::AppRow& row) {
    return wxString::Format(_("%s of %s sent"), sayBytes(row.sent), sayBytes(row.size));
}

int gaugeValue(const station::AppRow& row) {
    return row.size == 0 ? 0 : static_cast<int>(row.sent * kGaugeRange / row.size);
}

// What decides the panel's shape; the progress itself moves in place.
std::string shapeOf(const station::AppRow& row) {
    std::string shape = std::to_string(static_cast<int>(row.state)) + "|" + row.name + "|" + row.note + "|" +
                        std::to_string(row.reasons.size());
    return shape + "|" + row.lastError;
}

}  // namespace

ApplicationDetails::ApplicationDetails(wxWindow* parent) : Card(parent) {
    SetMinSize({dip(*this, kWidth), -1});
    setAccessibleName(*this, _("Details"));
}

void ApplicationDetails::showEmpty(const wxString& text) {
    shownId_.clear();
    shownState_.clear();
    body()->Clear(true);
    chip_ = nullptr;
    gauge_ = nullptr;
    body()->AddStretchSpacer(1);
    paragraph(text, Shade::Muted);
    body()->AddStretchSpacer(2);
    Layout();
}

void ApplicationDetails::show(const station::AppRow& row, base::Instant now) {
    if (row.id != shownId_ || shapeOf(row) != shownState_) {
        shownId_ = row.id;
        shownState_ = shapeOf(row);
        build(row, now);
    }
    chip_->set(sayProgress(row), toneOfState(row.state));
    if (gauge_ != nullptr) {
        gauge_->SetValue(gaugeValue(row));
        sent_->SetLabelText(saySent(row));
    }
    Layout();
}

Label* ApplicationDetails::paragraph(const wxString& text, Shade shade) {
    auto* label = new Label(this, text, TextSize::Body, Weight::Regular, shade);
    label->wrap(kTextWidth);
    body()->Add(label, 0, wxTOP, dip(*this, kSpace4));
    return label;
}

void ApplicationDetails::line(const wxString& name, const wxString& value, TextSize size) {
    if (value.empty()) return;
    body()->Add(new Label(this, name, TextSize::Small, Weight::Regular, Shade::Muted), 0, wxTOP,
                dip(*this, kSpace8));
    auto* label = new Label(this, value, size);
    label->wrap(kTextWidth);
    body()->Add(label);
}

void ApplicationDetails::build(const station::AppRow& row, base::Instant now) {
    body()->Clear(true);
    gauge_ = nullptr;
    auto* name =
        new Label(this, row.name.empty() ? _("no name yet") : toWx(row.name), TextSize::Title, Weight::Bold);
    name->wrap(kTextWidth);
    body()->Add(name, 0, wxBOTTOM, dip(*this, kSpace8));
    chip_ = new Chip(this, wxString(), Tone::Neutral);
    body()->Add(chip_);
    if (row.state == station::AppState::Sending) {
        gauge_ = new wxGauge(this, wxID_ANY, kGaugeRange, wxDefaultPosition, {-1, dip(*this, kSpace8)});
        setAccessibleName(*gauge_, _("Sent so far"));
        body()->Add(gauge_, 0, wxEXPAND | wxTOP, dip(*this, kSpace12));
        sent_ = new Label(this, saySent(row), TextSize::Small, Weight::Regular, Shade::Muted);
        body()->Add(sent_, 0, wxEXPAND);
    }
    if (!row.lastError.empty()) paragraph(sayErrorNamed(row.lastError), Shade::Attention);
    if (!row.reasons.empty() || !row.note.empty()) {
        body()->Add(new Label(this, _("The upstream unit says"), TextSize::Body, Weight::Bold), 0, wxTOP,
                    dip(*this, kSpace12));
        for (const auto& reason : row.reasons)
            paragraph(wxString(L"\u2022 ") + toWx(reason.text), Shade::Bad);
        if (!row.note.empty()) paragraph(toWx(row.note), Shade::Ink);
    }
    line(_("Personal number"), toWx(row.idNumberMasked));
    line(_("Phone"), toWx(row.phone));
    line(_("Procedure"), localText(row.procedure));
    line(_("Changed"), sayWhen(row.changedAt, now));
    if (row.size > 0) line(_("Size"), sayBytes(row.size));
    line(_("Packet"), toWx(row.packetId), TextSize::Small);  // one word, too long for the body's type
    if (!row.replaces.empty()) line(_("Corrects"), toWx(row.replaces), TextSize::Small);
    if (row.training) paragraph(_("Training: not a real application"), Shade::Attention);
}

}  // namespace ui
