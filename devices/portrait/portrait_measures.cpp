#include "devices/portrait/portrait_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

namespace devices {
namespace {

constexpr int kAlignedSize = 308;
constexpr double kWholeEyes = 56.5;
constexpr double kCloseEyes = 113;
constexpr double kAlignedX = 154;
constexpr double kAlignedY = 136;

// The skin of the aligned face, without hair and wall.
const cv::Mat& faceArea() {
    static const cv::Mat mask = [] {
        cv::Mat m = cv::Mat::zeros(kAlignedSize, kAlignedSize, CV_8U);
        cv::ellipse(m, cv::Point(154, 168), cv::Size(56, 78), 0, 0, 360, cv::Scalar(255), cv::FILLED);
        return m;
    }();
    return mask;
}

double entropyOf(const cv::Mat& grey, const cv::Mat& mask) {
    std::array<int, 256> histogram{};
    int count = 0;
    for (int y = 0; y < grey.rows; ++y) {
        const auto* value = grey.ptr<uchar>(y);
        const auto* inside = mask.ptr<uchar>(y);
        for (int x = 0; x < grey.cols; ++x) {
            if (inside[x] == 0) continue;
            ++histogram[value[x]];
            ++count;
        }
    }
    double bits = 0;
    for (const int n : histogram) {
        if (n == 0) continue;
        const double p = static_cast<double>(n) / count;
        bits -= p * std::log2(p);
    }
    return bits;
}

// Lab with L in 0..100 of one mean color.
cv::Vec3f labOf(const cv::Scalar& bgr) {
    cv::Mat one(1, 1, CV_32FC3, cv::Scalar(bgr[0] / 255, bgr[1] / 255, bgr[2] / 255));
    cv::Mat lab;
    cv::cvtColor(one, lab, cv::COLOR_BGR2Lab);
    return lab.at<cv::Vec3f>(0, 0);
}

double outside(double value, double low, double high) {
    return std::max({0.0, low - value, value - high});
}

// Standard deviation of the noise: a mask that answers neither to flat areas nor to straight edges (Immerkaer
// 1996), and a median instead of its mean, so that eyes do not count.
double noiseOf(const cv::Mat& grey) {
    const cv::Mat mask = (cv::Mat_<float>(3, 3) << 1, -2, 1, -2, 4, -2, 1, -2, 1);
    cv::Mat answer;
    cv::filter2D(grey, answer, CV_32F, mask);
    std::vector<float> values;
    values.reserve(answer.total());
    for (int y = 0; y < answer.rows; ++y) {
        for (int x = 0; x < answer.cols; ++x) values.push_back(std::abs(answer.at<float>(y, x)));
    }
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    constexpr double kMedianOfNormal = 0.6745;
    return *half / kMedianOfNormal / 6;  // 6: the mask's gain on white noise
}

double greyOf(const cv::Scalar& bgr) {
    return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
}

}  // namespace

cv::Mat alignedFace(const cv::Mat& bgr, const EyePair& eyes, Aligned what) {
    const double dx = eyes.leftX - eyes.rightX;
    const double dy = eyes.leftY - eyes.rightY;
    const double distance = std::max(4.0, std::hypot(dx, dy));
    const double scale = (what == Aligned::Eyes ? kCloseEyes : kWholeEyes) / distance;
    // Shrink by area first where it is much: a linear resample alone would alias and look sharp.
    const double reach = 0.55 * kAlignedSize / scale;  // what is measured lies within it
    const double x = (eyes.rightX + eyes.leftX) / 2;
    const double y = (eyes.rightY + eyes.leftY) / 2;
    const cv::Rect around =
        cv::Rect(cv::Rect2d(x - reach, y - reach, 2 * reach, 2 * reach)) & cv::Rect(0, 0, bgr.cols, bgr.rows);
    if (around.empty()) return cv::Mat::zeros(kAlignedSize, kAlignedSize, CV_8UC3);
    const double shrink = std::min(1.0, scale);
    cv::Mat small = bgr(around);
    if (shrink < 1) cv::resize(small, small, cv::Size(), shrink, shrink, cv::INTER_AREA);
    const double k = scale / shrink;
    const double c = k * dx / distance, s = k * dy / distance;
    const double ex = (x - around.x) * shrink, ey = (y - around.y) * shrink;
    const cv::Matx23d map(c, s, kAlignedX - c * ex - s * ey, -s, c, kAlignedY + s * ex - c * ey);
    cv::Mat aligned;
    cv::warpAffine(small, aligned, map, cv::Size(kAlignedSize, kAlignedSize), cv::INTER_LINEAR,
                   cv::BORDER_REPLICATE);
    return aligned;
}

double sharpnessOf(const cv::Mat& eyesAligned) {
    constexpr int kMargin = 8;  // what the blur reaches over
    const cv::Rect band(154 - 95, 136 - 50, 190, 90);
    const cv::Rect wide(band.x - kMargin, band.y - kMargin, band.width + 2 * kMargin,
                        band.height + 2 * kMargin);
    const cv::Rect inner(kMargin, kMargin, band.width, band.height);
    cv::Mat grey;
    cv::cvtColor(eyesAligned(wide), grey, cv::COLOR_BGR2GRAY);
    grey.convertTo(grey, CV_32F);
    const double noise = noiseOf(grey(inner));
    // Variance of the edges after a blur of sigma, less what the noise has in it. The gains lie a quarter
    // above those of white noise: taking off too much only makes a blurred picture look blurred.
    auto edges = [&](double sigma, double gain) {
        cv::Mat blurred, edge;
        cv::GaussianBlur(grey, blurred, cv::Size(), sigma);
        cv::Laplacian(blurred, edge, CV_32F, 1);
        cv::Scalar mean, deviation;
        cv::meanStdDev(edge(inner), mean, deviation);
        return std::max(0.0, deviation[0] * deviation[0] - gain * gain * noise * noise);
    };
    constexpr double kNoDetail = 0.15;  // grey levels squared: a picture without any edge is not sharp
    return std::sqrt((edges(0.7, 1.12) + kNoDetail) / (edges(1.4, 0.20) + kNoDetail));
}

FaceMeasures measureFace(const cv::Mat& bgr, const EyePair& eyes) {
    FaceMeasures m;
    m.sharpness = sharpnessOf(alignedFace(bgr, eyes, Aligned::Eyes));
    const cv::Mat aligned = alignedFace(bgr, eyes, Aligned::Whole);
    const cv::Mat& area = faceArea();
    cv::Mat grey;
    cv::cvtColor(aligned, grey, cv::COLOR_BGR2GRAY);
    // Green burns out after red on any skin, and carries most of what the eye sees.
    cv::Mat green;
    cv::extractChannel(aligned, green, 1);
    m.overExposure = static_cast<double>(cv::countNonZero((green >= 250) & area)) / cv::countNonZero(area);
    m.entropy = entropyOf(grey, area);
    const cv::Scalar right = cv::mean(aligned(cv::Rect(154 - 41, 168, 22, 22)));
    const cv::Scalar left = cv::mean(aligned(cv::Rect(154 + 19, 168, 22, 22)));
    const double darker = std::min(greyOf(right), greyOf(left));
    m.lightUniformity = (darker + 1) / (std::max(greyOf(right), greyOf(left)) + 1);
    const cv::Vec3f lab = labOf((right + left) / 2);
    m.colorDistance = std::hypot(outside(lab[1], 5, 25), outside(lab[2], 5, 35));
    return m;
}

BackgroundMeasures measureBackground(const cv::Mat& bgr, const cv::Mat& mask) {
    BackgroundMeasures m;
    m.pixels = cv::countNonZero(mask);
    if (m.pixels == 0) return m;
    cv::Mat grey;
    cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
    cv::Scalar mean, deviation;
    cv::meanStdDev(grey, mean, deviation, mask);
    m.luminance = mean[0];
    m.std = deviation[0];
    const cv::Vec3f lab = labOf(cv::mean(bgr, mask));
    m.chroma = std::hypot(lab[1], lab[2]);
    return m;
}

cv::Mat wallBesideHead(cv::Size size, const EyePair& eyes) {
    const double unit = std::hypot(eyes.leftX - eyes.rightX, eyes.leftY - eyes.rightY);
    const double x = (eyes.rightX + eyes.leftX) / 2;
    const double y = (eyes.rightY + eyes.leftY) / 2;
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    for (const double side : {-1.0, 1.0}) {
        const double middle = x + side * 2.15 * unit;
        const cv::Rect strip =
            cv::Rect(cv::Rect2d(middle - 0.4 * unit, y - 1.7 * unit, 0.8 * unit, 2.1 * unit)) &
            cv::Rect(0, 0, size.width, size.height);
        if (!strip.empty()) mask(strip).setTo(255);
    }
    return mask;
}

cv::Mat wallAroundPerson(cv::Size size, const EyePair& eyes, const cv::Mat& person) {
    cv::Mat probability, somebody;
    cv::resize(person, probability, size, 0, 0, cv::INTER_LINEAR);
    somebody = probability > 0.1;
    cv::dilate(somebody, somebody, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(5, 5)));
    const double unit = std::hypot(eyes.leftX - eyes.rightX, eyes.leftY - eyes.rightY);
    const double x = (eyes.rightX + eyes.leftX) / 2;
    const double y = (eyes.rightY + eyes.leftY) / 2;
    const cv::Rect frame(0, 0, size.width, size.height);
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    const cv::Rect crop =
        cv::Rect(cv::Rect2d(x - 2.2 * unit, y - 2.3 * unit, 4.4 * unit, 4.6 * unit)) & frame;
    if (!crop.empty()) mask(crop).setTo(255);
    // Hair, also long hair that the network takes for wall.
    const cv::Rect head = cv::Rect(cv::Rect2d(x - 1.6 * unit, y - 2.05 * unit, 3.2 * unit, 6 * unit)) & frame;
    if (!head.empty()) mask(head).setTo(0);
    mask.setTo(0, somebody);
    return mask;
}

Measure judged(std::string name, double value, const Gate& gate, std::string reason) {
    const bool moreIsBetter = gate.fail < gate.warn;
    const double sign = moreIsBetter ? 1 : -1;
    auto betterThan = [&](double limit) { return sign * value >= sign * limit; };
    auto between = [&](double from, double to, double low, double high) {
        const double width = to - from;
        const double t = width == 0 ? 1 : std::clamp((value - from) / width, 0.0, 1.0);
        return static_cast<int>(std::lround(low + (high - low) * t));
    };
    Measure m;
    m.name = std::move(name);
    m.raw = value;
    if (betterThan(gate.warn)) {
        m.outcome = Outcome::Pass;
        m.component = between(gate.warn, gate.best, 70, 100);
        return m;
    }
    const bool warned = betterThan(gate.fail);
    m.outcome = warned ? Outcome::Warn : Outcome::Fail;
    m.component =
        warned ? between(gate.fail, gate.warn, 40, 70) : between(2 * gate.fail - gate.warn, gate.fail, 0, 40);
    m.reason = std::move(reason);
    return m;
}

Measure notChecked(std::string name) {
    Measure m;
    m.name = std::move(name);
    m.outcome = Outcome::NotChecked;
    return m;
}

}  // namespace devices
