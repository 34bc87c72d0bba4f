// What every device has in common: where it was found, what it is called, how it is opened.
// A Backend finds and opens devices of one kind by one way (V4L2, libusb reader, SANE, virtual ...). A Device is used
// on its session's thread only; its calls block and return within 300 ms of a stop request.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace devices {

enum class Kind { Unknown = 0, Camera, Fingerprint, Scanner };

// `backend` names the way ("v4l2", "uareu", "sane", "escl", "virtual"); `address` is the backend's own and stable while
// the device stays plugged in.
struct DeviceId {
    std::string backend;
    std::string address;
    bool operator==(const DeviceId&) const = default;
};

enum class Reality { Unknown = 0, Real, Virtual };

struct DeviceInfo {
    DeviceId id;
    Kind kind = Kind::Unknown;
    std::string name;    // as the device calls itself, for the officer
    std::string serial;  // empty when the device has none
    Reality reality = Reality::Unknown;
};

class Device {
public:
    virtual ~Device() = default;
    virtual const DeviceInfo& info() const = 0;
    // Cheap presence check between jobs: Disconnected when the device has gone.
    virtual base::Result<void> ping() = 0;
};

template <class D>
class Backend {
public:
    virtual ~Backend() = default;
    virtual std::string name() const = 0;
    // May open devices for a moment. Never throws; a failing subsystem is an empty list and a log line.
    virtual std::vector<DeviceInfo> enumerate() = 0;
    virtual base::Result<std::unique_ptr<D>> open(const DeviceId& id, std::stop_token stop) = 0;
};

}  // namespace devices
