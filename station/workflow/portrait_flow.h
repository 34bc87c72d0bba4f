// The portrait step at work: see PortraitFlow in flows.h. Frames go to a judging thread that skips what it cannot follow;
// it also takes the burst, keeps the best and encodes it, so that the window never waits.
#pragma once

#include <atomic>

#include "devices/portrait/portrait_coach.h"
#include "station/workflow/camera_feed.h"
#include "station/workflow/flows.h"
#include "station/workflow/latest_worker.h"

namespace station {

class PortraitFlowModel final : public PortraitFlow {
public:
    PortraitFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, const Preferences& preferences,
                      const std::filesystem::path& resources);
    ~PortraitFlowModel() override;

    void setView(int width, int height) override { feed_.setView(width, height); }
    std::optional<PortraitLive> takeLive() override;
    DeviceChip camera() const override;
    std::vector<std::string> checksOff() const override { return checksOff_; }
    Switch autoCapture() const override { return autoCapture_; }
    void setAutoCapture(Switch on) override;
    void captureNow() override;
    void retake() override;
    bool armed() const override { return armed_; }

private:
    struct Alive {
        PortraitFlowModel* model = nullptr;  // main thread
    };
    struct Judged {
        devices::PortraitReport report;
        devices::CoachAdvice advice;
        bool taking = false;
    };
    struct Kept {
        devices::Capture capture;
        devices::ImagePtr thumbnail;
    };
    void judge(const devices::Frame& frame);                       // judging thread, as all below it
    void burst(const devices::Frame& frame);
    void keepBest();
    void publish(Judged judged);
    void post(base::Result<Kept> kept);
    void kept(base::Result<Kept> result);             // main thread

    Enrollment& enrollment_;
    DeviceRoom& room_;
    Dispatcher& dispatcher_;
    std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
    Switch autoCapture_;
    bool armed_ = true;
    std::vector<std::string> checksOff_;
    Judged newest_;                                                // main thread
    std::shared_ptr<base::Mailbox<Judged>> judgements_ = std::make_shared<base::Mailbox<Judged>>();

    std::atomic<bool> resetAsked_{false}, captureAsked_{false}, automatic_{true};
    // The judging thread's own.
    std::function<base::Result<devices::FaceModels>()> load_;
    bool failedToLoad_ = false;
    std::optional<devices::PortraitAnalyzer> analyzer_;
    devices::PortraitCoach coach_;
    bool taking_ = false;
    std::vector<devices::ImagePtr> burst_;
    std::vector<devices::PortraitReport> burstReports_;

    LatestWorker<devices::Frame> worker_;
    CameraFeed feed_;                                              // before worker_ in destruction: it feeds it
    Subscription deviceLink_, viewLink_;
};

}  // namespace station
