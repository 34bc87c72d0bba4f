#include "station/workflow/real_devices.h"

#include "devices/camera/system_camera.h"
#include "devices/fingerprint/uareu.h"
#include "devices/scanner/escl_scanner.h"
#include "devices/scanner/system_scanners.h"

namespace station {

std::vector<std::unique_ptr<devices::CameraBackend>> realCameras() {
    std::vector<std::unique_ptr<devices::CameraBackend>> out;
    out.push_back(devices::makeSystemCameraBackend());
    return out;
}

std::vector<std::unique_ptr<devices::FingerprintBackend>> realFingerprintScanners() {
    std::vector<std::unique_ptr<devices::FingerprintBackend>> out;
    out.push_back(devices::makeUareuBackend());
    return out;
}

std::vector<std::unique_ptr<devices::ScannerBackend>> realScanners(const Preferences& preferences) {
    std::vector<std::unique_ptr<devices::ScannerBackend>> out;
    std::vector<devices::EsclTarget> targets;
    for (const auto& url : preferences.esclScanners)
        targets.push_back({url, {}, devices::TlsTrust::AnyCertificate});
    if (!targets.empty()) out.push_back(devices::makeEsclScanner(std::move(targets)));
    for (auto& scanner : devices::makeSystemScanners()) out.push_back(std::move(scanner));
    return out;
}

}  // namespace station
