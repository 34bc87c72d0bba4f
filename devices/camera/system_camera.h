// The system's own way to cameras: V4L2 on Linux, DirectShow on Windows. system_camera_v4l2.cpp, system_camera_dshow.cpp.
// Threads: any.
#pragma once

#include <memory>

#include "devices/camera/camera.h"

namespace devices {

std::unique_ptr<CameraBackend> makeSystemCameraBackend();

}  // namespace devices
