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
    // On the worker.
    void look(const devices::Frame& frame);
    bool lookForCode(const devices::Image& picture);
    void lookForZone(const devices::Image& picture);
    void tell(std::string text, forms::Origin origin);
    // On the main thread.
    void seen(const std::string& text, forms::Origin origin);
    base::Result<forms::CardReading> readAs(forms::Origin origin, std::string_view text) const;

    Enrollment& enrollment_;
    DeviceRoom& room_;
    Dispatcher& dispatcher_;
    base::Clock& clock_;
    std::shared_ptr<Alive> alive_;
    std::string lastText_;
    std::chrono::steady_clock::time_point lastSeen_{};
    devices::BarcodeReader reader_;                  // the worker's, as the two that follow
    int framesWithoutCode_ = 0;
    std::string zoneBefore_;                         // read from the frame looked at before; two must agree
    LatestWorker<devices::Frame> worker_;
    CameraFeed feed_;                                // before worker_ in destruction: it feeds it
    Subscription deviceLink_, viewLink_;
};

}  // namespace station
