// Reads the machine-readable zone of a card from a picture: a camera's frame, a scanned page. Own reader, for the one type face
// and the one layout that a card has (docs/decisions/008): finds three parallel rows of thirty evenly spaced signs at any
// angle, straightens them, and compares each place with the signs of OCR-B that may stand there.
// What a sign means is not known here: forms/mrz.h reads the lines and holds them against their check digits.
// Threads: pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/error.h"
#include "devices/image.h"

namespace devices {

struct MrzCorner {
    double x = 0;
    double y = 0;
};

struct MrzPicture {
    std::array<std::string, 3> lines;  // thirty signs each: 0-9, A-Z, <
    double likeness = 0;               // of all signs with what they were read as, mean of the correlations, to 1
    double nameLead = 0;               // in the third line, by how much at least the sign read was more like than the next one
    std::array<MrzCorner, 4> outline;  // in pixels of the picture: first sign of the first line, then clockwise as one reads

    std::string text() const { return lines[0] + "\n" + lines[1] + "\n" + lines[2]; }
};

// The third line has no check digit: from this lead on it is sure.
inline constexpr double kSureOfName = 0.03;

// The zone of a TD1 card (ICAO Doc 9303-5). None: there is no zone, or it is too small (less than some nine pixels a sign), too
// soft or cut off. BadInput for a malformed picture.
base::Result<std::optional<MrzPicture>> readMrzPicture(const Image& picture);

}  // namespace devices
