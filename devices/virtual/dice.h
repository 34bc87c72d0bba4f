// Repeatable randomness for invented things: the same seed gives the same picture on every machine and
// compiler (the distributions of <random> may differ between libraries). Integer mixing is SplitMix64 (public
// domain). Threads: plain values and pure functions.
#pragma once

#include <cmath>
#include <cstdint>

namespace devices {

inline std::uint64_t mixBits(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ull;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(mixBits(seed)) {}
    std::uint64_t bits() { return mixBits(state_++); }
    double unit() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }  // [0, 1)
    double between(double low, double high) { return low + (high - low) * unit(); }
    // Roughly normal with standard deviation 1: the sum of twelve uniform throws.
    double bell() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return sum;
    }

private:
    std::uint64_t state_;
};

// A value in [-1, 1] that belongs to one lattice point.
inline float latticeNoise(std::uint64_t seed, int x, int y) {
    const auto key =
        (static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32) | static_cast<std::uint32_t>(y);
    return static_cast<float>(mixBits(seed ^ mixBits(key)) >> 40) * (2.0f / 16777216.0f) - 1.0f;
}

// Noise in [-1, 1] that changes smoothly over about one unit of x and y.
inline float smoothNoise(std::uint64_t seed, float x, float y) {
    const float fx = std::floor(x);
    const float fy = std::floor(y);
    const int ix = static_cast<int>(fx);
    const int iy = static_cast<int>(fy);
    const auto ease = [](float t) { return t * t * (3 - 2 * t); };
    const float tx = ease(x - fx);
    const float ty = ease(y - fy);
    const float top = latticeNoise(seed, ix, iy) * (1 - tx) + latticeNoise(seed, ix + 1, iy) * tx;
    const float low = latticeNoise(seed, ix, iy + 1) * (1 - tx) + latticeNoise(seed, ix + 1, iy + 1) * tx;
    return top * (1 - ty) + low * ty;
}

}  // namespace devices
