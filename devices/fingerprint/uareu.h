// Driver of the DigitalPersona U.are.U 4500 / 4000B desk reader over libusb. One flat finger on about 14.6
// x 18.1 mm: good for comparing one person with one record, not for a ten-print enrollment. There is no live
// stream: each touch gives one picture; while none comes the preview is called again ten times a second, so
// that "capture now" is heard. "lift-finger" joins the advice of LiveJudge. Threads: as every device; found
// by polling, so that plugging in again needs no restart. Cancel ends within 50 ms. Errors: Disconnected
// (unplugged), Timeout (the reader does not answer), DeviceFault (stall, short read, dead sensor),
// ProtocolError (a picture that cannot be), PermissionDenied (udev rule missing), Busy (another program has
// it).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "devices/fingerprint/fingerprint_scanner.h"
#include "devices/fingerprint/usb_link.h"

namespace devices {

struct UareuOptions {
    // Our half of the scrambling key; the system's random numbers when empty. Replays of a recording need its
    // seed.
    std::function<std::uint32_t()> seed;
    std::chrono::milliseconds pictureWait{3000};  // from the finger's touch to its picture
};

// The readers this driver takes. installer/windows/drivers binds the same ones to WinUSB.
std::span<const UsbModel> uareuModels();

std::unique_ptr<FingerprintBackend> makeUareuBackend(UareuOptions options = {});

}  // namespace devices
