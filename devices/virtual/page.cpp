#include "devices/virtual/page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "devices/scanner/page_builder.h"
#include "devices/virtual/text_draw.h"

namespace devices {
namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kMmPerPoint = kMmPerInch / 72;
constexpr Color kPaper{246, 250, 251};
constexpr Color kFormInk{60, 45, 40};
constexpr Color kPen{140, 40, 20};   // blue-black ball pen
constexpr Color kSeal{60, 50, 200};  // red, as blue-green-red
constexpr std::uint8_t kLidGrey = 236;
constexpr double kMaxSkew = 20;

struct Line {
    std::string label;
    std::string value;
};

struct Form {
    std::string office;
    std::string title;
    std::string number;
    std::vector<Line> lines;
    std::string place;
};

std::string dateOf(const std::string& ddmmyyyy) {
    return ddmmyyyy.substr(0, 2) + "/" + ddmmyyyy.substr(2, 2) + "/" + ddmmyyyy.substr(4);
}

Form formOf(const VirtualCitizen& c, PaperKind kind) {
    const std::string number = std::to_string(100 + c.seed % 900) + "/" + c.issueDate.substr(4);
    switch (kind) {
        case PaperKind::ResidenceConfirmation:
            return {"CÔNG AN XÃ MẪU",
                    "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",
                    "Số: " + number + "/XN-CT",
                    {{"Họ, chữ đệm và tên:", c.name},
                     {"Ngày, tháng, năm sinh:", dateOf(c.birthDate)},
                     {"Giới tính:", c.sex},
                     {"Số định danh cá nhân:", c.idNumber},
                     {"Nơi thường trú:", c.address},
                     {"Nơi ở hiện tại:", c.address},
                     {"Quan hệ với chủ hộ:", "Chủ hộ"}},
                    "Xã Mẫu, ngày " + dateOf(c.issueDate)};
        case PaperKind::DrivingLicenseCopy:
            return {"SỞ GIAO THÔNG VẬN TẢI",
                    "GIẤY PHÉP LÁI XE (BẢN SAO)",
                    "Số: " + c.idNumber,
                    {{"Họ tên:", c.name},
                     {"Ngày sinh:", dateOf(c.birthDate)},
                     {"Quốc tịch:", "VIỆT NAM"},
                     {"Nơi cư trú:", c.address},
                     {"Hạng:", "A1"},
                     {"Có giá trị đến:", "Không thời hạn"}},
                    "Quảng Nam, ngày " + dateOf(c.issueDate)};
        default:
            return {"UỶ BAN NHÂN DÂN XÃ MẪU",
                    "TRÍCH LỤC KHAI SINH (BẢN SAO)",
                    "Số: " + number + "/TLKS-BS",
                    {{"Họ, chữ đệm, tên:", c.name},
                     {"Ngày, tháng, năm sinh:", dateOf(c.birthDate)},
                     {"Giới tính:", c.sex},
                     {"Dân tộc:", "Kinh"},
                     {"Quốc tịch:", "Việt Nam"},
                     {"Số định danh cá nhân:", c.idNumber},
                     {"Nơi sinh:", c.address},
                     {"Quê quán:", c.address}},
                    "Xã Mẫu, ngày " + dateOf(c.issueDate)};
    }
}

cv::Mat matOf(Image& image) {
    return {image.height, image.width, CV_8UC3, image.pixels.data()};
}

cv::Scalar scalarOf(const Color& c) {
    return {double(c[0]), double(c[1]), double(c[2])};
}

// Draws in the millimetres of an A4; other sizes are the same form larger or smaller.
class Pen {
public:
    Pen(Image& page, const TextFace& regular, const TextFace& bold)
        : page_(page), regular_(regular), bold_(bold), dotsPerMm_(page.width / paperMm(PageSize::A4).width) {}

    void text(double x, double y, double points, const std::string& words, Weight weight,
              const Color& color) {
        face(weight).draw(page_, x * dotsPerMm_, y * dotsPerMm_, words,
                          {points * kMmPerPoint * dotsPerMm_, color});
    }
    void centered(double x, double y, double points, const std::string& words, Weight weight,
                  const Color& color) {
        text(x - widthOf(points, words, weight) / 2, y, points, words, weight, color);
    }
    double widthOf(double points, const std::string& words, Weight weight) const {
        return face(weight).measure(words, points * kMmPerPoint * dotsPerMm_).advance / dotsPerMm_;
    }
    void rule(double x1, double x2, double y, double thick) {
        cv::line(matOf(page_), dot(x1, y), dot(x2, y), scalarOf(kFormInk), dots(thick), cv::LINE_AA);
    }
    void dotted(double x1, double x2, double y) {
        for (double x = x1; x < x2; x += 1.4)
            cv::circle(matOf(page_), dot(x, y), dots(0.12), scalarOf(kFormInk), -1, cv::LINE_AA);
    }
    void box(double x1, double y1, double x2, double y2) {
        cv::rectangle(matOf(page_), dot(x1, y1), dot(x2, y2), scalarOf(kFormInk), dots(0.4), cv::LINE_AA);
    }
    void seal(double x, double y, double radius) {
        for (const double r : {radius, radius * 0.94, radius * 0.6}) {
            cv::circle(matOf(page_), dot(x, y), dots(r), scalarOf(kSeal), dots(0.45), cv::LINE_AA);
        }
    }
    // A signature: a chain of arcs that the seed bends.
    void signature(double x, double y, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        std::vector<cv::Point> stroke;
        const double bend = 2 + static_cast<double>(random() % 300) / 100;
        for (double t = 0; t < 30; t += 0.4) {
            stroke.push_back(
                dot(x + t + 3 * std::sin(t * 1.3), y - bend * std::sin(t * 0.9) * std::cos(t * 0.23)));
        }
        cv::polylines(matOf(page_), stroke, false, scalarOf(kPen), dots(0.5), cv::LINE_AA);
    }

private:
    const TextFace& face(Weight weight) const { return weight == Weight::Bold ? bold_ : regular_; }
    cv::Point dot(double x, double y) const { return {cvRound(x * dotsPerMm_), cvRound(y * dotsPerMm_)}; }
    int dots(double mm) const { return std::max(1, cvRound(mm * dotsPerMm_)); }

    Image& page_;
    const TextFace& regular_;
    const TextFace& bold_;
    double dotsPerMm_;
};

void fillIn(Pen& pen, const VirtualCitizen& citizen, PaperKind kind) {
    const Form form = formOf(citizen, kind);
    pen.centered(55, 25, 11, form.office, Weight::Bold, kFormInk);
    pen.rule(38, 72, 28, 0.3);
    pen.centered(145, 25, 10, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", Weight::Bold, kFormInk);
    pen.centered(145, 31, 11, "Độc lập - Tự do - Hạnh phúc", Weight::Bold, kFormInk);
    pen.rule(118, 172, 34, 0.3);
    pen.text(25, 36, 10, form.number, Weight::Regular, kFormInk);
    pen.centered(105, 56, 17, form.title, Weight::Bold, kFormInk);
    double y = 76;
    for (const auto& line : form.lines) {
        pen.text(25, y, 12, line.label, Weight::Regular, kFormInk);
        const double x = 27 + pen.widthOf(12, line.label, Weight::Regular);
        pen.dotted(x, 188, y + 1);
        pen.text(x + 2, y, 13, line.value, Weight::Bold, kPen);
        y += 12;
    }
    pen.text(120, y + 12, 11, form.place, Weight::Regular, kFormInk);
    pen.centered(150, y + 20, 11, "NGƯỜI KÝ", Weight::Bold, kFormInk);
    pen.signature(133, y + 38, citizen.seed + static_cast<std::uint64_t>(kind));
    pen.seal(130, y + 38, 17);
    pen.box(25, y + 24, 85, y + 42);
    pen.centered(55, y + 32, 12, "BẢN MẪU ĐÀO TẠO", Weight::Bold, kSeal);
    pen.centered(55, y + 38, 8, "Không có giá trị pháp lý", Weight::Regular, kSeal);
}

void skew(cv::Mat page, double degrees) {
    const cv::Point2f center(static_cast<float>(page.cols) / 2, static_cast<float>(page.rows) / 2);
    const cv::Mat turn = cv::getRotationMatrix2D(center, degrees, 1);
    cv::Mat turnedPage;
    cv::warpAffine(page, turnedPage, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   cv::Scalar::all(kLidGrey));
    turnedPage.copyTo(page);
}

// The fold of a book on the left: light falls off over the first quarter of the page.
void shade(cv::Mat page, double strength) {
    const int reach = page.cols / 4;
    std::vector<unsigned> light(static_cast<std::size_t>(reach) * 3);  // of 256, for each value of a row
    for (std::size_t i = 0; i < light.size(); ++i) {
        const double depth = 1 - static_cast<double>(i / 3) / reach;
        light[i] = static_cast<unsigned>(256 * (1 - 0.55 * strength * depth * depth));
    }
    for (int y = 0; y < page.rows; ++y) {
        auto* row = page.ptr<std::uint8_t>(y);
        for (std::size_t i = 0; i < light.size(); ++i)
            row[i] = static_cast<std::uint8_t>(row[i] * light[i] >> 8);
    }
}

void spill(cv::Mat page, double strength, std::mt19937_64& random) {
    const int radius = page.cols / 9;
    const cv::Point center(page.cols / 4 + static_cast<int>(random() % static_cast<unsigned>(page.cols / 2)),
                           page.rows / 2 + static_cast<int>(random() % static_cast<unsigned>(page.rows / 4)));
    const cv::Rect area = cv::Rect(center.x - 2 * radius, center.y - 2 * radius, 4 * radius, 4 * radius) &
                          cv::Rect(0, 0, page.cols, page.rows);
    cv::Mat part = page(area);
    const cv::Scalar tea(120, 170, 205);
    for (int y = 0; y < part.rows; ++y) {
        for (int x = 0; x < part.cols; ++x) {
            const double away = std::hypot(area.x + x - center.x, area.y + y - center.y) / radius;
            const double weight = 0.5 * strength * std::clamp((1.3 - away) / 0.6, 0.0, 1.0);
            auto& dot = part.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) {
                dot[c] =
                    cv::saturate_cast<std::uint8_t>(dot[c] * (1 - weight) + dot[c] * tea[c] / 255 * weight);
            }
        }
    }
}

// Sensor noise from one tile: drawing it for every dot of an A3 would cost a second.
void roughen(cv::Mat page, double deviation, std::uint64_t seed) {
    constexpr int kTile = 509;
    cv::RNG random(seed | 1);
    cv::Mat tile(kTile, kTile, CV_16SC3);
    random.fill(tile, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(deviation));
    for (int y = 0; y < page.rows; y += kTile) {
        for (int x = 0; x < page.cols; x += kTile) {
            cv::Mat part =
                page(cv::Rect(x, y, std::min(kTile, page.cols - x), std::min(kTile, page.rows - y)));
            cv::add(part, tile(cv::Rect(0, 0, part.cols, part.rows)), part, cv::noArray(), CV_8U);
        }
    }
}

Image inMode(Image page, ColorMode mode) {
    if (mode == ColorMode::Color) return page;
    cv::Mat grey;
    cv::cvtColor(matOf(page), grey, cv::COLOR_BGR2GRAY);
    if (mode == ColorMode::Lineart) cv::threshold(grey, grey, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    return {page.width, page.height, PixelFormat::Grey8, page.dpi, {grey.datastart, grey.dataend}};
}

}  // namespace

base::Result<Image> drawPage(const VirtualCitizen& citizen, const PageParams& params) {
    const PaperMm paper = paperMm(params.size == PageSize::Auto ? PageSize::A4 : params.size);
    if (params.dpi < 30 || params.dpi > 1200 || paper.width <= 0 || params.kind == PaperKind::Unknown ||
        params.mode == ColorMode::Unknown || !(std::abs(params.skewDegrees) <= kMaxSkew)) {
        return base::fail(base::Code::BadInput, "no such paper can be drawn");
    }
    const auto regular = notoSans(Weight::Regular);
    if (!regular) return tl::unexpected(regular.error());
    const auto bold = notoSans(Weight::Bold);
    if (!bold) return tl::unexpected(bold.error());

    Image page;
    page.width = dotsOf(paper.width, params.dpi);
    page.height = dotsOf(paper.height, params.dpi);
    page.format = PixelFormat::Bgr24;
    page.dpi = params.dpi;
    page.pixels.resize(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height) * 3);
    cv::Mat dots = matOf(page);
    dots.setTo(scalarOf(kPaper));
    if (params.kind != PaperKind::Blank) {
        Pen pen(page, **regular, **bold);
        fillIn(pen, citizen, params.kind);
    }
    std::mt19937_64 random(citizen.seed * 31 + static_cast<std::uint64_t>(params.kind));
    if (params.stain > 0) spill(dots, params.stain, random);
    if (params.skewDegrees != 0) skew(dots, params.skewDegrees);
    if (params.shadow > 0) shade(dots, params.shadow);
    if (params.noise > 0) roughen(dots, params.noise, random());
    return inMode(std::move(page), params.mode);
}

PageParams paperBrought(const VirtualCitizen& citizen, int number) {
    constexpr std::array<PaperKind, kPapersBrought> kKinds = {
        PaperKind::BirthCertificate, PaperKind::ResidenceConfirmation, PaperKind::DrivingLicenseCopy};
    std::mt19937_64 random(citizen.seed * 131 + static_cast<std::uint64_t>(number));
    const auto upTo = [&](double most) { return most * static_cast<double>(random() % 1000) / 999; };
    PageParams params;
    params.kind = kKinds[static_cast<std::size_t>(std::clamp(number, 0, kPapersBrought - 1))];
    params.skewDegrees = upTo(2) - 1;
    params.shadow = upTo(0.5);
    params.noise = 1 + upTo(2);
    params.stain = random() % 3 == 0 ? upTo(0.8) : 0;
    return params;
}

}  // namespace devices
