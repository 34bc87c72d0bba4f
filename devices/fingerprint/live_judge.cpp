#include "devices/fingerprint/live_judge.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/quality.h"
#include "devices/fingerprint/segmentation.h"

namespace devices {
namespace {

constexpr double kStillMm = 0.7;  // between two pictures

struct ReasonAdvice {
    const char* reason;
    const char* advice;
};

// Most important first.
constexpr std::array<ReasonAdvice, 7> kAdvice = {{{"moved", "hold-still"},
                                                  {"off-center", "center-finger"},
                                                  {"too-light", "press-harder"},
                                                  {"too-small", "lay-flat"},
                                                  {"too-wet", "dry-finger"},
                                                  {"too-dry", "moisten-finger"},
                                                  {"unclear", "clean-finger"}}};

// The most important reason of any finger that stays below the gate.
std::string adviceFor(const std::vector<FingerImage>& fingers, int gate) {
    for (const auto& [reason, advice] : kAdvice) {
        for (const auto& finger : fingers) {
            const auto& reasons = finger.quality.reasons;
            if (finger.quality.score < gate &&
                std::find(reasons.begin(), reasons.end(), reason) != reasons.end())
                return advice;
        }
    }
    for (const auto& finger : fingers) {
        if (finger.quality.score < gate) return "press-harder";
    }
    return {};
}

}  // namespace

FingerprintPreview LiveJudge::look(ImagePtr platen) {
    if (platen == last_.platen && last_.advice != "hold-still") {  // the very same picture again
        if (!confirmed_) noteProgress(last_);
        return last_;
    }
    confirmed_ = false;
    FingerprintPreview preview;
    auto found = segmentPrints(*platen, request_.placement, request_.expected);
    preview.platen = std::move(platen);
    preview.fingers = std::move(found.fingers);
    for (auto& finger : preview.fingers) finger.quality = livePrintQuality(*finger.image);
    const bool moved = noteMovement(preview);
    if (moved) {
        for (auto& finger : preview.fingers) markMoved(finger.quality);
    }
    preview.advice = found.advice == "no-finger" ? "place-finger" : found.advice;
    if (preview.advice.empty() && moved) preview.advice = "hold-still";
    if (preview.advice.empty()) preview.advice = adviceFor(preview.fingers, request_.gate);
    noteProgress(preview);
    last_ = preview;
    return preview;
}

void LiveJudge::noteProgress(FingerprintPreview& preview) {
    constexpr int kRestingPictures = 3;
    constexpr int kBetterBy = 1;
    satisfied_ = false;
    if (!preview.advice.empty() || preview.fingers.size() < expectedCount()) {
        lowestScore_ = 0;
        restingPictures_ = 0;
        return;
    }
    int lowest = 100;
    for (const auto& finger : preview.fingers) lowest = std::min(lowest, finger.quality.score);
    restingPictures_ = lowest > lowestScore_ + kBetterBy ? 0 : restingPictures_ + 1;
    lowestScore_ = std::max(lowest, lowestScore_);
    if (restingPictures_ >= kRestingPictures) confirm(preview);
}

void LiveJudge::confirm(FingerprintPreview& preview) {
    for (auto& finger : preview.fingers) finger.quality = printQuality(*finger.image);
    preview.advice = adviceFor(preview.fingers, request_.gate);
    satisfied_ = preview.advice.empty();
    confirmed_ = true;
}

FingerprintResult LiveJudge::finish(const FingerprintPreview& preview) const {
    FingerprintResult result{preview.platen, preview.fingers, {}};
    for (auto& finger : result.fingers) {
        const bool moved = !finger.quality.reasons.empty() && finger.quality.reasons.front() == "moved";
        finger.quality = printQuality(*finger.image);
        if (moved) markMoved(finger.quality);
    }
    const bool ofPlaces = preview.advice == "wrong-hand" || preview.advice == "missing-finger" ||
                          preview.advice == "extra-finger";
    result.advice = ofPlaces ? preview.advice : adviceFor(result.fingers, request_.gate);
    return result;
}

bool LiveJudge::noteMovement(const FingerprintPreview& preview) {
    const double dpi = preview.platen->dpi > 0 ? preview.platen->dpi : 500;
    std::map<Finger, Spot> now;
    bool moved = false;
    for (const auto& finger : preview.fingers) {
        const Spot spot{finger.left + finger.image->width * 0.5, finger.top + finger.image->height * 0.5};
        now[finger.finger] = spot;
        const auto last = before_.find(finger.finger);
        if (last == before_.end()) {
            moved = true;  // just came down
            continue;
        }
        moved = moved || std::hypot(spot.x - last->second.x, spot.y - last->second.y) * 25.4 / dpi > kStillMm;
    }
    before_ = std::move(now);
    return moved;
}

std::size_t LiveJudge::expectedCount() const {
    if (!request_.expected.empty()) return request_.expected.size();
    return std::max<std::size_t>(1, fingersOf(request_.placement).size());
}

base::Result<void> checkRequest(const FingerprintCaps& caps, const FingerprintRequest& request) {
    bool possible = false;
    switch (request.placement) {
        case Placement::RightFour:
        case Placement::LeftFour:
            possible = caps.rightFour;
            break;
        case Placement::TwoThumbs:
            possible = caps.twoThumbs;
            break;
        case Placement::Single:
            possible = caps.single;
            break;
        case Placement::Rolled:
            possible = caps.rolled;
            break;
        case Placement::Unknown:
            break;
    }
    if (!possible) return base::fail(base::Code::Unsupported, "placement not possible on this scanner");
    const auto allowed = fingersOf(request.placement);
    if (allowed.empty()) {
        if (request.expected.size() == 1 && request.expected.front() != Finger::Unknown) return {};
        return base::fail(base::Code::BadInput, "one finger must be asked for");
    }
    for (const Finger finger : request.expected) {
        if (std::find(allowed.begin(), allowed.end(), finger) == allowed.end()) {
            return base::fail(base::Code::BadInput, "a finger that does not belong to the placement");
        }
    }
    return {};
}

FingerprintPreview judgeStill(ImagePtr platen, const FingerprintRequest& request) {
    FingerprintPreview preview;
    auto found = segmentPrints(*platen, request.placement, request.expected);
    preview.fingers = std::move(found.fingers);
    if (preview.fingers.empty() && !request.expected.empty()) {
        // A finger that covers the whole small glass leaves no background to stand out from.
        FingerImage whole{request.expected.front(), platen, printQuality(*platen), 0, 0};
        if (whole.quality.score > 0) preview.fingers.push_back(std::move(whole));
    } else {
        for (auto& finger : preview.fingers) finger.quality = printQuality(*finger.image);
    }
    preview.advice = preview.fingers.empty() ? "place-finger" : adviceFor(preview.fingers, request.gate);
    preview.platen = std::move(platen);
    return preview;
}

}  // namespace devices
