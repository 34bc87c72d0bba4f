#include "devices/camera/system_camera.h"

#include "devices/camera/dshow_camera.h"

namespace devices {

std::unique_ptr<CameraBackend> makeSystemCameraBackend() { return makeDshowBackend(); }

}  // namespace devices
