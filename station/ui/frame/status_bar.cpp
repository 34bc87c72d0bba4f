#include "station/ui/frame/status_bar.h"

#include <wx/sizer.h>

#include "station/ui/a11y.h"
#include "station/ui/language.h"
#include "station/ui/text.h"

namespace ui {
namespace {

constexpr int kStatusHeight = 30;
constexpr std::uint64_t kLowDisk = 5ull << 30;

wxString sayShortProblem(const base::Error& error) {
    switch (error.code) {
        case base::Code::NoPaper:
            return _("no paper");
        case base::Code::PaperJam:
            return _("paper stuck");
        case base::Code::CoverOpen:
            return _("cover open");
        case base::Code::Busy:
            return _("in use elsewhere");
        case base::Code::PermissionDenied:
            return _("no permission");
        case base::Code::Disconnected:
        case base::Code::NoDevice:
            return _("not plugged in");
        default:
            return _("fault");
    }
}

wxString sayQueue(const station::StatusLine& status, base::Instant now) {
    const wxString waiting = wxString::Format(_("Waiting %s"), sayCount(status.waiting));
    if (!status.oldestUnsent) return waiting;
    return waiting + wxString(L" \u00B7 ") +
           wxString::Format(_("oldest %s"), sayAge(*status.oldestUnsent, now));
}

void showLine(Chip& chip, station::Line line) {
    switch (line) {
        case station::Line::Online:
            chip.set(_("Online"), Tone::Good, Mark::Dot);
            break;
        case station::Line::Sending:
            chip.set(_("Sending"), Tone::Primary, Mark::Dot);
            break;
        case station::Line::Offline:
            chip.set(_("Offline"), Tone::Primary, Mark::Ring);
            break;
        case station::Line::Unknown:
            chip.set(_("Line not checked yet"), Tone::Neutral, Mark::Ring);
            break;
    }
}

}  // namespace

Tone toneOf(station::ChipState state) {
    switch (state) {
        case station::ChipState::Good:
            return Tone::Good;
        case station::ChipState::Attention:
            return Tone::Attention;
        default:
            return Tone::Neutral;
    }
}

wxString sayDeviceChip(const wxString& kind, const station::DeviceChip& chip) {
    const wxString word = chip.isVirtual ? wxString::Format(_("%s (virtual)"), kind) : kind;
    if (chip.problem) return word + ": " + sayShortProblem(*chip.problem);
    if (chip.state == station::ChipState::Absent) return word + ": " + _("not plugged in");
    if (chip.state == station::ChipState::Unknown) return word + ": " + _("looking");
    return word;
}

wxString sayDeviceName(const std::string& name) {
    if (name == "Virtual camera") return _("Virtual camera");
    if (name == "Virtual ten-print scanner") return _("Virtual ten-print scanner");
    if (name == "Virtual single-finger reader") return _("Virtual single-finger reader");
    if (name == "Virtual scanner A3") return _("Virtual scanner A3");
    return toWx(name);
}

StatusBar::StatusBar(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(palette().status.fill);
    SetMinSize({-1, dip(*this, kStatusHeight)});
    setAccessibleName(*this, _("Status"));
    setAccessibleRole(*this, AccessibleRole::Status);
    const auto word = [this](Weight weight, long style) {
        auto* label = new Label(this, wxString(), TextSize::Small, weight, Shade::Ink, style);
        label->SetForegroundColour(palette().status.ink);
        return label;
    };
    officer_ = word(Weight::Bold, wxST_ELLIPSIZE_END);
    unit_ = word(Weight::Regular, wxST_ELLIPSIZE_END);
    camera_ = new Chip(this, _("Camera"), Tone::Neutral);
    fingerprint_ = new Chip(this, _("Fingerprint"), Tone::Neutral);
    scanner_ = new Chip(this, _("Scanner"), Tone::Neutral);
    queue_ = word(Weight::Regular, 0);
    lastSent_ = word(Weight::Regular, 0);
    disk_ = word(Weight::Regular, 0);
    line_ = new Chip(this, wxString(), Tone::Neutral);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddSpacer(dip(*this, 14));
    const int gap = dip(*this, 18);
    for (wxWindow* window :
         std::initializer_list<wxWindow*>{officer_, unit_, camera_, fingerprint_, scanner_}) {
        row->Add(window, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, gap);
    }
    row->AddStretchSpacer(1);
    for (wxWindow* window : std::initializer_list<wxWindow*>{queue_, lastSent_, disk_, line_}) {
        row->Add(window, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    }
    row->AddSpacer(dip(*this, 14));
    SetSizer(row);
}

void StatusBar::show(const station::StatusLine& status, const std::optional<station::OfficerView>& officer,
                     const station::UnitView& unit, base::Instant now) {
    officer_->SetLabelText(officer ? toWx(officer->name) : wxString());
    unit_->SetLabelText(toWx(unit.name));
    camera_->set(sayDeviceChip(_("Camera"), status.camera), toneOf(status.camera.state));
    fingerprint_->set(sayDeviceChip(_("Fingerprint"), status.fingerprint), toneOf(status.fingerprint.state));
    scanner_->set(sayDeviceChip(_("Scanner"), status.scanner), toneOf(status.scanner.state));
    queue_->SetLabelText(sayQueue(status, now));
    lastSent_->SetLabelText(status.lastSent
                                ? wxString::Format(_("Last sent %s"), sayWhen(*status.lastSent, now))
                                : _("Nothing sent yet"));
    disk_->SetLabelText(wxString::Format(_("Disk %s free"), sayBytes(status.diskFreeBytes)));
    disk_->SetForegroundColour(status.diskFreeBytes < kLowDisk ? palette().bad.ink : palette().status.ink);
    showLine(*line_, status.line);
    wxString text;
    for (const Label* label : {officer_, unit_, queue_, lastSent_, disk_})
        text += label->GetLabelText() + "|";
    text += accessibleName(*camera_) + accessibleName(*fingerprint_) + accessibleName(*scanner_) +
            accessibleName(*line_);
    if (text == shown_) return;
    shown_ = text;
    // Names give way first; what the machine says is never cut.
    officer_->SetMinSize({std::min(officer_->GetBestSize().x, dip(*this, 200)), -1});
    unit_->SetMinSize({std::min(unit_->GetBestSize().x, dip(*this, 160)), -1});
    Layout();
}

}  // namespace ui
