#include "devices/mrz/zone_signs.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "devices/mrz/ocrb_glyphs.h"

namespace devices {
namespace {

// A place is compared at 16 pixels a pitch: about 160 dots an inch, what a card across half a camera's picture has.
constexpr int kPitch = 16;
constexpr double kLine = kPitch * kZoneLineMm / kZonePitchMm;
constexpr int kWidth = kPitch, kHeight = kGlyphHeight * kPitch / kGlyphWidth;
constexpr int kShift = 3;  // a grid may be off by that many pixels, and a sign in its place too
constexpr int kMargin = 16;
constexpr double kBlur = 0.8;            // pixels; pictures are never as sharp as the drawn signs
constexpr double kMinContrast = 4;       // grey levels; a place without ink has no sign
constexpr double kMostPitch = 2 * kPitch;  // larger pictures are reduced first, or thin strokes would fall between the pixels

// Without its mean and of length 1, so that a product of two is their correlation. False when nothing stands there.
bool normalize(cv::Mat row) {
    cv::Scalar mean, deviation;
    cv::meanStdDev(row, mean, deviation);
    if (deviation[0] < kMinContrast) {
        row.setTo(0);
        return false;
    }
    row = (row - mean[0]) / (deviation[0] * std::sqrt(static_cast<double>(row.cols)));
    return true;
}

// One column for each sign of kZoneSigns.
cv::Mat drawnSigns() {
    cv::Mat signs(static_cast<int>(kZoneSigns.size()), kWidth * kHeight, CV_32F);
    for (std::size_t i = 0; i < kZoneSigns.size(); ++i) {
        cv::Mat drawn(kGlyphHeight, kGlyphWidth, CV_32F), small;
        for (int y = 0; y < kGlyphHeight; ++y) {
            for (int x = 0; x < kGlyphWidth; ++x) drawn.at<float>(y, x) = kOcrbGlyphs[i][y] >> (kGlyphWidth - 1 - x) & 1 ? 0.F : 255.F;
        }
        cv::resize(drawn, small, {kWidth, kHeight}, 0, 0, cv::INTER_AREA);
        cv::GaussianBlur(small, small, {}, kBlur);
        small.reshape(1, 1).copyTo(signs.row(static_cast<int>(i)));
        normalize(signs.row(static_cast<int>(i)));
    }
    return signs.t();
}

// Which signs may stand where (ICAO Doc 9303-5, 4.2.2): digits and letters are not mistaken where only one kind may stand.
bool mayStand(char sign, int row, int column) {
    const bool filler = sign == '<', digit = sign >= '0' && sign <= '9';
    if (row == 2) return !digit;
    if (row == 0) {
        if (column < 5) return !digit;
        if (column == 14) return digit || filler;
        return true;
    }
    if (column == 7) return sign == 'M' || sign == 'F' || filler;
    if (column == 6 || column == 14 || column == 29) return digit;
    if (column < 14) return digit || filler;
    if (column < 18) return !digit;
    return true;
}

// The zone laid flat, kMargin around it.
cv::Mat laidFlat(const cv::Mat& grey, const cv::Matx33d& toPicture, double pitch) {
    cv::Matx33d from = toPicture;
    cv::Mat picture = grey;
    if (pitch > kMostPitch) {
        const double scale = kMostPitch / pitch;
        cv::resize(grey, picture, {}, scale, scale, cv::INTER_AREA);
        from = cv::Matx33d(scale, 0, (scale - 1) / 2, 0, scale, (scale - 1) / 2, 0, 0, 1) * from;
    }
    // Pixel of the flat zone -> (column, row) -> pixel of the picture.
    const cv::Matx33d toGrid(1.0 / kPitch, 0, -(kMargin + kPitch / 2.0 - 0.5) / kPitch,  //
                             0, 1 / kLine, -(kMargin + kLine / 2 - 0.5) / kLine,         //
                             0, 0, 1);
    cv::Mat flat;
    const cv::Size size(kZoneColumns * kPitch + 2 * kMargin, static_cast<int>(std::ceil(kZoneRows * kLine)) + 2 * kMargin);
    cv::warpPerspective(picture, flat, cv::Mat(from * toGrid), size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    flat.convertTo(flat, CV_32F);
    return flat;
}

}  // namespace

ZoneSigns readZoneSigns(const cv::Mat& grey, const cv::Matx33d& toPicture, double pitch) {
    static const cv::Mat kSigns = drawnSigns();
    constexpr int kWays = (2 * kShift + 1) * (2 * kShift + 1);
    const cv::Mat flat = laidFlat(grey, toPicture, pitch);
    cv::Mat places(kWays * kZoneColumns, kWidth * kHeight, CV_32F), likeness;
    ZoneSigns out;
    out.nameLead = 1;
    for (int row = 0; row < kZoneRows; ++row) {
        const int top = kMargin + static_cast<int>(std::lround((row + 0.5) * kLine - kHeight / 2.0));
        for (int column = 0; column < kZoneColumns; ++column) {
            for (int way = 0; way < kWays; ++way) {
                const int dx = way % (2 * kShift + 1) - kShift, dy = way / (2 * kShift + 1) - kShift;
                cv::Mat place = places.row(column * kWays + way);
                flat(cv::Rect(kMargin + column * kPitch + dx, top + dy, kWidth, kHeight)).clone().reshape(1, 1).copyTo(place);
                normalize(place);
            }
        }
        likeness = places * kSigns;
        for (int column = 0; column < kZoneColumns; ++column) {
            double best = -1, next = -1;
            char sign = '<';
            for (std::size_t i = 0; i < kZoneSigns.size(); ++i) {
                if (!mayStand(kZoneSigns[i], row, column)) continue;
                double like = 0;
                const int at = static_cast<int>(i);
                cv::minMaxLoc(likeness(cv::Rect(at, column * kWays, 1, kWays)), nullptr, &like);
                next = std::max(next, std::min(best, like));
                if (like <= best) continue;
                best = like;
                sign = kZoneSigns[i];
            }
            out.lines[row] += sign;
            out.likeness += best / (kZoneRows * kZoneColumns);
            if (row == kZoneRows - 1) out.nameLead = std::min(out.nameLead, best - next);
        }
    }
    return out;
}

}  // namespace devices
