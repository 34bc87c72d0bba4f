// A scripted U.are.U 4500: registers, events and pictures of the real one, scrambled or plain, and its
// faults. Threads: script it while no capture runs, or through the functions, which lock.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>

#include "devices/image.h"
#include "tests/rigs/usb_rig.h"

namespace rigs {

enum class UareuFault {
    Unknown = 0,
    None,
    StallCapture,   // the mode register stalls when a picture is asked for
    StallBulk,      // the picture's endpoint stalls
    SilentBulk,     // no picture ever comes
    SilentControl,  // the registers do not answer
    ShortFrame,     // the picture ends in the middle
    BadHeader,      // a header that cannot be
    Dead,           // the sensor reports that it died
    NoPowerEvent,   // the reader never says that it is awake
    UnplugInPicture,
};

struct UareuScript {
    bool scrambled = true;
    bool changesKey = false;              // new key in the middle of the picture
    bool skipsRow = false;                // one row is not in the data
    int sleepyStatus = 0;                 // so many status reads still tell low power
    UareuFault fault = UareuFault::None;  // of the next capture only (power faults: of the next opening)
};

class UareuModel final : public UsbModel {
public:
    explicit UareuModel(std::function<void()> unplugSoon = {}) : unplugSoon_(std::move(unplugSoon)) {}
    void onUnplug(std::function<void()> unplugSoon) { unplugSoon_ = std::move(unplugSoon); }

    void script(UareuScript script);
    // Upright, ridges dark, 384 wide; a finger with this print touches from now on, or none (null).
    void touch(devices::ImagePtr print);
    // The mode last written; 0x70 when the sensor was switched off.
    int mode() const;
    // What the driver must deliver for the print under the script.
    static devices::Image expected(const devices::Image& print, const UareuScript& script);

    std::uint16_t vendor() const override { return 0x05ba; }
    std::uint16_t product() const override { return 0x000a; }
    std::vector<std::uint8_t> descriptors() const override;
    int control(const UsbSetup& setup, std::span<std::uint8_t> data) override;
    int read(std::uint8_t endpoint, std::span<std::uint8_t> data) override;

private:
    int writeRegister(std::uint16_t which, std::span<const std::uint8_t> data);
    int readRegister(std::uint16_t which, std::span<std::uint8_t> data);
    int setMode(std::uint8_t mode);
    std::vector<std::uint8_t> frame() const;
    std::uint32_t keyOf(std::uint8_t number) const;

    mutable std::mutex mutex_;
    std::function<void()> unplugSoon_;
    UareuScript script_;
    devices::ImagePtr print_;
    std::uint8_t status_ = 0x01;
    int sleepyReads_ = 0;
    int mode_ = 0;
    std::uint8_t keyNumber_ = 0;
    std::uint32_t seed_ = 0;
    std::deque<std::uint16_t> events_;
    std::vector<std::uint8_t> picture_;
    bool pictureReady_ = false;
};

}  // namespace rigs
