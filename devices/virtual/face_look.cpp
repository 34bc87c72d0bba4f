#include <algorithm>
#include <array>
#include <random>

#include "devices/virtual/face.h"

namespace devices {
namespace {

double between(std::mt19937_64& random, double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) / 9007199254740992.0;
}

Reflectance scaled(const Reflectance& color, double factor) {
    const auto f = static_cast<float>(factor);
    return {color.blue * f, color.green * f, color.red * f};
}

constexpr std::array<Reflectance, 6> kShirts = {{{0.30f, 0.12f, 0.06f},
                                                 {0.10f, 0.22f, 0.07f},
                                                 {0.07f, 0.07f, 0.45f},
                                                 {0.16f, 0.16f, 0.17f},
                                                 {0.45f, 0.35f, 0.16f},
                                                 {0.10f, 0.30f, 0.42f}}};

// Black, and the brown and grey hair that ages and other peoples bring.
Reflectance hairFor(std::mt19937_64& random, double lightness) {
    const double pick = between(random, 0, 1);
    if (pick < 0.15) return scaled({0.30f, 0.31f, 0.32f}, between(random, 0.6, 1.2));
    if (pick < 0.35 && lightness > 50) return scaled({0.03f, 0.06f, 0.11f}, between(random, 0.7, 1.4));
    return scaled({0.012f, 0.013f, 0.016f}, between(random, 0.7, 1.6));
}

}  // namespace

FaceLook makeFace(std::uint64_t seed) {
    std::mt19937_64 random(seed * 0x9E3779B97F4A7C15ull + 0xFACE);
    FaceLook look;
    look.seed = seed;
    look.skinLightness = between(random, 28, 75);
    look.faceWidth = between(random, 0.94, 1.07);
    look.jawWidth = between(random, 0.88, 1.10);
    look.faceLength = between(random, 0.95, 1.05);
    look.noseWidth = between(random, 0.88, 1.25);
    look.noseHeight = between(random, 0.75, 1.15);
    look.lipFullness = between(random, 0.75, 1.35);
    look.browWeight = between(random, 0.6, 1.3);
    look.eyeAperture = between(random, 8.2, 11.2);
    look.eyeTilt = between(random, -0.2, 1.6);
    const bool woman = random() % 2 == 1;
    look.beardShadow = woman ? 0 : between(random, 0, 0.5);
    look.hair = woman ? HairStyle::Long : (random() % 8 == 0 ? HairStyle::Bald : HairStyle::Short);
    look.hairColor = hairFor(random, look.skinLightness);
    const bool lightEyes = look.skinLightness > 65 && random() % 3 == 0;
    look.irisColor = lightEyes ? Reflectance{0.20f, 0.16f, 0.09f} : Reflectance{0.012f, 0.022f, 0.05f};
    look.shirt = kShirts[random() % kShirts.size()];
    return look;
}

FaceScene sittingScene(int width, int height) {
    constexpr double kEyesByHeight = 0.183;  // a 3x4 crop around the head fills nearly the whole height
    FaceScene scene;
    scene.width = width;
    scene.height = height;
    scene.pose.eyeDistance = kEyesByHeight * std::min<double>(height, width * 1.3);
    return scene;
}

}  // namespace devices
