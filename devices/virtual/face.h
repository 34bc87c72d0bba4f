// Pictures of people who do not exist: the portraits of the virtual citizens. A small renderer (a head as a
// shaded mesh, skin, eyes and lips as a painted texture) good enough for face detectors and landmark
// networks, with every property known: training, the guided job and tests compare what is judged with what
// was drawn. Measures of the head are millimeters from anthropometric tables (pupil distance 63, vertex to
// chin 230); x to the right of the picture, y up, z towards the camera, origin between the pupils. Threads:
// the functions are pure; a FaceRenderer belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "devices/image.h"

namespace devices {

// Reflectance in linear light, 0..1.
struct Reflectance {
    float blue = 0;
    float green = 0;
    float red = 0;
};

enum class HairStyle { Unknown = 0, Short, Long, Bald };

// Who is drawn. Factors are 1 for the average head.
struct FaceLook {
    std::uint64_t seed = 0;
    double skinLightness = 60;  // CIE L*, 26 (deepest) .. 76 (fairest)
    double faceWidth = 1;
    double jawWidth = 1;
    double faceLength = 1;
    double noseWidth = 1;
    double noseHeight = 1;
    double lipFullness = 1;
    double browWeight = 1;
    double eyeAperture = 10;  // mm between the lids of the open eye, 7.6 (narrow) .. 11.5
    double eyeTilt = 0.5;     // mm, outer corner above the inner one
    double beardShadow = 0;   // 0..1
    HairStyle hair = HairStyle::Short;
    Reflectance hairColor;
    Reflectance irisColor;
    Reflectance shirt;
};

FaceLook makeFace(std::uint64_t seed);

enum class Backdrop { Unknown = 0, WhiteWall, GreyWall, Cluttered, Dark };

struct FacePose {
    double eyeDistance = 132;  // px between the pupils when looking straight
    double centerX = 0.5;      // middle between the pupils, share of the width
    double centerY = 0.45;     // share of the height, from the top
    double yaw = 0;            // degrees, positive: turned towards the right of the picture
    double pitch = 0;          // degrees, positive: looking up
    double roll = 0;           // degrees, positive: clockwise in the picture
    double eyesOpen = 1;       // 0..1
    double mouthOpen = 0;      // 0..1
};

struct FaceLight {
    double azimuth = 0;     // degrees, the key light stands right of the picture when positive
    double elevation = 30;  // degrees above the eyes
    double softness = 0.6;  // 0 one hard lamp .. 1 light from everywhere
    double level = 1;       // 1 is exposed as a photographer would
    Reflectance color{1, 1, 1};
};

struct FaceScene {
    int width = 1280;
    int height = 720;
    FacePose pose;
    FaceLight light;
    Backdrop backdrop = Backdrop::WhiteWall;
    double blur = 0;          // sigma, px
    double noise = 2;         // sigma, grey levels
    std::uint64_t frame = 0;  // moves the noise, as time does
};

// Somebody who sits as the portrait wants it, whatever the size of the picture.
FaceScene sittingScene(int width, int height);

// Where things are in the picture, px.
struct FaceTruth {
    double rightEyeX = 0;  // the person's right eye: on the left of the picture
    double rightEyeY = 0;
    double leftEyeX = 0;
    double leftEyeY = 0;
    double chinX = 0;
    double chinY = 0;
    double crownY = 0;
};

// Keeps what does not change from frame to frame, so that a camera can play at full speed.
class FaceRenderer {
public:
    explicit FaceRenderer(const FaceLook& look);
    ~FaceRenderer();
    FaceRenderer(FaceRenderer&&) noexcept;
    FaceRenderer& operator=(FaceRenderer&&) noexcept;

    // Bgr24 of scene.width x scene.height; sides are held within 16..8192.
    ImagePtr render(const FaceScene& scene);
    FaceTruth truth(const FaceScene& scene) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// One picture.
ImagePtr renderFace(const FaceLook& look, const FaceScene& scene);

}  // namespace devices
