// The skin: pattern class, orientation field and ridge growth.
#include <algorithm>
#include <array>
#include <cmath>
#include <list>
#include <mutex>
#include <numbers>

#include "devices/virtual/dice.h"
#include "devices/virtual/finger.h"

namespace devices {
namespace {

constexpr int kWidth = 480;
constexpr int kHeight = 600;
constexpr float kPi = std::numbers::pi_v<float>;
constexpr int kAngles = 32;
constexpr int kPeriods = 6;
constexpr std::size_t kCachedMasters = 40;

bool onRightHand(Finger finger) {
    return finger >= Finger::RightThumb && finger <= Finger::RightLittle;
}

double sizeFactorOf(Finger finger) {
    constexpr std::array<double, 5> kFactors = {1.18, 1.0, 1.03, 0.97, 0.82};  // thumb .. little
    const int index = (static_cast<int>(finger) - 1) % 5;
    return kFactors[static_cast<std::size_t>(std::max(index, 0))];
}

// Natural frequencies of the classes; loops nearly always open towards the little finger.
PatternClass classOf(Finger finger, Dice& dice) {
    const double throwOne = dice.unit();
    if (throwOne < 0.04) return PatternClass::Arch;
    if (throwOne < 0.07) return PatternClass::TentedArch;
    if (throwOne < 0.35) return PatternClass::Whorl;
    const bool ulnar = dice.unit() < 0.94;
    return onRightHand(finger) == ulnar ? PatternClass::RightLoop : PatternClass::LeftLoop;
}

struct Point {
    float x = 0;
    float y = 0;
};

// Ridge direction at every point, from singular points: each core adds half a turn around it, each delta
// takes half a turn away (zero-pole model). Angles are measured counter-clockwise from the x axis with y
// upwards.
class OrientationField {
public:
    OrientationField(PatternClass pattern, Dice& dice) : arch_(static_cast<float>(dice.between(0.30, 0.50))) {
        const auto jitter = [&](double by) { return static_cast<float>(dice.between(-by, by)); };
        const Point core{kWidth * 0.5f + jitter(14), kHeight * 0.43f + jitter(14)};
        const float side = static_cast<float>(dice.between(85, 120));
        const float drop = static_cast<float>(dice.between(130, 180));
        switch (pattern) {
            case PatternClass::LeftLoop:  // opens to the lower left; its delta lies right
                cores_ = {core};
                deltas_ = {{core.x + side, core.y + drop}};
                break;
            case PatternClass::RightLoop:
                cores_ = {core};
                deltas_ = {{core.x - side, core.y + drop}};
                break;
            case PatternClass::TentedArch:
                cores_ = {core};
                deltas_ = {{core.x + jitter(8), core.y + drop}};
                break;
            case PatternClass::Whorl:
                cores_ = {core, {core.x + jitter(16), core.y + static_cast<float>(dice.between(26, 60))}};
                deltas_ = {{core.x - side, core.y + drop + 20},
                           {core.x + side, core.y + drop + 20 + jitter(20)}};
                break;
            case PatternClass::Arch:
            case PatternClass::Unknown:
                plainArch_ = true;
                break;
        }
        top_ = core.y;
        warpSeed_ = dice.bits();
    }

    float at(float x, float y) const {
        float angle = plainArch_ ? plainArchAt(x, y) : 0;
        for (const auto& core : cores_) angle += 0.5f * std::atan2(core.y - y, x - core.x);
        for (const auto& delta : deltas_) angle -= 0.5f * std::atan2(delta.y - y, x - delta.x);
        // Above the core the ridges follow the round fingertip.
        const float above = std::clamp((top_ + 40 - y) / (top_ + 40), 0.0f, 1.0f);
        angle -= arch_ * above * 2 * (x - kWidth * 0.5f) / kWidth * 1.4f;
        return angle + 0.07f * smoothNoise(warpSeed_, x / 90, y / 90);
    }

private:
    float plainArchAt(float x, float y) const {
        const float height = std::clamp(1.15f - std::abs(y - kHeight * 0.5f) / (kHeight * 0.45f), 0.0f, 1.0f);
        return -0.75f * height * std::sin((x / kWidth - 0.5f) * 2 * kPi);
    }

    float arch_ = 0;
    float top_ = 0;
    bool plainArch_ = false;
    std::uint64_t warpSeed_ = 0;
    std::vector<Point> cores_;
    std::vector<Point> deltas_;
};

// Gabor kernels for every quantized direction and ridge period, without mean, scaled so that a wave of their
// own period and amplitude 1 answers 1.
struct KernelBank {
    KernelBank(int radiusOf, float shortest, float longest) : radius(radiusOf), side(2 * radiusOf + 1) {
        for (int p = 0; p < kPeriods; ++p) {
            const float period = shortest + (longest - shortest) * static_cast<float>(p) / (kPeriods - 1);
            for (int a = 0; a < kAngles; ++a) append(static_cast<float>(a) * kPi / kAngles, period);
        }
    }
    const float* kernel(int angle, int period) const {
        return values.data() + static_cast<std::size_t>((period * kAngles + angle) * side * side);
    }

    int radius;
    int side;
    std::vector<float> values;

private:
    void append(float angle, float period) {
        const float sigma = period * 0.46f;
        const auto first = values.size();
        float sum = 0;
        for (int y = -radius; y <= radius; ++y) {
            for (int x = -radius; x <= radius; ++x) {
                // Across the ridge: the normal of direction (cos a, -sin a) in picture coordinates.
                const float across =
                    static_cast<float>(x) * std::sin(angle) + static_cast<float>(y) * std::cos(angle);
                const float bell = std::exp(-0.5f * static_cast<float>(x * x + y * y) / (sigma * sigma));
                values.push_back(bell * std::cos(2 * kPi * across / period));
                sum += values.back();
            }
        }
        const float mean = sum / static_cast<float>(side * side);
        float answer = 0;
        std::size_t i = first;
        for (int y = -radius; y <= radius; ++y) {
            for (int x = -radius; x <= radius; ++x, ++i) {
                values[i] -= mean;
                const float across =
                    static_cast<float>(x) * std::sin(angle) + static_cast<float>(y) * std::cos(angle);
                answer += values[i] * std::cos(2 * kPi * across / period);
            }
        }
        for (i = first; i < values.size(); ++i) values[i] /= answer;
    }
};

struct Sheet {
    int width = 0;
    int height = 0;
    std::vector<float> values;
    float* row(int y) { return values.data() + static_cast<std::size_t>(y) * width; }
    const float* row(int y) const { return values.data() + static_cast<std::size_t>(y) * width; }
};

// Which kernel belongs to each pixel of a sheet.
struct KernelMap {
    std::vector<std::uint8_t> angle;
    std::vector<std::uint8_t> period;
};

KernelMap mapKernels(const OrientationField& field, std::uint64_t periodSeed, const Sheet& sheet) {
    KernelMap map;
    map.angle.reserve(sheet.values.size());
    map.period.reserve(sheet.values.size());
    const float scale = static_cast<float>(kWidth) / static_cast<float>(sheet.width);
    for (int y = 0; y < sheet.height; ++y) {
        for (int x = 0; x < sheet.width; ++x) {
            const float px = static_cast<float>(x) * scale;
            const float py = static_cast<float>(y) * scale;
            const float turns = field.at(px, py) / kPi;
            const int angle = static_cast<int>(std::lround((turns - std::floor(turns)) * kAngles)) % kAngles;
            // Ridges are a little wider below the core.
            const float wide =
                0.5f + 0.35f * smoothNoise(periodSeed, px / 120, py / 120) + 0.3f * (py / kHeight - 0.5f);
            map.angle.push_back(static_cast<std::uint8_t>(angle));
            map.period.push_back(
                static_cast<std::uint8_t>(std::clamp(std::lround(wide * (kPeriods - 1)), 0L, kPeriods - 1L)));
        }
    }
    return map;
}

// The kernel's answer at one place. TSan does not look into it: it only reads what its caller owns, and a finger would take
// twenty times as long to grow.
#if defined(__SANITIZE_THREAD__)
__attribute__((no_sanitize("thread")))
#endif
float answerOf(const float* kernel, int side, const float* in, int width) {
    float sum = 0;
    for (int ky = 0; ky < side; ++ky, kernel += side, in += width) {
        float line = 0;
        for (int kx = 0; kx < side; ++kx) line += in[kx] * kernel[kx];
        sum += line;
    }
    return sum;
}

// One round of growth: every pixel becomes the clipped answer of its own kernel. The border is left as it is.
void grow(const Sheet& from, Sheet& to, const KernelBank& bank, const KernelMap& map, float gain) {
    const int r = bank.radius;
    to.values = from.values;
    for (int y = r; y < from.height - r; ++y) {
        float* out = to.row(y);
        for (int x = r; x < from.width - r; ++x) {
            const auto at = static_cast<std::size_t>(y) * from.width + x;
            const float* kernel = bank.kernel(map.angle[at], map.period[at]);
            const float sum = answerOf(kernel, bank.side, from.row(y - r) + (x - r), from.width);
            out[x] = std::clamp(sum * gain, -1.0f, 1.0f);
        }
    }
}

Sheet doubled(const Sheet& half) {
    Sheet full{half.width * 2, half.height * 2, {}};
    full.values.resize(half.values.size() * 4);
    for (int y = 0; y < full.height; ++y) {
        const int y0 = y / 2;
        const int y1 = std::min(y0 + (y & 1), half.height - 1);
        for (int x = 0; x < full.width; ++x) {
            const int x0 = x / 2;
            const int x1 = std::min(x0 + (x & 1), half.width - 1);
            full.row(y)[x] =
                0.25f * (half.row(y0)[x0] + half.row(y0)[x1] + half.row(y1)[x0] + half.row(y1)[x1]);
        }
    }
    return full;
}

// Ridges grow at half the resolution, where a kernel costs a sixteenth, and are smoothed once at the full
// one.
Sheet growRidges(const OrientationField& field, Dice& dice) {
    static const KernelBank kHalfBank(5, 3.9f, 5.1f);
    static const KernelBank kFullBank(8, 7.8f, 10.2f);
    constexpr int kRounds = 12;
    Sheet now{kWidth / 2, kHeight / 2, {}};
    const auto noiseSeed = dice.bits();
    for (int y = 0; y < now.height; ++y) {
        for (int x = 0; x < now.width; ++x) now.values.push_back(0.5f * latticeNoise(noiseSeed, x, y));
    }
    const auto periodSeed = dice.bits();
    const KernelMap halfMap = mapKernels(field, periodSeed, now);
    Sheet next = now;
    for (int round = 0; round < kRounds; ++round) {
        grow(now, next, kHalfBank, halfMap, round == 0 ? 6.0f : 1.6f);
        std::swap(now.values, next.values);
    }
    const Sheet rough = doubled(now);
    Sheet smooth = rough;
    grow(rough, smooth, kFullBank, mapKernels(field, periodSeed, rough), 1.4f);
    return smooth;
}

std::shared_ptr<const FingerMaster> makeMaster(std::uint64_t citizenSeed, Finger finger) {
    auto master = std::make_shared<FingerMaster>();
    master->seed = mixBits(mixBits(citizenSeed) + static_cast<std::uint64_t>(finger));
    Dice dice(master->seed);
    master->width = kWidth;
    master->height = kHeight;
    master->pattern = classOf(finger, dice);
    master->sizeFactor = sizeFactorOf(finger) * dice.between(0.96, 1.04);
    const OrientationField field(master->pattern, dice);
    const Sheet ridges = growRidges(field, dice);
    master->ridges.reserve(ridges.values.size());
    for (const float value : ridges.values)
        master->ridges.push_back(static_cast<std::int8_t>(std::lround(value * 127)));
    return master;
}

}  // namespace

std::shared_ptr<const FingerMaster> fingerMaster(std::uint64_t citizenSeed, Finger finger) {
    struct Entry {
        std::uint64_t seed = 0;
        Finger finger = Finger::Unknown;
        std::shared_ptr<const FingerMaster> master;
    };
    static std::mutex mutex;
    static std::list<Entry> newestFirst;
    {
        const std::lock_guard lock(mutex);
        for (auto it = newestFirst.begin(); it != newestFirst.end(); ++it) {
            if (it->seed != citizenSeed || it->finger != finger) continue;
            newestFirst.splice(newestFirst.begin(), newestFirst, it);
            return newestFirst.front().master;
        }
    }
    auto made =
        makeMaster(citizenSeed, finger);  // outside the lock: two threads may grow two fingers at once
    const std::lock_guard lock(mutex);
    newestFirst.push_front({citizenSeed, finger, made});
    if (newestFirst.size() > kCachedMasters) newestFirst.pop_back();
    return made;
}

}  // namespace devices
