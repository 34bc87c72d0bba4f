#include "station/workflow/device_room.h"

#include "base/worker.h"
#include "devices/camera/virtual_camera.h"
#include "devices/fingerprint/virtual_fingerprint.h"
#include "devices/scanner/folder_scanner.h"
#include "devices/scanner/virtual_scanner.h"
#include "station/workflow/real_devices.h"

namespace station {
namespace {

using devices::Kind;

// Real devices first; the virtual one behind them, in training mode only.
std::vector<std::unique_ptr<devices::CameraBackend>> cameraBackends(const std::shared_ptr<devices::Desk>& desk) {
    auto out = realCameras();
    if (desk) out.push_back(devices::makeVirtualCameraBackend(desk));
    return out;
}

std::vector<std::unique_ptr<devices::FingerprintBackend>> fingerprintBackends(const std::shared_ptr<devices::Desk>& desk) {
    auto out = realFingerprintScanners();
    if (desk) out.push_back(devices::makeVirtualFingerprintBackend(desk));
    return out;
}

std::vector<std::unique_ptr<devices::ScannerBackend>> scannerBackends(const Preferences& preferences, const std::shared_ptr<devices::Desk>& desk) {
    auto out = realScanners(preferences);
    if (!preferences.watchFolder.empty()) {
        devices::FolderSettings folder;
        folder.folder = preferences.watchFolder;
        out.push_back(devices::makeFolderScanner(std::move(folder)));
    }
    if (desk) out.push_back(devices::makeVirtualScanner(desk));
    return out;
}

DeviceChip chipOf(const devices::SessionStatus& status) {
    DeviceChip chip;
    chip.problem = status.lastProblem;
    if (!status.device) {
        const bool lookedFor = status.state != devices::SessionState::Unknown;  // SANE takes seconds
        chip.state = status.lastProblem ? ChipState::Attention : lookedFor ? ChipState::Absent : ChipState::Unknown;
        return chip;
    }
    chip.state = ChipState::Good;
    chip.device = status.device->name;
    chip.isVirtual = status.device->reality == devices::Reality::Virtual;
    return chip;
}

}  // namespace

struct DeviceRoom::Parts {
    struct Alive {
        DeviceRoom* room = nullptr;  // main thread
    };
    std::shared_ptr<Alive> alive = std::make_shared<Alive>();
    Dispatcher* dispatcher = nullptr;
    std::shared_ptr<devices::Desk> desk;
    std::optional<devices::FingerprintCaps> fingerprintCaps;  // main thread
    std::unique_ptr<devices::CameraSession> camera;
    std::unique_ptr<devices::FingerprintSession> fingerprint;
    std::unique_ptr<devices::ScannerSession> scanner;
    // Backends of their own for listing, so that a look never waits for the session at work.
    std::vector<std::unique_ptr<devices::CameraBackend>> listedCameras;
    std::vector<std::unique_ptr<devices::FingerprintBackend>> listedFingerprints;
    base::Worker lister;

    std::function<void(const devices::SessionStatus&)> tell(Kind kind) {
        return [this, alive = alive, dispatcher = dispatcher, kind](const devices::SessionStatus& status) {
            dispatcher->post([alive, kind, status] {
                if (alive->room == nullptr) return;
                if (kind == Kind::Fingerprint) alive->room->askFingerprintCaps(status);
                alive->room->changed.emit(kind);
            });
        };
    }
};

DeviceRoom::DeviceRoom(Mode mode, const Preferences& preferences, std::shared_ptr<devices::Desk> desk, Dispatcher& dispatcher)
    : parts_(std::make_unique<Parts>()) {
    parts_->alive->room = this;
    parts_->dispatcher = &dispatcher;
    if (mode == Mode::Training) parts_->desk = std::move(desk);
    parts_->listedCameras = cameraBackends(parts_->desk);
    parts_->listedFingerprints = fingerprintBackends(parts_->desk);
    parts_->camera = std::make_unique<devices::CameraSession>(cameraBackends(parts_->desk), std::nullopt, parts_->tell(Kind::Camera));
    parts_->fingerprint = std::make_unique<devices::FingerprintSession>(fingerprintBackends(parts_->desk), std::nullopt, parts_->tell(Kind::Fingerprint));
    parts_->scanner = std::make_unique<devices::ScannerSession>(scannerBackends(preferences, parts_->desk), std::nullopt, parts_->tell(Kind::Scanner));
}

DeviceRoom::~DeviceRoom() { parts_->alive->room = nullptr; }

devices::CameraSession& DeviceRoom::camera() { return *parts_->camera; }
devices::FingerprintSession& DeviceRoom::fingerprint() { return *parts_->fingerprint; }
devices::ScannerSession& DeviceRoom::scanner() { return *parts_->scanner; }
devices::Desk* DeviceRoom::desk() { return parts_->desk.get(); }

DeviceChip DeviceRoom::chip(Kind kind) const {
    switch (kind) {
        case Kind::Camera: return chipOf(parts_->camera->status());
        case Kind::Fingerprint: return chipOf(parts_->fingerprint->status());
        case Kind::Scanner: return chipOf(parts_->scanner->status());
        case Kind::Unknown: break;
    }
    return {};
}

std::optional<devices::FingerprintCaps> DeviceRoom::fingerprintCaps() const { return parts_->fingerprintCaps; }

std::optional<bool> DeviceRoom::fingerprintTakesTen() const {
    if (!parts_->fingerprintCaps) return std::nullopt;
    return parts_->fingerprintCaps->rightFour;
}

// What the scanner can do is asked of the device itself, on its thread, once it is there.
void DeviceRoom::askFingerprintCaps(const devices::SessionStatus& status) {
    if (!status.device) {
        parts_->fingerprintCaps.reset();
        return;
    }
    if (parts_->fingerprintCaps) return;
    parts_->fingerprint->post(
        [alive = parts_->alive, dispatcher = parts_->dispatcher](devices::FingerprintScanner& scanner, std::stop_token) -> base::Result<void> {
            dispatcher->post([alive, caps = scanner.caps()] {
                if (alive->room == nullptr) return;
                alive->room->parts_->fingerprintCaps = caps;
                alive->room->changed.emit(Kind::Fingerprint);
            });
            return {};
        },
        nullptr);
}

void DeviceRoom::list(Kind kind, std::function<void(std::vector<FoundDevice>)> answer) {
    const auto reply = [answer, alive = parts_->alive, dispatcher = parts_->dispatcher](std::vector<FoundDevice> found) {
        dispatcher->post([alive, answer, found = std::move(found)] {
            if (alive->room != nullptr) answer(found);
        });
    };
    const auto used = [status = kind == Kind::Camera        ? parts_->camera->status()
                                : kind == Kind::Fingerprint ? parts_->fingerprint->status()
                                                            : parts_->scanner->status()](const devices::DeviceInfo& info) {
        return status.device && status.device->id == info.id;
    };
    if (kind == Kind::Scanner) {  // SANE belongs to the session's thread
        parts_->scanner->look([reply, used](std::vector<devices::DeviceInfo> infos) {
            std::vector<FoundDevice> found;
            for (auto& info : infos) found.push_back({info, used(info)});
            reply(std::move(found));
        });
        return;
    }
    const bool taken = parts_->lister.post([this, kind, reply, used](std::stop_token) {
        std::vector<FoundDevice> found;
        const auto look = [&](auto& backends) {
            for (auto& backend : backends) {
                for (auto& info : backend->enumerate()) found.push_back({info, used(info)});
            }
        };
        if (kind == Kind::Camera) look(parts_->listedCameras);
        if (kind == Kind::Fingerprint) look(parts_->listedFingerprints);
        reply(std::move(found));
    });
    if (!taken) reply({});
}

void DeviceRoom::choose(const devices::DeviceInfo& device) {
    switch (device.kind) {
        case Kind::Camera: parts_->camera->prefer(device.id); break;
        case Kind::Fingerprint: parts_->fingerprint->prefer(device.id); break;
        case Kind::Scanner: parts_->scanner->prefer(device.id); break;
        case Kind::Unknown: break;
    }
}

}  // namespace station
