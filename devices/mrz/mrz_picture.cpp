#include "devices/mrz/mrz_picture.h"

#include <algorithm>

#include "devices/grey_mat.h"
#include "devices/mrz/ocrb_glyphs.h"
#include "devices/mrz/zone_finder.h"
#include "devices/mrz/zone_signs.h"

namespace devices {
namespace {

constexpr int kMaxSide = 16384;
constexpr double kMinLikeness = 0.6;  // other print laid on a grid by chance stays below 0.5

// Signs are looked for at the size that the finder knows: a large page reduced, a small camera picture also doubled.
constexpr double kMostSide = 2600;

std::vector<double> scalesFor(const cv::Mat& grey) {
    const double side = std::max(grey.cols, grey.rows);
    if (side > kMostSide) return {kMostSide / side, std::min(1.0, 2 * kMostSide / side)};
    if (side * 2 <= kMostSide) return {1, 2};
    return {1};
}

std::array<MrzCorner, 4> outlineOf(const cv::Matx33d& toPicture) {
    const double left = -0.5, right = kZoneColumns - 0.5, top = -0.5, bottom = kZoneRows - 0.5;
    std::array<MrzCorner, 4> out;
    std::size_t i = 0;
    for (const auto& [column, row] : {std::pair{left, top}, {right, top}, {right, bottom}, {left, bottom}}) {
        const auto corner = at(toPicture, column, row);
        out[i++] = {corner.x, corner.y};
    }
    return out;
}

std::optional<MrzPicture> readAt(const cv::Mat& grey, double scale) {
    cv::Mat scaled = grey;
    if (scale != 1) cv::resize(grey, scaled, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    const cv::Matx33d back(1 / scale, 0, (1 / scale - 1) / 2, 0, 1 / scale, (1 / scale - 1) / 2, 0, 0, 1);
    const cv::Matx33d turned(-1, 0, kZoneColumns - 1, 0, -1, kZoneRows - 1, 0, 0, 1);
    std::optional<MrzPicture> best;
    for (const ZoneGrid& grid : findZones(scaled)) {
        for (const bool upsideDown : {false, true}) {
            const cv::Matx33d toPicture = back * (upsideDown ? grid.toPicture * turned : grid.toPicture);
            ZoneSigns signs = readZoneSigns(grey, toPicture, grid.pitch / scale);
            if (signs.likeness < kMinLikeness || (best && signs.likeness <= best->likeness)) continue;
            best = {std::move(signs.lines), signs.likeness, signs.nameLead, outlineOf(toPicture)};
        }
    }
    return best;
}

}  // namespace

base::Result<std::optional<MrzPicture>> readMrzPicture(const Image& picture) {
    if (!isGreyOrColor(picture, kMaxSide)) return base::fail(base::Code::BadInput, "not a grey or BGR picture");
    try {
        const cv::Mat grey = greyOf(picture);
        for (const double scale : scalesFor(grey)) {
            if (auto found = readAt(grey, scale)) return found;
        }
        return std::optional<MrzPicture>();
    } catch (const cv::Exception& e) {
        return base::fail(base::Code::Internal, std::string("zone picture: ") + e.what());
    }
}

}  // namespace devices
