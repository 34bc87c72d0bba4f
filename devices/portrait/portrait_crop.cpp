#include "devices/portrait/portrait_crop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <utility>

#include "devices/portrait/image_mat.h"
#include "devices/portrait/portrait_analysis.h"

namespace devices {
namespace {

constexpr double kEyeShare = 0.26;  // inter-eye distance over width
constexpr double kLeastEyeShare = 0.25;
constexpr double kMostEyeShare = 0.27;
constexpr double kMostOverflow = 0.06;  // of the width; so much is filled with the picture's edge
constexpr int kMostStoredHeight = 1200;
constexpr int kJpegQuality = 95;

struct Proportions {
    double heightByWidth = 0;
    double eyeHeight = 0;  // share of the height, from the top
    int mostWidth = 0;
};

Proportions proportionsOf(PortraitFormat format) {
    switch (format) {
        case PortraitFormat::Print2x3:
            return {1.5, 0.45, 800};
        case PortraitFormat::Print4x6:
            return {1.5, 0.40, 800};
        default:
            return {4.0 / 3, 0.45, 900};
    }
}

CropPlan planWith(double eyeShare, const EyePair& eyes, const Proportions& p, int sourceWidth,
                  int sourceHeight) {
    const double dx = eyes.leftX - eyes.rightX;
    const double dy = eyes.leftY - eyes.rightY;
    const double distance = std::max(1.0, std::hypot(dx, dy));
    const double ux = dx / distance, uy = dy / distance;  // along the eyes
    CropPlan plan;
    plan.width = distance / eyeShare;
    plan.height = plan.width * p.heightByWidth;
    plan.roll = std::atan2(dy, dx) * 180 / std::numbers::pi;
    const double below = (0.5 - p.eyeHeight) * plan.height;
    plan.centerX = (eyes.rightX + eyes.leftX) / 2 - uy * below;
    plan.centerY = (eyes.rightY + eyes.leftY) / 2 + ux * below;
    const double halfX = (std::abs(ux) * plan.width + std::abs(uy) * plan.height) / 2;
    const double halfY = (std::abs(uy) * plan.width + std::abs(ux) * plan.height) / 2;
    plan.overflowLeft = std::max(0.0, halfX - plan.centerX);
    plan.overflowTop = std::max(0.0, halfY - plan.centerY);
    plan.overflowRight = std::max(0.0, plan.centerX + halfX - sourceWidth);
    plan.overflowBottom = std::max(0.0, plan.centerY + halfY - sourceHeight);
    plan.storedWidth = std::min(p.mostWidth, static_cast<int>(std::floor(plan.width + 1e-6)));
    plan.storedHeight =
        std::min(kMostStoredHeight, static_cast<int>(std::lround(plan.storedWidth * p.heightByWidth)));
    return plan;
}

// Source to crop: the rectangle turned upright and brought to width x height.
cv::Matx23d upright(const CropPlan& plan, int width, int height) {
    const double k = width / plan.width;
    const double angle = plan.roll * std::numbers::pi / 180;
    const double c = k * std::cos(angle), s = k * std::sin(angle);
    // Pixel centers lie at half coordinates in the rectangle, at whole ones in OpenCV.
    return {c,  s, width / 2.0 - 0.5 - c * (plan.centerX - 0.5) - s * (plan.centerY - 0.5),
            -s, c, height / 2.0 - 0.5 + s * (plan.centerX - 0.5) - c * (plan.centerY - 0.5)};
}

struct Sides {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

std::uint64_t bigEndian(base::ByteView bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8 | byte;
    return value;
}

// PNG (ISO/IEC 15948): the IHDR chunk comes first.
std::optional<Sides> sidesOfPng(base::ByteView bytes) {
    constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
    if (bytes.size() < 24 || !std::equal(kSignature.begin(), kSignature.end(), bytes.begin()))
        return std::nullopt;
    return Sides{bigEndian(bytes.subspan(16, 4)), bigEndian(bytes.subspan(20, 4))};
}

// JPEG (ITU-T T.81): the first frame header, wherever it stands among the segments.
std::optional<Sides> sidesOfJpeg(base::ByteView bytes) {
    if (bytes.size() < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return std::nullopt;
    std::size_t at = 2;
    while (at + 9 <= bytes.size() && bytes[at] == 0xFF) {
        const std::uint8_t marker = bytes[at + 1];
        if (marker == 0xFF) {  // filling
            ++at;
            continue;
        }
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) return Sides{bigEndian(bytes.subspan(at + 7, 2)), bigEndian(bytes.subspan(at + 5, 2))};
        at += 2 + static_cast<std::size_t>(bigEndian(bytes.subspan(at + 2, 2)));
    }
    return std::nullopt;
}

// Read before decoding: a few bytes can claim gigabytes of pixels.
std::optional<Sides> sidesOf(base::ByteView bytes) {
    auto sides = sidesOfPng(bytes);
    return sides ? sides : sidesOfJpeg(bytes);
}

}  // namespace

double CropPlan::worstOverflow() const {
    return std::max({overflowLeft, overflowRight, overflowTop, overflowBottom});
}

CropPlan planCrop(const EyePair& eyes, PortraitFormat format, int sourceWidth, int sourceHeight) {
    const Proportions p = proportionsOf(format);
    const double distance = std::hypot(eyes.leftX - eyes.rightX, eyes.leftY - eyes.rightY);
    const double share = std::clamp(distance / kLeastPortraitWidth, kLeastEyeShare, kEyeShare);
    const CropPlan plan = planWith(share, eyes, p, sourceWidth, sourceHeight);
    if (plan.worstOverflow() <= 0) return plan;
    const CropPlan tighter = planWith(kMostEyeShare, eyes, p, sourceWidth, sourceHeight);
    const bool largeEnough =
        tighter.storedWidth >= kLeastPortraitWidth || plan.storedWidth < kLeastPortraitWidth;
    return largeEnough ? tighter : plan;
}

PortraitGuide portraitGuide(int width, int height) {
    // The 3x4 crop takes 95 % of the height, or of what the width allows.
    constexpr double kShare = 0.95;
    const Proportions p = proportionsOf(PortraitFormat::Print3x4);
    const double cropHeight = kShare * std::min<double>(height, width * p.heightByWidth);
    PortraitGuide guide;
    guide.eyeDistance = kEyeShare * cropHeight / p.heightByWidth;
    guide.eyeX = width / 2.0;
    guide.eyeY = height / 2.0 - (0.5 - p.eyeHeight) * cropHeight;
    // Crown to chin is 3.66 inter-eye distances on average, a head 2.4 wide.
    guide.centerX = guide.eyeX;
    guide.centerY = guide.eyeY + 0.04 * guide.eyeDistance;
    guide.radiusX = 1.22 * guide.eyeDistance;
    guide.radiusY = 1.83 * guide.eyeDistance;
    return guide;
}

base::Result<Image> cropPortrait(const Image& source, const EyePair& eyes, PortraitFormat format) {
    if (!isPicture(source))
        return base::fail(base::Code::BadInput, "a portrait is cut from Bgr24 of a camera's size");
    const CropPlan plan = planCrop(eyes, format, source.width, source.height);
    if (plan.storedWidth < kLeastPortraitWidth || plan.storedHeight < kLeastPortraitHeight) {
        return base::fail(base::Code::QualityTooLow, "the crop would have " +
                                                         std::to_string(plan.storedWidth) + " x " +
                                                         std::to_string(plan.storedHeight) + " px");
    }
    if (plan.worstOverflow() > kMostOverflow * plan.width) {
        return base::fail(base::Code::QualityTooLow, "the crop reaches outside the picture");
    }
    try {
        // Each stored pixel is the mean of n x n samples of the source, taken in one pass over it.
        const int n = std::max(1, static_cast<int>(std::lround(plan.width / plan.storedWidth)));
        const cv::Size fine(plan.storedWidth * n, plan.storedHeight * n);
        cv::Mat crop;
        cv::warpAffine(viewAsMat(source), crop, upright(plan, fine.width, fine.height), fine,
                       n == 1 ? cv::INTER_CUBIC : cv::INTER_LINEAR, cv::BORDER_REPLICATE);
        if (n > 1)
            cv::resize(crop, crop, cv::Size(plan.storedWidth, plan.storedHeight), 0, 0, cv::INTER_AREA);
        return imageOf(crop);
    } catch (const std::exception& e) {
        return base::fail(base::Code::Internal, std::string("crop: ") + e.what());
    }
}

base::Result<base::Bytes> encodeJpeg(const Image& picture) {
    if (!isPicture(picture)) return base::fail(base::Code::BadInput, "only Bgr24 is encoded");
    try {
        base::Bytes bytes;
        cv::imencode(".jpg", viewAsMat(picture), bytes, {cv::IMWRITE_JPEG_QUALITY, kJpegQuality});
        return bytes;
    } catch (const std::exception& e) {
        return base::fail(base::Code::Internal, std::string("encode: ") + e.what());
    }
}

base::Result<Image> decodePicture(base::ByteView bytes) {
    constexpr std::size_t kMostBytes = 256u << 20;
    constexpr std::uint64_t kMostPixels = 64u << 20;
    if (bytes.size() > kMostBytes) return base::fail(base::Code::TooLarge, "more than 256 MiB");
    const auto sides = sidesOf(bytes);
    if (!sides) return base::fail(base::Code::BadInput, "neither JPEG nor PNG");
    if (sides->width * sides->height > kMostPixels)
        return base::fail(base::Code::TooLarge, "more than 64 megapixels");
    try {
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<std::uint8_t*>(bytes.data()));
        const cv::Mat bgr = cv::imdecode(raw, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (bgr.empty()) return base::fail(base::Code::BadInput, "a damaged picture");
        return imageOf(bgr);
    } catch (const std::exception& e) {
        return base::fail(base::Code::BadInput, std::string("decode: ") + e.what());
    }
}

base::Result<Capture> keepPortrait(PortraitAnalyzer& analyzer, const Image& source, PortraitFormat format,
                                   const PortraitSource& from) {
    const auto whole = analyzer.full(source);
    if (!whole) return base::pass(whole.error(), "whole picture");
    if (whole->faces == 0) return base::fail(base::Code::QualityTooLow, "no face in the picture");
    const auto crop = cropPortrait(source, whole->eyes, format);
    if (!crop) return base::pass(crop.error(), "crop");
    auto bytes = encodeJpeg(*crop);
    if (!bytes) return base::pass(bytes.error(), "portrait");
    const auto stored = decodePicture(*bytes);
    if (!stored) return base::pass(stored.error(), "portrait read back");
    auto report = analyzer.cropped(*stored);
    if (!report) return base::pass(report.error(), "portrait read back");
    Capture capture;
    capture.subject = "portrait";
    capture.mediaType = "image/jpeg";
    capture.bytes = std::move(*bytes);
    capture.width = stored->width;
    capture.height = stored->height;
    capture.quality = std::move(report->quality);
    capture.device = from.device;
    capture.fromVirtualDevice = from.fromVirtualDevice;
    return capture;
}

}  // namespace devices
