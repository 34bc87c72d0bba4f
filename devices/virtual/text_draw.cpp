#include "devices/virtual/text_draw.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <harfbuzz/hb.h>
#include <opencv2/imgproc.hpp>

#include "base/files.h"
#include "base/handle.h"

namespace devices {
namespace {

constexpr int kSuper = 4;       // outlines are filled at four times the size and averaged down
constexpr int kFixedBits = 4;   // of a dot, for cv::fillPoly
constexpr int kCurveSteps = 8;  // straight pieces per curve

using Blob = base::UniqueHandle<hb_blob_t, &hb_blob_destroy>;
using Face = base::UniqueHandle<hb_face_t, &hb_face_destroy>;
using FontHandle = base::UniqueHandle<hb_font_t, &hb_font_destroy>;
using Buffer = base::UniqueHandle<hb_buffer_t, &hb_buffer_destroy>;
using DrawFuncs = base::UniqueHandle<hb_draw_funcs_t, &hb_draw_funcs_destroy>;

using Contours = std::vector<std::vector<cv::Point2d>>;  // font units, y upwards

cv::Point2d between(cv::Point2d a, cv::Point2d b, double t) {
    return a + (b - a) * t;
}

void moveTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    static_cast<Contours*>(data)->push_back({{x, y}});
}
void lineTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    static_cast<Contours*>(data)->back().emplace_back(x, y);
}
void quadraticTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float cx, float cy, float x, float y,
                 void*) {
    auto& contour = static_cast<Contours*>(data)->back();
    const cv::Point2d from = contour.back();
    const cv::Point2d control{cx, cy};
    for (int i = 1; i <= kCurveSteps; ++i) {
        const double t = static_cast<double>(i) / kCurveSteps;
        contour.push_back(between(between(from, control, t), between(control, {x, y}, t), t));
    }
}
void cubicTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float ax, float ay, float bx, float by, float x,
             float y, void*) {
    auto& contour = static_cast<Contours*>(data)->back();
    const cv::Point2d from = contour.back();
    const cv::Point2d a{ax, ay};
    const cv::Point2d b{bx, by};
    for (int i = 1; i <= kCurveSteps; ++i) {
        const double t = static_cast<double>(i) / kCurveSteps;
        const cv::Point2d left = between(between(from, a, t), between(a, b, t), t);
        const cv::Point2d right = between(between(a, b, t), between(b, {x, y}, t), t);
        contour.push_back(between(left, right, t));
    }
}
void closePath(hb_draw_funcs_t*, void*, hb_draw_state_t*, void*) {}

DrawFuncs makeDrawFuncs() {
    DrawFuncs funcs(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(funcs.get(), moveTo, nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(funcs.get(), lineTo, nullptr, nullptr);
    hb_draw_funcs_set_quadratic_to_func(funcs.get(), quadraticTo, nullptr, nullptr);
    hb_draw_funcs_set_cubic_to_func(funcs.get(), cubicTo, nullptr, nullptr);
    hb_draw_funcs_set_close_path_func(funcs.get(), closePath, nullptr, nullptr);
    hb_draw_funcs_make_immutable(funcs.get());
    return funcs;
}

Buffer shape(hb_font_t* font, std::string_view utf8) {
    Buffer buffer(hb_buffer_create());
    hb_buffer_add_utf8(buffer.get(), utf8.data(), static_cast<int>(utf8.size()), 0,
                       static_cast<int>(utf8.size()));
    hb_buffer_guess_segment_properties(buffer.get());
    hb_shape(font, buffer.get(), nullptr, 0);
    return buffer;
}

struct Placed {
    Contours contours;  // font units, y upwards, already at the glyph's place on the line
};

void paint(Image& onto, const cv::Mat& mask, int left, int top, const Color& color) {
    const int channels = onto.format == PixelFormat::Grey8 ? 1 : 3;
    const auto grey = static_cast<std::uint8_t>(0.114 * color[0] + 0.587 * color[1] + 0.299 * color[2]);
    for (int y = std::max(0, -top); y < mask.rows && top + y < onto.height; ++y) {
        const auto* cover = mask.ptr<std::uint8_t>(y);
        for (int x = std::max(0, -left); x < mask.cols && left + x < onto.width; ++x) {
            if (cover[x] == 0) continue;
            const std::size_t dot = static_cast<std::size_t>(top + y) * static_cast<std::size_t>(onto.width) +
                                    static_cast<std::size_t>(left + x);
            for (int c = 0; c < channels; ++c) {
                auto& value =
                    onto.pixels[dot * static_cast<std::size_t>(channels) + static_cast<std::size_t>(c)];
                const int ink = channels == 1 ? grey : color[static_cast<std::size_t>(c)];
                value = static_cast<std::uint8_t>((value * (255 - cover[x]) + ink * cover[x] + 127) / 255);
            }
        }
    }
}

}  // namespace

struct TextFace::Font {
    Blob blob;
    Face face;
    FontHandle font;
    DrawFuncs funcs = makeDrawFuncs();
    double unitsPerEm = 1000;

    // Every glyph's outline at its place; `advance` becomes the length of the line. Font units.
    std::vector<Placed> layOut(std::string_view utf8, double& advance) const {
        const Buffer buffer = shape(font.get(), utf8);
        unsigned count = 0;
        const auto* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
        const auto* places = hb_buffer_get_glyph_positions(buffer.get(), &count);
        std::vector<Placed> glyphs(count);
        cv::Point2d pen{0, 0};
        for (unsigned i = 0; i < count; ++i) {
            auto& contours = glyphs[i].contours;
            hb_font_get_glyph_shape(font.get(), infos[i].codepoint, funcs.get(), &contours);
            const cv::Point2d shift = pen + cv::Point2d(places[i].x_offset, places[i].y_offset);
            for (auto& contour : contours) {
                for (auto& point : contour) point += shift;
            }
            pen += cv::Point2d(places[i].x_advance, places[i].y_advance);
        }
        advance = pen.x;
        return glyphs;
    }
};

TextFace::TextFace(std::unique_ptr<Font> font) : font_(std::move(font)) {}
TextFace::~TextFace() = default;

base::Result<std::shared_ptr<const TextFace>> TextFace::load(const std::filesystem::path& file) {
    auto font = std::make_unique<Font>();
    const auto bytes = base::readFile(file);  // HarfBuzz cannot open every path of Windows
    if (!bytes) return base::pass(bytes.error(), "font file " + file.filename().string());
    font->blob.reset(hb_blob_create(reinterpret_cast<const char*>(bytes->data()), static_cast<unsigned>(bytes->size()),
                                    HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr));
    font->face.reset(hb_face_create(font->blob.get(), 0));
    if (hb_face_get_glyph_count(font->face.get()) == 0) {
        return base::fail(base::Code::Corrupt, "not a font: " + file.filename().string());
    }
    font->font.reset(hb_font_create(font->face.get()));
    font->unitsPerEm = hb_face_get_upem(font->face.get());
    hb_font_make_immutable(font->font.get());
    return std::shared_ptr<const TextFace>(new TextFace(std::move(font)));
}

bool TextFace::covers(std::string_view utf8) const {
    const Buffer buffer = shape(font_->font.get(), utf8);
    unsigned count = 0;
    const auto* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
    return std::none_of(infos, infos + count,
                        [](const hb_glyph_info_t& info) { return info.codepoint == 0; });
}

TextExtent TextFace::measure(std::string_view utf8, double size) const {
    TextExtent extent;
    const auto glyphs = font_->layOut(utf8, extent.advance);
    for (const auto& glyph : glyphs) {
        for (const auto& contour : glyph.contours) {
            for (const auto& point : contour) {
                extent.top = std::max(extent.top, point.y);
                extent.bottom = std::max(extent.bottom, -point.y);
            }
        }
    }
    const double scale = size / font_->unitsPerEm;
    return {extent.advance * scale, extent.top * scale, extent.bottom * scale};
}

void TextFace::draw(Image& onto, double x, double y, std::string_view utf8, const TextStyle& style) const {
    if (onto.format == PixelFormat::Unknown || onto.pixels.empty()) return;
    double advance = 0;
    const auto glyphs = font_->layOut(utf8, advance);
    const double scale = style.size / font_->unitsPerEm;
    // The mask covers the line with an em of room around it, on whole dots.
    const int left = static_cast<int>(std::floor(x - style.size));
    const int top = static_cast<int>(std::floor(y - 1.6 * style.size));
    const int width = static_cast<int>(std::ceil(advance * scale + 2 * style.size)) + 1;
    const int height = static_cast<int>(std::ceil(2.4 * style.size)) + 1;
    if (left >= onto.width || top >= onto.height || left + width <= 0 || top + height <= 0) return;
    cv::Mat large = cv::Mat::zeros(height * kSuper, width * kSuper, CV_8UC1);
    const double grown = kSuper * (1 << kFixedBits);
    // fillPoly takes whole numbers for dot centers: half a fine dot is taken away.
    const double half = 0.5 * (1 << kFixedBits);
    for (const auto& glyph : glyphs) {
        std::vector<std::vector<cv::Point>> polygons;
        for (const auto& contour : glyph.contours) {
            auto& polygon = polygons.emplace_back();
            for (const auto& point : contour) {
                polygon.emplace_back(
                    static_cast<int>(std::lround((x + point.x * scale - left) * grown - half)),
                    static_cast<int>(std::lround((y - point.y * scale - top) * grown - half)));
            }
        }
        if (!polygons.empty()) cv::fillPoly(large, polygons, cv::Scalar(255), cv::LINE_8, kFixedBits);
    }
    cv::Mat mask;
    cv::resize(large, mask, {width, height}, 0, 0, cv::INTER_AREA);
    paint(onto, mask, left, top, style.color);
}

base::Result<std::shared_ptr<const TextFace>> notoSans(Weight weight) {
    static std::mutex mutex;
    static std::array<std::shared_ptr<const TextFace>, 3> loaded;
    const std::lock_guard lock(mutex);
    auto& face = loaded.at(static_cast<std::size_t>(weight));
    if (face) return face;
    const std::string file = weight == Weight::Bold ? "NotoSans-Bold.ttf" : "NotoSans-Regular.ttf";
    const std::array<std::filesystem::path, 2> folders = {base::resourceFolder() / "fonts",
                                                          "/usr/share/fonts/truetype/noto"};
    for (const auto& folder : folders) {
        std::error_code absent;
        if (!std::filesystem::exists(folder / file, absent)) continue;
        auto read = TextFace::load(folder / file);
        if (!read) return tl::unexpected(read.error());
        face = std::move(*read);
        return face;
    }
    return base::fail(base::Code::NotFound, "Noto Sans is neither in the resource folder nor on the system");
}

}  // namespace devices
