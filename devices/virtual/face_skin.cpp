#include "devices/virtual/face_skin.h"

#include <algorithm>
#include <cmath>

#include "devices/virtual/face_shape.h"

namespace devices::face {
namespace {

Reflectance mix(const Reflectance& a, const Reflectance& b, float t) {
    return {a.blue + (b.blue - a.blue) * t, a.green + (b.green - a.green) * t, a.red + (b.red - a.red) * t};
}

Reflectance times(const Reflectance& a, float f) {
    return {a.blue * f, a.green * f, a.red * f};
}

float hash(int x, int y, std::uint64_t seed) {
    std::uint64_t h = seed + static_cast<std::uint32_t>(x) * 0x9E3779B97F4A7C15ull +
                      static_cast<std::uint32_t>(y) * 0xC2B2AE3D27D4EB4Full;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9ull;
    h ^= h >> 32;
    return static_cast<float>(h & 0xffff) / 65535.f;
}

// Smooth noise in 0..1 with cells of one unit.
float noise(float x, float y, std::uint64_t seed) {
    const int ix = static_cast<int>(x + 4096) - 4096;  // rounds down: x and y are small
    const int iy = static_cast<int>(y + 4096) - 4096;
    const float tx = x - static_cast<float>(ix);
    const float ty = y - static_cast<float>(iy);
    const float top = std::lerp(hash(ix, iy, seed), hash(ix + 1, iy, seed), tx * tx * (3 - 2 * tx));
    const float low = std::lerp(hash(ix, iy + 1, seed), hash(ix + 1, iy + 1, seed), tx * tx * (3 - 2 * tx));
    return std::lerp(top, low, ty * ty * (3 - 2 * ty));
}

float bump(float dx, float dy, float sx, float sy) {
    const float r = (dx * dx) / (sx * sx) + (dy * dy) / (sy * sy);
    return r > 9 ? 0.f : std::exp(-r);  // nearly every texel is far from nearly every bump
}

// 1 inside an edge, 0 outside, half a millimeter soft; `distance` is positive inside.
float inside(float distance, float soft = 0.35f) {
    return ramp(-soft, soft, distance);
}

float browCover(const FaceLook& look, float x, float y) {
    if (y < 8 || y > 34) return 0;
    const float ax = std::abs(x);
    const float t = (ax - 12) / 40;  // 0 at the inner end, 1 at the outer
    if (t < -0.1f || t > 1.1f) return 0;
    const float middle = 17.5f + 6.5f * std::sin(t * 2.3f) - 2 * t;
    const float half = (4.4f - 2.6f * t) * static_cast<float>(look.browWeight);
    const float strand = 0.55f + 0.45f * noise(ax * 1.8f - y * 0.9f, y * 0.5f + ax * 0.2f, look.seed + 7);
    return inside(half - std::abs(y - middle), 1.2f) * ramp(-0.08f, 0.08f, t) * (1 - ramp(0.92f, 1.08f, t)) *
           strand;
}

template <class Paint>
void forTexels(float left, float right, float top, float bottom, const Paint& paint) {
    const int x0 = std::max(0, static_cast<int>((left + kTextureHalfWidth) * kTexelsPerMm));
    const int x1 = std::min(kTextureWidth - 1, static_cast<int>((right + kTextureHalfWidth) * kTexelsPerMm));
    const int y0 = std::max(0, static_cast<int>((kTextureTop - top) * kTexelsPerMm));
    const int y1 = std::min(kTextureHeight - 1, static_cast<int>((kTextureTop - bottom) * kTexelsPerMm));
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            paint(static_cast<std::size_t>(y) * kTextureWidth + static_cast<std::size_t>(x),
                  static_cast<float>(x) / kTexelsPerMm - kTextureHalfWidth,
                  kTextureTop - static_cast<float>(y) / kTexelsPerMm);
        }
    }
}

float fromLab(double f) {
    return static_cast<float>(f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29));
}

// Cornea, iris and white at (x, y) from the middle of the eye, mm.
Reflectance eyeball(const FaceLook& look, float x, float y) {
    const Reflectance white{0.52f, 0.55f, 0.60f};
    const float r = std::sqrt(x * x + y * y);
    Reflectance c = times(white, 1 - 0.35f * ramp(8, 15, std::abs(x)));
    const float ring = 0.55f + 0.45f * inside(5.3f - r, 0.6f);
    c = mix(c,
            times(look.irisColor,
                  ring * (0.7f + 0.6f * hash(static_cast<int>(8 * std::atan2(y, x)), 3, look.seed))),
            inside(5.9f - r));
    c = mix(c, {0.004f, 0.004f, 0.004f}, inside(2.1f - r));
    return mix(c, {0.95f, 0.95f, 0.95f}, inside(0.9f - std::hypot(x - 1.6f, y - 1.8f)));
}

}  // namespace

Reflectance skinColor(double lightness) {
    const double l = std::clamp(lightness, 15.0, 85.0);
    const double tan =
        std::clamp(1 - std::abs(l - 52) / 30, 0.0, 1.0);  // hue is warmest in the middle of the range
    const double a = 8.5 + 4.5 * tan;
    const double b = 10 + 9 * tan;
    const double fy = (l + 16) / 116;
    const float x = 0.9505f * fromLab(fy + a / 500);
    const float y = fromLab(fy);
    const float z = 1.089f * fromLab(fy - b / 200);
    return {std::max(0.f, 0.0557f * x - 0.2040f * y + 1.0570f * z),
            std::max(0.f, -0.9689f * x + 1.8758f * y + 0.0415f * z),
            std::max(0.f, 3.2406f * x - 1.5372f * y - 0.4986f * z)};
}

Skin::Skin(const FaceLook& look)
    : look_(look), plain_(skinColor(look.skinLightness)), base_(kTextureWidth * kTextureHeight) {
    paintBase();
    texels_ = base_;
}

void Skin::paintBase() {
    const Reflectance blood{0.45f, 0.50f, 0.85f};  // what blood under the skin leaves of the light
    forTexels(-90, 90, 125, -125, [&](std::size_t at, float x, float y) {
        const float ax = std::abs(x);
        float tone = 1 + 0.10f * (noise(x * 0.06f, y * 0.06f, look_.seed) - 0.5f);
        tone *= 1 + 0.16f * (noise(x * 0.9f, y * 0.9f, look_.seed + 1) - 0.5f);  // pores
        tone *= 1 + 0.12f * (hash(static_cast<int>(x * 3), static_cast<int>(y * 3), look_.seed + 2) - 0.5f);
        tone *= 1 - 0.30f * bump(ax - 29, y - 2, 17, 9);  // depth of the eye socket
        tone *= 1 - 0.20f * bump(ax - 16, y - 3, 6, 8);
        tone *= 1 - 0.16f * bump(ax - 20, y + 46, 5, 9);  // beside the wing of the nose
        tone *= 1 - 0.30f * bump(x, y + 51, 13 * static_cast<float>(look_.noseWidth), 3.5f);
        tone *= 1 - 0.18f * bump(x, y + 87, 15, 3.5f);
        const float red = 0.10f + 0.25f * bump(ax - 42, y + 28, 16, 14) + 0.25f * bump(x, y + 38, 14, 10);
        Reflectance c = plain_;
        c = {c.blue * (1 - red * (1 - blood.blue)), c.green * (1 - red * (1 - blood.green)), c.red};
        const float beard =
            static_cast<float>(look_.beardShadow) * ramp(-48, -60, y) *
            (0.6f + 0.4f * hash(static_cast<int>(x * 2), static_cast<int>(y * 2), look_.seed + 4));
        c = mix(times(c, tone), look_.hairColor, 0.5f * beard);
        c = mix(c, look_.hairColor, 0.93f * browCover(look_, x, y));
        if (std::abs(y + 46.5f) < 4) {
            const float dx = (ax - 7.2f * static_cast<float>(look_.noseWidth)) / 4.2f;
            c = mix(c, times(plain_, 0.10f), inside(1 - std::hypot(dx, (y + 46.5f) / 2.4f)));
        }
        base_[at] = c;
    });
}

void Skin::setExpression(double eyesOpen, double mouthOpen) {
    eyesOpen = std::clamp(eyesOpen, 0.0, 1.0);
    mouthOpen = std::clamp(mouthOpen, 0.0, 1.0);
    if (eyesOpen != eyesOpen_) {
        paintEye(-1, static_cast<float>(eyesOpen));
        paintEye(1, static_cast<float>(eyesOpen));
        eyesOpen_ = eyesOpen;
    }
    if (mouthOpen != mouthOpen_) {
        paintMouth(static_cast<float>(mouthOpen));
        mouthOpen_ = mouthOpen;
    }
}

void Skin::paintEye(float side, float open) {
    const auto aperture = static_cast<float>(look_.eyeAperture);
    const auto tilt = static_cast<float>(look_.eyeTilt);
    constexpr float kHalfWidth = 15;
    const float middle = side * kHalfEyeDistance;
    const Reflectance lash = mix(look_.hairColor, {0.008f, 0.008f, 0.008f}, 0.7f);
    forTexels(middle - 22, middle + 22, 14, -12, [&](std::size_t at, float x, float y) {
        const float out = (x - middle) * side;  // towards the temple
        const float t = out / kHalfWidth;
        const float lift = tilt * t * 0.5f;
        const float arch = std::sqrt(std::max(0.f, 1 - t * t));
        const float round = 0.35f * arch + 0.65f * std::max(0.f, 1 - t * t);
        const float low = lift - 0.42f * aperture * round;
        const float high = low + aperture * round * open;
        Reflectance c = base_[at];
        c = times(
            c, 1 - 0.30f * bump(out, y - (lift + 0.58f * aperture + 3.2f), 15, 0.8f));  // crease of the lid
        c = times(c, 1 - 0.16f * bump(out + 3, y - (low - 5), 12, 1.6f));               // bag under the eye
        if (std::abs(t) < 1) {
            const float seen = inside(y - low) * inside(high - y);
            const float lidShadow = 1 - 0.45f * ramp(3.2f, 0, high - y);
            c = mix(c, times(eyeball(look_, x - middle, y - 0.2f), lidShadow), seen);
            const float fade = ramp(0, 0.25f, 1 - std::abs(t));
            const float upper = inside(0.95f * fade - std::abs(y - high - 0.4f));
            const float lower = inside(0.35f * fade - std::abs(y - low + 0.2f), 0.5f);
            c = mix(c, lash, std::max(0.92f * upper, 0.45f * lower));
        }
        texels_[at] = c;
    });
}

void Skin::paintMouth(float open) {
    const auto full = static_cast<float>(look_.lipFullness);
    const float gap = 16 * open;
    constexpr float kHalfWidth = 25;
    const Reflectance lip{plain_.blue * 0.50f, plain_.green * 0.46f, plain_.red * 0.80f};
    forTexels(-34, 34, -50, -112, [&](std::size_t at, float x, float y) {
        const float t = x / kHalfWidth;
        const float arch = std::max(0.f, 1 - t * t);
        const float line = -70 + 1.2f * t * t;           // where the lips meet
        const float bow = 1 - 0.22f * bump(x, 0, 4, 1);  // Cupid's bow
        const float top = line + 7.5f * full * std::sqrt(arch) * arch * bow + 0.3f;
        const float drop = gap * arch;
        const float bottom = line - drop - 9.f * full * arch - 0.3f;
        Reflectance c = base_[at];
        if (std::abs(t) < 1.06f) {
            const float cover =
                inside(top - y, 0.6f) * inside(y - bottom, 0.8f) * ramp(1.06f, 0.9f, std::abs(t));
            const float wrinkle = 1 + 0.18f * (noise(x * 1.2f, y * 0.25f, look_.seed + 5) - 0.5f);
            const float shine =
                y < line - drop ? 1 + 0.18f * bump(x, y - (line - drop - 4.5f), 10, 2) : 0.86f;
            c = mix(c, times(lip, wrinkle * shine), 0.92f * cover);
            const float seam = inside(0.8f * ramp(0, 0.2f, arch) - std::abs(y - line), 0.5f);
            c = mix(c, times(plain_, 0.10f), 0.85f * seam);
            if (drop > 0.3f) {
                const float hole = inside(line - y) * inside(y - (line - drop));
                const float teeth = inside(line - 0.22f * drop - 1.5f - y, 0.6f);
                c = mix(c, mix({0.45f, 0.50f, 0.55f}, {0.010f, 0.012f, 0.03f}, teeth), hole);
            }
        }
        texels_[at] = c;
    });
}

}  // namespace devices::face
