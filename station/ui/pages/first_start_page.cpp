#include "station/ui/pages/first_start_page.h"

#include <wx/filedlg.h>
#include <wx/sizer.h>

#include "base/files.h"
#include "base/log.h"
#include "base/path.h"
#include "base/text.h"
#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/machine_words.h"
#include "station/ui/passphrase_words.h"
#include "station/ui/secret_text.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/scroll_focus.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kColumnWidth = 560;
constexpr std::uint64_t kProvisioningLimit = 1u << 20;

bool usableLogin(const std::string& login) {
    return !login.empty() && std::all_of(login.begin(), login.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

wxString realModeWords() {
    return _(
        "For work with citizens. You need the file and the activation code from the upstream "
        "unit's administrator.");
}

}  // namespace

FirstStartPage::FirstStartPage(wxWindow* parent, station::Station& station)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      station_(station) {
    SetBackgroundColour(palette().background);
    SetScrollRate(0, dip(*this, kSpace20));
    keepFocusInView(*this);
    auto* column = new wxBoxSizer(wxVERTICAL);
    const int gap = dip(*this, kSpace12);
    column->Add(buildTop(), 0, wxEXPAND | wxBOTTOM, gap);
    auto* cards = new wxBoxSizer(wxHORIZONTAL);
    cards->Add(buildMode(), 1, wxEXPAND | wxRIGHT, gap);
    cards->Add(buildOfficer(), 1, wxEXPAND);
    column->Add(cards, 0, wxEXPAND | wxBOTTOM, gap);
    machine_ = new InlineMessage(this);
    column->Add(machine_, 0, wxEXPAND | wxBOTTOM, gap);
    message_ = new InlineMessage(this);
    column->Add(message_, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(buildButtons(), 0, wxEXPAND);
    column->SetMinSize({dip(*this, 2 * kColumnWidth), -1});
    auto* center = new wxBoxSizer(wxVERTICAL);
    center->AddStretchSpacer(1);
    center->Add(column, 0, wxALIGN_CENTER_HORIZONTAL | wxALL, dip(*this, kSpace20));
    center->AddStretchSpacer(2);
    SetSizer(center);
    followMode();
    sayMissingIn(*machine_, station_);
}

wxSizer* FirstStartPage::buildTop() {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* words = new wxBoxSizer(wxVERTICAL);
    const bool again = station_.mode() == station::Mode::Training;
    words->Add(new Label(this, again ? _("From training to real mode") : _("Welcome"), TextSize::Huge,
                         Weight::Bold));
    words->Add(
        new Label(this,
                  again ? _("What was done in training stays where it is; nothing of it goes to a real unit.")
                        : _("This machine has not been set up yet. It takes a minute."),
                  TextSize::Body, Weight::Regular, Shade::Muted));
    row->Add(words, 1);
    const bool vietnamese = currentLanguage() == station::Language::Vietnamese;
    auto* other = new ActionButton(this, vietnamese ? wxString("English") : toWx("Tiếng Việt"), wxString(),
                                   ButtonKind::Secondary);
    other->onPress([this, vietnamese] {
        station::Preferences next = station_.preferences();
        next.language = vietnamese ? station::Language::English : station::Language::Vietnamese;
        if (auto set = station_.setPreferences(next); !set) message_->show(Tone::Bad, sayError(set.error()));
    });
    row->Add(other, 0, wxALIGN_TOP);
    return row;
}

wxSizer* FirstStartPage::buildButtons() {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    if (station_.mode() == station::Mode::Training) {
        auto* back = new ActionButton(this, _("Stay in training mode"), wxString(), ButtonKind::Secondary);
        back->onPress([this] {
            if (!busy_) station_.stayInTraining();
        });
        row->Add(back, 0);
    }
    row->AddStretchSpacer(1);
    start_ = new ActionButton(this, _("Start in training mode"), "Enter", ButtonKind::Primary);
    start_->onPress([this] { start(); });
    row->Add(start_, 0);
    return row;
}

Card* FirstStartPage::buildMode() {
    if (station_.mode() == station::Mode::Training) {
        auto* card = new Card(this, _("Real mode"));
        auto* label = new Label(card, realModeWords(), TextSize::Small, Weight::Regular, Shade::Muted);
        label->wrap(kColumnWidth - 4 * kSpace16);
        card->body()->Add(label, 0, wxBOTTOM, dip(*this, kSpace8));
        buildRealPart(card);
        return card;
    }
    auto* card = new Card(this, _("What is this machine for?"));
    auto* body = card->body();
    const int gap = dip(*this, kSpace8);
    const auto option = [&](const wxString& title, const wxString& text, long style) {
        auto* radio = new wxRadioButton(card, wxID_ANY, title, wxDefaultPosition, wxDefaultSize, style);
        radio->SetFont(font(TextSize::Body, Weight::Bold));
        setAccessibleName(*radio, title);
        radio->Bind(wxEVT_RADIOBUTTON, [this](wxCommandEvent&) { followMode(); });
        body->Add(radio, 0, wxTOP, gap);
        auto* label = new Label(card, text, TextSize::Small, Weight::Regular, Shade::Muted);
        label->wrap(kColumnWidth - 4 * kSpace16);
        body->Add(label, 0, wxLEFT | wxBOTTOM, dip(*this, kSpace20));
        return radio;
    };
    auto* training =
        option(_("Training mode"),
               _("Invented citizens and virtual devices beside real ones. Everything is marked, and "
                 "nothing can reach a real unit."),
               wxRB_GROUP);
    real_ = option(_("Real mode"), realModeWords(), 0);
    training->SetValue(true);
    buildRealPart(card);
    return card;
}

void FirstStartPage::buildRealPart(Card* card) {
    realPart_ = new Panel(card);
    realPart_->SetBackgroundColour(card->GetBackgroundColour());
    fileRow_ = new FieldRow(realPart_, _("Provisioning file"));
    file_ = textField(fileRow_);
    fileRow_->setControl(file_);
    auto* choose = new ActionButton(realPart_, _("Choose file..."), wxString(), ButtonKind::Secondary);
    choose->onPress([this] { chooseFile(); });
    codeRow_ = new FieldRow(realPart_, _("Activation code"));
    code_ = textField(codeRow_);
    codeRow_->setControl(code_);
    auto* part = new wxBoxSizer(wxVERTICAL);
    part->Add(fileRow_, 0, wxEXPAND);
    part->Add(choose, 0, wxTOP, dip(*this, kSpace4));
    part->Add(codeRow_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    realPart_->SetSizer(part);
    card->body()->Add(realPart_, 0, wxEXPAND | wxLEFT, real_ != nullptr ? dip(*this, kSpace20) : 0);
}

Card* FirstStartPage::buildOfficer() {
    auto* card = new Card(this, _("First officer (administrator)"));
    const auto field = [&](FieldRow*& row, wxTextCtrl*& control, const wxString& label, long style,
                           const wxString& hint) {
        row = new FieldRow(card, label);
        control = textField(row, wxString(), style);
        row->setControl(control);
        if (!hint.empty()) row->setMessage(Tone::Neutral, hint);
        card->body()->Add(row, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    };
    field(nameRow_, name_, _("Rank and full name"), 0, wxString());
    field(loginRow_, login_, _("Login name"), 0, _("small letters and digits, for example mau.va"));
    field(passphraseRow_, passphrase_, _("Passphrase"), wxTE_PASSWORD,
          wxString::Format(_("at least %d letters; a short sentence is good"),
                           static_cast<int>(station::kMinPassphraseLetters)));
    field(againRow_, again_, _("Passphrase again"), wxTE_PASSWORD, wxString());
    again_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { start(); });
    return card;
}

void FirstStartPage::focusFirst() {
    (real_ != nullptr ? name_ : file_)->SetFocus();
}

bool FirstStartPage::realMode() const {
    return real_ == nullptr || real_->GetValue();
}

void FirstStartPage::followMode() {
    realPart_->Show(realMode());
    start_->setLabel(realMode() ? _("Start in real mode") : _("Start in training mode"));
    Layout();
    FitInside();
}

void FirstStartPage::chooseFile() {
    wxFileDialog dialog(this, _("Provisioning file"), wxString(), wxString(),
                        wxFileSelectorDefaultWildcardStr, wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK) {
        file_->ChangeValue(dialog.GetPath());
        code_->SetFocus();
    }
}

// All complaints at once, each at its field; the focus goes to the first.
bool FirstStartPage::complain() {
    wxWindow* first = nullptr;
    const auto check = [&](FieldRow* row, const wxString& problem, const wxString& hint) {
        row->setMessage(problem.empty() ? Tone::Neutral : Tone::Bad, problem.empty() ? hint : problem);
        if (!problem.empty() && first == nullptr) first = row->control();
    };
    if (realMode()) {
        check(fileRow_, file_->IsEmpty() ? _("Choose the file you were given.") : wxString(), wxString());
        check(codeRow_, code_->IsEmpty() ? _("Type the activation code you were given.") : wxString(),
              wxString());
    }
    check(nameRow_, name_->IsEmpty() ? _("Type your rank and name, as receipts show it.") : wxString(),
          wxString());
    check(loginRow_,
          usableLogin(fromWx(login_->GetValue()))
              ? wxString()
              : _("Use small letters without marks, digits, dot or hyphen."),
          wxString());
    check(passphraseRow_, passphraseProblem(*passphrase_), wxString());
    check(againRow_,
          passphrase_->GetValue() == again_->GetValue() ? wxString()
                                                        : _("The two passphrases differ. Type both again."),
          wxString());
    FitInside();
    if (first != nullptr) first->SetFocus();
    return first != nullptr;
}

void FirstStartPage::start() {
    if (busy_ || complain()) return;
    base::Bytes provisioning;
    if (realMode()) {
        auto content = base::readFile(base::pathOf(fromWx(file_->GetValue())), kProvisioningLimit);
        if (!content) {
            fileRow_->setMessage(Tone::Bad, sayError(content.error()));
            file_->SetFocus();
            return;
        }
        provisioning = std::move(*content);
    }
    station::NewOfficer officer;
    officer.name = base::squeeze(base::toNfc(fromWx(name_->GetValue())).value_or(std::string()));
    officer.login = fromWx(login_->GetValue());
    officer.role = station::Role::Administrator;
    officer.passphrase = takeSecret(*passphrase_);
    again_->ChangeValue(wxString());
    busy_ = true;
    start_->refuse(_("making keys, some seconds"));
    message_->show(Tone::Primary, _("Keys are being made and the store is set up. Please wait."));
    const GuiTarget<FirstStartPage> self(this);
    auto done = [self](const base::Result<void>& result) {
        self.post([result](FirstStartPage& page) { page.ended(result); });
    };
    if (realMode())
        station_.setUpReal(std::move(provisioning), fromWx(code_->GetValue()), std::move(officer),
                           std::move(done));
    else
        station_.setUpTraining(std::move(officer), std::move(done));
}

void FirstStartPage::ended(const base::Result<void>& result) {
    busy_ = false;
    start_->allow();
    if (result) {
        message_->show(Tone::Good, _("Ready. Log in."));
        return;  // the frame follows the station's phase
    }
    base::log::failure("first-start", result.error());
    message_->show(Tone::Bad, sayError(result.error()));
    passphrase_->SetFocus();
}

}  // namespace ui
