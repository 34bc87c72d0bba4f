// enrollctl devices ...: what is plugged in.
#include "base/files.h"
#include "station/cli/command.h"
#include "station/workflow/desk_inventory.h"

namespace station::cli {
namespace {

using base::Result;
using gateway::Arguments;

Result<Answer> list(const Arguments& arguments) {
    const std::string given = arguments.value("config");
    const auto preferences = loadPreferences(given.empty() ? base::configFolder() : pathOf(given));
    if (!preferences) return base::pass(preferences.error(), "settings");
    Report found = Report::list();
    for (const auto& device : seeDevices(*preferences)) {
        Report item = Report::object();
        item.set("kind", kindName(device.kind)).set("name", device.name);
        item.set("serial", device.serial.empty() ? Report() : Report(device.serial));
        found.add(item.set("backend", device.id.backend).set("address", device.id.address));
    }
    return Answer{std::move(found)};
}

}  // namespace

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
