// Cameras of Linux through OpenCV's VideoCapture with CAP_V4L2 asked for by name (Debian's OpenCV would pick GStreamer).
// Opening only looks at the node; the camera's light comes on with stream(). Of the MJPEG modes at least as large as
// asked the largest up to 1920x1080 is taken: beyond that a small processor no longer decodes 25 frames a second.
#pragma once

#include <memory>

#include "devices/camera/camera.h"

namespace devices {

std::unique_ptr<CameraBackend> makeV4l2Backend();

// Width and height of the mode to ask for, out of what the camera offers.
struct CameraMode {
    int width = 0;
    int height = 0;
};
CameraMode chooseMode(const std::vector<CameraMode>& offered, const StreamRequest& request);

}  // namespace devices
