// enrollctl doctor: looks at everything the station needs from the machine and at the devices of the desk,
// compares them with the minimum list, and says what to do where something is missing.
#include <algorithm>

#include "base/files.h"
#include "station/cli/command.h"
#include "station/workflow/desk_inventory.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Result;
using devices::Kind;
using gateway::Arguments;

constexpr const char* kMinimumFile = "desk-minimum.toml";

// Chooses the words of one language.
struct Tongue {
    bool vietnamese = false;
    const std::string& operator()(const forms::LocalText& text) const {
        return vietnamese ? text.vi : text.en;
    }
};

const char* nameOf(Fitness fitness) {
    switch (fitness) {
        case Fitness::Good:
            return "good";
        case Fitness::Weak:
            return "weak";
        case Fitness::Bad:
            return "missing";
        case Fitness::Unknown:
            break;
    }
    return "unknown";
}

Report reportOf(const Finding& finding, const Tongue& say) {
    const FactWords& words = finding.words();
    Report out = Report::object();
    out.set("check", words.check).set("state", nameOf(words.fitness)).set("text", say(words.text));
    if (!finding.detail.empty()) out.set("detail", finding.detail);
    if (!words.remedy.vi.empty()) out.set("remedy", say(words.remedy));
    return out;
}

// One finding for each device, or that there is none of a kind.
std::vector<Finding> checkDevices(const std::vector<DeskDevice>& devices) {
    std::vector<Finding> out;
    for (const Kind kind : {Kind::Camera, Kind::Fingerprint, Kind::Scanner}) {
        const auto before = out.size();
        for (const auto& device : devices) {
            if (device.info.kind == kind) out.push_back(checkDevice(kind, device.info, device.problem));
        }
        if (out.size() == before) out.push_back(checkDevice(kind, std::nullopt, std::nullopt));
    }
    return out;
}

Report reportOf(const DeskDevice& device) {
    Report out = Report::object();
    out.set("kind", kindName(device.info.kind))
        .set("name", device.info.name)
        .set("backend", device.info.id.backend);
    if (device.frameWidth > 0)
        out.set("picture", std::to_string(device.frameWidth) + "x" + std::to_string(device.frameHeight));
    if (const auto& caps = device.fingerprint)
        out.set("dpi", caps->dpi).set("fourFingers", caps->rightFour).set("twoThumbs", caps->twoThumbs);
    if (const auto& caps = device.scanner) {
        const auto has = [&](devices::PageSource source) {
            return std::find(caps->sources.begin(), caps->sources.end(), source) != caps->sources.end();
        };
        out.set("dpi", caps->dpi.empty() ? 0 : *std::max_element(caps->dpi.begin(), caps->dpi.end()));
        out.set("widthMm", caps->maxWidthMm).set("heightMm", caps->maxHeightMm);
        out.set("flatbed", has(devices::PageSource::Flatbed)).set("feeder", has(devices::PageSource::Feeder));
        out.set("duplex", has(devices::PageSource::FeederDuplex));
    }
    if (device.problem)
        out.set("problem", std::string(base::codeName(device.problem->code)) + ": " + device.problem->detail);
    return out;
}

// The minimum list that holds here, and whether the administrator put it there.
struct List {
    fs::path file;
    bool binding = false;
};

List minimumList(const Arguments& arguments, const Machine& machine) {
    if (const std::string given = arguments.value("minimum"); !given.empty()) return {pathOf(given), true};
    std::error_code error;
    if (fs::exists(machine.config / kMinimumFile, error)) return {machine.config / kMinimumFile, true};
    return {machine.resources / kMinimumFile, false};
}

Result<Answer> doctor(const Arguments& arguments) {
    const std::string config = arguments.value("config");
    const Machine machine{stationFolder(arguments), config.empty() ? base::configFolder() : pathOf(config),
                          base::resourceFolder()};
    const Tongue say{arguments.has("vi")};
    const List list = minimumList(arguments, machine);
    const auto minimum = readDeskMinimum(list.file);
    if (!minimum && list.binding) return base::pass(minimum.error(), "minimum list");
    const Inventory desk =
        takeInventory(loadPreferences(machine.config).value_or(Preferences{}), machine.data);

    bool ready = true;
    Report checks = Report::list();
    auto findings = checkMachine(machine);
    const auto found = checkDevices(desk.devices);
    findings.insert(findings.end(), found.begin(), found.end());
    for (const auto& finding : findings) {
        ready = ready && finding.words().fitness != Fitness::Bad;
        checks.add(reportOf(finding, say));
    }
    Report devices = Report::list();
    for (const auto& device : desk.devices) devices.add(reportOf(device));
    Report lines = Report::list();
    for (const auto& line : minimum ? compare(desk, *minimum) : std::vector<MinimumLine>{}) {
        const Fitness fitness = line.met ? Fitness::Good : list.binding ? Fitness::Bad : Fitness::Weak;
        ready = ready && fitness != Fitness::Bad;
        Report item = Report::object();
        item.set("item", line.item).set("state", nameOf(fitness)).set("text", say(line.text));
        lines.add(std::move(item.set("asked", line.asked).set("found", line.found)));
    }
    return Answer{std::move(Report::object()
                                .set("ready", ready)
                                .set("checks", std::move(checks))
                                .set("devices", std::move(devices))
                                .set("minimumList", list.file.string())
                                .set("minimum", std::move(lines))),
                  ready ? Verdict::Good : Verdict::Bad};
}

}  // namespace

std::span<const Command> doctorCommands() {
    static const Command kTable[] = {
        {"doctor",
         "[--data DIR] [--config DIR] [--minimum FILE] [--vi]",
         "What the station needs from this machine, and the desk's devices beside the minimum list, with "
         "remedies "
         "(--vi: in Vietnamese); opens each device for a moment; exit code 1 when something needed is "
         "missing.",
         {{"data", "config", "minimum"}, {}, {"vi"}, {}, 0},
         doctor},
    };
    return kTable;
}

}  // namespace station::cli
