#include "station/ui/pages/passphrase_card.h"

#include <wx/sizer.h>

#include "station/ui/error_words.h"
#include "station/ui/passphrase_words.h"
#include "station/ui/secret_text.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace ui {

PassphraseCard::PassphraseCard(wxWindow* parent, PageHost& host) : Card(parent, _("My passphrase")), host_(host) {
    const auto field = [this](FieldRow*& row, wxTextCtrl*& control, const wxString& label) {
        row = new FieldRow(this, label);
        control = passphraseField(row);
        row->setControl(control);
        body()->Add(row, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    };
    field(oldRow_, old_, _("Passphrase until now"));
    field(nextRow_, next_, _("New passphrase"));
    field(againRow_, again_, _("New passphrase again"));
    button_ = new ActionButton(this, _("Change passphrase"), wxString(), ButtonKind::Secondary);
    button_->onPress([this] { change(); });
    body()->Add(button_, 0, wxTOP, dip(*this, kSpace12));
}

void PassphraseCard::change() {
    const bool differ = next_->GetValue() != again_->GetValue();
    oldRow_->setMessage(Tone::Bad, old_->IsEmpty() ? _("Type your passphrase.") : wxString());
    nextRow_->setMessage(Tone::Bad, passphraseProblem(*next_));
    againRow_->setMessage(Tone::Bad, differ ? _("The two passphrases differ. Type both again.") : wxString());
    for (FieldRow* row : {oldRow_, nextRow_, againRow_}) {
        if (row->message().empty()) continue;
        row->control()->SetFocus();
        return;
    }
    button_->refuse(_("checking"));
    again_->ChangeValue(wxString());
    const GuiTarget<PassphraseCard> self(this);
    base::SecretBytes old = takeSecret(*old_);
    host_.station().changePassphrase(std::move(old), takeSecret(*next_), [self](const base::Result<void>& result) {
        self.post([result](PassphraseCard& card) { card.ended(result); });
    });
}

void PassphraseCard::ended(const base::Result<void>& result) {
    button_->allow();
    if (result) {
        host_.toast(Tone::Good, _("Your passphrase is changed."));
    } else {
        oldRow_->setMessage(Tone::Bad, sayError(result.error()));
        old_->SetFocus();
    }
}

}  // namespace ui
