// Between Image and cv::Mat. Internal to the room.
// Threads: pure functions.
#pragma once

#include <opencv2/core.hpp>

#include "base/error.h"
#include "devices/image.h"

namespace devices {

// True when the memory is what the header of the image says, and the sides are sensible for a camera.
inline bool isPicture(const Image& image) {
    constexpr int kLeast = 32, kMost = 16384;
    const bool sides =
        image.width >= kLeast && image.width <= kMost && image.height >= kLeast && image.height <= kMost;
    return sides && image.format == PixelFormat::Bgr24 &&
           image.pixels.size() ==
               static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 3;
}

// A view, not a copy: to be read only, and not longer than the image lives.
inline cv::Mat viewAsMat(const Image& image) {
    return {image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data())};
}

inline Image imageOf(const cv::Mat& bgr) {
    Image image;
    image.width = bgr.cols;
    image.height = bgr.rows;
    image.format = PixelFormat::Bgr24;
    const cv::Mat whole = bgr.isContinuous() ? bgr : bgr.clone();
    image.pixels.assign(whole.datastart, whole.datastart + whole.total() * 3);
    return image;
}

}  // namespace devices
