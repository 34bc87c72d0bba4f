// The training desk's camera: shows the seated citizen's face or card at 30 frames a second, 1280x720. With a folder of
// recordings it shows portrait.jpg or card.jpg from there instead, on a canvas of the same size.
#pragma once

#include <memory>

#include "devices/camera/camera.h"
#include "devices/virtual/desk.h"

namespace devices {

std::unique_ptr<CameraBackend> makeVirtualCameraBackend(std::shared_ptr<Desk> desk);

}  // namespace devices
