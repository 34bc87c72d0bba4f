#include "devices/virtual/face_shape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace devices::face {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kSideZ = -88;  // the plane of the ears

struct Knot {
    float y = 0;
    float value = 0;
};

// Cubic through the knots (Catmull-Rom), held at both ends. Knots descend in y.
template <std::size_t n>
float curve(const std::array<Knot, n>& knots, float y) {
    if (y >= knots.front().y) return knots.front().value;
    if (y <= knots.back().y) return knots.back().value;
    std::size_t i = 1;
    while (knots[i].y > y) ++i;
    const float t = (knots[i - 1].y - y) / (knots[i - 1].y - knots[i].y);
    const float before = knots[i >= 2 ? i - 2 : 0].value;
    const float a = knots[i - 1].value;
    const float b = knots[i].value;
    const float after = knots[i + 1 < n ? i + 1 : n - 1].value;
    return a +
           0.5f * t *
               (b - before + t * (2 * before - 5 * a + 4 * b - after + t * (3 * (a - b) + after - before)));
}

constexpr std::array<Knot, 15> kHalfWidth = {{{112, 0},
                                              {109, 24},
                                              {102, 41},
                                              {92, 55},
                                              {78, 66},
                                              {58, 73.5f},
                                              {30, 76},
                                              {0, 74},
                                              {-30, 70},
                                              {-60, 62},
                                              {-82, 53},
                                              {-98, 41},
                                              {-109, 28},
                                              {-116, 14},
                                              {-118, 0}}};
constexpr std::array<Knot, 15> kFrontZ = {{{112, -88},
                                           {109, -62},
                                           {102, -40},
                                           {92, -22},
                                           {78, -6},
                                           {58, 5},
                                           {30, 8},
                                           {10, 4},
                                           {-30, 5},
                                           {-60, 5},
                                           {-82, -1},
                                           {-100, -1},
                                           {-110, -7},
                                           {-116, -18},
                                           {-118, -40}}};
constexpr std::array<Knot, 8> kBackZ = {
    {{112, -88}, {102, -140}, {80, -172}, {40, -188}, {0, -184}, {-40, -165}, {-80, -145}, {-118, -120}}};

float bump(float dx, float dy, float sx, float sy) {
    return std::exp(-(dx * dx) / (sx * sx) - (dy * dy) / (sy * sy));
}

float noseRelief(const FaceLook& look, float x, float y) {
    const auto width = static_cast<float>(look.noseWidth);
    const auto height = static_cast<float>(look.noseHeight);
    const float ax = std::abs(x);
    const float along = ramp(10, -40, y);
    const float under = 1 - ramp(-41, -51, y);
    const float sigma = (6 + 5 * along) * width;
    const float ridge = (2 + 17 * along) * height * under * std::exp(-std::pow(ax / sigma, 2.2f));
    const float wing = 8 * bump(ax - 13.5f * width, y + 42, 6, 6.5f);
    return ridge + wing;
}

float lipRelief(const FaceLook& look, float x, float y) {
    const auto full = static_cast<float>(look.lipFullness);
    const float across = std::exp(-std::pow(x / 22, 4.f));
    return across * full * (3.2f * bump(0, y + 63, 1, 4.5f) + 4.2f * bump(0, y + 77, 1, 4.5f)) -
           across * 2.5f * bump(0, y + 70, 1, 2.2f);
}

// What the face has in front of the plain head, along z.
float relief(const FaceLook& look, float x, float y) {
    const float ax = std::abs(x);
    float z = noseRelief(look, x, y) + lipRelief(look, x, y);
    z += 4.5f * bump(std::max(0.f, std::abs(ax - 26) - 14), y - 19, 8, 8);  // brow ridge
    z -= 8.5f * bump(ax - 30, y - 1, 19, 12);                               // eye socket
    z += 5.0f * bump(ax - kHalfEyeDistance, y, 13, 9);                      // eyeball under the lids
    z += 4.5f * bump(ax - 43, y + 27, 17, 15);                              // cheekbone
    z -= 2.0f * bump(ax - 30, y + 62, 10, 14);                              // fold beside the mouth
    z -= 2.5f * bump(x, y + 88, 18, 5);                                     // under the lower lip
    z += 5.0f * bump(x, y + 102, 16, 10);                                   // chin
    return z;
}

// Lowest hair at an angle from the front (0) to the nape (pi).
float hairline(const FaceLook& look, float angle) {
    const float a = std::abs(angle) * 180 / kPi;
    const float low = look.hair == HairStyle::Long ? 8.f : -4.f;
    if (a < 35) return 62 - 6 * (a / 35) * (a / 35);
    if (a < 62) return 56 - 24 * (a - 35) / 27;
    if (a < 78) return 32 - (32 - low) * (a - 62) / 16;
    if (a < 100) return low;
    return std::max(-75.f, low - (a - 100) * 3);
}

Vec3 headPoint(const FaceLook& look, float angle, float y) {
    const bool front = std::cos(angle) >= 0;
    const float jaw = 1 + (static_cast<float>(look.jawWidth) - 1) * ramp(-20, -90, y);
    const float half = std::max(0.f, curve(kHalfWidth, y)) * static_cast<float>(look.faceWidth) * jaw;
    const float exponent = front ? 0.84f : 1.f;  // the face is flatter than an ellipse
    const float s = std::sin(angle);
    const float c = std::abs(std::cos(angle));
    const float x = half * std::copysign(std::pow(std::abs(s), exponent), s);
    if (!front) return {x, y, kSideZ + (curve(kBackZ, y) - kSideZ) * c};
    float z = kSideZ + (curve(kFrontZ, y) - kSideZ) * std::pow(c, exponent);
    z += relief(look, x, y) * ramp(0.05f, 0.35f, c);
    return {x, y, z};
}

// A grid of (rows + 1) x (columns + 1) points; `at` gives position, hair and shade.
template <class At>
Mesh grid(Material material, int rows, int columns, const At& at) {
    Mesh mesh;
    mesh.material = material;
    const auto stride = static_cast<std::uint32_t>(columns + 1);
    for (int r = 0; r <= rows; ++r) {
        for (int c = 0; c <= columns; ++c) {
            mesh.vertices.push_back(at(static_cast<float>(r) / static_cast<float>(rows),
                                       static_cast<float>(c) / static_cast<float>(columns)));
        }
    }
    for (std::uint32_t r = 0; r < static_cast<std::uint32_t>(rows); ++r) {
        for (std::uint32_t c = 0; c < static_cast<std::uint32_t>(columns); ++c) {
            const std::uint32_t a = r * stride + c;
            mesh.corners.insert(mesh.corners.end(),
                                {a, a + stride, a + 1, a + 1, a + stride, a + stride + 1});
        }
    }
    return mesh;
}

// Normals from the triangles; all grids here are wound so that they point outwards.
void addNormals(Mesh& mesh) {
    for (std::size_t i = 0; i + 2 < mesh.corners.size(); i += 3) {
        auto& a = mesh.vertices[mesh.corners[i]];
        auto& b = mesh.vertices[mesh.corners[i + 1]];
        auto& c = mesh.vertices[mesh.corners[i + 2]];
        const Vec3 n = cross(b.at - a.at, c.at - a.at);
        a.normal = a.normal + n;
        b.normal = b.normal + n;
        c.normal = c.normal + n;
    }
    for (auto& v : mesh.vertices) v.normal = normalized(v.normal);
}

Mesh buildHead(const FaceLook& look) {
    constexpr int kRows = 116;
    constexpr int kColumns = 100;
    Mesh head = grid(Material::Face, kRows, kColumns, [&](float row, float column) {
        const float u = 2 * column - 1;  // denser in front
        const float angle = kPi * (0.62f * u + 0.38f * u * u * u);
        // Rows crowd at crown and chin, where the surface turns away.
        const float y = kChinY + (kCrownY - kChinY) * 0.5f * (1 + std::cos(kPi * row)) * 0.5f +
                        (kCrownY - kChinY) * 0.5f * (1 - row);
        Vertex v;
        v.at = headPoint(look, angle, y);
        if (look.hair != HairStyle::Bald) v.hair = ramp(-5, 7, y - hairline(look, angle));
        v.shade = 1 - 0.35f * ramp(-108, -118, y);
        return v;
    });
    addNormals(head);
    const float volume = look.hair == HairStyle::Long ? 9.f : 7.f;
    for (auto& v : head.vertices) v.at = v.at + v.normal * (volume * v.hair);
    return head;
}

Mesh buildEar(const FaceLook& look, float side) {
    Mesh ear = grid(Material::Skin, 14, 16, [&](float row, float column) {
        const float a = kPi * row;
        const float b = 2 * kPi * column;
        Vertex v;
        const float x = 9 * std::sin(a) * std::cos(b);
        const float z = 17 * std::sin(a) * std::sin(b);
        v.at = {side * (72 * static_cast<float>(look.faceWidth) + x - z * 0.35f * 1.f),
                -18 + 31 * std::cos(a), kSideZ + 2 + (side > 0 ? -z : z) * side};
        v.shade = 0.80f - 0.25f * bump(row - 0.5f, column - 0.3f, 0.2f, 0.2f);
        return v;
    });
    addNormals(ear);
    const Vec3 middle{side * 72, -18, kSideZ};
    for (auto& v : ear.vertices) {
        if (dot(v.normal, v.at - middle) < 0) v.normal = v.normal * -1.f;
    }
    return ear;
}

Mesh buildNeck(const FaceLook& look) {
    Mesh neck = grid(Material::Skin, 16, 32, [&](float row, float column) {
        const float angle = 2 * kPi * column - kPi;
        const float y = -60 - 130 * row;
        const float r = (53 + 2 * row) * static_cast<float>(look.jawWidth * 0.5 + 0.5);
        Vertex v;
        v.at = {r * std::sin(angle), y, -97 + (r + 2) * std::cos(angle)};
        v.shade = 0.55f + 0.40f * ramp(-118, -165, y);  // under the chin
        return v;
    });
    neck.turnsWithHead = false;
    addNormals(neck);
    return neck;
}

constexpr std::array<Knot, 8> kShoulders = {
    {{-152, 60}, {-166, 74}, {-180, 108}, {-196, 160}, {-222, 198}, {-260, 212}, {-330, 216}, {-620, 216}}};

Mesh buildTorso() {
    Mesh torso = grid(Material::Shirt, 40, 40, [](float row, float column) {
        const float angle = 2 * kPi * column - kPi;
        const float rise = 22 * std::pow(std::max(0.f, -std::cos(angle)), 0.5f);  // the collar stands behind
        const float y = -158 - 460 * row * row;
        const float half = curve(kShoulders, y);
        const float depth = 60 + 16 * ramp(-162, -186, y) + 34 * ramp(-190, -320, y);
        Vertex v;
        v.at = {half * std::sin(angle), y + rise * (1 - row), -97 + depth * std::cos(angle)};
        v.shade = 0.75f + 0.25f * ramp(-160, -200, y);
        return v;
    });
    torso.turnsWithHead = false;
    addNormals(torso);
    return torso;
}

// Long hair falls behind the ears to the shoulders.
Mesh buildCurtain(const FaceLook& look) {
    Mesh hair = grid(Material::Hair, 24, 40, [&](float row, float column) {
        const float angle = kPi * (0.47f + 1.06f * column);
        const float y = 60 - 230 * row;
        const float wide =
            (74 + 14 * ramp(0, 0.35f, row) + 9 * std::sin(3 * row)) * static_cast<float>(look.faceWidth);
        Vertex v;
        v.at = {wide * std::sin(angle), y, kSideZ + 8 + 100 * std::cos(angle)};
        v.hair = 1;
        v.shade = 0.85f;
        return v;
    });
    addNormals(hair);
    return hair;
}

}  // namespace

Vec3 normalized(Vec3 a) {
    const float length = std::sqrt(dot(a, a));
    return length > 1e-9f ? a * (1 / length) : Vec3{0, 0, 1};
}

float ramp(float from, float to, float value) {
    const float t = std::clamp((value - from) / (to - from), 0.f, 1.f);
    return t * t * (3 - 2 * t);
}

std::vector<Mesh> buildPerson(const FaceLook& look) {
    std::vector<Mesh> parts;
    parts.push_back(buildTorso());
    parts.push_back(buildNeck(look));
    if (look.hair == HairStyle::Long) parts.push_back(buildCurtain(look));
    if (look.hair != HairStyle::Long) {
        parts.push_back(buildEar(look, -1));
        parts.push_back(buildEar(look, 1));
    }
    parts.push_back(buildHead(look));
    const auto length = static_cast<float>(look.faceLength);
    for (auto& part : parts) {
        if (!part.turnsWithHead) continue;
        for (auto& v : part.vertices) v.at.y *= length;
    }
    return parts;
}

}  // namespace devices::face
