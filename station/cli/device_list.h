// The real devices that can be seen now. Virtual ones are never listed: they belong to training in the
// station. Threads: any; looks at the hardware and, for scanners, at the network for some seconds.
#pragma once

#include <vector>

#include "devices/device.h"
#include "station/workflow/preferences.h"

namespace station::cli {

std::vector<devices::DeviceInfo> realDevices(const Preferences& preferences);
const char* kindName(devices::Kind kind);

}  // namespace station::cli
