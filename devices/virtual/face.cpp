#include "devices/virtual/face.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

#include "devices/virtual/face_shape.h"
#include "devices/virtual/face_skin.h"

namespace devices {
namespace {

using face::Material;
using face::Mesh;
using face::Vec3;

constexpr float kCameraDistance = 900;  // mm from the eyes
constexpr double kModelPitch = 6;       // degrees the modeled heads look up when their owners sit straight
constexpr int kToneSteps = 2048;        // linear light 0..kToneMax in the tone table
constexpr float kToneMax = 1.5f;

float radians(double degrees) {
    return static_cast<float>(degrees * std::numbers::pi / 180);
}

// Linear light to sRGB bytes.
const std::array<std::uint8_t, kToneSteps>& toneTable() {
    static const auto table = [] {
        std::array<std::uint8_t, kToneSteps> t{};
        for (int i = 0; i < kToneSteps; ++i) {
            const double v = std::min(1.0, (i + 0.5) * kToneMax / kToneSteps);
            const double s = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
            t[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(std::lround(255 * s));
        }
        return t;
    }();
    return table;
}

std::uint8_t tone(float linear) {
    const float at = std::clamp(linear * (kToneSteps / kToneMax), 0.f, static_cast<float>(kToneSteps - 1));
    return toneTable()[static_cast<std::size_t>(at)];
}

// Where a millimeter of the scene falls in the picture.
class Projection {
public:
    Projection(const FaceScene& scene, float faceLength) : length_(faceLength) {
        const auto& pose = scene.pose;
        const float cy = std::cos(radians(pose.yaw)), sy = std::sin(radians(pose.yaw));
        const float cx = std::cos(radians(pose.pitch - kModelPitch)),
                    sx = std::sin(radians(pose.pitch - kModelPitch));
        const float cz = std::cos(radians(pose.roll)), sz = std::sin(radians(pose.roll));
        // yaw about y, then pitch about x, then roll about z
        rows_[0] = {cz * cy + sz * sx * sy, sz * cx, cz * sy - sz * sx * cy};
        rows_[1] = {-sz * cy + cz * sx * sy, cz * cx, -sz * sy - cz * sx * cy};
        rows_[2] = {-cx * sy, sx, cx * cy};
        focal_ = static_cast<float>(pose.eyeDistance) / (2 * face::kHalfEyeDistance) * kCameraDistance;
        const Vec3 eyes = turned({0, 0, 0});
        const float s = scale(eyes.z);
        offsetX_ = static_cast<float>(pose.centerX * scene.width) - eyes.x * s;
        offsetY_ = static_cast<float>(pose.centerY * scene.height) + eyes.y * s;
    }
    Vec3 direction(Vec3 v) const { return {dot(rows_[0], v), dot(rows_[1], v), dot(rows_[2], v)}; }
    Vec3 turned(Vec3 v) const { return direction(v - face::kNeckPivot) + face::kNeckPivot; }
    // Pixel x, pixel y, depth towards the camera.
    Vec3 pixel(Vec3 v) const {
        const float s = scale(v.z);
        return {offsetX_ + v.x * s, offsetY_ - v.y * s, v.z};
    }
    Vec3 headPixel(float x, float y, float z) const { return pixel(turned({x, y * length_, z})); }

private:
    float scale(float z) const { return focal_ / (kCameraDistance - z); }

    float length_;
    std::array<Vec3, 3> rows_;
    float focal_ = 1;
    float offsetX_ = 0;
    float offsetY_ = 0;
};

class Lamp {
public:
    explicit Lamp(const FaceLight& light) {
        const float a = radians(light.azimuth);
        const float e = radians(light.elevation);
        to_ = {std::sin(a) * std::cos(e), std::sin(e), std::cos(a) * std::cos(e)};
        const auto soft = static_cast<float>(std::clamp(light.softness, 0.0, 1.0));
        ambient_ = 0.80f * soft;
        key_ = 1.05f - ambient_ * 0.85f;
        wrap_ = 0.25f + 0.35f * soft;
        level_ = static_cast<float>(std::max(0.0, light.level));
    }
    float on(Vec3 normal, float shade) const {
        const float direct = std::max(0.f, (dot(normal, to_) + wrap_) / (1 + wrap_));
        const float sky = 0.80f + 0.20f * normal.y;
        return level_ * shade * (ambient_ * sky + key_ * direct);
    }
    float level() const { return level_; }

private:
    Vec3 to_;
    float ambient_ = 0;
    float key_ = 1;
    float wrap_ = 0;
    float level_ = 1;
};

// What a vertex carries to its pixels.
struct Corner {
    float x = 0, y = 0, z = 0;
    float u = 0, v = 0;
    float light = 0;
    float hair = 0;
};

enum class Sides { Unknown = 0, Outer, Both };

class Canvas {
public:
    // The depths are the caller's, so that each picture of a stream uses the same memory.
    Canvas(cv::Mat& picture, cv::Mat& depths, const FaceLight& light) : picture_(picture), depth_(depths), light_(light) {
        depth_.create(picture.size(), CV_32F);
        for (int y = 0; y < depth_.rows; ++y) std::fill_n(depth_.ptr<float>(y), depth_.cols, -1e9f);
    }

    // Triangles turned away are drawn only where a surface is seen from within (long hair behind the neck).
    template <class Paint>
    void triangle(const Corner& a, const Corner& b, const Corner& c, Sides sides, const Paint& paint) {
        const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if (std::abs(area) < 1e-6f || (area > 0 && sides != Sides::Both))
            return;  // the picture's y points down
        const int x0 = std::max(0, static_cast<int>(std::ceil(std::min({a.x, b.x, c.x}))));
        const int x1 = std::min(picture_.cols - 1, static_cast<int>(std::floor(std::max({a.x, b.x, c.x}))));
        const int y0 = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}))));
        const int y1 = std::min(picture_.rows - 1, static_cast<int>(std::floor(std::max({a.y, b.y, c.y}))));
        const float inverse = 1 / area;
        for (int y = y0; y <= y1; ++y) {
            auto* depth = depth_.ptr<float>(y);
            auto* row = picture_.ptr<cv::Vec3b>(y);
            for (int x = x0; x <= x1; ++x) {
                const float px = static_cast<float>(x), py = static_cast<float>(y);
                const float wb = ((px - a.x) * (c.y - a.y) - (py - a.y) * (c.x - a.x)) * inverse;
                const float wc = ((b.x - a.x) * (py - a.y) - (b.y - a.y) * (px - a.x)) * inverse;
                const float wa = 1 - wb - wc;
                if (wa < 0 || wb < 0 || wc < 0) continue;
                const float z = wa * a.z + wb * b.z + wc * c.z;
                if (z <= depth[x]) continue;
                depth[x] = z;
                const Reflectance color = paint(wa, wb, wc);
                const float light = wa * a.light + wb * b.light + wc * c.light;
                row[x] = {tone(color.blue * light * light_.color.blue),
                          tone(color.green * light * light_.color.green),
                          tone(color.red * light * light_.color.red)};
            }
        }
    }

private:
    cv::Mat& picture_;
    cv::Mat& depth_;
    FaceLight light_;
};

Reflectance mix(const Reflectance& a, const Reflectance& b, float t) {
    return {a.blue + (b.blue - a.blue) * t, a.green + (b.green - a.green) * t, a.red + (b.red - a.red) * t};
}

Reflectance times(const Reflectance& a, float f) {
    return {a.blue * f, a.green * f, a.red * f};
}

// Reflectance of the wall behind, at a share of width and height.
void paintBackdrop(cv::Mat& picture, const FaceScene& scene, std::uint64_t seed) {
    const auto level = static_cast<float>(scene.light.level);
    const auto& color = scene.light.color;
    auto bytes = [&](const Reflectance& r, float shade) {
        return cv::Scalar(tone(r.blue * shade * level * color.blue),
                          tone(r.green * shade * level * color.green),
                          tone(r.red * shade * level * color.red));
    };
    Reflectance wall{0.80f, 0.80f, 0.80f};
    if (scene.backdrop == Backdrop::GreyWall) wall = {0.36f, 0.36f, 0.36f};
    if (scene.backdrop == Backdrop::Dark) wall = {0.025f, 0.022f, 0.02f};
    // A wall is never lit evenly: a little darker to the sides and below.
    const int step = std::max(1, picture.cols / 64);
    for (int x = 0; x < picture.cols; x += step) {
        const float off = static_cast<float>(x) / static_cast<float>(picture.cols) - 0.5f;
        const cv::Rect strip(x, 0, std::min(step, picture.cols - x), picture.rows);
        picture(strip).setTo(bytes(wall, 1.02f - 0.12f * off * off));
    }
    if (scene.backdrop != Backdrop::Cluttered) return;
    cv::RNG random(seed + 17);
    for (int i = 0; i < 60; ++i) {  // shelves, folders, posters
        const int w = picture.cols * random.uniform(20, 160) / 1000;
        const int h = picture.rows * random.uniform(40, 300) / 1000;
        const cv::Rect box(random.uniform(-w, picture.cols), random.uniform(-h, picture.rows), w, h);
        const Reflectance r{random.uniform(0.02f, 0.7f), random.uniform(0.02f, 0.7f),
                            random.uniform(0.02f, 0.7f)};
        cv::rectangle(picture, box, bytes(r, 1), cv::FILLED);
    }
}

bool sameColor(const Reflectance& a, const Reflectance& b) {
    return a.blue == b.blue && a.green == b.green && a.red == b.red;
}

bool sameWall(const FaceScene& a, const FaceScene& b) {
    return a.width == b.width && a.height == b.height && a.backdrop == b.backdrop &&
           a.light.level == b.light.level && sameColor(a.light.color, b.light.color);
}

FaceScene held(FaceScene scene) {
    scene.width = std::clamp(scene.width, 16, 8192);
    scene.height = std::clamp(scene.height, 16, 8192);
    scene.pose.eyeDistance = std::clamp(scene.pose.eyeDistance, 2.0, 4000.0);
    scene.pose.yaw = std::clamp(scene.pose.yaw, -80.0, 80.0);
    scene.pose.pitch = std::clamp(scene.pose.pitch, -60.0, 60.0);
    scene.blur = std::clamp(scene.blur, 0.0, 50.0);
    scene.noise = std::clamp(scene.noise, 0.0, 80.0);
    return scene;
}

}  // namespace

struct FaceRenderer::Impl {
    explicit Impl(const FaceLook& l) : look(l), parts(face::buildPerson(l)), skin(l) {}

    void drawPart(Canvas& canvas, const Mesh& mesh, const Projection& projection, const Lamp& lamp);
    void addNoise(cv::Mat& picture, const FaceScene& scene);
    const cv::Mat& wall(const FaceScene& scene);

    FaceLook look;
    std::vector<Mesh> parts;
    face::Skin skin;
    std::vector<Corner> corners;  // of the mesh being drawn
    cv::Mat depths;               // of the picture being drawn
    cv::Mat wallPicture;
    std::optional<FaceScene> wallScene;
    cv::Mat lighter, darker;  // the two halves of the noise
    double noiseOf = -1;
};

void FaceRenderer::Impl::drawPart(Canvas& canvas, const Mesh& mesh, const Projection& projection,
                                  const Lamp& lamp) {
    corners.resize(mesh.vertices.size());
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto& v = mesh.vertices[i];
        const Vec3 p = projection.pixel(mesh.turnsWithHead ? projection.turned(v.at) : v.at);
        const Vec3 n = mesh.turnsWithHead ? projection.direction(v.normal) : v.normal;
        const float y = v.at.y / static_cast<float>(look.faceLength);
        corners[i] = {p.x,
                      p.y,
                      p.z,
                      (v.at.x + face::kTextureHalfWidth) * face::kTexelsPerMm,
                      (face::kTextureTop - y) * face::kTexelsPerMm,
                      lamp.on(n, v.shade),
                      v.hair};
    }
    const Reflectance* texels = skin.texels();
    for (std::size_t i = 0; i + 2 < mesh.corners.size(); i += 3) {
        const Corner& a = corners[mesh.corners[i]];
        const Corner& b = corners[mesh.corners[i + 1]];
        const Corner& c = corners[mesh.corners[i + 2]];
        auto hairAt = [&](float wa, float wb, float wc) {
            const int strand = static_cast<int>(wa * a.u + wb * b.u + wc * c.u) * 7919;
            return times(look.hairColor, 0.75f + static_cast<float>((strand >> 3) & 7) * 0.07f);
        };
        switch (mesh.material) {
            case Material::Face:
                canvas.triangle(a, b, c, Sides::Outer, [&](float wa, float wb, float wc) {
                    const float h = wa * a.hair + wb * b.hair + wc * c.hair;
                    if (h > 0.98f) return hairAt(wa, wb, wc);
                    const int u = std::clamp(static_cast<int>(wa * a.u + wb * b.u + wc * c.u), 0,
                                             face::kTextureWidth - 1);
                    const int v = std::clamp(static_cast<int>(wa * a.v + wb * b.v + wc * c.v), 0,
                                             face::kTextureHeight - 1);
                    const Reflectance& t = texels[v * face::kTextureWidth + u];
                    return h > 0.02f ? mix(t, hairAt(wa, wb, wc), h) : t;
                });
                break;
            case Material::Skin:
                canvas.triangle(a, b, c, Sides::Outer, [&](float, float, float) { return skin.plain(); });
                break;
            case Material::Hair:
                canvas.triangle(a, b, c, Sides::Both, hairAt);
                break;
            default:
                canvas.triangle(a, b, c, Sides::Both, [&](float, float, float) { return look.shirt; });
        }
    }
}

const cv::Mat& FaceRenderer::Impl::wall(const FaceScene& scene) {
    if (!wallScene || !sameWall(*wallScene, scene)) {
        wallPicture.create(scene.height, scene.width, CV_8UC3);
        paintBackdrop(wallPicture, scene, look.seed);
        wallScene = scene;
    }
    return wallPicture;
}

// One field of noise, larger than the picture, is made once and moved about from frame to frame.
void FaceRenderer::Impl::addNoise(cv::Mat& picture, const FaceScene& scene) {
    if (scene.noise <= 0) return;
    constexpr int kRoom = 61;
    const cv::Size wanted(picture.cols + kRoom, picture.rows + kRoom);
    if (lighter.size() != wanted || noiseOf != scene.noise) {
        cv::RNG random(look.seed * 2 + 1);
        cv::Mat field(wanted, CV_16SC3);
        random.fill(field, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(scene.noise));
        field.convertTo(lighter, CV_8U);
        field.convertTo(darker, CV_8U, -1);
        noiseOf = scene.noise;
    }
    const cv::Rect part(static_cast<int>(scene.frame * 37 % kRoom),
                        static_cast<int>(scene.frame * 23 % kRoom), picture.cols, picture.rows);
    cv::add(picture, lighter(part), picture);
    cv::subtract(picture, darker(part), picture);
}

FaceRenderer::FaceRenderer(const FaceLook& look) : impl_(std::make_unique<Impl>(look)) {}
FaceRenderer::~FaceRenderer() = default;
FaceRenderer::FaceRenderer(FaceRenderer&&) noexcept = default;
FaceRenderer& FaceRenderer::operator=(FaceRenderer&&) noexcept = default;

ImagePtr FaceRenderer::render(const FaceScene& wanted) {
    const FaceScene scene = held(wanted);
    auto image = std::make_shared<Image>();
    image->width = scene.width;
    image->height = scene.height;
    image->format = PixelFormat::Bgr24;
    const cv::Mat& wall = impl_->wall(scene);
    image->pixels.assign(wall.datastart, wall.dataend);
    cv::Mat picture(scene.height, scene.width, CV_8UC3, image->pixels.data());
    impl_->skin.setExpression(scene.pose.eyesOpen, scene.pose.mouthOpen);

    const Projection projection(scene, static_cast<float>(impl_->look.faceLength));
    const Lamp lamp(scene.light);
    Canvas canvas(picture, impl_->depths, scene.light);
    for (const auto& part : impl_->parts) impl_->drawPart(canvas, part, projection, lamp);

    // Every lens blurs a little; here it also softens the edges of the meshes.
    cv::GaussianBlur(picture, picture, cv::Size(3, 3), 0.55);
    if (scene.blur > 0) cv::GaussianBlur(picture, picture, cv::Size(), scene.blur);
    impl_->addNoise(picture, scene);
    return image;
}

FaceTruth FaceRenderer::truth(const FaceScene& wanted) const {
    const FaceScene scene = held(wanted);
    const Projection projection(scene, static_cast<float>(impl_->look.faceLength));
    const Vec3 right = projection.headPixel(-face::kHalfEyeDistance, 0, 1);
    const Vec3 left = projection.headPixel(face::kHalfEyeDistance, 0, 1);
    const Vec3 chin = projection.headPixel(0, face::kChinY + 4, -8);
    const Vec3 crown = projection.headPixel(0, face::kCrownY, -88);
    return {right.x, right.y, left.x, left.y, chin.x, chin.y, crown.y};
}

ImagePtr renderFace(const FaceLook& look, const FaceScene& scene) {
    return FaceRenderer(look).render(scene);
}

}  // namespace devices
