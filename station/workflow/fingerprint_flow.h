// The fingerprint step at work: see FingerprintFlow in flows.h. One job of the scanner's session per capture; previews come
// through a mailbox, kept prints are encoded on the session's thread.
#pragma once

#include <atomic>

#include "base/mailbox.h"
#include "station/workflow/flows.h"

namespace station {

class FingerprintFlowModel final : public FingerprintFlow {
public:
    FingerprintFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, const Preferences& preferences);
    ~FingerprintFlowModel() override;

    void setView(int width, int height) override;
    std::optional<FingerLive> takeLive() override;
    DeviceChip scanner() const override;
    const std::vector<devices::FingerStep>& steps() const override { return steps_; }
    std::optional<std::size_t> currentStep() const override { return current_; }
    void selectStep(std::size_t step) override;
    void selectFinger(devices::Finger finger) override;
    void start() override;
    void captureNow() override;
    void stop() override;
    bool running() const override { return job_.has_value(); }
    bool fullSetPossible() const override;

private:
    struct Shared;                    // what the session's job sees; outlives the flow
    struct Outcome {
        devices::FingerStep step;
        devices::FingerprintResult result;
        std::vector<devices::Capture> encoded;
    };
    void refreshSteps();
    void chooseNext();
    void ended(devices::JobId job, const base::Result<void>& how);
    void took(Outcome outcome);

    Enrollment& enrollment_;
    DeviceRoom& room_;
    Dispatcher& dispatcher_;
    int gate_;
    int tries_;
    std::shared_ptr<Shared> shared_;
    std::vector<devices::FingerStep> steps_;
    std::optional<std::size_t> current_;
    std::optional<devices::FingerStep> single_;  // one finger taken again alone
    std::optional<devices::JobId> job_;
    Subscription deviceLink_, captureLink_;
};

}  // namespace station
