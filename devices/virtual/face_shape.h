// The shape of a virtual citizen: meshes in millimeters (see face.h), made once per person. Internal to the
// renderer. Threads: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "devices/virtual/face.h"

namespace devices::face {

struct Vec3 {
    float x = 0;
    float y = 0;
    float z = 0;
};

inline Vec3 operator+(Vec3 a, Vec3 b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(Vec3 a, Vec3 b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator*(Vec3 a, float f) {
    return {a.x * f, a.y * f, a.z * f};
}
inline float dot(Vec3 a, Vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(Vec3 a, Vec3 b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
Vec3 normalized(Vec3 a);

enum class Material { Unknown = 0, Face, Skin, Hair, Shirt };

struct Vertex {
    Vec3 at;
    Vec3 normal;
    float hair = 0;   // 0 skin .. 1 hair
    float shade = 1;  // light that reaches the spot: ears, armpits and the neck lie in their own shadow
};

struct Mesh {
    Material material = Material::Unknown;
    bool turnsWithHead = true;
    std::vector<Vertex> vertices;
    std::vector<std::uint32_t> corners;  // three per triangle
};

std::vector<Mesh> buildPerson(const FaceLook& look);

// Crown and chin of the head, for the truth.
inline constexpr float kCrownY = 112;
inline constexpr float kChinY = -118;
inline constexpr float kHalfEyeDistance = 31.5f;
inline constexpr Vec3 kNeckPivot{0, -60, -95};

// Smooth step from 0 at `from` to 1 at `to`.
float ramp(float from, float to, float value);

}  // namespace devices::face
