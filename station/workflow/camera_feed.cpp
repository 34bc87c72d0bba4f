#include "station/workflow/camera_feed.h"

#include "devices/camera/preview.h"

namespace station {

struct CameraFeed::Shared : std::enable_shared_from_this<CameraFeed::Shared> {
    Dispatcher* dispatcher = nullptr;
    std::atomic<int> width{0}, height{0};
    base::Mailbox<CameraView> mailbox;
    std::mutex mutex;
    FrameSink onFrame;             // guarded; empty once the feed is gone
    CameraFeed* feed = nullptr;    // main thread only

    void take(const devices::Frame& frame) {
        const auto small = devices::fitted(frame.image, width, height);
        if (small) {
            CameraView view{small, frame.number, double(small->width) / frame.image->width};
            if (mailbox.put(std::move(view))) {
                dispatcher->post([self = shared_from_this()] {
                    if (self->feed != nullptr) self->feed->viewReady.emit();
                });
            }
        }
        const std::lock_guard lock(mutex);
        if (onFrame) onFrame(frame);
    }
};

CameraFeed::CameraFeed(devices::CameraSession& session, Dispatcher& dispatcher, FrameSink onFrame)
    : session_(session), shared_(std::make_shared<Shared>()) {
    shared_->dispatcher = &dispatcher;
    shared_->onFrame = std::move(onFrame);
    shared_->feed = this;
    job_ = session_.post(
        [shared = shared_](devices::Camera& camera, std::stop_token stop) {
            return camera.stream({}, [&](const devices::Frame& frame) { shared->take(frame); }, std::move(stop));
        },
        nullptr, devices::Resume::WhenDeviceReturns);
}

CameraFeed::~CameraFeed() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->onFrame = nullptr;
    }
    shared_->feed = nullptr;
    session_.cancel(job_);
}

void CameraFeed::setView(int width, int height) {
    shared_->width = width;
    shared_->height = height;
}

std::optional<CameraView> CameraFeed::takeView() { return shared_->mailbox.take(); }

}  // namespace station
