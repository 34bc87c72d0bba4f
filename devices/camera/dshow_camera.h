// Cameras of Windows through DirectShow: found by COM, read by OpenCV's VideoCapture with CAP_DSHOW asked for by name (Media
// Foundation is missing on Windows N). Opening only looks; the camera's light comes on with stream(). The largest size asked
// for is what the request names: DirectShow's modes are the driver's to choose from.
#pragma once

#include <memory>

#include "devices/camera/camera.h"

namespace devices {

std::unique_ptr<CameraBackend> makeDshowBackend();

}  // namespace devices
