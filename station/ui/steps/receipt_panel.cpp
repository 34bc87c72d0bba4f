#include "station/ui/steps/receipt_panel.h"

#include <wx/sizer.h>
#include <wx/stdpaths.h>
#include <wx/utils.h>

#include <filesystem>
#include <thread>

#include "base/files.h"
#include "base/path.h"
#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"

namespace ui {
namespace {

constexpr std::size_t kSpokenLength = 8;
constexpr int kTextWidth = 640;

}  // namespace

wxString sayPacket(const std::string& packetId) {
    const wxString head = toWx(packetId.substr(0, kSpokenLength)).Upper();
    return head.length() == kSpokenLength ? head.Left(4) + " " + head.Mid(4) : head;
}

ReceiptPanel::ReceiptPanel(wxWindow* parent, station::Sealed sealed, const wxString& citizen, const wxString& procedure)
    : Panel(parent), sealed_(std::move(sealed)) {
    SetBackgroundColour(parent->GetBackgroundColour());
    auto* card = new Card(this);
    const int gap = dip(*this, kSpace16);
    card->body()->AddStretchSpacer(2);
    card->body()->Add(new Chip(card, _("Sealed and safe on this machine"), Tone::Good), 0, wxALIGN_CENTER_HORIZONTAL | wxBOTTOM, gap);
    auto* number = new Label(card, sayPacket(sealed_.packetId), TextSize::Huge, Weight::Bold);
    wxFont big = number->GetFont();
    big.SetPointSize(big.GetPointSize() * 2);
    number->SetFont(big);
    card->body()->Add(number, 0, wxALIGN_CENTER_HORIZONTAL | wxBOTTOM, gap);
    card->body()->Add(new Label(card, citizen, TextSize::Large), 0, wxALIGN_CENTER_HORIZONTAL | wxBOTTOM, dip(*this, kSpace4));
    card->body()->Add(new Label(card, procedure, TextSize::Body, Weight::Regular, Shade::Muted), 0, wxALIGN_CENTER_HORIZONTAL | wxBOTTOM, gap);
    const wxString facts = wxString::Format(_("No. %s of this station, %s, %s. It is sent by itself as soon as a road is open."),
                                            sayCount(sealed_.sequence), sayTime(sealed_.at), sayBytes(sealed_.size));
    auto* next = new Label(card, facts, TextSize::Body, Weight::Regular, Shade::Muted);
    next->wrap(kTextWidth);
    card->body()->Add(next, 0, wxALIGN_CENTER_HORIZONTAL | wxBOTTOM, gap);
    save_ = new ActionButton(card, _("Save and open the receipt"), "F12", ButtonKind::Secondary);
    save_->onPress([this] { saveAndOpen(); });
    card->body()->Add(save_, 0, wxALIGN_CENTER_HORIZONTAL | wxBOTTOM, gap);
    message_ = new InlineMessage(card);
    message_->SetMinSize({dip(*this, kTextWidth), -1});
    card->body()->Add(message_, 0, wxALIGN_CENTER_HORIZONTAL);
    card->body()->AddStretchSpacer(3);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(card, 1, wxEXPAND);
    SetSizer(column);
}

wxWindow* ReceiptPanel::firstFocus() { return save_; }

void ReceiptPanel::saveAndOpen() {
    if (std::exchange(saving_, true)) return;
    const std::filesystem::path folder = base::pathOf(fromWx(wxStandardPaths::Get().GetDocumentsDir()));
    const std::filesystem::path file = folder / ("receipt-" + sealed_.packetId.substr(0, kSpokenLength) + ".pdf");
    const GuiTarget<ReceiptPanel> self(this);
    std::thread([self, file, pdf = sealed_.receiptPdf] {
        const auto written = base::writeFileDurably(file, pdf);
        const auto name = file.u8string();
        base::Result<std::string> result = std::string(name.begin(), name.end());
        if (!written) result = base::Failure(written.error());
        self.post([result](ReceiptPanel& panel) { panel.saved(result); });
    }).detach();
}

void ReceiptPanel::saved(base::Result<std::string> path) {
    saving_ = false;
    if (!path) {
        message_->show(Tone::Bad, sayError(path.error()), {_("Try again"), [this] { saveAndOpen(); }});
    } else {
        const wxString file = toWx(*path);
        message_->show(Tone::Good, wxString::Format(_("The receipt is saved: %s"), file), {_("Open"), [this, file] { open(file); }});
    }
    Layout();
}

void ReceiptPanel::open(const wxString& file) {
    if (wxLaunchDefaultApplication(file)) return;
    message_->show(Tone::Attention, wxString::Format(_("This machine has no program for PDF files. The receipt is here: %s"), file));
    Layout();
}

}  // namespace ui
