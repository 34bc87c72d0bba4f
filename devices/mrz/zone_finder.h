// Finds where a machine-readable zone may be: rows of evenly spaced signs, and the grid that three of them make.
// Internal to the room. Threads: pure functions.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace devices {

// Takes (column, row) to the middle of that sign in the picture; row 0, column 0 is the first sign. Which end is the first is
// not known yet: a grid and its turn by half are both possible.
struct ZoneGrid {
    cv::Matx33d toPicture;
    double pitch = 0;  // pixels from sign to sign
};

// Best first, a few at most; empty when nothing looks like a zone. The picture is grey, dark signs on light ground.
std::vector<ZoneGrid> findZones(const cv::Mat& grey);

cv::Point2d at(const cv::Matx33d& toPicture, double column, double row);

}  // namespace devices
