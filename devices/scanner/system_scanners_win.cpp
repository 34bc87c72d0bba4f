#include "devices/scanner/system_scanners.h"
#include "devices/scanner/wia_scanner.h"

namespace devices {

std::vector<std::unique_ptr<ScannerBackend>> makeSystemScanners() {
    std::vector<std::unique_ptr<ScannerBackend>> out;
    out.push_back(makeWiaScanner());
    return out;
}

}  // namespace devices
