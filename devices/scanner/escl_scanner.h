// Driverless network and IPP-over-USB scanners by eSCL (AirScan), with a client of our own for both systems.
// The scanners are those configured by URL ("http://10.0.0.7/eSCL"); finding them by mDNS is not done.
//
// Threads: as every backend, on the session's thread. Errors of scan(): NoPaper, PaperJam, CoverOpen, Busy,
// Unsupported (size, resolution or source it does not have), Disconnected, Timeout, Corrupt (a page cut
// short), ProtocolError, Cancelled. A job that does not end by itself is deleted on the scanner.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "devices/scanner/document_scanner.h"

namespace devices {

// Scanners on a local network rarely have a certificate anybody signed.
enum class TlsTrust { Unknown = 0, SystemRoots, AnyCertificate };

struct EsclTarget {
    std::string url;   // up to and including the service's path
    std::string name;  // shown instead of the scanner's own when not empty
    TlsTrust trust = TlsTrust::SystemRoots;
};

struct EsclPatience {
    std::chrono::milliseconds connect{1000};
    std::chrono::milliseconds control{5000};    // for capabilities, status, job
    std::chrono::milliseconds silence{90'000};  // while a page is read: lamps warm up
    std::chrono::milliseconds busy{60'000};     // how long a busy scanner is asked again
};

std::unique_ptr<ScannerBackend> makeEsclScanner(std::vector<EsclTarget> targets, EsclPatience patience = {});

}  // namespace devices
