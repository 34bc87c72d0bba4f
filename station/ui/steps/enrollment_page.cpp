#include "station/ui/steps/enrollment_page.h"

#include <wx/sizer.h>
#include <wx/toplevel.h>

#include <algorithm>

#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/native_style.h"
#include "station/ui/steps/procedure_panel.h"
#include "station/ui/steps/receipt_panel.h"
#include "station/ui/steps/step_factory.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

using station::Step;

std::size_t indexOf(const std::vector<Step>& steps, Step step) {
    const auto found = std::find(steps.begin(), steps.end(), step);
    return found == steps.end() ? 0 : static_cast<std::size_t>(found - steps.begin());
}

// The step a key belongs to.
Step homeOf(Key key) {
    switch (key) {
        case Key::F2: return Step::Portrait;
        case Key::F3: return Step::Fingerprints;
        case Key::F4: return Step::Documents;
        case Key::F9:
        case Key::F12: return Step::Review;
        default: return Step::Unknown;
    }
}

}  // namespace

EnrollmentPage::EnrollmentPage(wxWindow* parent, PageHost& pageHost) : Page(parent, pageHost) {
    SetBackgroundColour(palette().background);
    bar_ = new StepBar(this);
    bar_->onChosen([this](std::size_t chosen) {
        const auto all = steps();
        if (chosen < all.size()) openStep(all[chosen]);
    });
    bar_->Hide();
    area_ = new Panel(this);
    area_->SetBackgroundColour(palette().background);
    area_->SetSizer(new wxBoxSizer(wxVERTICAL));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(bar_, 0, wxEXPAND);
    column->Add(area_, 1, wxEXPAND | wxALL, dip(*this, kSpace20));
    SetSizer(column);
    // A window that loses its focused control hears no keys; nothing here may leave it so.
    Bind(wxEVT_IDLE, [this](wxIdleEvent& event) {
        event.Skip();
        auto* top = dynamic_cast<wxTopLevelWindow*>(wxGetTopLevelParent(this));
        const bool active = visible_ && IsShownOnScreen() && top != nullptr && top->IsActive();
        const bool deaf = active && wxWindow::FindFocus() == nullptr && !hasFocusWithin(*top);
        wxWindow* first = deaf ? firstFocus() : nullptr;
        if (first != nullptr && first->IsShownOnScreen()) first->SetFocus();
    });
}

EnrollmentPage::~EnrollmentPage() { subscriptions_.clear(); }

// --- what the frame shows

wxString EnrollmentPage::title() const {
    if (work_->enrollment) return localText(work_->enrollment->schema().title());
    return work_->sealed ? _("Sealed") : _("New application");
}

wxString EnrollmentPage::subtitle() const {
    if (work_->enrollment) return sayCitizen(work_->enrollment->record());
    return work_->sealed ? toWx(work_->citizen) : wxString();
}

HeaderChip EnrollmentPage::headerChip() const {
    if (!work_->enrollment) return {};
    if (const auto at = work_->enrollment->savedAt()) {
        return {wxString::Format(_("Saved %s"), toWx(base::formatTimeInVietnam(*at))), Tone::Good, Mark::Unknown};
    }
    return {_("Saving..."), Tone::Neutral, Mark::Unknown};
}

std::vector<PageAction> EnrollmentPage::actions() {
    if (work_->sealed) return receiptActions();
    if (panel_ == nullptr) return {};
    std::vector<PageAction> all = panel_->actions();
    addCommonActions(all);
    return all;
}

void EnrollmentPage::addCommonActions(std::vector<PageAction>& actions) {
    if (actions.size() < 2) {  // the capture steps keep the bar for their own keys; Ctrl+S and F8 act there, too
        actions.push_back(stepAction("save", _("Save, go on later"), Key::CtrlS, [this] { saveForLater(); }));
        actions.push_back(stepAction("problem", _("First error"), Key::F8, [this] { firstProblem(); }));
    }
    if (const auto before = neighbor(-1)) {
        PageAction back = stepAction("back", _("Back"), Key::Unknown, [this, before] { openStep(*before); });
        back.side = Side::Right;
        actions.push_back(std::move(back));
    }
    if (auto primary = panel_->primary()) {
        actions.push_back(std::move(*primary));
    } else if (const auto after = neighbor(1)) {
        PageAction next = stepAction("next", wxString::Format(_("Next: %s"), sayStep(*after)), Key::CtrlEnter, [this, after] { openStep(*after); });
        next.kind = ButtonKind::Primary;
        next.side = Side::Right;
        actions.push_back(std::move(next));
    }
}

std::vector<PageAction> EnrollmentPage::receiptActions() {
    PageAction other = stepAction("other", _("Another procedure"), Key::Unknown, [this] {
        work_->sealed.reset();
        showNow();
    });
    other.side = Side::Right;
    PageAction next = stepAction("next-applicant", _("Next applicant"), Key::CtrlEnter, [this] { start(work_->schemaId); });
    next.kind = ButtonKind::Primary;
    next.side = Side::Right;
    return {stepAction("receipt", _("Receipt (PDF)"), Key::F12, [this] {
                if (receipt_ != nullptr) receipt_->saveAndOpen();
            }),
            std::move(other), std::move(next)};
}

wxString EnrollmentPage::help() const {
    if (panel_ != nullptr) return panel_->help();
    if (work_->sealed) return _("F12 saves and opens the receipt. Ctrl+Enter begins with the next applicant, same procedure.");
    return _("Arrows choose, Enter opens. A draft goes on exactly where it was left.");
}

wxWindow* EnrollmentPage::firstFocus() {
    if (panel_ != nullptr) return panel_->firstFocus();
    if (receipt_ != nullptr) return receipt_->firstFocus();
    return chooser_ != nullptr ? chooser_->firstFocus() : nullptr;
}

bool EnrollmentPage::onKey(Key key) {
    if (panel_ == nullptr) return false;
    if (panel_->onKey(key)) return true;
    const Step home = homeOf(key);
    if (home != Step::Unknown && home != work_->step) {
        if (work_->enrollment->has(home)) openStep(home);
        else host().toast(Tone::Neutral, whyNot(home));
        return true;
    }
    if (key == Key::CtrlS) saveForLater();
    else if (key == Key::F8) firstProblem();
    else return false;
    return true;
}

// --- opening and closing

// The answer may come when the page has gone: the application is then closed again and waits in the list.
station::Station::Opened EnrollmentPage::whenOpened() {
    opening_ = true;
    const GuiTarget<EnrollmentPage> self(this);
    return [self](base::Result<std::unique_ptr<station::Enrollment>> opened) {
        auto box = std::make_shared<base::Result<std::unique_ptr<station::Enrollment>>>(std::move(opened));
        self.post([box](EnrollmentPage& page) {
            page.opening_ = false;
            if (*box) page.take(std::move(**box));
            else page.host().toast(Tone::Bad, sayError(box->error()));
        });
    };
}

void EnrollmentPage::start(const std::string& schemaId) {
    if (!opening_) station().startEnrollment(schemaId, whenOpened());
}

void EnrollmentPage::receive(const Intent& intent) {
    if (opening_) return;
    switch (intent.kind) {
        case Intent::Kind::New:
            closeEnrollment();
            showNow();
            break;
        case Intent::Kind::Draft:
            if (work_->enrollment && work_->enrollment->id() == intent.id) break;
            closeEnrollment();
            station().openDraft(intent.id, whenOpened());
            break;
        case Intent::Kind::Correction:
            closeEnrollment();
            station().openCorrection(intent.id, whenOpened());
            break;
        case Intent::Kind::Reopen:
            closeEnrollment();
            station().reopenSealed(intent.id, intent.reason, whenOpened());
            break;
        case Intent::Kind::Unknown: break;
    }
}

void EnrollmentPage::take(std::unique_ptr<station::Enrollment> enrollment) {
    closeEnrollment();
    work_->enrollment = std::move(enrollment);
    work_->schemaId = work_->enrollment->schema().id();
    work_->step = work_->enrollment->lastStep() == Step::Unknown ? Step::Identify : work_->enrollment->lastStep();
    nextProblem_ = 0;
    listen();
    showNow();
}

void EnrollmentPage::listen() {
    subscriptions_.clear();
    if (!work_->enrollment) return;
    station::Enrollment& enrollment = *work_->enrollment;
    const auto refresh = [this] {
        refreshBar();
        host().pageChanged();
    };
    subscriptions_.push_back(enrollment.findingsChanged.connect(refresh));
    subscriptions_.push_back(enrollment.capturesChanged.connect([refresh](Step) { refresh(); }));
    subscriptions_.push_back(enrollment.saved.connect([this] { host().pageChanged(); }));
    subscriptions_.push_back(enrollment.problem.connect([this](const base::Error& error) { host().toast(Tone::Bad, sayError(error)); }));
}

// Nothing is lost: the draft is already on disk, or about to be, and waits in the list.
void EnrollmentPage::closeEnrollment() {
    if (panel_ != nullptr) panel_->commit();
    subscriptions_.clear();
    clearArea();
    work_->enrollment.reset();
    work_->sealed.reset();
    work_->step = Step::Unknown;
}

void EnrollmentPage::saveForLater() {
    if (!work_->enrollment) return;
    if (panel_ != nullptr) panel_->commit();
    const GuiTarget<EnrollmentPage> self(this);
    work_->enrollment->whenSaved([self](const base::Result<void>& kept) {
        if (!kept) return;  // said by the enrollment's problem; the application stays open
        self.post([](EnrollmentPage& page) {
            page.closeEnrollment();
            page.showNow();
            page.host().toast(Tone::Good, _("Saved. The draft waits in the list."));
            if (page.host().hasPage(kPageToday)) page.host().goTo(kPageToday);
        });
    });
}

void EnrollmentPage::sealed(station::Sealed sealed) {
    work_->citizen = std::string(sayCitizen(enrollment().record()).utf8_str());
    work_->sealed = std::move(sealed);
    subscriptions_.clear();
    clearArea();
    work_->enrollment.reset();
    showNow();
}

// --- what stands in the page

void EnrollmentPage::entered() {
    visible_ = true;
    showNow();
}

void EnrollmentPage::left() {
    visible_ = false;
    if (panel_ != nullptr) panel_->commit();
    clearArea();
}

std::shared_ptr<void> EnrollmentPage::handOver() {
    if (panel_ != nullptr) panel_->commit();
    subscriptions_.clear();
    clearArea();
    return std::exchange(work_, std::make_shared<Work>());
}

void EnrollmentPage::takeOver(std::shared_ptr<void> kept) {
    if (!kept) return;
    work_ = std::static_pointer_cast<Work>(kept);
    listen();
}

void EnrollmentPage::clearArea() {
    area_->GetSizer()->Clear(true);
    panel_ = nullptr;
    chooser_ = nullptr;
    receipt_ = nullptr;
}

void EnrollmentPage::showNow() {
    if (!visible_) return;
    area_->Freeze();
    clearArea();
    bar_->Show(work_->enrollment != nullptr);
    if (work_->enrollment) {
        makeStep();
    } else if (work_->sealed) {
        const auto all = station().procedures();
        const auto known = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s->id() == work_->schemaId; });
        receipt_ = new ReceiptPanel(area_, *work_->sealed, toWx(work_->citizen), known == all.end() ? wxString() : localText((*known)->title()));
        area_->GetSizer()->Add(receipt_, 1, wxEXPAND);
    } else {
        chooser_ = new ProcedurePanel(area_, station(), [this](const std::string& id) { start(id); },
                                      [this](const std::string& id) {
                                          if (!opening_) station().openDraft(id, whenOpened());
                                      });
        area_->GetSizer()->Add(chooser_, 1, wxEXPAND);
    }
    Layout();
    area_->Layout();
    area_->Thaw();
    if (wxWindow* first = firstFocus()) first->SetFocus();
    host().pageChanged();
}

void EnrollmentPage::makeStep() {
    work_->enrollment->visit(work_->step);
    panel_ = makeStepPanel(work_->step, area_, *this);
    area_->GetSizer()->Add(panel_, 1, wxEXPAND);
    refreshBar();
}

// The open step stays on the bar until it is left, also when an answer has just made it needless.
std::vector<Step> EnrollmentPage::steps() const {
    std::vector<Step> out;
    for (const Step step : station::kSteps) {
        if (step == work_->step || work_->enrollment->has(step)) out.push_back(step);
    }
    return out;
}

std::optional<Step> EnrollmentPage::neighbor(int by) const {
    const auto all = steps();
    const int at = static_cast<int>(indexOf(all, work_->step)) + by;
    if (at < 0 || at >= static_cast<int>(all.size())) return std::nullopt;
    return all[static_cast<std::size_t>(at)];
}

wxString EnrollmentPage::whyNot(Step step) const {
    const wxString procedure = localText(work_->enrollment->schema().title());
    if (step == Step::Portrait) return wxString::Format(_("No portrait is taken for this application (%s)."), procedure);
    return wxString::Format(_("No fingerprints are taken for this application (%s)."), procedure);
}

void EnrollmentPage::refreshBar() {
    if (!work_->enrollment) return;
    const auto all = steps();
    std::vector<StepItem> items;
    for (const Step step : all) items.push_back({sayStep(step), lookOf(work_->enrollment->stepState(step))});
    bar_->setSteps(items);
    bar_->select(indexOf(all, work_->step));
}

// After the present event: the step that closes may be the one whose control sent it.
void EnrollmentPage::openStep(Step step) {
    if (panel_ != nullptr) panel_->commit();
    CallAfter([this, step] { switchTo(step, {}); });
}

void EnrollmentPage::openProblem(const station::SealProblem& problem) {
    if (panel_ != nullptr) panel_->commit();
    CallAfter([this, step = problem.step, field = problem.field] { switchTo(step, field); });
}

void EnrollmentPage::switchTo(Step step, const std::string& field) {
    if (!work_->enrollment || step == Step::Unknown) return;
    if (step != work_->step) {
        work_->step = step;
        showNow();
    }
    if (panel_ != nullptr && !field.empty()) panel_->showField(field);
}

void EnrollmentPage::firstProblem() {
    if (!work_->enrollment) return;
    if (panel_ != nullptr) panel_->commit();
    const auto problems = work_->enrollment->sealProblems();
    if (problems.empty()) {
        host().toast(Tone::Good, _("Nothing is missing: it may be sealed."));
        return;
    }
    const station::SealProblem& problem = problems[nextProblem_++ % problems.size()];
    host().toast(toneOf(problem.level), sayLabel(work_->enrollment->schema(), problem.field) + ": " + localText(problem.text));
    openProblem(problem);
}

}  // namespace ui
