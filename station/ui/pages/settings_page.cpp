#include "station/ui/pages/settings_page.h"

#include <wx/dirdlg.h>
#include <wx/sizer.h>

#include <algorithm>

#include "base/path.h"
#include "station/ui/a11y.h"
#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/text.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/scroll_focus.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kFactWidth = 380;
constexpr int kMostIdleMinutes = 240;

bool locked(const station::Preferences& preferences, const char* key) {
    return std::find(preferences.lockedKeys.begin(), preferences.lockedKeys.end(), key) !=
           preferences.lockedKeys.end();
}

wxString orNone(const std::string& text) {
    return text.empty() ? _("none") : toWx(text);
}

wxString sayCapability(const std::string& name) {
    if (name == "card_14plus") return _("card applications");
    if (name == "card_under14") return _("card applications for children");
    if (name == "card_reissue") return _("card reissue");
    if (name == "eid_l2") return _("level-2 e-ID");
    if (name == "number_confirmation") return _("confirmation of numbers");
    if (name == "data_change") return _("change of data");
    if (name == "origin_certificate") return _("certificate of identity");
    return toWx(name);
}

wxString sayKeyGuard(station::KeyGuard guard) {
    switch (guard) {
        case station::KeyGuard::System:
            return _("passphrases, and this computer for its account");
        case station::KeyGuard::Elsewhere:
            return _("passphrases; they came from another computer, whose own guard does not serve here");
        default:
            return _("passphrases only");
    }
}

}  // namespace

SettingsPage::SettingsPage(wxWindow* parent, PageHost& pageHost) : Page(parent, pageHost) {
    const int gap = dip(*this, kSpace16);
    message_ = new InlineMessage(this);
    scroll_ =
        new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    scroll_->SetBackgroundColour(palette().background);
    scroll_->SetScrollRate(0, dip(*this, kSpace20));
    keepFocusInView(*scroll_);
    auto* left = new wxBoxSizer(wxVERTICAL);
    left->Add(buildComfort(scroll_), 0, wxEXPAND | wxBOTTOM, gap);
    left->Add(buildCapture(scroll_), 0, wxEXPAND | wxBOTTOM, gap);
    left->Add(new PassphraseCard(scroll_, pageHost), 0, wxEXPAND | wxBOTTOM, gap);
    forms_ = new FormsCard(scroll_, pageHost);
    left->Add(forms_, 0, wxEXPAND);
    auto* right = new wxBoxSizer(wxVERTICAL);
    right->Add(buildUnit(scroll_), 0, wxEXPAND | wxBOTTOM, gap);
    right->Add(buildRoad(scroll_), 0, wxEXPAND | wxBOTTOM, gap);
    officers_ = new OfficersCard(scroll_, pageHost);
    right->Add(officers_, 0, wxEXPAND);
    auto* columns = new wxBoxSizer(wxHORIZONTAL);
    columns->Add(left, 1, wxRIGHT, gap);
    columns->Add(right, 1);
    auto* inner = new wxBoxSizer(wxVERTICAL);
    inner->Add(columns, 0, wxEXPAND | wxALL, dip(*this, kSpace20));
    scroll_->SetSizer(inner);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(message_, 0, wxEXPAND | wxLEFT | wxRIGHT | wxTOP, dip(*this, kSpace20));
    outer->Add(scroll_, 1, wxEXPAND);
    SetSizer(outer);
    showPreferences();
    subscriptions_.push_back(station().preferencesChanged.connect([this] { showPreferences(); }));
}

FieldRow* SettingsPage::addRow(Card* card, const wxString& label) {
    auto* row = new FieldRow(card, label);
    card->body()->Add(row, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    return row;
}

Card* SettingsPage::buildComfort(wxWindow* parent) {
    auto* card = new Card(parent, _("Language and lock"));
    FieldRow* languageRow = addRow(card, _("Language"));
    language_ = choiceField(languageRow);
    language_->Append(toWx("Tiếng Việt"));
    language_->Append("English");
    languageRow->setControl(language_);
    language_->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
        const auto wanted =
            event.GetSelection() == 0 ? station::Language::Vietnamese : station::Language::English;
        change([wanted](station::Preferences& p) { p.language = wanted; });
    });
    FieldRow* idleRow = addRow(card, _("Lock after so many minutes without a touch (0: never)"));
    idle_ = new wxSpinCtrl(idleRow, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxSP_ARROW_KEYS,
                           0, kMostIdleMinutes, 10);
    idle_->SetFont(font(TextSize::Body));
    idleRow->setControl(idle_);
    idle_->Bind(wxEVT_SPINCTRL, [this](wxSpinEvent&) {
        const int minutes = idle_->GetValue();
        change([minutes](station::Preferences& p) { p.idleLock = std::chrono::minutes(minutes); });
    });
    return card;
}

Card* SettingsPage::buildCapture(wxWindow* parent) {
    auto* card = new Card(parent, _("Capture"));
    autoCapture_ = new wxCheckBox(card, wxID_ANY, _("Take the portrait by itself when every check is good"));
    autoCapture_->SetFont(font(TextSize::Body));
    autoCapture_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) {
        const auto on = autoCapture_->GetValue() ? station::Switch::On : station::Switch::Off;
        change([on](station::Preferences& p) { p.autoCapture = on; });
    });
    card->body()->Add(autoCapture_, 0, wxTOP, dip(*this, kSpace8));
    modelsRow_ = addRow(card, _("Folder with face models (empty: beside the program)"));
    models_ = textField(modelsRow_);
    modelsRow_->setControl(models_);
    onLeaving(*models_, [this] {
        const std::string folder = fromWx(models_->GetValue());
        change([folder](station::Preferences& p) { p.modelsFolder = base::pathOf(folder); });
    });
    chooseModels_ = new ActionButton(card, _("Choose folder..."), wxString(), ButtonKind::Secondary);
    chooseModels_->onPress([this] { chooseModels(); });
    card->body()->Add(chooseModels_, 0, wxTOP, dip(*this, kSpace4));
    return card;
}

void SettingsPage::addFact(Card* card, const wxString& name, const wxString& value) {
    card->body()->Add(new Label(card, name, TextSize::Small, Weight::Regular, Shade::Muted), 0, wxTOP,
                      dip(*this, kSpace8));
    auto* text = new Label(card, value, TextSize::Body);
    text->wrap(kFactWidth);
    card->body()->Add(text);
}

Card* SettingsPage::buildUnit(wxWindow* parent) {
    auto* card = new Card(parent, _("This machine"));
    const station::UnitView& unit = station().unit();
    addFact(card, _("Mode"),
            station().mode() == station::Mode::Training ? _("Training mode") : _("Real mode"));
    addFact(card, _("Unit"), toWx(unit.name) + " (" + toWx(unit.code) + ")");
    addFact(card, _("Station"), toWx(unit.station));
    wxString abilities;
    for (const auto& capability : unit.capabilities)
        abilities += (abilities.empty() ? wxString() : wxString(", ")) + sayCapability(capability);
    addFact(card, _("May take"), abilities);
    addFact(card, _("The station's keys are guarded by"), sayKeyGuard(station().keyGuard()));
    return card;
}

Card* SettingsPage::buildRoad(wxWindow* parent) {
    auto* card = new Card(parent, _("How it sends"));
    const station::Preferences& p = station().preferences();
    addFact(card, _("Upstream unit"), orNone(station().unit().upstreamUrl));
    addFact(card, _("Proxy"), orNone(p.proxy));
    addFact(card, _("Bandwidth"),
            p.bandwidthCapBytesPerSecond == 0
                ? _("not limited")
                : wxString::Format(_("%s each second"), sayBytes(p.bandwidthCapBytesPerSecond)));
    addFact(card, _("A sealed application may be opened again"),
            wxString::Format(_("until its receipt, at most %d hours"),
                             static_cast<int>(p.correctionWindow.count())));
    addFact(card, _("Changed by"), _("the administrator, in the machine's settings file"));
    return card;
}

wxString SettingsPage::help() const {
    return _(
        "Every choice takes effect when it is made. What the administrator has locked is grey. Officers are "
        "managed by "
        "an administrator; everybody changes the own passphrase here. A forms pack brings new forms, fees and "
        "deadlines without a new program: it comes from the upstream unit by itself, or from a file here.");
}

void SettingsPage::entered() {
    forms_->refresh();
    officers_->refresh();
}

void SettingsPage::showPreferences() {
    showing_ = true;
    const station::Preferences& p = station().preferences();
    language_->SetSelection(p.language == station::Language::English ? 1 : 0);
    if (idle_->GetValue() != static_cast<int>(p.idleLock.count()))
        idle_->SetValue(static_cast<int>(p.idleLock.count()));
    autoCapture_->SetValue(p.autoCapture == station::Switch::On);
    if (!models_->HasFocus()) models_->ChangeValue(toWx(p.modelsFolder.string()));
    lockWhatIsLocked();
    showing_ = false;
}

void SettingsPage::lockWhatIsLocked() {
    const station::Preferences& p = station().preferences();
    const auto follow = [&](wxWindow* control, const char* key) {
        const bool free = !locked(p, key);
        control->Enable(free);
        if (auto* row = dynamic_cast<FieldRow*>(control->GetParent())) {
            row->setMessage(Tone::Neutral, free ? wxString() : _("locked by the administrator"));
        }
    };
    follow(language_, "language");
    follow(idle_, "idle_lock_minutes");
    follow(autoCapture_, "auto_capture");
    follow(models_, "models_folder");
    if (locked(p, "models_folder")) chooseModels_->refuse(_("locked by the administrator"));
}

void SettingsPage::change(const std::function<void(station::Preferences&)>& edit) {
    if (showing_) return;
    station::Preferences next = station().preferences();
    edit(next);
    if (next == station().preferences()) return;
    if (auto set = station().setPreferences(next); !set) {
        message_->show(Tone::Bad, sayError(set.error()));
        showPreferences();
    } else {
        message_->clear();
    }
}

void SettingsPage::chooseModels() {
    wxDirDialog dialog(this, _("Folder with face models"), models_->GetValue(), wxDD_DIR_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    models_->ChangeValue(dialog.GetPath());
    const std::string folder = fromWx(dialog.GetPath());
    change([folder](station::Preferences& p) { p.modelsFolder = base::pathOf(folder); });
}

}  // namespace ui
