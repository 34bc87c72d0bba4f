// The measures that need only pixels. Internal to the room (OpenCV types); throws cv::Exception, which the
// room's public functions catch. Threads: pure functions.
#pragma once

#include <opencv2/core.hpp>

#include "devices/portrait/portrait_analysis.h"

namespace devices {

// The face turned upright and brought to 308 x 308 px: middle of the eyes at x = 154, y = 136. Whole:
// eyes 56.5 px apart; Eyes: 113 px apart, so that the band of eyes and brows fills the square.
enum class Aligned { Unknown = 0, Whole, Eyes };
cv::Mat alignedFace(const cv::Mat& bgr, const EyePair& eyes, Aligned what);

// How much detail a blur of one pixel takes from eyes and brows (Aligned::Eyes): edges after a small blur
// over edges after twice that blur. A sharp picture has 1.7..2.1 whoever is on it, a blurred one goes to 1.
// Unlike the variance of the Laplacian it does not fall with contrast, and so not with dark skin, grey brows
// or powder.
double sharpnessOf(const cv::Mat& eyesAligned);

struct FaceMeasures {
    double sharpness = 0;        // of the eyes, see sharpnessOf
    double overExposure = 0;     // share of burnt-out pixels
    double entropy = 0;          // bits
    double lightUniformity = 1;  // darker cheek / lighter cheek
    double colorDistance = 0;    // CIE Lab, of the cheeks from the box of skin colors
};
FaceMeasures measureFace(const cv::Mat& bgr, const EyePair& eyes);

struct BackgroundMeasures {
    int pixels = 0;  // too few: nothing can be said
    double luminance = 0;
    double std = 0;
    double chroma = 0;
};
// `mask` marks the background in `bgr`.
BackgroundMeasures measureBackground(const cv::Mat& bgr, const cv::Mat& mask);
// Beside the head, above the shoulders: where the wall is when nothing tells person from wall.
cv::Mat wallBesideHead(cv::Size size, const EyePair& eyes);
// Inside the planned crop and a little beside it, where the network sees no person and no hair may hang.
// `person` covers the whole picture.
cv::Mat wallAroundPerson(cv::Size size, const EyePair& eyes, const cv::Mat& person);

// Outcome, component and reason by a gate.
Measure judged(std::string name, double value, const Gate& gate, std::string reason);
Measure notChecked(std::string name);

}  // namespace devices
