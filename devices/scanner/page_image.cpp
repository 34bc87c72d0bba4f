#include "devices/scanner/page_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "devices/scanner/page_jpeg.h"

namespace devices {
namespace {

constexpr double kA4SquareInches = 8.27 * 11.69;
constexpr double kBlankDpi = 100;     // the blank check looks at this resolution
constexpr double kDefaultDpi = 200;   // assumed of a page that does not know its own
constexpr double kMargin = 0.03;      // of each side: edges show the scanner's lid and the paper's shadow
constexpr int kInkDepth = 28;         // grey levels below the paper around it
constexpr double kInkShare = 0.0003;  // of all dots; a short signature on A4 is about four times as much

cv::Mat matOf(const Image& image) {
    const int type = image.format == PixelFormat::Grey8 ? CV_8UC1 : CV_8UC3;
    return {image.height, image.width, type, const_cast<std::uint8_t*>(image.pixels.data())};  // only read
}

Image imageOf(const cv::Mat& mat, double dpi) {
    Image image;
    image.width = mat.cols;
    image.height = mat.rows;
    image.format = mat.channels() == 1 ? PixelFormat::Grey8 : PixelFormat::Bgr24;
    image.dpi = dpi;
    const cv::Mat whole = mat.isContinuous() ? mat : mat.clone();
    image.pixels.assign(whole.datastart, whole.datastart + whole.total() * whole.elemSize());
    return image;
}

bool isPicture(const Image& image) {
    if (image.width <= 0 || image.height <= 0 || image.format == PixelFormat::Unknown) return false;
    const std::size_t channels = image.format == PixelFormat::Grey8 ? 1 : 3;
    return image.pixels.size() ==
           channels * static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
}

cv::Mat greyOf(const Image& image) {
    cv::Mat grey = matOf(image);
    if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

Image scaled(const Image& page, double factor) {
    const int width = std::max(1, static_cast<int>(std::lround(page.width * factor)));
    const int height = std::max(1, static_cast<int>(std::lround(page.height * factor)));
    cv::Mat small;
    cv::resize(matOf(page), small, {width, height}, 0, 0, cv::INTER_AREA);
    return imageOf(small, page.dpi * factor);
}

// One rung of the ladder down to the budget; dpi 0 keeps the page's own.
struct Rung {
    double dpi = 0;
    int quality = 0;
};

constexpr std::array<Rung, 8> kLadder = {
    {{0, 100}, {0, 75}, {0, 65}, {200, 80}, {200, 70}, {200, 60}, {150, 60}, {150, 40}}};

std::size_t budgetFor(const Image& page, double dpi, const PageBudget& budget) {
    const double area = (page.width / dpi) * (page.height / dpi);
    return static_cast<std::size_t>(static_cast<double>(budget.bytesPerA4) *
                                    std::max(0.25, area / kA4SquareInches));
}

Measure measure(std::string name, double raw, std::string reason) {
    Measure m;
    m.name = std::move(name);
    m.raw = raw;
    m.outcome = reason.empty() ? Outcome::Pass : Outcome::Warn;
    m.reason = std::move(reason);
    return m;
}

QualityReport report(const Image& page, const Image& kept, std::size_t bytes) {
    const bool blank = looksBlank(page);
    const bool resampled = kept.width != page.width;
    QualityReport quality;
    quality.algorithm = "page 1";
    quality.measures.push_back(measure("page-dpi", kept.dpi, ""));
    quality.measures.push_back(measure("page-bytes", static_cast<double>(bytes), ""));
    quality.measures.push_back(measure("page-blank", blank ? 1 : 0, blank ? "page-blank" : ""));
    if (resampled) quality.measures.push_back(measure("page-resampled", page.dpi, "page-resampled"));
    if (blank) quality.reasons.emplace_back("page-blank");
    if (resampled) quality.reasons.emplace_back("page-resampled");
    return quality;
}

}  // namespace

ImagePtr turned(const ImagePtr& page, Turn turn) {
    if (!page || !isPicture(*page) || turn == Turn::Unknown) return page;
    const int code = turn == Turn::Right  ? cv::ROTATE_90_CLOCKWISE
                     : turn == Turn::Left ? cv::ROTATE_90_COUNTERCLOCKWISE
                                          : cv::ROTATE_180;
    cv::Mat result;
    cv::rotate(matOf(*page), result, code);
    return std::make_shared<const Image>(imageOf(result, page->dpi));
}

ImagePtr thumbnail(const ImagePtr& page, int maxSide) {
    if (!page || !isPicture(*page) || maxSide <= 0) return page;
    const int longest = std::max(page->width, page->height);
    if (longest <= maxSide) return page;
    return std::make_shared<const Image>(scaled(*page, static_cast<double>(maxSide) / longest));
}

bool looksBlank(const Image& page) {
    if (!isPicture(page)) return false;
    const double dpi = page.dpi > 0 ? page.dpi : kDefaultDpi;
    cv::Mat grey = greyOf(page);
    const double factor = kBlankDpi / dpi;
    if (factor < 1) {
        cv::resize(grey, grey,
                   {std::max(1, static_cast<int>(page.width * factor)),
                    std::max(1, static_cast<int>(page.height * factor))},
                   0, 0, cv::INTER_AREA);
    }
    const int left = static_cast<int>(grey.cols * kMargin);
    const int top = static_cast<int>(grey.rows * kMargin);
    grey = grey(cv::Rect(left, top, grey.cols - 2 * left, grey.rows - 2 * top)).clone();
    // Paper is what remains when thin dark strokes are closed; shading and stains belong to it.
    cv::Mat paper;
    cv::morphologyEx(grey, paper, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {25, 25}));
    cv::Mat depth;
    cv::subtract(paper, grey, depth);
    const int ink = cv::countNonZero(depth > kInkDepth);
    // A page that is dark all over (a full picture) has no thin strokes, but is not blank either.
    const bool darkAllOver = cv::mean(grey)[0] < 96;
    return !darkAllOver && ink < kInkShare * static_cast<double>(grey.total());
}

Image toLineart(const Image& page) {
    if (!isPicture(page)) return page;
    cv::Mat result;
    cv::threshold(greyOf(page), result, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    return imageOf(result, page.dpi);
}

base::Result<Capture> encodePage(const Image& page, const PageBudget& budget) {
    if (!isPicture(page)) return base::fail(base::Code::BadInput, "the page has no picture");
    Image known = page;
    if (known.dpi <= 0) known.dpi = kDefaultDpi;
    const std::size_t allowed = budgetFor(known, known.dpi, budget);
    Image kept = known;
    base::Bytes bytes;
    for (const Rung& rung : kLadder) {
        if (rung.dpi >= known.dpi) continue;
        if (rung.dpi > 0 && std::abs(kept.dpi - rung.dpi) > 0.5) kept = scaled(known, rung.dpi / known.dpi);
        auto encoded = encodeJpeg(kept, std::min(rung.quality, budget.bestQuality));
        if (!encoded) return tl::unexpected(encoded.error());
        bytes = std::move(*encoded);
        if (bytes.size() <= allowed) break;
    }
    Capture capture;
    capture.subject = "page";
    capture.mediaType = "image/jpeg";
    capture.width = kept.width;
    capture.height = kept.height;
    capture.dpi = kept.dpi;
    capture.quality = report(known, kept, bytes.size());
    capture.bytes = std::move(bytes);
    return capture;
}

}  // namespace devices
