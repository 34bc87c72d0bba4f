#include "devices/virtual/card.h"

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <qrcodegen/qrcodegen.hpp>

#include "devices/mrz/ocrb_glyphs.h"

namespace devices {
namespace {

// ID-1, 85.6 x 53.98 mm (ISO/IEC 7810), drawn at 12 pixels a millimeter. The QR of the 2021 card is on its face.
constexpr double kPixelsPerMm = 12;
const cv::Size kCard(static_cast<int>(85.6 * kPixelsPerMm), static_cast<int>(53.98 * kPixelsPerMm));
constexpr int kQrSide = 216;  // 18 mm
const cv::Scalar kPaper(222, 236, 228), kInk(70, 60, 40), kBand(150, 170, 120), kDesk(150, 152, 155);

void drawQr(cv::Mat& card, const std::string& text, cv::Point corner) {
    const auto qr = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const int quiet = 4;
    const int size = qr.getSize() + 2 * quiet;
    cv::Mat modules(size, size, CV_8UC1, cv::Scalar(255));
    for (int y = 0; y < qr.getSize(); ++y) {
        for (int x = 0; x < qr.getSize(); ++x) {
            if (qr.getModule(x, y)) modules.at<std::uint8_t>(y + quiet, x + quiet) = 20;
        }
    }
    cv::Mat scaled;
    cv::resize(modules, scaled, {kQrSide, kQrSide}, 0, 0, cv::INTER_NEAREST);
    cv::cvtColor(scaled, card(cv::Rect(corner, scaled.size())), cv::COLOR_GRAY2BGR);
}

// Where text stands on a real card there are bars of the texts' length; what a camera must read is the QR.
void drawBars(cv::Mat& card, const VirtualCitizen& citizen) {
    int y = 250;
    for (const std::string* line : {&citizen.idNumber, &citizen.name, &citizen.birthDate, &citizen.sex, &citizen.address}) {
        const int length = std::min(600, static_cast<int>(line->size()) * 16 + 40);
        cv::rectangle(card, {330, y, length, 20}, kInk, cv::FILLED);
        y += 64;
    }
    cv::rectangle(card, {50, 240, 230, 310}, cv::Scalar(190, 200, 205), cv::FILLED);
    cv::ellipse(card, {165, 370}, {62, 82}, 0, 0, 360, cv::Scalar(140, 165, 195), cv::FILLED, cv::LINE_AA);
}

cv::Mat drawCard(const VirtualCitizen& citizen) {
    cv::Mat card(kCard, CV_8UC3, kPaper);
    cv::rectangle(card, {0, 0, kCard.width, 150}, kBand, cv::FILLED);
    cv::circle(card, {100, 80}, 56, cv::Scalar(60, 90, 200), cv::FILLED, cv::LINE_AA);
    drawBars(card, citizen);
    drawQr(card, citizen.cardQr(), {kCard.width - kQrSide - 30, 24});
    return card;
}

// Three lines of OCR-B, kGlyphWidth pixels a sign, on white.
cv::Mat drawZone(const std::array<std::string, 3>& zone) {
    const double lineHeight = kGlyphWidth * kZoneLineMm / kZonePitchMm;
    cv::Mat drawn(static_cast<int>(lineHeight * kZoneRows), kGlyphWidth * kZoneColumns, CV_8UC1, cv::Scalar(255));
    for (int row = 0; row < kZoneRows; ++row) {
        const int top = static_cast<int>((row + 0.5) * lineHeight) - kGlyphHeight / 2;
        for (int column = 0; column < kZoneColumns && column < static_cast<int>(zone[row].size()); ++column) {
            const auto sign = kZoneSigns.find(zone[row][column]);
            if (sign == std::string_view::npos) continue;
            for (int y = 0; y < kGlyphHeight; ++y) {
                for (int x = 0; x < kGlyphWidth; ++x) {
                    if (kOcrbGlyphs[sign][y] >> (kGlyphWidth - 1 - x) & 1) drawn.at<std::uint8_t>(top + y, column * kGlyphWidth + x) = 30;
                }
            }
        }
    }
    return drawn;
}

// The zone is as wide as thirty signs of an inch's tenth and ends 5 mm above the lower edge; chip and texts stand above it.
cv::Mat drawBack(const std::array<std::string, 3>& zone) {
    cv::Mat card(kCard, CV_8UC3, kPaper), printed;
    cv::rectangle(card, {60, 60, 150, 120}, cv::Scalar(90, 170, 200), cv::FILLED);
    for (int y = 60; y < 240; y += 45) cv::rectangle(card, {280, y, 420 - y / 2, 16}, kInk, cv::FILLED);
    const cv::Mat drawn = drawZone(zone);
    const double scale = kPixelsPerMm * kZonePitchMm / kGlyphWidth;
    cv::resize(drawn, printed, {}, scale, scale, cv::INTER_AREA);
    cv::cvtColor(printed, printed, cv::COLOR_GRAY2BGR);
    const cv::Rect place((kCard.width - printed.cols) / 2, kCard.height - static_cast<int>(5 * kPixelsPerMm) - printed.rows, printed.cols, printed.rows);
    cv::Mat under = card(place);
    cv::min(under, printed, under);
    return card;
}

cv::Mat placement(const CardPose& pose, int width, int height) {
    const double halfWidth = pose.width * width / 2;
    const double halfHeight = halfWidth * kCard.height / kCard.width;
    const double roll = pose.roll * CV_PI / 180, tilt = pose.tilt * CV_PI / 180;
    const double distance = 4 * halfWidth;  // from the camera to the card's middle, in pixels at the card
    std::vector<cv::Point2f> from = {{0, 0}, {float(kCard.width), 0}, {float(kCard.width), float(kCard.height)}, {0, float(kCard.height)}};
    std::vector<cv::Point2f> to;
    for (const auto& [sx, sy] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}) {
        const double x = sx * halfWidth * std::cos(tilt), y = sy * halfHeight;
        const double shrink = distance / (distance + sx * halfWidth * std::sin(tilt));
        to.emplace_back(static_cast<float>(pose.centerX * width + shrink * (x * std::cos(roll) - y * std::sin(roll))),
                        static_cast<float>(pose.centerY * height + shrink * (x * std::sin(roll) + y * std::cos(roll))));
    }
    return cv::getPerspectiveTransform(from, to);
}

ImagePtr held(const cv::Mat& card, const CardPose& pose, int width, int height) {
    cv::Mat scene(height, width, CV_8UC3, kDesk);
    cv::warpPerspective(card, scene, placement(pose, width, height), scene.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
    if (pose.blur > 0) cv::GaussianBlur(scene, scene, {}, pose.blur);
    if (pose.noise > 0) {
        cv::Mat noise(scene.size(), CV_16SC3), sum;
        cv::RNG random(pose.frame * 7919 + 17);
        random.fill(noise, cv::RNG::NORMAL, 0, pose.noise);
        scene.convertTo(sum, CV_16SC3);
        sum += noise;
        sum.convertTo(scene, CV_8UC3);
    }
    auto image = std::make_shared<Image>();
    image->width = width;
    image->height = height;
    image->format = PixelFormat::Bgr24;
    image->pixels.assign(scene.data, scene.data + scene.total() * 3);
    return image;
}

}  // namespace

ImagePtr renderCard(const VirtualCitizen& citizen, const CardPose& pose, int width, int height) {
    return held(drawCard(citizen), pose, width, height);
}

ImagePtr renderCardBack(const std::array<std::string, 3>& zone, const CardPose& pose, int width, int height) {
    return held(drawBack(zone), pose, width, height);
}

}  // namespace devices
