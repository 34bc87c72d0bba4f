// The devices of a desk with what each can do, and the least that a desk must have (docs/desk-minimum.md).
// There is no published list with figures for such desks, so the one we install is our own and an
// administrator replaces it. Threads: any; takeInventory() opens every device for a moment, so it takes
// seconds and a camera's light goes on. It does not belong beside a running station on the same machine: what
// that one holds is reported as busy.
#pragma once

#include "devices/camera/camera.h"
#include "devices/fingerprint/fingerprint_scanner.h"
#include "devices/scanner/document_scanner.h"
#include "station/workflow/preferences.h"
#include "station/workflow/self_check.h"

namespace station {

// One real device; virtual ones are never listed.
struct DeskDevice {
    devices::DeviceInfo info;
    std::optional<base::Error> problem;  // why it could not be asked
    int frameWidth = 0;                  // camera: pixels of its first picture
    int frameHeight = 0;
    std::optional<devices::FingerprintCaps> fingerprint;
    std::optional<devices::ScannerCaps> scanner;
};

struct Inventory {
    std::vector<DeskDevice> devices;
    std::uint64_t memoryBytes = 0;
    std::uint64_t freeDiskBytes = 0;  // where the data folder lies
};

// What can be seen, nothing opened.
std::vector<devices::DeviceInfo> seeDevices(const Preferences& preferences);
Inventory takeInventory(const Preferences& preferences, const std::filesystem::path& data);

// The least of each kind; a kind whose count is 0 is not asked for.
struct DeskMinimum {
    struct {
        int count = 0, width = 0, height = 0;
    } camera;
    struct {
        int count = 0, dpi = 0;
        bool fourFingers = false;
    } fingerprint;
    struct {
        int count = 0, dpi = 0;
        bool feeder = false, duplex = false;
        devices::PageSize paper = devices::PageSize::Unknown;
    } scanner;
    std::uint64_t memoryMib = 0;
    std::uint64_t freeDiskMib = 0;
};

// A TOML file. NotFound; BadInput with file and line for an unknown key or a value out of its range.
base::Result<DeskMinimum> readDeskMinimum(const std::filesystem::path& file);

// One line of the comparison, for every thing the list asks for.
struct MinimumLine {
    const char* item = "";  // "camera", "fingerprint", "scanner", "memory", "disk"
    bool met = false;
    std::string asked;  // figures, the same in both languages: "1 (500 dpi, 4-4-2)", "4096 MiB"
    std::string found;  // devices that fit, of those that are there: "0/1"; or "3900 MiB"
    forms::LocalText text;
};
std::vector<MinimumLine> compare(const Inventory& inventory, const DeskMinimum& minimum);

}  // namespace station
