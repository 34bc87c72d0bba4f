#include "station/workflow/desk_inventory.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/files.h"
#include "base/machine.h"
#include "station/workflow/real_devices.h"

namespace station {
namespace {

using base::Result;
using devices::DeviceInfo;

constexpr std::chrono::seconds kMostPerDevice{15};

// Asks the work to stop when it has taken too long.
class TimeLimit {
public:
    explicit TimeLimit(std::chrono::seconds limit)
        : thread_([this, limit](std::stop_token ended) {
              std::unique_lock lock(mutex_);
              wake_.wait_for(lock, ended, limit, [] { return false; });
              if (!ended.stop_requested()) source_.request_stop();
          }) {}
    std::stop_source& source() { return source_; }

private:
    std::stop_source source_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

// Each asks one open device what it can do.
Result<void> ask(devices::Camera& camera, DeskDevice& into, std::stop_source& stop) {
    const auto streamed = camera.stream(
        {},
        [&](const devices::Frame& frame) {
            into.frameWidth = frame.image->width;
            into.frameHeight = frame.image->height;
            stop.request_stop();
        },
        stop.get_token());
    if (into.frameWidth > 0) return {};
    if (!streamed && streamed.error().code != base::Code::Cancelled) return base::Failure(streamed.error());
    return base::fail(base::Code::Timeout, "no picture came");
}

Result<void> ask(devices::FingerprintScanner& scanner, DeskDevice& into, std::stop_source&) {
    into.fingerprint = scanner.caps();
    return {};
}

Result<void> ask(devices::DocumentScanner& scanner, DeskDevice& into, std::stop_source&) {
    into.scanner = scanner.caps();
    return {};
}

template <class D>
void addTo(std::vector<DeskDevice>& out, devices::Backend<D>& backend) {
    for (auto& info : backend.enumerate()) {
        if (info.reality != devices::Reality::Real) continue;
        DeskDevice device;
        TimeLimit limit(kMostPerDevice);
        auto opened = backend.open(info.id, limit.source().get_token());
        if (!opened) {
            device.problem = opened.error();
        } else if (auto asked = ask(**opened, device, limit.source()); !asked) {
            device.problem = asked.error();
        }
        device.info = std::move(info);
        out.push_back(std::move(device));
    }
}

void addReal(std::vector<DeviceInfo>& out, std::vector<DeviceInfo> found) {
    for (auto& device : found) {
        if (device.reality == devices::Reality::Real) out.push_back(std::move(device));
    }
}

}  // namespace

std::vector<DeviceInfo> seeDevices(const Preferences& preferences) {
    std::vector<DeviceInfo> out;
    for (const auto& backend : realCameras()) addReal(out, backend->enumerate());
    for (const auto& backend : realFingerprintScanners()) addReal(out, backend->enumerate());
    for (const auto& backend : realScanners(preferences)) addReal(out, backend->enumerate());
    return out;
}

Inventory takeInventory(const Preferences& preferences, const std::filesystem::path& data) {
    Inventory out;
    for (const auto& backend : realCameras()) addTo(out.devices, *backend);
    for (const auto& backend : realFingerprintScanners()) addTo(out.devices, *backend);
    for (const auto& backend : realScanners(preferences)) addTo(out.devices, *backend);
    out.memoryBytes = base::memoryBytes();
    if (const auto space = base::diskSpace(nearestExisting(data))) out.freeDiskBytes = space->freeBytes;
    return out;
}

}  // namespace station
