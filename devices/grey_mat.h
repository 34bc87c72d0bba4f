// The grey picture that readers of print look at. Internal to the room.
// Threads: pure functions.
#pragma once

#include <opencv2/imgproc.hpp>

#include "devices/image.h"

namespace devices {

// True when the memory is what the header of the image says, grey or color, and no side is beyond `maxSide`.
inline bool isGreyOrColor(const Image& picture, int maxSide) {
    const int channels = picture.format == PixelFormat::Grey8 ? 1 : picture.format == PixelFormat::Bgr24 ? 3 : 0;
    return channels != 0 && picture.width > 0 && picture.height > 0 && picture.width <= maxSide && picture.height <= maxSide &&
           picture.pixels.size() == static_cast<std::size_t>(picture.width) * picture.height * channels;
}

// A view of a grey picture, to be read only and not longer than it lives; of a color one a grey copy.
inline cv::Mat greyOf(const Image& picture) {
    auto* data = const_cast<std::uint8_t*>(picture.pixels.data());  // cv::Mat has no const view
    if (picture.format == PixelFormat::Grey8) return {picture.height, picture.width, CV_8UC1, data};
    cv::Mat grey;
    cv::cvtColor(cv::Mat(picture.height, picture.width, CV_8UC3, data), grey, cv::COLOR_BGR2GRAY);
    return grey;
}

}  // namespace devices
