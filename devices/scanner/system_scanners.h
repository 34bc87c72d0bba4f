// The system's own ways to document scanners: SANE on Linux, WIA on Windows.
// system_scanners_sane.cpp, system_scanners_win.cpp. Threads: any.
#pragma once

#include <memory>
#include <vector>

#include "devices/scanner/document_scanner.h"

namespace devices {

std::vector<std::unique_ptr<ScannerBackend>> makeSystemScanners();

}  // namespace devices
