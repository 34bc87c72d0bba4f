// The ways to real devices, in the order they are asked. Training mode puts virtual ones behind them
// (device_room). Threads: any; each call makes backends of its own.
#pragma once

#include <memory>
#include <vector>

#include "devices/camera/camera.h"
#include "devices/fingerprint/fingerprint_scanner.h"
#include "devices/scanner/document_scanner.h"
#include "station/workflow/preferences.h"

namespace station {

std::vector<std::unique_ptr<devices::CameraBackend>> realCameras();
std::vector<std::unique_ptr<devices::FingerprintBackend>> realFingerprintScanners();
// The scanners named in the preferences, then the system's.
std::vector<std::unique_ptr<devices::ScannerBackend>> realScanners(const Preferences& preferences);

}  // namespace station
