#include "station/workflow/self_check.h"

#include "base/access.h"
#include "base/clock.h"
#include "base/files.h"
#include "devices/barcode/code_library.h"
#include "devices/portrait/face_models.h"
#include "forms/catalogue.h"
#include "forms/law.h"
#include "station/print/pdf_page.h"
#include "station/workflow/preferences.h"

namespace station {
namespace {

namespace fs = std::filesystem;
using base::Result;

constexpr std::uint64_t kNeededBytes = std::uint64_t{512} << 20;  // below this the store begins no draft
constexpr std::uint64_t kWiseBytes = std::uint64_t{5} << 30;
constexpr int kNoEarlierThan = 2025;
constexpr int kNoLaterThan = 2099;

Finding checkFonts(const fs::path& resources) {
    if (const auto fonts = print::findFonts(resources)) return {Fact::FontsThere, fonts->regular.string()};
    return {Fact::FontsMissing, ""};
}

Finding checkForms(const fs::path& resources) {
    const auto schemas = forms::SchemaSet::load(resources / "forms" / "schemas");
    if (!schemas) return {Fact::FormsDamaged, schemas.error().detail};
    const auto catalogues = forms::Catalogues::load(resources / "forms" / "data");
    if (!catalogues) return {Fact::FormsDamaged, catalogues.error().detail};
    const auto law = forms::LawTables::load(resources / "forms" / "data");
    if (!law) return {Fact::FormsDamaged, law.error().detail};
    return {Fact::FormsInOrder, ""};
}

Finding checkModels(const fs::path& folder) {
    const auto networks = devices::FaceModels::fromFolder(folder);
    if (networks) return {Fact::ModelsThere, folder.string()};
    if (!devices::FaceModels::fromCascades()) return {Fact::FacesNotFound, networks.error().detail};
    const bool absent = networks.error().code == base::Code::NotFound;
    return {absent ? Fact::ModelsAbsent : Fact::ModelsDamaged, networks.error().detail};
}

Finding checkDisk(const fs::path& data) {
    const auto space = base::diskSpace(nearestExisting(data));
    if (!space) return {Fact::DiskUnreadable, space.error().detail};
    const std::string detail = std::to_string(space->freeBytes >> 20) + " MiB";
    if (space->freeBytes < kNeededBytes) return {Fact::DiskFull, detail};
    return {space->freeBytes < kWiseBytes ? Fact::DiskLow : Fact::DiskFine, detail};
}

Finding checkDrive(const fs::path& data) {
    const bool network = base::driveKind(nearestExisting(data)) == base::DriveKind::Network;
    return {network ? Fact::DriveNetwork : Fact::DriveLocal, ""};
}

Finding checkPermissions(const fs::path& data) {
    const auto privacy = base::privacyOf(data);
    if (!privacy && privacy.error().code == base::Code::NotFound) {
        if (!base::mayWriteInto(nearestExisting(data))) return {Fact::FolderReadOnly, data.string()};
        return {Fact::FolderNotYet, ""};
    }
    if (!base::mayWriteInto(data)) return {Fact::FolderReadOnly, data.string()};
    if (!privacy || *privacy != base::Privacy::OwnerOnly) return {Fact::FolderOpen, data.string()};
    return {Fact::FolderPrivate, ""};
}

Finding checkClock(base::Instant now) {
    const int year = base::dayInVietnam(now).year;
    const bool plausible = year >= kNoEarlierThan && year <= kNoLaterThan;
    return {plausible ? Fact::ClockPlausible : Fact::ClockImpossible, base::formatUtc(now)};
}

Finding checkZone(base::Instant now) {
    const auto offset = base::machineOffset(now);
    if (offset == base::kVietnamOffset) return {Fact::ZoneVietnam, "UTC+7"};
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(offset).count();
    return {Fact::ZoneOther, "UTC" + std::string(hours < 0 ? "" : "+") + std::to_string(hours)};
}

// The facts of a kind of device stand in this order.
enum Offset { Ready = 0, Absent, Forbidden, InUse, NoDriver, Faulty };

Fact factOf(devices::Kind kind, Offset offset) {
    const Fact first = kind == devices::Kind::Camera        ? Fact::CameraReady
                       : kind == devices::Kind::Fingerprint ? Fact::FingerprintReady
                                                            : Fact::ScannerReady;
    return static_cast<Fact>(static_cast<int>(first) + offset);
}

Offset offsetOf(base::Code problem) {
    switch (problem) {
        case base::Code::NoDevice:
        case base::Code::Disconnected:
        case base::Code::NotFound:
            return Absent;
        case base::Code::PermissionDenied:
            return Forbidden;
        case base::Code::Busy:
            return InUse;
        case base::Code::Unsupported:
            return NoDriver;
        default:
            return Faulty;
    }
}

}  // namespace

fs::path nearestExisting(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
        folder = folder.parent_path();
    return folder;
}

std::vector<Finding> checkMachine(const Machine& machine) {
    const auto preferences = loadPreferences(machine.config);
    const bool ownModels = preferences && !preferences->modelsFolder.empty();
    const base::Instant now = base::SystemClock().now();
    std::vector<Finding> out = {checkFonts(machine.resources),
                                checkForms(machine.resources),
                                checkModels(ownModels ? preferences->modelsFolder : machine.resources / "models"),
                                checkDisk(machine.data),
                                checkDrive(machine.data),
                                checkPermissions(machine.data),
                                checkClock(now),
                                checkZone(now),
                                preferences ? Finding{Fact::SettingsInOrder, ""}
                                            : Finding{Fact::SettingsFaulty, preferences.error().detail}};
    if (const auto library = devices::codeLibrary(); !library)
        out.insert(out.begin(), {Fact::CodesUnreadable, library.error().detail});
    return out;
}

Finding checkDevice(devices::Kind kind, const std::optional<devices::DeviceInfo>& device,
                    const std::optional<base::Error>& problem) {
    const std::string name = device ? device->name : std::string();
    if (problem)
        return {factOf(kind, offsetOf(problem->code)),
                name.empty() ? problem->detail : name + ": " + problem->detail};
    return {factOf(kind, device ? Ready : Absent), name};
}

}  // namespace station
