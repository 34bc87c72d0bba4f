#include "station/ui/frame/login_panel.h"

#include <wx/sizer.h>

#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/machine_words.h"
#include "station/ui/secret_text.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kCardWidth = 420;

}  // namespace

LoginPanel::LoginPanel(wxWindow* parent, station::Station& station, Door door)
    : Panel(parent), station_(station), door_(door) {
    SetBackgroundColour(palette().background);
    buildCard();
    waitTimer_.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { refreshWait(); });
    refreshWait();
    if (door_ == Door::LogIn) sayMissingIn(*machine_, station_);
}

void LoginPanel::buildCard() {
    const bool unlock = door_ == Door::Unlock;
    auto* card = new Card(this);
    card->SetMinSize({dip(*this, kCardWidth), -1});
    auto* body = card->body();
    const int gap = dip(*this, kSpace12);
    body->Add(new Label(card, unlock ? _("Locked") : _("Log in"), TextSize::Huge, Weight::Bold), 0, wxBOTTOM,
              dip(*this, kSpace4));
    const wxString unit = toWx(station_.unit().name);
    auto* under = new Label(card, unlock ? _("Your work is kept as it was. Sending goes on.") : unit,
                            TextSize::Body, Weight::Regular, Shade::Muted);
    under->wrap(kCardWidth - 2 * kSpace16);
    body->Add(under, 0, wxBOTTOM, gap);
    if (station_.mode() == station::Mode::Training) {
        body->Add(new Chip(card, _("Training mode"), Tone::Attention), 0, wxBOTTOM, gap);
    }
    machine_ = new InlineMessage(card);
    body->Add(machine_, 0, wxEXPAND | wxBOTTOM, gap);
    loginRow_ = new FieldRow(card, _("Login name"));
    login_ =
        textField(loginRow_, unlock && station_.officer() ? toWx(station_.officer()->login) : wxString());
    loginRow_->setControl(login_);
    if (unlock) login_->Disable();
    body->Add(loginRow_, 0, wxEXPAND | wxBOTTOM, gap);
    passphraseRow_ = new FieldRow(card, _("Passphrase"));
    passphrase_ = new wxTextCtrl(passphraseRow_, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize,
                                 wxTE_PASSWORD | wxTE_PROCESS_ENTER);
    passphrase_->SetFont(font(TextSize::Body));
    passphrase_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { submit(); });
    passphraseRow_->setControl(passphrase_);
    body->Add(passphraseRow_, 0, wxEXPAND | wxBOTTOM, gap);
    message_ = new InlineMessage(card);
    body->Add(message_, 0, wxEXPAND | wxBOTTOM, gap);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    if (unlock) {
        auto* out = new ActionButton(card, _("Log out"), wxString(), ButtonKind::Secondary);
        out->onPress([this] { station_.logOut(); });
        row->Add(out, 0);
    } else if (station_.mode() == station::Mode::Training) {
        auto* real = new ActionButton(card, _("Set up real mode..."), wxString(), ButtonKind::Secondary);
        real->onPress([this] {
            if (!busy_) station_.prepareReal();
        });
        row->Add(real, 0);
    }
    row->AddStretchSpacer(1);
    enter_ = new ActionButton(card, unlock ? _("Unlock") : _("Log in"), "Enter", ButtonKind::Primary);
    enter_->onPress([this] { submit(); });
    row->Add(enter_, 0);
    body->Add(row, 0, wxEXPAND);
    auto* center = new wxBoxSizer(wxVERTICAL);
    center->AddStretchSpacer(2);
    center->Add(card, 0, wxALIGN_CENTER_HORIZONTAL);
    center->AddStretchSpacer(3);
    SetSizer(center);
}

void LoginPanel::focusFirst() {
    (login_->IsEnabled() && login_->IsEmpty() ? login_ : passphrase_)->SetFocus();
}

void LoginPanel::submit() {
    if (busy_ || waiting_) return;
    loginRow_->setMessage(Tone::Neutral, wxString());
    if (login_->IsEmpty()) {
        loginRow_->setMessage(Tone::Bad, _("Type your login name."));
        login_->SetFocus();
        return;
    }
    if (passphrase_->IsEmpty()) {
        message_->show(Tone::Bad, _("Type your passphrase."));
        passphrase_->SetFocus();
        return;
    }
    setBusy(_("checking"));
    const GuiTarget<LoginPanel> self(this);
    auto done = [self](const base::Result<void>& result) {
        self.post([result](LoginPanel& panel) { panel.ended(result); });
    };
    if (door_ == Door::Unlock)
        station_.unlock(takeSecret(*passphrase_), std::move(done));
    else
        station_.logIn(fromWx(login_->GetValue()), takeSecret(*passphrase_), std::move(done));
}

void LoginPanel::ended(const base::Result<void>& result) {
    setBusy(wxString());
    if (result) return;  // the frame follows the station's phase
    message_->show(Tone::Bad, sayError(result.error()));
    refreshWait();
    passphrase_->SetFocus();
}

void LoginPanel::refreshWait() {
    const auto left = station_.waitBeforeNextTry();
    if (left.count() > 0) {
        waiting_ = true;
        enter_->refuse(_("wait"));
        message_->show(Tone::Attention,
                       wxString::Format(_("Wrong passphrase. Wait %d seconds before the next try."),
                                        static_cast<int>(left.count())));
        waitTimer_.StartOnce(500);
    } else if (std::exchange(waiting_, false)) {
        enter_->allow();
        message_->show(Tone::Neutral, _("You may try again now."));
    }
}

void LoginPanel::setBusy(const wxString& why) {
    busy_ = !why.empty();
    enter_->refuse(why);
    if (busy_) message_->clear();
}

}  // namespace ui
