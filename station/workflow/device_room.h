// The desk's devices while the program runs: one session each for camera, fingerprint scanner and document scanner,
// always searching, so that a plugged device is there within two seconds and an unplugged one is said.
// Training mode puts the virtual backends behind the real ones; real mode has none.
// Threads: main thread; session callbacks are posted through the dispatcher.
#pragma once

#include <memory>
#include <vector>

#include "devices/camera/camera.h"
#include "devices/fingerprint/fingerprint_scanner.h"
#include "devices/scanner/document_scanner.h"
#include "devices/virtual/desk.h"
#include "station/workflow/dispatcher.h"
#include "station/workflow/preferences.h"
#include "station/workflow/signal.h"
#include "station/workflow/views.h"

namespace station {

struct FoundDevice {
    devices::DeviceInfo info;
    bool inUse = false;
};

class DeviceRoom {
public:
    DeviceRoom(Mode mode, const Preferences& preferences, std::shared_ptr<devices::Desk> desk, Dispatcher& dispatcher);
    ~DeviceRoom();

    devices::CameraSession& camera();
    devices::FingerprintSession& fingerprint();
    devices::ScannerSession& scanner();
    // The virtual citizen's desk in training mode, null in real mode.
    devices::Desk* desk();

    DeviceChip chip(devices::Kind kind) const;
    // What the fingerprint scanner at hand can do; nothing while none is there or it has not answered yet.
    std::optional<devices::FingerprintCaps> fingerprintCaps() const;
    std::optional<bool> fingerprintTakesTen() const;   // four fingers at once
    // Looks on a worker; the answer comes on the main thread.
    void list(devices::Kind kind, std::function<void(std::vector<FoundDevice>)> answer);
    void choose(const devices::DeviceInfo& device);

    Signal<devices::Kind> changed;

private:
    void askFingerprintCaps(const devices::SessionStatus& status);
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace station
