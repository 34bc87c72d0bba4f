// The measures that need only pixels. Internal to the room (OpenCV types); throws cv::Exception, which the room's
// public functions catch.
// Threads: pure functions.
#pragma once

#include <opencv2/core.hpp>

#include "devices/portrait/portrait_analysis.h"

namespace devices {

// The face turned upright and brought to 308 x 308 px: eyes at y = 136, 56.5 px apart, middle at x = 154.
cv::Mat alignedFace(const cv::Mat& bgr, const EyePair& eyes);

struct FaceMeasures {
    double sharpness = 0;       // variance of the Laplacian
    double overExposure = 0;    // share of burnt-out pixels
    double entropy = 0;         // bits
    double lightUniformity = 1; // darker cheek / lighter cheek
    double colorDistance = 0;   // CIE Lab, of the cheeks from the box of skin colors
};
FaceMeasures measureFace(const cv::Mat& aligned);

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
// Inside the planned crop, where the network sees no person. `person` covers the whole picture.
cv::Mat wallAroundPerson(cv::Size size, const CropPlan& plan, const cv::Mat& person);

// Outcome, component and reason by a gate.
Measure judged(std::string name, double value, const Gate& gate, std::string reason);
Measure notChecked(std::string name);

}  // namespace devices
