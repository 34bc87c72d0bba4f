#include "devices/camera/preview.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace devices {

ImagePtr fitted(const ImagePtr& picture, int maxWidth, int maxHeight) {
    if (!picture || picture->width <= 0 || picture->height <= 0 || maxWidth <= 0 || maxHeight <= 0) return nullptr;
    const double scale = std::min(double(maxWidth) / picture->width, double(maxHeight) / picture->height);
    if (scale >= 1) return picture;
    const int type = picture->format == PixelFormat::Grey8 ? CV_8UC1 : CV_8UC3;
    auto small = std::make_shared<Image>();
    small->width = std::max(1, static_cast<int>(picture->width * scale));
    small->height = std::max(1, static_cast<int>(picture->height * scale));
    small->format = picture->format;
    small->dpi = picture->dpi * scale;
    small->pixels.resize(static_cast<std::size_t>(small->width) * small->height * (type == CV_8UC1 ? 1 : 3));
    const cv::Mat from(picture->height, picture->width, type, const_cast<std::uint8_t*>(picture->pixels.data()));
    cv::Mat to(small->height, small->width, type, small->pixels.data());
    // Area keeps text and ridges readable when much is thrown away; linear is four times as fast when little is.
    cv::resize(from, to, to.size(), 0, 0, scale < 0.5 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return small;
}

}  // namespace devices
