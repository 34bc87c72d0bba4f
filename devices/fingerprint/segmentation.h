// Finds the fingers in a picture of the whole glass, cuts them out and names them by their order.
// Works on dark ridges over a light background at any resolution. A slap's fingers point up, turned by less
// than about 30 degrees. Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "devices/fingerprint/fingerprint_scanner.h"

namespace devices {

// Which hand a slap looks like. Unknown: the evidence is too thin to say.
enum class Hand { Unknown = 0, Right, Left };

struct Segmentation {
    std::vector<FingerImage> fingers;  // from left to right; crops without quality
    std::vector<Finger> missing;       // expected ones that are not there, as far as the places tell
    Hand looksLike = Hand::Unknown;    // four-finger slaps only
    std::string advice;                // "", "no-finger", "missing-finger", "extra-finger", "wrong-hand"
};

// `expected` are the fingers that are to lie there; empty means all of the placement's.
Segmentation segmentPrints(const Image& platen, Placement placement, std::vector<Finger> expected);

// The part of a Grey8 picture; clipped to it.
Image cropped(const Image& picture, int left, int top, int width, int height);

}  // namespace devices
