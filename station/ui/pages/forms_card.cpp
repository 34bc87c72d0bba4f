#include "station/ui/pages/forms_card.h"

#include <wx/filedlg.h>
#include <wx/sizer.h>

#include <set>

#include "base/files.h"
#include "base/path.h"
#include "station/ui/error_words.h"
#include "station/ui/forms_words.h"
#include "station/ui/language.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/scroll_focus.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kFactWidth = 380;
constexpr std::uint64_t kPackLimit = 48u << 20;

}  // namespace

FormsCard::FormsCard(wxWindow* parent, PageHost& host)
    : Card(parent, _("Forms, fees and deadlines")), host_(host) {
    trouble_ = new InlineMessage(this);
    body()->Add(trouble_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    facts_ = new Panel(this);
    facts_->SetBackgroundColour(palette().card);
    facts_->SetSizer(new wxBoxSizer(wxVERTICAL));
    body()->Add(facts_, 0, wxEXPAND);
    buildFile();
    message_ = new InlineMessage(this);
    body()->Add(message_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    link_ = host_.station().formsChanged.connect([this] { refresh(); });
    refresh();
}

void FormsCard::buildFile() {
    file_ = new Panel(this);
    file_->SetBackgroundColour(palette().card);
    fileRow_ = new FieldRow(file_, _("Forms pack file"));
    path_ = textField(fileRow_);
    fileRow_->setControl(path_);
    path_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { load(); });
    auto* choose = new ActionButton(file_, _("Choose file..."), wxString(), ButtonKind::Secondary);
    choose->onPress([this] { chooseFile(); });
    load_ = new ActionButton(file_, _("Load forms pack"), wxString(), ButtonKind::Secondary);
    load_->onPress([this] { load(); });
    back_ = new ActionButton(file_, _("Withdraw the pack..."), wxString(), ButtonKind::Quiet);
    back_->onPress([this] { askWithdraw(); });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(choose, 0);
    buttons->Add(load_, 0, wxLEFT, dip(*this, kSpace4));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(fileRow_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    column->Add(buttons, 0, wxTOP, dip(*this, kSpace4));
    column->Add(back_, 0, wxTOP, dip(*this, kSpace4));
    file_->SetSizer(column);
    body()->Add(file_, 0, wxEXPAND);
}

// A line each: they are read, and heard, one by one.
void FormsCard::addFact(const wxString& name, const std::vector<wxString>& values) {
    auto* rows = facts_->GetSizer();
    rows->Add(new Label(facts_, name, TextSize::Small, Weight::Regular, Shade::Muted), 0, wxTOP,
              dip(*this, kSpace8));
    for (const wxString& value : values) {
        auto* text = new Label(facts_, value, TextSize::Body);
        text->wrap(kFactWidth);
        rows->Add(text);
    }
}

// What it costs today and until when an application of today is answered, as the tables in use say it.
void FormsCard::addFees() {
    const auto law = host_.station().law();
    const auto today = base::dayInVietnam(host_.station().now());
    std::set<std::string> said;  // procedures share rules
    std::vector<wxString> fees, deadlines;
    for (const auto& form : host_.station().procedures()) {
        if (const auto due = law->fees.on(today, form->id(), "")) {
            for (const auto& fee : *due) {
                if (!said.insert("fee " + fee.fee.id).second) continue;
                fees.push_back(localText(fee.fee.label) + ": " +
                               wxString::Format(_("%s VND"), sayCount(static_cast<std::uint64_t>(fee.due))));
            }
        }
        if (const auto due = law->deadlines.from(today, form->id(), law->calendar)) {
            for (const auto& deadline : *due) {
                if (!said.insert("deadline " + deadline.rule.id).second) continue;
                deadlines.push_back(localText(deadline.rule.label) + ": " + sayDay(deadline.due));
            }
        }
    }
    if (!fees.empty()) addFact(_("Fees today"), fees);
    if (!deadlines.empty()) addFact(_("Deadlines counted from today"), deadlines);
}

void FormsCard::refresh() {
    const auto& forms = host_.station().formsInUse();
    facts_->GetSizer()->Clear(true);
    addFact(_("In use"), {sayForms(forms)});
    if (!forms.note.empty()) addFact(_("The upstream unit's note"), {toWx(forms.note)});
    addFees();
    if (const wxString trouble = sayFormsTrouble(forms); !trouble.empty())
        trouble_->show(Tone::Bad, trouble);
    else if (!forms.takesPacks)
        trouble_->show(Tone::Neutral,
                       _("This station takes no forms packs: its provisioning file named no key for them. "
                         "Ask the upstream unit's administrator for a new one."));
    else
        trouble_->clear();
    file_->Show(forms.takesPacks);
    const auto officer = host_.station().officer();
    const bool may = officer && (officer->role == station::Role::Supervisor ||
                                 officer->role == station::Role::Administrator);
    if (forms.source != station::FormsView::Source::Pack)
        back_->refuse(_("no pack is in use"));
    else if (!may)
        back_->refuse(_("only a supervisor or an administrator"));
    else
        back_->allow();
    relayout();
}

void FormsCard::chooseFile() {
    wxFileDialog dialog(this, _("Forms pack file"), wxString(), wxString(), wxFileSelectorDefaultWildcardStr,
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    path_->ChangeValue(dialog.GetPath());
    load_->SetFocus();
}

void FormsCard::load() {
    message_->clear();
    const auto complain = [this](const wxString& problem) {
        fileRow_->setMessage(Tone::Bad, problem);
        relayout();
        path_->SetFocus();
    };
    if (path_->IsEmpty()) return complain(_("Choose the file you were given."));
    auto pack = base::readFile(base::pathOf(fromWx(path_->GetValue())), kPackLimit);
    if (!pack) return complain(sayError(pack.error()));
    fileRow_->setMessage(Tone::Neutral, wxString());
    load_->refuse(_("checking"));
    const GuiTarget<FormsCard> self(this);
    host_.station().loadPack(std::move(*pack), [self](const base::Result<void>& result) {
        self.post([result](FormsCard& card) { card.ended(result, _("The forms pack is in use.")); });
    });
}

void FormsCard::askWithdraw() {
    message_->show(
        Tone::Attention,
        _("The pack goes out of use and never returns on this machine; the former forms hold until "
          "the upstream unit issues a later one."),
        {_("Withdraw it now"), [this] { withdraw(); }});
    relayout();
}

void FormsCard::withdraw() {
    message_->clear();
    const GuiTarget<FormsCard> self(this);
    host_.station().withdrawPack([self](const base::Result<void>& result) {
        self.post([result](FormsCard& card) { card.ended(result, _("The pack is withdrawn.")); });
    });
}

void FormsCard::ended(const base::Result<void>& result, const wxString& done) {
    load_->allow();
    if (result) {
        path_->ChangeValue(wxString());
        message_->show(Tone::Good, done);
    } else {
        message_->show(Tone::Bad, sayPackError(result.error()));
    }
    relayout();
}

void FormsCard::relayout() {
    for (wxWindow* part :
         {static_cast<wxWindow*>(facts_), static_cast<wxWindow*>(file_), static_cast<wxWindow*>(this)})
        part->InvalidateBestSize();
    Layout();
    GetParent()->Layout();
    auto* scroll = dynamic_cast<wxScrolledWindow*>(GetParent());
    if (scroll == nullptr) return;
    scroll->FitInside();
    if (message_ != nullptr && message_->IsShown()) bringIntoView(*scroll, *message_);
}

}  // namespace ui
