// A scripted USB device below the real libusb: umockdev redirects /dev/bus/usb and its ioctls into this
// process, where a model answers them. Plug, unplug in the middle of a transfer, plug again. The program must
// run with umockdev's library preloaded (tests/rigs/under_umockdev); Rig::available() tells. Threads: the model is
// called on the rig's own thread only; plug() and unplug() from any other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace rigs {

// What a setup packet asks.
struct UsbSetup {
    std::uint8_t type = 0;
    std::uint8_t request = 0;
    std::uint16_t value = 0;
    std::uint16_t index = 0;
    std::uint16_t length = 0;
};

constexpr int kNotYet = -11;  // NAK: the transfer stays pending
constexpr int kStall = -32;

class UsbModel {
public:
    virtual ~UsbModel() = default;
    virtual std::uint16_t vendor() const = 0;
    virtual std::uint16_t product() const = 0;
    // Device and configuration descriptors, one after the other.
    virtual std::vector<std::uint8_t> descriptors() const = 0;
    // Each answers with the bytes moved, kNotYet or kStall. `data` is read for OUT, written for IN.
    virtual int control(const UsbSetup& setup, std::span<std::uint8_t> data) = 0;
    virtual int read(std::uint8_t endpoint, std::span<std::uint8_t> data) = 0;
};

class UsbRig {
public:
    explicit UsbRig(std::shared_ptr<UsbModel> model);
    ~UsbRig();
    UsbRig(const UsbRig&) = delete;
    UsbRig& operator=(const UsbRig&) = delete;

    static bool available();
    void plug();
    void unplug();
    // From within the model: the device goes as soon as this answer was given.
    void unplugSoon();
    // Interfaces claimed and not released, transfers submitted and not given back: zero after a clean close.
    int claimed() const;
    int inFlight() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rigs
