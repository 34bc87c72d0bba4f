// The page "New application": first the choice of a procedure, then the steps that its application has, at last its receipt.
// The frame draws header and foot bar; this page draws the step bar and the open step, and routes the keys: on their own
// step F2, F3, F4, F9 and F12 act, elsewhere they jump to it. Moving between steps is always free.
// Leaving the page stops the devices and keeps the application; it goes on where it was.
// Threads: GUI thread only.
#pragma once

#include <memory>

#include "station/ui/frame/page.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/step_bar.h"
#include "station/workflow/station.h"

namespace ui {

class ProcedurePanel;
class ReceiptPanel;

class EnrollmentPage : public Page, private StepHost {
public:
    EnrollmentPage(wxWindow* parent, PageHost& host);
    ~EnrollmentPage() override;

    wxString title() const override;
    wxString subtitle() const override;
    HeaderChip headerChip() const override;
    std::vector<PageAction> actions() override;
    wxString help() const override;
    bool onKey(Key key) override;
    void receive(const Intent& intent) override;
    void entered() override;
    void left() override;
    wxWindow* firstFocus() override;
    std::shared_ptr<void> handOver() override;
    void takeOver(std::shared_ptr<void> kept) override;

    station::Enrollment* current() { return work_->enrollment.get(); }
    station::Step step() const { return work_->step; }

private:
    // What outlives this window when language or theme change.
    struct Work {
        std::unique_ptr<station::Enrollment> enrollment;
        station::Step step = station::Step::Unknown;
        std::optional<station::Sealed> sealed;
        std::string citizen;          // of the sealed one
        std::string schemaId;         // of the last one, for the next applicant
        RecentChoices recent;
    };

    // --- StepHost
    station::Station& stationOfStep() override { return station(); }
    station::Enrollment& enrollment() override { return *work_->enrollment; }
    RecentChoices& recentChoices() override { return work_->recent; }
    void actionsChanged() override { host().pageChanged(); }
    void openStep(station::Step step) override;
    void openProblem(const station::SealProblem& problem) override;
    void say(Tone tone, const wxString& text, MessageAction action) override { host().toast(tone, text, std::move(action)); }
    void sealed(station::Sealed sealed) override;

    station::Station::Opened whenOpened();
    void start(const std::string& schemaId);
    void take(std::unique_ptr<station::Enrollment> enrollment);
    void listen();
    void closeEnrollment();
    void showNow();                   // whatever belongs on the page
    void clearArea();
    void makeStep();
    void switchTo(station::Step step, const std::string& field);
    void refreshBar();
    std::vector<station::Step> steps() const;               // those the application has now
    std::optional<station::Step> neighbor(int by) const;    // of the open step
    wxString whyNot(station::Step step) const;              // why the application has no such step
    void saveForLater();
    void firstProblem();
    void addCommonActions(std::vector<PageAction>& actions);
    std::vector<PageAction> receiptActions();

    std::shared_ptr<Work> work_ = std::make_shared<Work>();
    StepBar* bar_ = nullptr;
    wxPanel* area_ = nullptr;
    StepPanel* panel_ = nullptr;
    ProcedurePanel* chooser_ = nullptr;
    ReceiptPanel* receipt_ = nullptr;
    bool visible_ = false;
    bool opening_ = false;
    std::size_t nextProblem_ = 0;     // F8 walks through all
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
