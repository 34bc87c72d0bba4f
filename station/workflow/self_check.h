// What the station needs of the machine it stands on: whether it is there, and in plain words what to do
// where it is not. The windows and enrollctl doctor say the same sentences. Looking changes nothing. Threads:
// any; checkMachine() reads forms and face models for some 100 ms and does not belong on the GUI thread.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/device.h"
#include "forms/schema.h"

namespace station {

// Weak: the station works with less. Bad: it does not work as it should.
enum class Fitness { Unknown = 0, Good, Weak, Bad };

enum class Fact {
    Unknown = 0,
    FontsThere,
    FontsMissing,
    FormsInOrder,
    FormsDamaged,
    PackNone,
    PackInUse,
    PackDamaged,
    ModelsThere,
    ModelsAbsent,
    ModelsDamaged,
    FacesNotFound,
    CodesUnreadable,
    DiskFine,
    DiskLow,
    DiskFull,
    DiskUnreadable,
    DriveLocal,
    DriveNetwork,
    FolderPrivate,
    FolderNotYet,
    FolderReadOnly,
    FolderOpen,
    ClockPlausible,
    ClockImpossible,
    ZoneVietnam,
    ZoneOther,
    SettingsInOrder,
    SettingsFaulty,
    CameraReady,
    CameraAbsent,
    CameraForbidden,
    CameraBusy,
    CameraNoDriver,
    CameraFaulty,
    FingerprintReady,
    FingerprintAbsent,
    FingerprintForbidden,
    FingerprintBusy,
    FingerprintNoDriver,
    FingerprintFaulty,
    ScannerReady,
    ScannerAbsent,
    ScannerForbidden,
    ScannerBusy,
    ScannerNoDriver,
    ScannerFaulty,
};

struct FactWords {
    Fact fact = Fact::Unknown;
    const char* check = "";  // stable name: "fonts", "disk", "camera" ...
    Fitness fitness = Fitness::Unknown;
    forms::LocalText text;
    forms::LocalText remedy;  // empty where nothing needs doing
};

// Every fact with its words, in the order of Fact. self_check_words.cpp.
std::span<const FactWords> everyFact();

struct Finding {
    Fact fact = Fact::Unknown;
    std::string detail;  // figures, paths and names, the same in both languages; never personal data
    const FactWords& words() const;
};

// The folders the station uses or would use.
struct Machine {
    std::filesystem::path data, config, resources;
};

// The folder itself or, before the first start, the nearest one above it.
std::filesystem::path nearestExisting(std::filesystem::path folder);
// Fonts, forms, models, disk, drive, permissions, clock, time zone, settings; one finding each, in this
// order, after those of the program itself, which are told only where something of it is gone.
std::vector<Finding> checkMachine(const Machine& machine);
// A device as it was found (none: absent), or why it could not be used.
Finding checkDevice(devices::Kind kind, const std::optional<devices::DeviceInfo>& device,
                    const std::optional<base::Error>& problem);

}  // namespace station
