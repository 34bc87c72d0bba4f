// Reads the signs of a zone whose grid is known. Internal to the room. Threads: pure functions.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

namespace devices {

struct ZoneSigns {
    std::array<std::string, 3> lines;
    double likeness = 0;  // mean correlation of the places with what they were read as
    double nameLead = 0;  // in the third line, by how much at least the sign read was more like than the next one
};

// `toPicture` takes (column, row) to the middle of a sign; `pitch` are the pixels from sign to sign there.
ZoneSigns readZoneSigns(const cv::Mat& grey, const cv::Matx33d& toPicture, double pitch);

}  // namespace devices
