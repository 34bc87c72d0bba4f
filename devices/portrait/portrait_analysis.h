// Judges a portrait: live, on every frame of the camera, and fully, on the picture that is to be kept.
//
// Measures, in the words of ISO/IEC 29794-5, with the reason each gives when it does not pass; the order is
// that of the instructions, most important first:
//   single-face-present        no-face, more-than-one-face
//   inter-eye-distance         come-closer, move-back (the printed crop would not fit into the picture)
//   face-position              move-left, move-right (the person's own), move-up, move-down
//   head-pose-angle-yaw        turn-face-straight
//   head-pose-angle-roll       straighten-head
//   head-pose-angle-pitch      lower-chin, raise-chin
//   eyes-open                  open-eyes
//   mouth-closed               close-mouth
//   over-exposure-prevention   too-bright
//   background-luminance       background-too-dark (exposure is judged from the wall, never from the skin)
//   illumination-uniformity    light-uneven
//   natural-color              color-unnatural
//   background-uniformity      background-not-plain
//   background-color           background-not-white
//   sharpness                  image-blurred
//   dynamic-range              contrast-low
// Head covering, glare on glasses and a hand before the face are judged by the officer; no model here sees
// them.
//
// Threads: a PortraitAnalyzer belongs to one thread at a time. Several may work from one FaceModels.
// Units: pixels of the judged picture, degrees.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "devices/image.h"
#include "devices/portrait/face_models.h"
#include "devices/portrait/portrait_crop.h"

namespace devices {

// `best` and better gives component 100; beyond `warn` a warning, beyond `fail` a refusal. The side that is
// better follows from the order of warn and fail.
struct Gate {
    double best = 0;
    double warn = 0;
    double fail = 0;
};

// The one table of thresholds, measured on evenly lit portraits of people of many origins (good ones pass,
// each fault is refused); an administrator may override each.
struct PortraitGates {
    Gate otherFace{0, 0.05, 0.15};        // area of the next face over that of the main one
    Gate interEyeDistance{160, 120, 90};  // px of the source, corrected for yaw
    Gate position{0.3, 1.0, 1.5};         // live: from the middle of the guide, in inter-eye distances
    Gate cropOverflow{0, 0.02, 0.06};     // share of the crop's width outside the picture
    Gate roll{0, 5, 8};                   // degrees
    Gate yaw{0, 8, 15};                   // degrees, from the mesh
    Gate pitch{0, 12, 18};                // degrees, from the mesh, whose bias on level heads is taken off
    Gate eyesOpen{0.32, 0.24, 0.20};      // lid gap over eye width, of the less open eye
    Gate mouthGap{0, 0.02, 0.03};         // lip gap over eye-chin distance
    Gate overExposure{0, 0.005, 0.02};    // share of the face that is burnt out
    Gate backgroundLuminance{225, 200, 150};  // mean of the wall, 0..255
    Gate lightUniformity{1, 0.78, 0.65};      // darker cheek over lighter cheek
    Gate naturalColor{0, 4, 10};              // distance from the box of skin colors, CIE Lab
    Gate backgroundStd{0, 14, 20};            // grey levels
    Gate backgroundChroma{4, 14, 28};         // CIE Lab
    Gate sharpness{1.95, 1.65, 1.45};  // edges of the eyes over edges after a blur; 1 is no detail at all
    Gate dynamicRange{6.5, 5, 4.5};    // bits of entropy of the face
};

struct FaceBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

struct PortraitReport {
    int faces = 0;
    FaceBox face;  // of the main face
    EyePair eyes;
    bool eyesKnown = false;  // else `eyes` are where eyes usually are in the box
    double roll = 0;         // degrees, positive: clockwise in the picture
    double yaw = 0;          // degrees, positive: turned towards the right of the picture; 0 where not judged
    double pitch = 0;        // degrees, positive: looking up; 0 where not judged
    QualityReport quality;   // measures in the order above
    bool ready = false;      // nothing fails; size, position and pose are good enough to press the button
    std::string instruction;  // the one thing to say now; empty when ready

    const Measure* find(std::string_view name) const;
};

// How OpenCV spreads its work. Alone keeps it on the calling thread, so that the window stays fluid; it is a
// setting of the whole process (cv::setNumThreads).
enum class Parallel { Unknown = 0, Alone, AllCores };
void useThreads(Parallel parallel);

class PortraitAnalyzer {
public:
    // Internal when OpenCV does not take the models.
    static base::Result<PortraitAnalyzer> create(const FaceModels& models, const PortraitGates& gates = {});
    PortraitAnalyzer(PortraitAnalyzer&&) noexcept;
    PortraitAnalyzer& operator=(PortraitAnalyzer&&) noexcept;
    ~PortraitAnalyzer();

    // For consecutive frames of one camera: what changes slowly (background, each eye's lids) is refreshed in
    // turns.
    base::Result<PortraitReport> live(const Image& frame);
    // Every check afresh, with the finest networks. BadInput when the picture is not Bgr24 of a sensible
    // size.
    base::Result<PortraitReport> full(const Image& picture);
    // The same for the cropped portrait, whose face stands where the crop put it; size is not judged again.
    base::Result<PortraitReport> cropped(const Image& picture);
    // Forgets the frames seen: another person, another camera.
    void reset();

    const std::vector<std::string>& checksOff() const;

private:
    struct Impl;
    explicit PortraitAnalyzer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace devices
