#include "devices/scanner/sane_scanner.h"
#include "devices/scanner/system_scanners.h"

namespace devices {

std::vector<std::unique_ptr<ScannerBackend>> makeSystemScanners() {
    std::vector<std::unique_ptr<ScannerBackend>> out;
    out.push_back(makeSaneScanner());
    return out;
}

}  // namespace devices
