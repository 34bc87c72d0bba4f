#include "devices/fingerprint/virtual_hand.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/files.h"
#include "base/log.h"
#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/fingerprint/ridge_field.h"
#include "devices/virtual/dice.h"

namespace devices {
namespace {

constexpr int kFirstTouch = 2;       // frames until the fingers reach the glass
constexpr int kPressFrames = 8;      // from the first touch to full pressure
constexpr int kFaultFrames = 30;     // until the citizen corrects a wrong or lifted finger
constexpr double kDriftPixels = 26;  // sliding while coming down
constexpr std::uint64_t kPrintLimit = 8u << 20;

// Recorded pixels fade in with the pressure, as skin does that comes near.
void lay(Image& glass, const Image& recorded, double x, double y, double nearness) {
    const int left = static_cast<int>(x) - recorded.width / 2;
    const int top = static_cast<int>(y) - recorded.height / 2;
    const int firstX = std::max(0, -left);
    const int lastX = std::min(recorded.width, glass.width - left);
    for (int row = std::max(0, -top); row < std::min(recorded.height, glass.height - top); ++row) {
        const auto* from = recorded.pixels.data() + static_cast<std::size_t>(row) * recorded.width;
        auto* to = glass.pixels.data() + static_cast<std::size_t>(top + row) * glass.width + left;
        for (int column = firstX; column < lastX; ++column) {
            const double faded = 255 - nearness * (255 - from[column]);
            to[column] = std::min(to[column], static_cast<std::uint8_t>(faded));
        }
    }
}

ImagePtr recordedPrint(const std::filesystem::path& folder, Finger finger) {
    const auto path = folder / "prints" / (std::string(fingerName(finger)) + ".png");
    auto bytes = base::readFile(path, kPrintLimit);
    if (!bytes) return nullptr;
    auto image = decodeGreyPng(*bytes);
    if (!image) {
        base::log::failure("recorded-print", image.error());
        return nullptr;
    }
    if (image->dpi <= 0) image->dpi = 500;
    return std::make_shared<const Image>(resampledTo(*image, 500));
}

Placement otherHand(Placement placement) {
    return placement == Placement::RightFour ? Placement::LeftFour : Placement::RightFour;
}

}  // namespace

GlassSize glassOf(VirtualModel model) {
    if (model == VirtualModel::SingleReader) return {400, 500};
    return {kPlatenWidth, kPlatenHeight};
}

VirtualHand::VirtualHand(const Desk& desk, VirtualModel model, FingerprintRequest request, Fault fault,
                         std::uint64_t touch)
    : glass_(glassOf(model)),
      request_(std::move(request)),
      fault_(fault),
      citizenSeed_(desk.citizen().seed),
      recordings_(desk.recordings()),
      how_(usualImpression(mixBits(citizenSeed_) + touch)) {
    if (request_.expected.empty()) request_.expected = fingersOf(request_.placement);
    if (request_.placement == Placement::Rolled) how_.contact = Contact::Rolled;
}

ImagePtr VirtualHand::frame(int number, const std::stop_token& stop) {
    if (fault_ != Fault::None && number >= kFaultFrames) {  // the citizen has understood
        fault_ = Fault::None;
        prepared_ = false;
        drawnNearness_ = -1;
    }
    if (number < kFirstTouch) return draw(0);
    if (!prepared_ && !prepare(stop)) return nullptr;
    const double nearness = std::min(1.0, static_cast<double>(number - kFirstTouch + 1) / kPressFrames);
    if (nearness != drawnNearness_) {  // a resting hand need not be drawn again
        drawn_ = draw(nearness);
        drawnNearness_ = nearness;
    }
    return drawn_;
}

bool VirtualHand::prepare(const std::stop_token& stop) {
    const bool wrongHand = fault_ == Fault::WrongHand;
    const Placement placement = wrongHand ? otherHand(request_.placement) : request_.placement;
    std::vector<Finger> present = request_.expected;
    if (wrongHand) std::transform(present.begin(), present.end(), present.begin(), mirrored);
    if (fault_ == Fault::MissingFinger) present.pop_back();
    std::vector<Finger> absent;
    for (const Finger finger : fingersOf(placement)) {
        if (std::find(present.begin(), present.end(), finger) == present.end()) absent.push_back(finger);
    }
    laid_.clear();
    for (auto& print : layout(placement, absent)) {
        if (stop.stop_requested()) return false;
        Laid laid{print, nullptr, nullptr};
        if (recordings_) laid.recorded = recordedPrint(*recordings_, print.finger);
        if (!laid.recorded) laid.master = fingerMaster(citizenSeed_, print.finger);
        laid_.push_back(std::move(laid));
    }
    prepared_ = true;
    return true;
}

std::vector<PrintTruth> VirtualHand::layout(Placement placement, const std::vector<Finger>& absent) const {
    if (placement == Placement::Single || placement == Placement::Rolled) {
        return {{request_.expected.front(), glass_.width * 0.5, glass_.height * 0.5, 0, 0, how_}};
    }
    SlapRequest slap;
    slap.citizenSeed = citizenSeed_;
    slap.placement = placement;
    slap.how = how_;
    slap.absent = absent;
    return slapLayout(slap);
}

ImagePtr VirtualHand::draw(double nearness) const {
    auto picture = std::make_shared<Image>(emptyGlass(glass_.width, glass_.height, 500, how_.seed));
    if (nearness <= 0) return picture;
    const double drift = kDriftPixels * std::max(0.0, 1 - 1.6 * nearness);
    for (const auto& laid : laid_) {
        const double x = laid.print.centerX + drift;
        const double y = laid.print.centerY - 1.5 * drift;
        if (laid.recorded) {
            lay(*picture, *laid.recorded, x, y, nearness);
            continue;
        }
        Impression how = laid.print.how;
        how.pressure *= nearness;
        if (how.contact == Contact::Rolled) how.coverage = 0.35 + 0.65 * nearness;
        press(*picture, *laid.master, how, x, y);
    }
    return picture;
}

}  // namespace devices
