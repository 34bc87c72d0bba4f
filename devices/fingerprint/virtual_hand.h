// The seated citizen's hand over the glass during one capture: one picture per frame.
// Internal to the virtual scanner. Threads: one capture on one thread.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <vector>

#include "devices/fingerprint/virtual_fingerprint.h"
#include "devices/virtual/finger.h"

namespace devices {

struct GlassSize {
    int width = 0;
    int height = 0;
};
GlassSize glassOf(VirtualModel model);

class VirtualHand {
public:
    // `touch` counts the captures of this scanner, so that every attempt is a new impression.
    VirtualHand(const Desk& desk, VirtualModel model, FingerprintRequest request, Fault fault,
                std::uint64_t touch);

    // The picture of that frame; null when stopped while fingers were still growing.
    ImagePtr frame(int number, const std::stop_token& stop);

private:
    struct Laid {
        PrintTruth print;
        std::shared_ptr<const FingerMaster> master;  // or
        ImagePtr recorded;                           // played instead
    };
    bool prepare(const std::stop_token& stop);
    std::vector<PrintTruth> layout(Placement placement, const std::vector<Finger>& absent) const;
    ImagePtr draw(double nearness) const;

    GlassSize glass_;
    FingerprintRequest request_;
    Fault fault_;
    std::uint64_t citizenSeed_ = 0;
    std::optional<std::filesystem::path> recordings_;
    Impression how_;
    bool prepared_ = false;
    std::vector<Laid> laid_;
    double drawnNearness_ = -1;
    ImagePtr drawn_;
};

}  // namespace devices
