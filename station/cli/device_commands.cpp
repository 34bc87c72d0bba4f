// enrollctl devices ...: what is plugged in.
#include "base/files.h"
#include "devices/camera/system_camera.h"
#include "devices/fingerprint/uareu.h"
#include "devices/scanner/escl_scanner.h"
#include "devices/scanner/system_scanners.h"
#include "station/cli/command.h"
#include "station/cli/device_list.h"

namespace station::cli {
namespace {

using base::Result;
using gateway::Arguments;

void addReal(std::vector<devices::DeviceInfo>& out, std::vector<devices::DeviceInfo> found) {
    for (auto& device : found) {
        if (device.reality == devices::Reality::Real) out.push_back(std::move(device));
    }
}

Result<Answer> list(const Arguments& arguments) {
    const std::string given = arguments.value("config");
    const auto preferences = loadPreferences(given.empty() ? base::configFolder() : pathOf(given));
    if (!preferences) return base::pass(preferences.error(), "settings");
    Report found = Report::list();
    for (const auto& device : realDevices(*preferences)) {
        Report item = Report::object();
        item.set("kind", kindName(device.kind)).set("name", device.name);
        item.set("serial", device.serial.empty() ? Report() : Report(device.serial));
        found.add(item.set("backend", device.id.backend).set("address", device.id.address));
    }
    return Answer{std::move(found)};
}

}  // namespace

std::vector<devices::DeviceInfo> realDevices(const Preferences& preferences) {
    std::vector<devices::DeviceInfo> out;
    addReal(out, devices::makeSystemCameraBackend()->enumerate());
    addReal(out, devices::makeUareuBackend()->enumerate());
    std::vector<devices::EsclTarget> targets;
    for (const auto& url : preferences.esclScanners)
        targets.push_back({url, {}, devices::TlsTrust::AnyCertificate});
    if (!targets.empty()) addReal(out, devices::makeEsclScanner(std::move(targets))->enumerate());
    for (const auto& scanner : devices::makeSystemScanners()) addReal(out, scanner->enumerate());
    return out;
}

const char* kindName(devices::Kind kind) {
    switch (kind) {
        case devices::Kind::Camera:
            return "camera";
        case devices::Kind::Fingerprint:
            return "fingerprint";
        case devices::Kind::Scanner:
            return "scanner";
        case devices::Kind::Unknown:
            break;
    }
    return "unknown";
}

std::span<const Command> deviceCommands() {
    static const Command kTable[] = {
        {"devices list",
         "[--config DIR]",
         "Cameras, fingerprint readers and document scanners that can be seen now; virtual ones are never "
         "listed.",
         {{"config"}, {}, {}, {}, 0},
         list},
    };
    return kTable;
}

}  // namespace station::cli
