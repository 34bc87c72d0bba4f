#include "devices/fingerprint/finger_names.h"

#include <array>

namespace devices {
namespace {

constexpr std::array<std::string_view, 11> kNames = {
    "",           "right-thumb", "right-index", "right-middle", "right-ring", "right-little",
    "left-thumb", "left-index",  "left-middle", "left-ring",    "left-little"};
constexpr std::array<std::string_view, 6> kPlacements = {"",          "single",     "right-four",
                                                         "left-four", "two-thumbs", "rolled"};

}  // namespace

std::string_view fingerName(Finger finger) {
    const auto index = static_cast<std::size_t>(finger);
    return index < kNames.size() ? kNames[index] : std::string_view();
}

Finger fingerByName(std::string_view name) {
    for (std::size_t i = 1; i < kNames.size(); ++i) {
        if (kNames[i] == name) return static_cast<Finger>(i);
    }
    return Finger::Unknown;
}

std::string_view placementName(Placement placement) {
    const auto index = static_cast<std::size_t>(placement);
    return index < kPlacements.size() ? kPlacements[index] : std::string_view();
}

bool isThumb(Finger finger) {
    return finger == Finger::RightThumb || finger == Finger::LeftThumb;
}

bool isRightHand(Finger finger) {
    return finger >= Finger::RightThumb && finger <= Finger::RightLittle;
}

Finger mirrored(Finger finger) {
    if (finger == Finger::Unknown) return finger;
    const int shift = static_cast<int>(Finger::LeftThumb) - static_cast<int>(Finger::RightThumb);
    return static_cast<Finger>(static_cast<int>(finger) + (isRightHand(finger) ? shift : -shift));
}

std::vector<Finger> fingersOf(Placement placement) {
    switch (placement) {
        case Placement::RightFour:
            return {Finger::RightIndex, Finger::RightMiddle, Finger::RightRing, Finger::RightLittle};
        case Placement::LeftFour:
            return {Finger::LeftLittle, Finger::LeftRing, Finger::LeftMiddle, Finger::LeftIndex};
        case Placement::TwoThumbs:
            return {Finger::LeftThumb, Finger::RightThumb};
        case Placement::Single:
        case Placement::Rolled:
        case Placement::Unknown:
            break;
    }
    return {};
}

const std::vector<Finger>& allFingers() {
    static const std::vector<Finger> kAll = [] {
        std::vector<Finger> all;
        for (int code = 1; code <= 10; ++code) all.push_back(static_cast<Finger>(code));
        return all;
    }();
    return kAll;
}

}  // namespace devices
