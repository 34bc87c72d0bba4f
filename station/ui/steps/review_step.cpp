#include "station/ui/steps/review_step.h"

#include <wx/sizer.h>
#include <wx/utils.h>
#include <wx/wrapsizer.h>

#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/secret_text.h"
#include "station/ui/steps/follow_focus.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/steps/summary_panel.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kSideWidth = 310;
constexpr int kScrollStep = 16;

wxScrolledWindow* scroller(wxWindow* parent) {
    auto* window = new wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    window->SetBackgroundColour(palette().card);
    window->SetScrollRate(0, dip(*parent, kScrollStep));
    followFocus(*window);
    return window;
}

wxString sayForm(const station::PrintedForm& form) { return form.symbol.empty() ? localText(form.label) : toWx(form.symbol); }

}  // namespace

ReviewStep::ReviewStep(wxWindow* parent, StepHost& host) : StepPanel(parent, host) {
    build();
    refresh();
    keep(enrollment().findingsChanged.connect([this] { refreshSoon(); }));
    keep(station().devices().changed.connect([this](devices::Kind) { refreshSoon(); }));
}

void ReviewStep::build() {
    work_ = new Panel(this);
    work_->SetBackgroundColour(GetBackgroundColour());
    auto* card = new Card(work_);
    all_ = scroller(card);
    count_ = new Label(all_, wxString(), TextSize::Title, Weight::Bold);
    quality_ = new Label(all_, wxString(), TextSize::Small, Weight::Regular, Shade::Muted);
    problems_ = new ProblemList(all_, host());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(count_);
    column->Add(quality_, 0, wxBOTTOM, dip(*this, kSpace8));
    column->Add(problems_, 0, wxEXPAND | wxRIGHT, dip(*this, kSpace8));
    column->Add(new SummaryPanel(all_, host(), SummarySize::Plain), 0, wxEXPAND);
    all_->SetSizer(column);
    card->body()->Add(all_, 1, wxEXPAND);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(card, 1, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    auto* side = new wxBoxSizer(wxVERTICAL);
    side->Add(buildSeal(), 1, wxEXPAND);
    if (wxWindow* prints = buildPrints()) side->Add(prints, 0, wxEXPAND | wxTOP, dip(*this, kSpace12));
    row->Add(side, 0, wxEXPAND);
    work_->SetSizer(row);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(work_, 1, wxEXPAND);
    SetSizer(outer);
}

wxWindow* ReviewStep::buildSeal() {
    auto* card = new Card(work_, _("Seal"));
    const int gap = dip(*this, kSpace8);
    const auto officer = station().officer();
    auto* who = new Label(card, officer ? toWx(officer->name) : wxString(), TextSize::Title, Weight::Bold);
    who->wrap(kSideWidth - 40);
    auto* what = new Label(card, _("The seal signs the application in your name and encrypts it for the upstream unit. "
                                   "Afterwards it can be opened again only with a reason."),
                           TextSize::Small, Weight::Regular, Shade::Muted);
    what->wrap(kSideWidth - 40);
    passphraseRow_ = new FieldRow(card, _("Your passphrase"));
    passphrase_ = new wxTextCtrl(passphraseRow_, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxTE_PASSWORD | wxTE_PROCESS_ENTER);
    passphrase_->SetFont(font(TextSize::Body));
    passphraseRow_->setControl(passphrase_);
    passphraseRow_->setMessage(Tone::Neutral, _("Enter or F9 seals."));
    passphrase_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { CallAfter([this] { seal(); }); });
    message_ = new InlineMessage(card);
    card->body()->Add(who, 0, wxTOP, gap);
    card->body()->Add(what, 0, wxTOP, gap);
    card->body()->Add(passphraseRow_, 0, wxEXPAND | wxTOP, gap);
    card->body()->Add(message_, 0, wxEXPAND | wxTOP, gap);
    card->SetMinSize({dip(*this, kSideWidth), -1});
    return card;
}

wxWindow* ReviewStep::buildPrints() {
    const auto forms = enrollment().printedForms();
    prints_ = !forms.empty();
    if (!prints_) return nullptr;
    auto* card = new Card(work_, _("To print and sign"));
    // By their short names, so that what the seal has to say keeps its room above.
    auto* rows = new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);
    for (const auto& form : forms) {
        const wxString key = form.id == forms.front().id ? sayKey(Key::F12) : wxString();
        auto* button = new ActionButton(card, sayForm(form), key, ButtonKind::Secondary);
        button->SetToolTip(localText(form.label));
        button->onPress([this, form] { print(form); });
        rows->Add(button, 0, wxRIGHT | wxTOP, dip(*this, kSpace8));
    }
    card->body()->Add(rows, 0, wxEXPAND);
    return card;
}

void ReviewStep::print(const station::PrintedForm& form) {
    if (std::exchange(printing_, true)) return;
    const wxString title = sayForm(form);
    const GuiTarget<ReviewStep> self(this);
    enrollment().print(form.id, [self, title](const base::Result<std::filesystem::path>& file) {
        self.post([title, file](ReviewStep& step) { step.printed(title, file); });
    });
}

void ReviewStep::printed(const wxString& title, const base::Result<std::filesystem::path>& file) {
    printing_ = false;
    if (!file) {
        host().say(Tone::Bad, sayError(file.error()));
    } else if (wxLaunchDefaultApplication(toWx(file->string()))) {
        host().say(Tone::Good, wxString::Format(_("%s is open in the viewer: print it there. The file goes when you leave the application."), title));
    } else {
        host().say(Tone::Attention, _("This machine has no program for PDF files. Install one, then print again."));
    }
}

wxWindow* ReviewStep::buildApplicantView() {
    applicant_ = new Panel(this);
    applicant_->SetBackgroundColour(GetBackgroundColour());
    auto* card = new Card(applicant_);
    auto* view = scroller(card);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(new Label(view, _("Please read: is everything right?"), TextSize::Huge, Weight::Bold), 0, wxBOTTOM, dip(*this, kSpace12));
    column->Add(new SummaryPanel(view, host(), SummarySize::Large), 0, wxEXPAND);
    view->SetSizer(column);
    card->body()->Add(view, 1, wxEXPAND);
    back_ = new ActionButton(card, _("Back to the officer"), "F6", ButtonKind::Secondary);
    back_->onPress([this] { CallAfter([this] { toggleApplicantView(); }); });
    card->body()->Add(back_, 0, wxTOP, dip(*this, kSpace8));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(card, 1, wxEXPAND);
    applicant_->SetSizer(outer);
    applicant_->Hide();
    GetSizer()->Add(applicant_, 1, wxEXPAND);
    return applicant_;
}

void ReviewStep::refreshSoon() {
    if (std::exchange(refreshPending_, true)) return;
    CallAfter([this] {
        refreshPending_ = false;
        refresh();
    });
}

void ReviewStep::refresh() {
    const bool hadFocus = problems_->IsDescendant(wxWindow::FindFocus());
    const bool anew = problems_->refresh();
    const std::size_t open = problems_->count();
    count_->SetLabelText(open == 0 ? wxString(_("Everything is there")) : wxString::Format(_("Still to do: %d"), static_cast<int>(open)));
    count_->setShade(open == 0 ? Shade::Good : Shade::Attention);
    quality_->setText(sayQuality(enrollment().quality()));
    if (!anew) return;
    all_->FitInside();
    all_->Layout();
    if (hadFocus) firstFocus()->SetFocus();  // what had it is gone
    host().actionsChanged();
}

void ReviewStep::toggleApplicantView() {
    if (applicant_ == nullptr) buildApplicantView();
    const bool show = !applicant_->IsShown();
    applicant_->Show(show);
    work_->Show(!show);
    Layout();
    // Whatever had the focus is hidden now, and would hear no key.
    if (show) back_->SetFocus();
    else firstFocus()->SetFocus();
    host().actionsChanged();
}

void ReviewStep::seal() {
    if (sealing_) return;
    if (problems_->count() > 0) {
        message_->show(Tone::Attention, _("Not yet: do what stands at the top first. F8 goes there."));
        Layout();
        problems_->firstRow()->SetFocus();
        return;
    }
    if (passphrase_->IsEmpty()) {
        passphraseRow_->setMessage(Tone::Attention, _("Type your passphrase, then Enter."));
        passphrase_->SetFocus();
        return;
    }
    sealing_ = true;
    message_->show(Tone::Primary, _("Sealing..."));
    Layout();
    host().actionsChanged();
    const GuiTarget<ReviewStep> self(this);
    enrollment().seal(takeSecret(*passphrase_), [self](base::Result<station::Sealed> result) {
        // Not from inside the enrollment: it goes when it is sealed.
        self.post([result = std::move(result)](ReviewStep& step) { step.sealEnded(result); });
    });
}

wxString ReviewStep::saySealError(const base::Error& error) {
    const bool passphrase = error.code == base::Code::WrongPassphrase || error.code == base::Code::LockedOut;
    if (!passphrase) return sayError(error);
    const auto wait = station().waitBeforeNextTry().count();
    if (wait > 0) return wxString::Format(_("Wrong passphrase. Nothing is sealed; try again in %d seconds."), static_cast<int>(wait));
    return _("Wrong passphrase. Nothing is sealed; try again.");
}

void ReviewStep::sealEnded(base::Result<station::Sealed> result) {
    sealing_ = false;
    if (!result) {
        message_->show(Tone::Bad, saySealError(result.error()));
        Layout();
        passphrase_->SetFocus();
        host().actionsChanged();
        return;
    }
    host().sealed(std::move(*result));  // this panel is gone now
}

std::vector<PageAction> ReviewStep::actions() {
    const wxString words = applicantReads() ? _("Back to the officer") : _("Show the applicant");
    return {stepAction("applicant", words, Key::F6, [this] { toggleApplicantView(); })};
}

std::optional<PageAction> ReviewStep::primary() {
    PageAction action = stepAction("seal", _("Seal"), Key::F9, [this] { seal(); }, sealing_ ? wxString(_("being sealed")) : wxString());
    action.kind = ButtonKind::Primary;
    action.side = Side::Right;
    return action;
}

bool ReviewStep::onKey(Key key) {
    if (key == Key::CtrlEnter) {
        seal();
        return true;
    }
    if (key == Key::F12 && prints_) {
        print(enrollment().printedForms().front());
        return true;
    }
    if (key == Key::Escape && applicantReads()) {
        toggleApplicantView();
        return true;
    }
    return false;
}

wxString ReviewStep::help() const {
    return _("What is missing stands first: Enter jumps there, F8 goes on to the next. F6 shows everything to the applicant in "
             "large type, F12 prints the form to sign. Type your passphrase and press F9 to seal; F12 then saves the receipt.");
}

wxWindow* ReviewStep::firstFocus() {
    if (wxWindow* row = problems_->firstRow()) return row;
    return passphrase_;
}

}  // namespace ui
