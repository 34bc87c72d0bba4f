// One open USB device: registers by control transfers, a listening interrupt pipe, one bulk read at a time.
// libusb stays behind this header. Closing works in order whatever happened before: transfers are cancelled,
// their callbacks awaited, then the interface is released and the device closed. Threads: one link on one
// thread (the session's); findUsb anywhere. Errors: Disconnected (gone), DeviceFault (stall, overflow,
// transfer error), Timeout, PermissionDenied, Busy, NoDevice, Unsupported (no driver that libusb can use), IoError.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace devices {

struct UsbModel {
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    const char* name = "";
};

struct UsbPlace {
    UsbModel model;
    std::string address;  // "<bus>-<port path>/<device number>": another after every plugging in
};

// Devices of these models that are plugged in now.
std::vector<UsbPlace> findUsb(std::span<const UsbModel> models);

class UsbLink {
public:
    static base::Result<std::unique_ptr<UsbLink>> open(std::span<const UsbModel> models,
                                                       const std::string& address, int interfaceNumber);
    UsbLink(const UsbLink&) = delete;
    UsbLink& operator=(const UsbLink&) = delete;
    ~UsbLink();

    // Vendor requests to the device. A read that brings fewer bytes is a DeviceFault.
    base::Result<base::Bytes> readVendor(std::uint8_t request, std::uint16_t value, std::size_t length);
    base::Result<void> writeVendor(std::uint8_t request, std::uint16_t value, base::ByteView data);

    // From here on the interrupt pipe is always being read; messages queue up (the newest 64 are kept).
    base::Result<void> listen(std::uint8_t endpoint, std::size_t length);
    std::optional<base::Bytes> takeMessage();
    void dropMessages();

    // Starts a read; takeBulk is what came (nothing while it still runs), cancelBulk ends it.
    base::Result<void> startBulk(std::uint8_t endpoint, std::size_t length);
    std::optional<base::Result<base::Bytes>> takeBulk();
    void cancelBulk();

    // Lets transfers move for at most that long; ends early when one of them ended. Fails when the listening
    // pipe has failed or the device is gone.
    base::Result<void> pump(std::chrono::milliseconds atMost);

private:
    struct State;
    explicit UsbLink(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace devices
