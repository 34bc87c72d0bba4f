// The identify step at work: see IdentifyFlow in flows.h.
#pragma once

#include "station/workflow/camera_feed.h"
#include "station/workflow/flows.h"
#include "station/workflow/latest_worker.h"

namespace station {

class IdentifyFlowModel final : public IdentifyFlow {
public:
    IdentifyFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, base::Clock& clock);
    ~IdentifyFlowModel() override;

    void setView(int width, int height) override;
    std::optional<CameraView> takeView() override;
    DeviceChip camera() const override;
    base::Result<forms::CardReading> read(std::string_view typed) override;

private:
    struct Alive {
        explicit Alive(IdentifyFlowModel* m) : model(m) {}
        IdentifyFlowModel* model;  // main thread; null when the step has closed
    };
    void look(const devices::Frame& frame);  // on the worker
    void seen(const std::string& text);      // on the main thread

    Enrollment& enrollment_;
    DeviceRoom& room_;
    Dispatcher& dispatcher_;
    base::Clock& clock_;
    std::shared_ptr<Alive> alive_;
    std::string lastText_;
    std::chrono::steady_clock::time_point lastSeen_{};
    devices::BarcodeReader reader_;                  // the worker's
    LatestWorker<devices::Frame> worker_;
    CameraFeed feed_;                                // before worker_ in destruction: it feeds it
    Subscription deviceLink_, viewLink_;
};

}  // namespace station
