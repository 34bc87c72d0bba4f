// Invented fingerprints. A finger's ridges follow from (citizen seed, finger): a pattern class, an
// orientation field (zero-pole model with an arch correction) and ridges grown from noise by oriented Gabor
// filtering, as the published SFinGe method does. An impression of it follows from one more seed and the
// state of the skin. Nobody has these fingers. All sizes are pixels at 500 dpi unless a dpi is given.
// Threads: every function may be called from any thread. Masters are cached (the last 40) behind a mutex.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "devices/fingerprint/fingerprint_scanner.h"
#include "devices/image.h"

namespace devices {

enum class PatternClass { Unknown = 0, Arch, TentedArch, LeftLoop, RightLoop, Whorl };

// The whole ridge-bearing skin of one finger, from nail edge to nail edge.
struct FingerMaster {
    int width = 0;
    int height = 0;
    PatternClass pattern = PatternClass::Unknown;
    std::uint64_t seed = 0;           // of this finger; creases and pores follow from it
    double sizeFactor = 1;            // of the contact area: thumbs above 1, little fingers below
    std::vector<std::int8_t> ridges;  // -127 valley .. 127 ridge, rows from top to bottom
};

std::shared_ptr<const FingerMaster> fingerMaster(std::uint64_t citizenSeed, Finger finger);

enum class Contact { Unknown = 0, Flat, Rolled };

// One touch of the glass.
struct Impression {
    std::uint64_t seed = 1;
    Contact contact = Contact::Flat;
    double dryness = 0;     // 0 normal skin .. 1 ridges break up
    double wetness = 0;     // 0 normal skin .. 1 valleys fill
    double pressure = 0.6;  // 0 hovering .. 1 pressed hard: size and darkness of the contact
    double rotation = 0;    // degrees, clockwise on the picture
    double distortion = 1;  // of the soft skin: 0 none .. 2 twisted while pressing
    double coverage = 1;    // 1 whole contact .. 0.3 only a part touches
    double noise = 1;       // of the sensor, grey levels (standard deviation 0.8 per unit)
};

// A touch with the small variations of rotation, pressure and skin that every real one has.
Impression usualImpression(std::uint64_t seed);

// Paper-white glass with the sensor's faint noise: what lies under every picture here.
Image emptyGlass(int width, int height, double dpi, std::uint64_t seed);
// Presses the finger onto an existing Grey8 picture with the middle of its contact at (x, y).
void press(Image& glass, const FingerMaster& master, const Impression& how, double x, double y);

Image renderSingle(const FingerMaster& master, const Impression& how, int width, int height, double dpi);

// What lies where: the truth for tests of segmentation.
struct PrintTruth {
    Finger finger = Finger::Unknown;
    double centerX = 0;
    double centerY = 0;
    double halfWidth = 0;
    double halfHeight = 0;
    Impression how;  // of this finger: turned with the hand
};

struct Slap {
    Image image;
    std::vector<PrintTruth> prints;  // from left to right
};

struct SlapRequest {
    std::uint64_t citizenSeed = 0;
    Placement placement = Placement::Unknown;  // RightFour, LeftFour or TwoThumbs
    Impression how;                            // its seed also shifts and turns the whole hand a little
    std::vector<Finger> absent;                // left out; the others keep their places
};

constexpr int kPlatenWidth = 1600;  // 3.2 x 3.0 inches
constexpr int kPlatenHeight = 1500;

// Where the fingers of the request will lie, without growing or drawing them. Half sizes are for a middling
// finger.
std::vector<PrintTruth> slapLayout(const SlapRequest& request);
Slap renderSlap(const SlapRequest& request);

}  // namespace devices
