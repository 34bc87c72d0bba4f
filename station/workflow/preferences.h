// What an officer or administrator may set. Defaults < machine file (administrator, may lock keys) < user file.
// The machine file is TOML (config folder/station.toml); an unknown key is an error with its line. The user's choices are
// kept in preferences.json beside it. Threads: main thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace station {

enum class Language { Unknown = 0, Vietnamese, English };
enum class Switch { Unknown = 0, On, Off };

struct Preferences {
    Language language = Language::Vietnamese;
    std::chrono::minutes idleLock{10};
    Switch autoCapture = Switch::On;
    int fingerGate = 40;                   // 0..100
    int fingerTries = 3;                   // before the best is kept with a reason
    std::chrono::hours correctionWindow{72};
    int scanDpi = 200;
    std::filesystem::path modelsFolder;    // empty: beside the program, else none
    std::filesystem::path watchFolder;     // document pages from a phone or multifunction device; empty: off
    std::vector<std::string> esclScanners; // URLs of driverless scanners
    std::string proxy;                     // host:port, empty: none
    std::uint64_t bandwidthCapBytesPerSecond = 0;  // 0: none
    std::vector<std::string> lockedKeys;   // set by the administrator, greyed on the settings page
    bool operator==(const Preferences&) const = default;
};

base::Result<Preferences> loadPreferences(const std::filesystem::path& configFolder);
// Writes what differs from the machine file; PermissionDenied when a locked key differs.
base::Result<void> savePreferences(const std::filesystem::path& configFolder, const Preferences& preferences);

}  // namespace station
