#include "devices/camera/system_camera.h"

#include "devices/camera/v4l2_camera.h"

namespace devices {

std::unique_ptr<CameraBackend> makeSystemCameraBackend() { return makeV4l2Backend(); }

}  // namespace devices
