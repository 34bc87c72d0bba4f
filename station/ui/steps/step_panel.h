// One step of an application on the screen, and what it may ask of the page around it. A panel is made when its step opens
// and destroyed when it closes; with it ends the flow that runs its device. Everything worth keeping is in the Enrollment.
// Threads: GUI thread only.
#pragma once


#include <map>
#include <string>
#include <vector>

#include "station/ui/frame/page.h"
#include "station/workflow/enrollment.h"
#include "station/workflow/signal.h"

namespace ui {

// What was chosen lately, by field id, newest first: offered first the next time.
using RecentChoices = std::map<std::string, std::vector<std::string>>;

class StepHost {
public:
    virtual ~StepHost() = default;
    virtual station::Station& stationOfStep() = 0;
    virtual station::Enrollment& enrollment() = 0;
    virtual RecentChoices& recentChoices() = 0;
    virtual void actionsChanged() = 0;
    virtual void openStep(station::Step step) = 0;                  // after the present event
    virtual void openProblem(const station::SealProblem& problem) = 0;
    virtual void say(Tone tone, const wxString& text, MessageAction action = {}) = 0;
    virtual void sealed(station::Sealed sealed) = 0;                // the application is finished
};

class StepPanel : public Panel {
public:
    StepPanel(wxWindow* parent, StepHost& host);

    virtual std::vector<PageAction> actions() { return {}; }        // at the foot bar's left
    virtual std::optional<PageAction> primary() { return std::nullopt; }  // instead of "Next"
    virtual bool onKey(Key) { return false; }                       // true: handled
    virtual wxString help() const = 0;
    virtual wxWindow* firstFocus() = 0;
    virtual bool showField(const std::string&) { return false; }    // focus it; false: not of this step
    virtual void commit() {}                                        // what stands in the focused field goes to the model

protected:
    StepHost& host() { return host_; }
    station::Station& station() { return host_.stationOfStep(); }
    station::Enrollment& enrollment() { return host_.enrollment(); }
    void keep(station::Subscription subscription) { subscriptions_.push_back(std::move(subscription)); }

private:
    StepHost& host_;
    std::vector<station::Subscription> subscriptions_;
};

// A left-side action of the foot bar.
PageAction stepAction(std::string id, const wxString& label, Key key, std::function<void()> run, const wxString& refusal = {});

}  // namespace ui
