// Scanners with a Windows driver, by WIA 2.0. All COM calls are made on one thread of the backend's own, in
// the multithreaded apartment; the session's thread waits for it and may stop waiting at any moment.
//
// A page is handed over when it is whole: drivers may write its rows from the bottom and its header last, so
// there are no partial pictures. Dots come as the driver gives them, with the resolution it has set.
//
// Threads: as every backend, on the session's thread; a scan's pages reach the sink on a thread of COM while
// the session's waits. Errors of scan(): NoPaper, PaperJam, CoverOpen, Busy, Unsupported, PermissionDenied,
// Disconnected, DeviceFault, Timeout, TooLarge, Corrupt, Cancelled. A cancelled scan answers at once; the
// scanner may need a moment to let go of its paper, and the next scan waits for it.
#pragma once

#include <chrono>
#include <memory>

#include "devices/scanner/document_scanner.h"

namespace devices {

struct WiaPatience {
    std::chrono::milliseconds control{20'000};  // to list, to open, to be set
    std::chrono::milliseconds silence{90'000};  // without a word while a page is read: lamps warm up
};

std::unique_ptr<ScannerBackend> makeWiaScanner(WiaPatience patience = {});

}  // namespace devices
