// A camera: live frames and full-size stills. Backends: v4l2 (Linux; OpenCV VideoCapture with CAP_V4L2 asked for by
// name), url (MJPEG over HTTP), virtual (training). Windows: dshow.
#pragma once

#include <chrono>

#include "devices/device.h"
#include "devices/image.h"
#include "devices/session.h"

namespace devices {

struct Frame {
    ImagePtr image;  // Bgr24, as the camera gives it, never mirrored
    std::uint64_t number = 0;
    std::chrono::steady_clock::time_point taken;
};

// The highest MJPEG mode of at least this size is chosen; the device decides if it has none.
struct StreamRequest {
    int minWidth = 1280;
    int minHeight = 720;
};

class Camera : public Device {
public:
    using FrameSink = std::function<void(const Frame&)>;
    // Delivers frames to `sink` on this thread until stop is requested (Cancelled) or the camera goes (Disconnected).
    virtual base::Result<void> stream(const StreamRequest& request, const FrameSink& sink, std::stop_token stop) = 0;
};

using CameraBackend = Backend<Camera>;
using CameraSession = Session<Camera>;

}  // namespace devices
