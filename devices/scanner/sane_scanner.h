// Scanners with a SANE driver (Linux). libsane wants all its calls on one thread, so every device of the
// process shares one: started with the first backend, ended with the last (sane_init and sane_exit happen on
// it, once each time).
//
// Threads: as every backend, on the session's thread; a scan's pages reach the sink on SANE's thread while
// the session's waits. Errors of scan(): NoPaper, PaperJam, CoverOpen, Busy, Unsupported, PermissionDenied,
// Disconnected, DeviceFault, Timeout, Cancelled. Drivers that emulate a scanner ("virtual device" in SANE's
// words) are reported as Reality::Virtual. Source: SANE Standard 1.06; well-known options of sane/saneopts.h.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "devices/scanner/document_scanner.h"

namespace devices {

struct SaneSettings {
    // Driver options that an administrator sets for every scan, by SANE's name and value ("swdeskew" ->
    // "yes"). Those a device does not have are passed over.
    std::map<std::string, std::string> options;
    // How long a device may say nothing before its scan is given up. Lamps warm up for a minute.
    std::chrono::milliseconds silence{90'000};
};

std::unique_ptr<ScannerBackend> makeSaneScanner(SaneSettings settings = {});

}  // namespace devices
