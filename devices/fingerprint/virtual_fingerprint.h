// The training desk's fingerprint scanner: a real driver that plays the seated citizen's invented fingers.
// They come near, touch, and press until the gate is reached; the Desk's faults happen once each:
//   Unplug        gone in the middle of a capture, found again at the second search
//   Timeout       the device gives up
//   WrongHand     (four-finger slaps) the other hand lies there until the citizen corrects it after about two
//   seconds MissingFinger one expected finger (not the only one) stays in the air about two seconds
// With Desk::recordings() the pictures prints/<finger name>.png are played; a finger without one is invented.
// Threads: as every device; Desk may be changed from other threads meanwhile. Cancel ends within one picture.
#pragma once

#include <chrono>
#include <memory>

#include "devices/fingerprint/fingerprint_scanner.h"
#include "devices/virtual/desk.h"

namespace devices {

// SlapScanner: 3.2 x 3.0 inches, all placements. SingleReader: one flat finger, 0.8 x 1.0 inch.
enum class VirtualModel { Unknown = 0, SlapScanner, SingleReader };

struct VirtualFingerprintOptions {
    VirtualModel model = VirtualModel::SlapScanner;
    std::chrono::milliseconds frameEvery{66};  // tests play faster
};

// `desk` must not be null.
std::unique_ptr<FingerprintBackend> makeVirtualFingerprintBackend(std::shared_ptr<Desk> desk,
                                                                  VirtualFingerprintOptions options = {});

}  // namespace devices
