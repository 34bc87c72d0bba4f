// Impressions: what a finger's skin leaves on the glass, one finger or a hand at a time.
#include "devices/virtual/finger.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "devices/virtual/dice.h"

namespace devices {
namespace {

constexpr double kMasterDpi = 500;
constexpr float kFlatHalfWidth = 142;
constexpr float kRolledHalfWidth = 215;
constexpr float kHalfHeight = 196;
constexpr float kHidden = -1;

float clamp01(float value) {
    return std::clamp(value, 0.0f, 1.0f);
}
float easeBetween(float low, float high, float value) {
    const float t = clamp01((value - low) / (high - low));
    return t * t * (3 - 2 * t);
}

struct HalfSize {
    float width = 0;
    float height = 0;
};

// Half the contact area in master pixels: a light touch leaves a small print.
HalfSize contactOf(const FingerMaster& master, const Impression& how) {
    const float press = 0.62f + 0.38f * easeBetween(0.0f, 0.7f, static_cast<float>(how.pressure));
    const float size = static_cast<float>(master.sizeFactor) * press;
    const bool rolled = how.contact == Contact::Rolled;
    return {(rolled ? kRolledHalfWidth : kFlatHalfWidth) * size,
            kHalfHeight * size * (rolled ? 1.12f : 1.0f)};
}

// A white crease: a straight scar through the ridges at `distance` from the middle.
struct Crease {
    float cosine = 1;
    float sine = 0;
    float distance = 0;
};

// One finger touching the glass: gives the darkness of each master point.
class Touch {
public:
    Touch(const FingerMaster& master, const Impression& how)
        : master_(master),
          how_(how),
          half_(contactOf(master, how)),
          seed_(mixBits(how.seed ^ mixBits(master.seed))) {
        Dice dice(seed_);
        twistX_ = static_cast<float>(dice.between(-9, 9) * how.distortion);
        twistY_ = static_cast<float>(dice.between(-7, 7) * how.distortion);
        cut_ = static_cast<float>(dice.between(0, 2 * std::numbers::pi));
        dry_ = 1.7f * static_cast<float>(how.dryness);
        wet_ = 1.7f * static_cast<float>(how.wetness);
        strength_ = 0.28f + 0.62f * easeBetween(0.05f, 0.65f, static_cast<float>(how.pressure));
        Dice skin(master.seed + 7);
        const int creases = static_cast<int>(skin.bits() % 3);
        for (int i = 0; i < creases; ++i) {
            const double angle = skin.between(0, std::numbers::pi);
            creases_.push_back({static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle)),
                                static_cast<float>(skin.between(-90, 90))});
        }
    }

    HalfSize half() const { return half_; }

    // Darkness in [0, 1] at (x, y) from the middle of the contact, before the skin is deformed.
    float darkness(float x, float y) const {
        const float edge = contact(x, y);
        if (edge <= 0) return 0;
        // Soft skin shifts most where it is free, at the rim.
        const float soft = 1 - clamp01(edge * 1.2f);
        const float u = x + twistX_ * soft * std::sin(y * 0.011f + cut_) + 3 * soft * twistY_ * 0.1f;
        const float v = y + twistY_ * soft * std::cos(x * 0.012f + cut_);
        const float ridge = ridgeAt(u, v);
        return inked(ridge, u, v, edge) * strength_ * (0.75f + 0.25f * clamp01(edge * 3));
    }

private:
    // 0 outside the contact, rising to 1 in its middle; the rim is ragged.
    float contact(float x, float y) const {
        const float nx = x / half_.width;
        const float ny = y / half_.height;
        float inside = 1 - (nx * nx + std::abs(ny * ny * ny));
        if (inside < -0.3f) return kHidden;
        inside += 0.10f * smoothNoise(seed_ + 1, x / 16, y / 16);
        if (how_.coverage < 1) {
            const float side = nx * std::cos(cut_) + ny * std::sin(cut_);
            inside = std::min(inside, static_cast<float>(2 * how_.coverage - 1) - side +
                                          0.06f * smoothNoise(seed_ + 2, x / 20, y / 20));
        }
        return inside;
    }

    float ridgeAt(float u, float v) const {
        const float px = u + static_cast<float>(master_.width) * 0.5f;
        const float py = v + static_cast<float>(master_.height) * 0.47f;
        const int x = static_cast<int>(px);
        const int y = static_cast<int>(py);
        if (px < 0 || py < 0 || x >= master_.width - 1 || y >= master_.height - 1) return kHidden;
        const float tx = px - static_cast<float>(x);
        const float ty = py - static_cast<float>(y);
        const std::int8_t* at = master_.ridges.data() + static_cast<std::size_t>(y) * master_.width + x;
        const float top = static_cast<float>(at[0]) * (1 - tx) + static_cast<float>(at[1]) * tx;
        at += master_.width;
        const float low = static_cast<float>(at[0]) * (1 - tx) + static_cast<float>(at[1]) * tx;
        return (top * (1 - ty) + low * ty) * (1.0f / 127);
    }

    // How dark a point of the skin prints: dry skin thins and breaks the ridges, wet skin fills the valleys.
    float inked(float ridge, float u, float v, float edge) const {
        float level = ridge + 0.10f + 0.25f * smoothNoise(seed_ + 3, u / 45, v / 45);
        level -= 0.45f * (1 - clamp01(edge * 4));
        if (dry_ > 0) {
            level -= dry_ * (0.45f + 0.75f * smoothNoise(seed_ + 4, u / 3.2f, v / 3.2f) +
                             0.5f * smoothNoise(seed_ + 5, u / 30, v / 30));
        }
        if (wet_ > 0) {
            level += wet_ * (0.75f + 0.55f * smoothNoise(seed_ + 6, u / 38, v / 38) +
                             0.35f * smoothNoise(seed_ + 8, u / 7, v / 7));
        }
        for (const auto& crease : creases_) {
            const float off = std::abs(u * crease.cosine + v * crease.sine - crease.distance);
            if (off < 3)
                level -= 1.2f * (1 - off / 3) * (0.5f + 0.5f * smoothNoise(master_.seed, u / 25, v / 25));
        }
        // Sweat pores: pale dots on the ridges, always at the same places of this finger.
        if (ridge > 0.6f)
            level -= 0.55f * easeBetween(0.72f, 0.95f, smoothNoise(master_.seed + 9, u / 4.5f, v / 4.5f)) *
                     std::max(0.0f, 1 - wet_);
        return easeBetween(-0.55f, 0.65f, level);
    }

    const FingerMaster& master_;
    const Impression& how_;
    HalfSize half_;
    std::uint64_t seed_;
    float twistX_ = 0;
    float twistY_ = 0;
    float cut_ = 0;
    float dry_ = 0;
    float wet_ = 0;
    float strength_ = 0;
    std::vector<Crease> creases_;
};

// Where each finger of the right hand lies on the platen; the left hand is its mirror image.
struct Seat {
    Finger finger = Finger::Unknown;
    double x = 0;
    double y = 0;
};

constexpr std::array<Seat, 4> kRightHand = {{{Finger::RightIndex, -558, -10},
                                             {Finger::RightMiddle, -190, -120},
                                             {Finger::RightRing, 178, -40},
                                             {Finger::RightLittle, 530, 190}}};
constexpr std::array<Seat, 2> kThumbs = {{{Finger::LeftThumb, -260, 0}, {Finger::RightThumb, 260, 0}}};

std::vector<Seat> seatsOf(Placement placement) {
    if (placement == Placement::RightFour) return {kRightHand.begin(), kRightHand.end()};
    if (placement == Placement::TwoThumbs) return {kThumbs.begin(), kThumbs.end()};
    std::vector<Seat> seats;
    if (placement != Placement::LeftFour) return seats;
    constexpr int kFromRightToLeft =
        static_cast<int>(Finger::LeftIndex) - static_cast<int>(Finger::RightIndex);
    for (auto it = kRightHand.rbegin(); it != kRightHand.rend(); ++it) {
        seats.push_back(
            {static_cast<Finger>(static_cast<int>(it->finger) + kFromRightToLeft), -it->x, it->y});
    }
    return seats;
}

}  // namespace

Impression usualImpression(std::uint64_t seed) {
    Dice dice(seed ^ 0x1F1D5EEDull);
    Impression how;
    how.seed = seed;
    how.dryness = std::max(0.0, dice.between(-0.15, 0.2));
    how.wetness = how.dryness > 0 ? 0 : std::max(0.0, dice.between(-0.15, 0.2));
    how.pressure = dice.between(0.55, 0.75);
    how.rotation = dice.between(-8, 8);
    how.distortion = dice.between(0.4, 1.2);
    return how;
}

Image emptyGlass(int width, int height, double dpi, std::uint64_t seed) {
    constexpr int kGlass = 246;
    Image image{width, height, PixelFormat::Grey8, dpi, {}};
    image.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    Dice dice(seed);
    std::size_t i = 0;
    while (i < image.pixels.size()) {
        std::uint64_t bits = dice.bits();  // eight pixels of faint noise from one throw
        for (int k = 0; k < 8 && i < image.pixels.size(); ++k, bits >>= 8) {
            image.pixels[i++] = static_cast<std::uint8_t>(kGlass + static_cast<int>(bits & 3) +
                                                          static_cast<int>((bits >> 2) & 3) - 3);
        }
    }
    return image;
}

void press(Image& glass, const FingerMaster& master, const Impression& how, double x, double y) {
    if (how.pressure <= 0) return;
    const Touch touch(master, how);
    const double scale = kMasterDpi / glass.dpi;  // master pixels per picture pixel
    const float cosine = static_cast<float>(std::cos(how.rotation * std::numbers::pi / 180) * scale);
    const float sine = static_cast<float>(std::sin(how.rotation * std::numbers::pi / 180) * scale);
    const double reach = 1.15 * std::hypot(touch.half().width, touch.half().height) / scale;
    const int left = std::max(0, static_cast<int>(x - reach));
    const int right = std::min(glass.width, static_cast<int>(x + reach) + 1);
    const int top = std::max(0, static_cast<int>(y - reach));
    const int bottom = std::min(glass.height, static_cast<int>(y + reach) + 1);
    Dice grain(how.seed ^ master.seed);
    for (int py = top; py < bottom; ++py) {
        auto* row = glass.pixels.data() + static_cast<std::size_t>(py) * glass.width;
        for (int px = left; px < right; ++px) {
            const float dx = static_cast<float>(px - x);
            const float dy = static_cast<float>(py - y);
            const float dark = touch.darkness(cosine * dx + sine * dy, cosine * dy - sine * dx);
            if (dark <= 0) continue;
            const auto bits = grain.bits();
            const int spread =
                static_cast<int>(bits & 7) + static_cast<int>((bits >> 3) & 7) - 7;  // deviation 3.2
            const float grey = static_cast<float>(row[px]) * (1 - dark) + 12 * dark +
                               static_cast<float>(spread * how.noise * 0.25);
            row[px] = static_cast<std::uint8_t>(std::clamp(grey, 0.0f, 255.0f));
        }
    }
}

Image renderSingle(const FingerMaster& master, const Impression& how, int width, int height, double dpi) {
    Image image = emptyGlass(width, height, dpi, how.seed);
    Dice dice(how.seed + 11);
    press(image, master, how, width * 0.5 + dice.between(-8, 8), height * 0.5 + dice.between(-8, 8));
    return image;
}

std::vector<PrintTruth> slapLayout(const SlapRequest& request) {
    std::vector<PrintTruth> layout;
    Dice dice(request.how.seed + 23);
    const double turn = request.how.rotation + dice.between(-4, 4);
    const double shiftX = dice.between(-25, 25);
    const double shiftY = dice.between(-60, 90);
    const double cosine = std::cos(turn * std::numbers::pi / 180);
    const double sine = std::sin(turn * std::numbers::pi / 180);
    for (const auto& seat : seatsOf(request.placement)) {
        Impression how = request.how;
        how.seed = mixBits(request.how.seed + static_cast<std::uint64_t>(seat.finger));
        const double splay = seat.x / 100;  // fingers open like a fan
        how.rotation = turn + splay + dice.between(-2, 2);
        how.pressure = std::clamp(how.pressure + dice.between(-0.05, 0.05), 0.0, 1.0);
        if (std::find(request.absent.begin(), request.absent.end(), seat.finger) != request.absent.end())
            continue;
        layout.push_back({seat.finger, kPlatenWidth * 0.5 + cosine * seat.x - sine * seat.y + shiftX,
                          kPlatenHeight * 0.5 + sine * seat.x + cosine * seat.y + shiftY, kFlatHalfWidth,
                          kHalfHeight, how});
    }
    return layout;
}

Slap renderSlap(const SlapRequest& request) {
    Slap slap{emptyGlass(kPlatenWidth, kPlatenHeight, kMasterDpi, request.how.seed), slapLayout(request)};
    for (auto& print : slap.prints) {
        const auto master = fingerMaster(request.citizenSeed, print.finger);
        press(slap.image, *master, print.how, print.centerX, print.centerY);
        const HalfSize half = contactOf(*master, print.how);
        print.halfWidth = half.width;
        print.halfHeight = half.height;
    }
    return slap;
}

}  // namespace devices
