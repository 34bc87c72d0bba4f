// From a kept finger to what the rest of the house stores: lossless PNG at the true resolution.
// Threads: pure function. Errors: BadInput (no picture or no finger).
#pragma once

#include "devices/fingerprint/finger_set.h"

namespace devices {

// The picture is cropped to the print with a margin of half a millimeter; every pixel keeps its captured
// value.
base::Result<Capture> toCapture(const PrintKey& key, const FingerImage& print, const DeviceInfo& device);

}  // namespace devices
