#include "station/ui/pages/officers_card.h"

#include <wx/sizer.h>

#include "base/text.h"
#include "station/ui/error_words.h"
#include "station/ui/passphrase_words.h"
#include "station/ui/secret_text.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/chip.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr station::Role kRoles[] = {station::Role::Officer, station::Role::Supervisor, station::Role::Clerk,
                                    station::Role::Administrator};

}  // namespace

wxString sayRole(station::Role role) {
    switch (role) {
        case station::Role::Officer:
            return _("Officer");
        case station::Role::Supervisor:
            return _("Supervisor");
        case station::Role::Clerk:
            return _("Clerk");
        case station::Role::Administrator:
            return _("Administrator");
        case station::Role::Unknown:
            break;
    }
    return _("Unknown");
}

OfficersCard::OfficersCard(wxWindow* parent, PageHost& host) : Card(parent, _("Officers")), host_(host) {
    rows_ = new Panel(this);
    rows_->SetBackgroundColour(palette().card);
    rows_->SetSizer(new wxBoxSizer(wxVERTICAL));
    body()->Add(rows_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    message_ = new InlineMessage(this);
    body()->Add(message_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    add_ = new ActionButton(this, _("Add officer..."), wxString(), ButtonKind::Secondary);
    add_->onPress([this] { openForm(Form::Add, {}); });
    why_ = new Label(this, wxString(), TextSize::Small, Weight::Regular, Shade::Muted);
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    line->Add(add_, 0);
    line->Add(why_, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, dip(*this, kSpace8));
    body()->Add(line, 0, wxTOP, dip(*this, kSpace8));
    buildForm();
    refresh();
}

bool OfficersCard::mayManage() const {
    const auto officer = host_.station().officer();
    return officer && officer->role == station::Role::Administrator;
}

void OfficersCard::refresh() {
    rows_->GetSizer()->Clear(true);
    for (const auto& officer : host_.station().officers()) addOfficerRow(officer);
    if (mayManage()) {
        add_->allow();
        why_->SetLabelText(wxString());
    } else {
        add_->refuse(_("only an administrator"));
        why_->SetLabelText(_("only an administrator adds and changes officers"));
    }
    relayout();
}

void OfficersCard::addOfficerRow(const station::OfficerView& officer) {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    const wxString about = toWx(officer.login) + wxString(L" \u00B7 ") + sayRole(officer.role);
    auto* words = new wxBoxSizer(wxVERTICAL);
    words->Add(
        new Label(rows_, toWx(officer.name), TextSize::Body, Weight::Bold, Shade::Ink, wxST_ELLIPSIZE_END), 0,
        wxEXPAND);
    words->Add(new Label(rows_, about, TextSize::Small, Weight::Regular, Shade::Muted, wxST_ELLIPSIZE_END), 0,
               wxEXPAND);
    row->Add(words, 1, wxALIGN_CENTER_VERTICAL);
    if (officer.disabled)
        row->Add(new Chip(rows_, _("shut out"), Tone::Bad), 0, wxALIGN_CENTER_VERTICAL | wxRIGHT,
                 dip(*this, kSpace8));
    const auto me = host_.station().officer();
    if (mayManage() && (!me || me->id != officer.id)) {
        auto* reset = new ActionButton(rows_, _("New passphrase..."), wxString(), ButtonKind::Quiet);
        reset->onPress([this, officer] { openForm(Form::Reset, officer); });
        auto* shut = new ActionButton(rows_, officer.disabled ? _("Let in") : _("Shut out"), wxString(),
                                      ButtonKind::Quiet);
        shut->onPress([this, officer] {
            const GuiTarget<OfficersCard> self(this);
            const auto next = officer.disabled ? station::Switch::Off : station::Switch::On;
            host_.station().setDisabled(officer.id, next, [self](const base::Result<void>& result) {
                self.post([result](OfficersCard& card) {
                    card.ended(result, _("The officer's access is changed."));
                });
            });
        });
        row->Add(reset, 0, wxALIGN_CENTER_VERTICAL);
        row->Add(shut, 0, wxALIGN_CENTER_VERTICAL);
    }
    rows_->GetSizer()->Add(row, 0, wxEXPAND | wxTOP | wxBOTTOM, dip(*this, kSpace4));
}

void OfficersCard::buildForm() {
    form_ = new Panel(this);
    form_->SetBackgroundColour(palette().card);
    auto* column = new wxBoxSizer(wxVERTICAL);
    formTitle_ = new Label(form_, wxString(), TextSize::Body, Weight::Bold);
    column->Add(formTitle_, 0, wxTOP, dip(*this, kSpace8));
    const auto row = [&](FieldRow*& field, const wxString& label) {
        field = new FieldRow(form_, label);
        column->Add(field, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    };
    row(nameRow_, _("Rank and full name"));
    nameRow_->setControl(name_ = textField(nameRow_));
    row(loginRow_, _("Login name"));
    loginRow_->setControl(login_ = textField(loginRow_));
    row(roleRow_, _("Role"));
    role_ = choiceField(roleRow_);
    for (const auto role : kRoles) role_->Append(sayRole(role));
    role_->SetSelection(0);
    roleRow_->setControl(role_);
    row(passphraseRow_, _("New passphrase"));
    passphraseRow_->setControl(passphrase_ = passphraseField(passphraseRow_));
    row(againRow_, _("New passphrase again"));
    againRow_->setControl(again_ = passphraseField(againRow_));
    save_ = new ActionButton(form_, _("Save"), wxString(), ButtonKind::Primary);
    save_->onPress([this] { submit(); });
    auto* cancel = new ActionButton(form_, _("Cancel"), wxString(), ButtonKind::Secondary);
    cancel->onPress([this] {
        openForm(Form::None, {});
        add_->SetFocus();
    });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(cancel, 0);
    buttons->Add(save_, 0, wxLEFT, dip(*this, kSpace4));
    column->Add(buttons, 0, wxTOP, dip(*this, kSpace12));
    form_->SetSizer(column);
    form_->Hide();
    body()->Add(form_, 0, wxEXPAND);
}

void OfficersCard::openForm(Form form, const station::OfficerView& officer) {
    open_ = form;
    resetId_ = officer.id;
    const bool adds = form == Form::Add;
    formTitle_->SetLabelText(adds ? _("New officer") : toWx(officer.name));
    for (FieldRow* row : {nameRow_, loginRow_, roleRow_}) row->Show(adds);
    for (FieldRow* row : {nameRow_, loginRow_, passphraseRow_, againRow_})
        row->setMessage(Tone::Neutral, wxString());
    for (wxTextCtrl* control : {name_, login_, passphrase_, again_}) control->ChangeValue(wxString());
    form_->Show(form != Form::None);
    relayout();
    if (form != Form::None) (adds ? name_ : passphrase_)->SetFocus();
}

void OfficersCard::submit() {
    const bool adds = open_ == Form::Add;
    const std::string name = base::squeeze(base::toNfc(fromWx(name_->GetValue())).value_or(std::string()));
    nameRow_->setMessage(
        Tone::Bad, adds && name.empty() ? _("Type your rank and name, as receipts show it.") : wxString());
    loginRow_->setMessage(Tone::Bad, adds && login_->IsEmpty() ? _("Type your login name.") : wxString());
    passphraseRow_->setMessage(Tone::Bad, passphraseProblem(*passphrase_));
    againRow_->setMessage(Tone::Bad, passphrase_->GetValue() == again_->GetValue()
                                         ? wxString()
                                         : _("The two passphrases differ. Type both again."));
    relayout();
    for (FieldRow* row : {nameRow_, loginRow_, passphraseRow_, againRow_}) {
        if (row->message().empty()) continue;
        row->control()->SetFocus();
        return;
    }
    save_->refuse(_("making keys, some seconds"));
    again_->ChangeValue(wxString());
    const GuiTarget<OfficersCard> self(this);
    auto done = [self, adds](const base::Result<void>& result) {
        self.post([result, adds](OfficersCard& card) {
            card.ended(result, adds ? _("The officer is added.") : _("The new passphrase is set."));
        });
    };
    if (adds) {
        station::NewOfficer officer{fromWx(login_->GetValue()), name,
                                    kRoles[std::max(0, role_->GetSelection())], takeSecret(*passphrase_)};
        host_.station().addOfficer(std::move(officer), std::move(done));
    } else {
        host_.station().resetPassphrase(resetId_, takeSecret(*passphrase_), std::move(done));
    }
}

void OfficersCard::ended(const base::Result<void>& result, const wxString& done) {
    save_->allow();
    if (!result) {
        message_->show(Tone::Bad, sayError(result.error()));
        relayout();
        return;
    }
    message_->clear();
    openForm(Form::None, {});
    refresh();
    host_.toast(Tone::Good, done);
}

void OfficersCard::relayout() {
    form_->InvalidateBestSize();
    rows_->InvalidateBestSize();
    InvalidateBestSize();
    Layout();
    GetParent()->Layout();
    if (auto* scroll = dynamic_cast<wxScrolledWindow*>(GetParent())) scroll->FitInside();
}

}  // namespace ui
