#include "station/ui/pages/devices_page.h"

#include <wx/sizer.h>

#include "station/ui/a11y.h"
#include "station/ui/error_words.h"
#include "station/ui/frame/status_bar.h"
#include "station/ui/language.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kAdviceWidth = 330;

wxString sayAdvice(const station::DeviceChip& chip) {
    if (chip.problem) return sayError(*chip.problem);
    switch (chip.state) {
        case station::ChipState::Good:
            return chip.isVirtual ? _("A virtual device plays an invented citizen.") : _("Ready.");
        case station::ChipState::Attention:
            return _("Look at the device.");
        case station::ChipState::Absent:
            return _("No device found. Plug it in; it is taken up by itself.");
        default:
            return _("Being looked for.");
    }
}

wxString sayState(station::ChipState state) {
    switch (state) {
        case station::ChipState::Good:
            return _("ready");
        case station::ChipState::Attention:
            return _("needs attention");
        case station::ChipState::Absent:
            return _("not plugged in");
        default:
            return _("looking");
    }
}

wxString sayDevice(const station::FoundDevice& device) {
    wxString words = sayDeviceName(device.info.name);
    const bool ours = words != toWx(device.info.name);  // a virtual device of the house says so in its name
    if (device.info.reality == devices::Reality::Virtual && !ours) words = wxString::Format(_("%s (virtual)"), words);
    if (device.inUse) words = wxString::Format(_("%s, in use"), words);
    return words;
}

}  // namespace

DevicesPage::DevicesPage(wxWindow* parent, PageHost& pageHost) : Page(parent, pageHost) {
    panels_[0].kind = devices::Kind::Camera;
    panels_[0].word = _("Camera");
    panels_[1].kind = devices::Kind::Fingerprint;
    panels_[1].word = _("Fingerprint scanner");
    panels_[2].kind = devices::Kind::Scanner;
    panels_[2].word = _("Document scanner");
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    for (auto& panel : panels_)
        row->Add(buildPanel(panel), 1, wxEXPAND | (row->IsEmpty() ? 0 : wxLEFT), dip(*this, kSpace16));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(row, 0, wxEXPAND | wxALL, dip(*this, kSpace20));
    machine_ = new MachineCard(this);
    outer->Add(machine_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, dip(*this, kSpace20));
    SetSizer(outer);
    subscriptions_.push_back(station().devices().changed.connect([this](devices::Kind kind) {
        for (auto& panel : panels_) {
            if (panel.kind != kind) continue;
            refresh(panel);
            look(panel);
        }
    }));
    for (auto& panel : panels_) refresh(panel);
}

Card* DevicesPage::buildPanel(Panel& panel) {
    auto* card = new Card(this, panel.word);
    const int gap = dip(*this, kSpace8);
    panel.chip = new Chip(card, _("looking"), Tone::Neutral);
    panel.name = new Label(card, wxString(), TextSize::Title, Weight::Bold, Shade::Ink, wxST_ELLIPSIZE_END);
    panel.advice = new Label(card, wxString(), TextSize::Body, Weight::Regular, Shade::Muted);
    panel.advice->wrap(kAdviceWidth);
    panel.choice = new wxChoice(card, wxID_ANY);
    panel.choice->SetFont(font(TextSize::Body));
    panel.choice->SetMinSize({dip(*this, 120), dip(*this, kControlHeight)});
    setAccessibleName(*panel.choice, wxString::Format(_("%s to use"), panel.word));
    panel.choice->Disable();  // until there is something to choose from
    panel.use = new ActionButton(card, _("Use this one"), wxString(), ButtonKind::Secondary);
    panel.use->onPress([this, &panel] { use(panel); });
    auto* body = card->body();
    body->Add(panel.chip, 0, wxTOP, gap);
    body->Add(panel.name, 0, wxEXPAND | wxTOP, gap);
    body->Add(panel.advice, 0, wxEXPAND | wxTOP | wxBOTTOM, gap);
    body->Add(panel.choice, 0, wxEXPAND | wxTOP, gap);
    panel.why = new Label(card, wxString(), TextSize::Small, Weight::Regular, Shade::Muted);
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(panel.use, 0);
    line->Add(panel.why, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    body->Add(line, 0, wxTOP, gap);
    return card;
}

wxString DevicesPage::subtitle() const {
    return _("looked for all the time; plug in and out as you like");
}

std::vector<PageAction> DevicesPage::actions() {
    return {{"look", _("Look again"), Key::F5, ButtonKind::Secondary, Side::Left, {}, [this] {
                 for (auto& panel : panels_) look(panel);
                 checkMachine();
             }}};
}

wxString DevicesPage::help() const {
    return _(
        "A device is taken up within two seconds after it is plugged in. Where several of a kind are there, "
        "choose one "
        "and press Use this one; the choice holds until the program ends. Below stands what this machine itself "
        "still lacks, and what to do about it.");
}

void DevicesPage::entered() {
    for (auto& panel : panels_) {
        refresh(panel);
        look(panel);
    }
    checkMachine();
}

void DevicesPage::checkMachine() {
    const GuiTarget<DevicesPage> self(this);
    station().checkMachine([self](std::vector<station::Finding> findings) {
        self.post([findings = std::move(findings)](DevicesPage& page) { page.machine_->show(findings); });
    });
}

void DevicesPage::refresh(Panel& panel) {
    const station::DeviceChip chip = station().devices().chip(panel.kind);
    panel.chip->set(sayState(chip.state), toneOf(chip.state));
    panel.name->SetLabelText(chip.device.empty() ? _("No device") : sayDeviceName(chip.device));
    panel.advice->setText(sayAdvice(chip));
    panel.advice->setShade(chip.state == station::ChipState::Attention ? Shade::Attention : Shade::Muted);
    Layout();
}

void DevicesPage::look(Panel& panel) {
    refuse(panel, _("looking"));
    const devices::Kind kind = panel.kind;
    const GuiTarget<DevicesPage> self(this);
    station().devices().list(kind, [self, kind](std::vector<station::FoundDevice> devices) {
        self.post([kind, devices = std::move(devices)](DevicesPage& page) mutable {
            page.found(kind, std::move(devices));
        });
    });
}

void DevicesPage::found(devices::Kind kind, std::vector<station::FoundDevice> found) {
    for (auto& panel : panels_) {
        if (panel.kind != kind) continue;
        panel.found = std::move(found);
        panel.choice->Clear();
        int inUse = 0;
        for (const auto& device : panel.found) {
            if (device.inUse) inUse = static_cast<int>(panel.choice->GetCount());
            panel.choice->Append(sayDevice(device));
        }
        if (panel.found.empty()) panel.choice->Append(_("none found"));
        panel.choice->SetSelection(inUse);
        panel.choice->Enable(panel.found.size() > 1);
        refuse(panel, panel.found.size() > 1 ? wxString()
                      : panel.found.empty()  ? _("none found")
                                             : _("it is the only one"));
    }
}

void DevicesPage::refuse(Panel& panel, const wxString& why) {
    panel.use->refuse(why);
    panel.why->setText(why);
}

void DevicesPage::use(Panel& panel) {
    const int chosen = panel.choice->GetSelection();
    if (chosen < 0 || static_cast<std::size_t>(chosen) >= panel.found.size()) return;
    const auto device = panel.found[static_cast<std::size_t>(chosen)].info;
    station().devices().choose(device);
    host().toast(Tone::Good, wxString::Format(_("%s is used from now on."), sayDeviceName(device.name)));
}

}  // namespace ui
