// One camera stream for the step on the screen: a small picture for the eye through a mailbox, the full frame for whoever
// judges. Goes on by itself when the camera is unplugged and returns.
// Threads: made, used and destroyed on the main thread. `onFrame` runs on the camera's thread and must be quick; after
// the destructor it is not called any more.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "base/mailbox.h"
#include "devices/camera/camera.h"
#include "station/workflow/dispatcher.h"
#include "station/workflow/flows.h"
#include "station/workflow/signal.h"

namespace station {

class CameraFeed {
public:
    using FrameSink = std::function<void(const devices::Frame&)>;

    CameraFeed(devices::CameraSession& session, Dispatcher& dispatcher, FrameSink onFrame);
    ~CameraFeed();
    CameraFeed(const CameraFeed&) = delete;
    CameraFeed& operator=(const CameraFeed&) = delete;

    void setView(int width, int height);
    std::optional<CameraView> takeView();

    Signal<> viewReady;  // main thread, at most one waiting

private:
    struct Shared;  // outlives the feed inside the camera's job
    devices::CameraSession& session_;
    std::shared_ptr<Shared> shared_;
    devices::JobId job_ = 0;
};

}  // namespace station
