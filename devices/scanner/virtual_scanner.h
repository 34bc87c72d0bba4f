// The training scanner: a flatbed and a duplex feeder up to A3 which hold the papers of the citizen at the
// desk. Pages appear progressively, as fast as `pagePace` says; the desk's faults are played. Always marked
// as virtual. Threads: as every backend, on the session's thread; the desk is shared.
#pragma once

#include <chrono>
#include <memory>

#include "devices/scanner/document_scanner.h"
#include "devices/virtual/desk.h"

namespace devices {

struct VirtualScannerPace {
    std::chrono::milliseconds perPage{1500};
};

std::unique_ptr<ScannerBackend> makeVirtualScanner(std::shared_ptr<Desk> desk, VirtualScannerPace pace = {});

}  // namespace devices
