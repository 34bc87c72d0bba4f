// Marks of letters without a precomposed form, pixel by pixel beside HarfBuzz: the reference shapes the word
// with the font's own rules (without kerning and ligatures, which the forms are set without), takes the
// outlines of the glyphs from HarfBuzz (hb-draw) and fills them here; nothing of station/print is in it. Ink
// of either picture must have ink of the other within one pixel, which leaves room for the two ways of
// smoothing edges and none for a mark that is missing or elsewhere.
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <cmath>

#include "base/handle.h"
#include "poppler.h"
#include "station/print/pdf_page.h"

using namespace print;
using poppler::Picture;

namespace {

constexpr int kDpi = 200;
constexpr double kPoints = 40, kLeftMm = 5, kBaselineMm = 22;
constexpr PaperSize kPaper{130, 32};

struct Point {
    double x = 0, y = 0;
};
using Outline = std::vector<std::vector<Point>>;  // closed lines

// Receives a glyph's outline in font units and keeps it in pixels.
struct Pen {
    Outline outline;
    double scale = 1, x = 0, y = 0;
    Point place(float px, float py) const {
        return {(x + px) * scale + kLeftMm / 25.4 * kDpi, kBaselineMm / 25.4 * kDpi - (y + py) * scale};
    }
};

void moveTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    auto* pen = static_cast<Pen*>(data);
    pen->outline.push_back({pen->place(x, y)});
}
void lineTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    auto* pen = static_cast<Pen*>(data);
    pen->outline.back().push_back(pen->place(x, y));
}
void curveTo(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float cx, float cy, float x, float y, void*) {
    auto* pen = static_cast<Pen*>(data);
    const Point from = pen->outline.back().back(), control = pen->place(cx, cy), to = pen->place(x, y);
    constexpr int kSteps = 12;
    for (int i = 1; i <= kSteps; ++i) {
        const double t = static_cast<double>(i) / kSteps, s = 1 - t;
        pen->outline.back().push_back({s * s * from.x + 2 * s * t * control.x + t * t * to.x,
                                       s * s * from.y + 2 * s * t * control.y + t * t * to.y});
    }
}

enum class Marks { Unknown = 0, Placed, WhereTheyFall };

Outline outlineOf(const std::filesystem::path& file, const std::string& word, Marks marks) {
    const auto bytes = base::readFile(file).value();
    const base::UniqueHandle<hb_blob_t, hb_blob_destroy> blob(
        hb_blob_create(reinterpret_cast<const char*>(bytes.data()), static_cast<unsigned>(bytes.size()),
                       HB_MEMORY_MODE_READONLY, nullptr, nullptr));
    const base::UniqueHandle<hb_face_t, hb_face_destroy> face(hb_face_create(blob.get(), 0));
    const base::UniqueHandle<hb_font_t, hb_font_destroy> font(hb_font_create(face.get()));
    const base::UniqueHandle<hb_buffer_t, hb_buffer_destroy> buffer(hb_buffer_create());
    hb_buffer_add_utf8(buffer.get(), word.data(), static_cast<int>(word.size()), 0,
                       static_cast<int>(word.size()));
    hb_buffer_guess_segment_properties(buffer.get());
    const std::array<hb_feature_t, 2> features = {
        {{HB_TAG('k', 'e', 'r', 'n'), 0, 0, ~0u}, {HB_TAG('l', 'i', 'g', 'a'), 0, 0, ~0u}}};
    hb_shape(font.get(), buffer.get(), features.data(), features.size());
    const base::UniqueHandle<hb_draw_funcs_t, hb_draw_funcs_destroy> draw(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(draw.get(), moveTo, nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(draw.get(), lineTo, nullptr, nullptr);
    hb_draw_funcs_set_quadratic_to_func(draw.get(), curveTo, nullptr, nullptr);
    unsigned count = 0;
    const auto* info = hb_buffer_get_glyph_infos(buffer.get(), &count);
    const auto* at = hb_buffer_get_glyph_positions(buffer.get(), &count);
    Pen pen;
    pen.scale = kPoints / 72 * kDpi / hb_face_get_upem(face.get());
    double advance = 0;
    for (unsigned i = 0; i < count; ++i) {
        pen.x = advance + (marks == Marks::Placed ? at[i].x_offset : 0);
        pen.y = marks == Marks::Placed ? at[i].y_offset : 0;
        hb_font_get_glyph_shape(font.get(), info[i].codepoint, draw.get(), &pen);
        advance += at[i].x_advance;
    }
    return pen.outline;
}

// Fills by the nonzero rule, smooth by four times four samples a pixel.
Picture filled(const Outline& outline, int width, int height) {
    constexpr int kSamples = 4;
    std::vector<int> ink(static_cast<std::size_t>(width * height));
    for (int row = 0; row < height * kSamples; ++row) {
        const double y = (row + 0.5) / kSamples;
        std::vector<std::pair<double, int>> crossings;
        for (const auto& line : outline) {
            for (std::size_t i = 0; i < line.size(); ++i) {
                const Point &a = line[i], &b = line[(i + 1) % line.size()];
                if ((a.y <= y) == (b.y <= y)) continue;
                crossings.emplace_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), a.y < b.y ? 1 : -1);
            }
        }
        std::sort(crossings.begin(), crossings.end());
        int winding = 0;
        for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
            winding += crossings[i].second;
            if (winding == 0) continue;
            for (int x = static_cast<int>(std::ceil(crossings[i].first * kSamples - 0.5));
                 (x + 0.5) / kSamples < crossings[i + 1].first; ++x) {
                if (x >= 0 && x < width * kSamples)
                    ++ink[static_cast<std::size_t>(row / kSamples * width + x / kSamples)];
            }
        }
    }
    Picture out{width, height, base::Bytes(ink.size())};
    for (std::size_t i = 0; i < ink.size(); ++i)
        out.grey[i] = static_cast<std::uint8_t>(255 - 255 * ink[i] / (kSamples * kSamples));
    return out;
}

// Pixels well inked in `a` that have no ink in `b` within one pixel.
int inkAlone(const Picture& a, const Picture& b) {
    constexpr int kInked = 64, kTouched = 192;
    int alone = 0;
    for (int y = 1; y + 1 < a.height; ++y) {
        for (int x = 1; x + 1 < a.width; ++x) {
            if (a.at(x, y) >= kInked) continue;
            bool near = false;
            for (int dy = -1; dy <= 1; ++dy) {
                for (int dx = -1; dx <= 1; ++dx) near = near || b.at(x + dx, y + dy) < kTouched;
            }
            if (!near) ++alone;
        }
    }
    return alone;
}

Picture printed(const std::string& word, Weight weight) {
    auto page = PdfPage::create(kPaper, findFonts({}).value(), "mark");
    REQUIRE(page.has_value());
    TextStyle style;
    style.points = kPoints;
    style.weight = weight;
    page->text(kLeftMm, kBaselineMm, word, style);
    REQUIRE(base::writeFileDurably("mark.pdf", page->finish().value()).has_value());
    return poppler::pictureOf("mark.pdf", kDpi);
}

}  // namespace

SCENARIO("marks of letters without a precomposed form stand where HarfBuzz puts them") {
    const auto fonts = findFonts({}).value();
    for (const auto weight : {Weight::Regular, Weight::Bold}) {
        const auto& file = weight == Weight::Bold ? fonts.bold : fonts.regular;
        for (const std::string word : {"ê\u0306 ơ\u0306 ư\u0306", "Ê\u0306 Ơ\u0306 Ư\u0306", "Brơ\u0306i",
                                       "H'Hê\u0306n", "Nguyễn Ằ"}) {
            CAPTURE(word, weight == Weight::Bold);
            const Picture ours = printed(word, weight);
            const Picture reference = filled(outlineOf(file, word, Marks::Placed), ours.width, ours.height);
            CHECK(inkAlone(ours, reference) == 0);
            CHECK(inkAlone(reference, ours) == 0);
        }
        // The comparison sees a mark that is not placed.
        const std::string word = "ê\u0306 ơ\u0306 ư\u0306";
        const Picture ours = printed(word, weight);
        CHECK(inkAlone(filled(outlineOf(file, word, Marks::WhereTheyFall), ours.width, ours.height), ours) >
              20);
        CHECK(inkAlone(filled(outlineOf(file, "ê ơ ư", Marks::Placed), ours.width, ours.height), ours) == 0);
        CHECK(inkAlone(ours, filled(outlineOf(file, "ê ơ ư", Marks::Placed), ours.width, ours.height)) > 20);
    }
}

SCENARIO("text with placed marks is copied as it was typed") {
    for (const std::string word : {"Brơ\u0306i Niê\u0306 Ư\u0306ng", "H'Hen Niê Kđăm"}) {
        (void)printed(word, Weight::Regular);
        CAPTURE(word);
        CHECK(poppler::run("pdftotext mark.pdf -").find(word) != std::string::npos);
    }
    (void)printed("Nguye\u0302\u0303n",
                  Weight::Regular);  // typed as letters with marks: printed and copied composed
    CHECK(poppler::run("pdftotext mark.pdf -").find("Nguyễn") != std::string::npos);
}
