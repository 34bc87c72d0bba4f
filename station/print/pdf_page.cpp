#include "station/print/pdf_page.h"

#include <hb-ot.h>
#include <hb.h>
#include <hpdf.h>
#include <qrcodegen/qrcodegen.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "base/files.h"
#include "base/handle.h"
#include "base/text.h"

namespace print {
namespace {

namespace fs = std::filesystem;

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kLineHeight = 1.35;  // of the type size
constexpr HPDF_REAL kSpaceAfterMark = 0.01f;  // points
constexpr Ink kWatermarkInk{0.88f, 0.88f, 0.88f};

using BlobHandle = base::UniqueHandle<hb_blob_t, hb_blob_destroy>;
using FaceHandle = base::UniqueHandle<hb_face_t, hb_face_destroy>;
using FontHandle = base::UniqueHandle<hb_font_t, hb_font_destroy>;
using BufferHandle = base::UniqueHandle<hb_buffer_t, hb_buffer_destroy>;
using DrawHandle = base::UniqueHandle<hb_draw_funcs_t, hb_draw_funcs_destroy>;

// libharu reports through a callback; the first error is kept and told by finish().
struct Problem {
    std::optional<base::Error> first;
};

void noteProblem(HPDF_STATUS error, HPDF_STATUS detail, void* user) {
    auto* problem = static_cast<Problem*>(user);
    if (!problem->first) {
        problem->first = base::Error{base::Code::Internal, base::Recovery::Bug,
                                     "PDF library error " + std::to_string(error) + "/" + std::to_string(detail)};
    }
}

struct LoadedFont {
    HPDF_Font pdf = nullptr;
    FontHandle shaper;
    double unitsPerEm = 1000;
};

// Letters in a row, or one that stands off its place, relative to the start of the line, in ems.
struct Placed {
    std::string text;
    double x = 0;
    double y = 0;
    bool isApart = false;      // a mark, or a letter moved by the font's rules
    hb_codepoint_t glyph = 0;  // of a mark; 0: letters
    double middle = 0;         // of a mark: of its letter's width
};

struct Shaped {
    std::vector<Placed> pieces;  // in the order of the text, so that copying gives it back
    double width = 0;            // ems
};

// Composed, so that a letter with a precomposed form is one glyph; what is not UTF-8 ends the text.
std::string drawable(std::string_view text) {
    auto composed = base::toNfc(text);
    return composed ? std::move(*composed) : base::fromCodePoints(base::codePoints(text));
}

// Letters that stand where their widths put them are one piece with those before.
void addPiece(std::vector<Placed>& pieces, Placed piece) {
    if (!pieces.empty() && !piece.isApart && !pieces.back().isApart) {
        pieces.back().text += piece.text;
    } else {
        pieces.push_back(std::move(piece));
    }
}

BufferHandle shapedBuffer(const LoadedFont& font, const std::string& text) {
    const int size = static_cast<int>(text.size());
    BufferHandle buffer(hb_buffer_create());
    hb_buffer_set_cluster_level(buffer.get(), HB_BUFFER_CLUSTER_LEVEL_CHARACTERS);
    hb_buffer_add_utf8(buffer.get(), text.data(), size, 0, size);
    hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer.get(), HB_SCRIPT_LATIN);
    // libharu takes letters and finds their glyphs itself, so a letter must stay its own glyph: no ligatures, no
    // glyphs composed; and no kerning, since it advances by the plain widths.
    const std::array<hb_feature_t, 3> features = {{{HB_TAG('l', 'i', 'g', 'a'), 0, 0, ~0u},
                                                   {HB_TAG('k', 'e', 'r', 'n'), 0, 0, ~0u},
                                                   {HB_TAG('c', 'c', 'm', 'p'), 0, 0, ~0u}}};
    hb_shape(font.shaper.get(), buffer.get(), features.data(), features.size());
    return buffer;
}

Shaped shape(const LoadedFont& font, std::string_view given) {
    const std::string text = drawable(given);
    const BufferHandle buffer = shapedBuffer(font, text);
    unsigned count = 0;
    const hb_glyph_info_t* info = hb_buffer_get_glyph_infos(buffer.get(), &count);
    const hb_glyph_position_t* at = hb_buffer_get_glyph_positions(buffer.get(), &count);
    Shaped out;
    double middle = 0;
    for (unsigned i = 0; i < count; ++i) {
        // Clusters are byte offsets in rising order; glyphs of one cluster are a letter that the font has in parts, and the
        // first stands for it.
        if (i == 0 || info[i].cluster != info[i - 1].cluster) {
            unsigned next = i + 1;
            while (next < count && info[next].cluster == info[i].cluster) ++next;
            const std::size_t end = next < count ? info[next].cluster : text.size();
            Placed piece{text.substr(info[i].cluster, end - info[i].cluster), out.width + at[i].x_offset / font.unitsPerEm,
                         at[i].y_offset / font.unitsPerEm};
            const auto letters = base::codePoints(piece.text);
            const bool isMark = !letters.empty() && base::isMark(letters.front());
            if (!isMark) middle = out.width + at[i].x_advance / font.unitsPerEm / 2;
            if (isMark) piece.glyph = info[i].codepoint;
            piece.middle = middle;
            piece.isApart = isMark || at[i].x_offset != 0 || at[i].y_offset != 0;
            addPiece(out.pieces, std::move(piece));
        }
        out.width += at[i].x_advance / font.unitsPerEm;
    }
    return out;
}

// --- marks as outlines ---

// Where an outline in font units goes on the page.
struct OutlinePen {
    HPDF_Page page = nullptr;
    double x = 0, y = 0, scale = 1;  // points
    HPDF_REAL atX(float value) const { return static_cast<HPDF_REAL>(x + value * scale); }
    HPDF_REAL atY(float value) const { return static_cast<HPDF_REAL>(y + value * scale); }
};

void penMove(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    const auto& pen = *static_cast<OutlinePen*>(data);
    HPDF_Page_MoveTo(pen.page, pen.atX(x), pen.atY(y));
}

void penLine(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
    const auto& pen = *static_cast<OutlinePen*>(data);
    HPDF_Page_LineTo(pen.page, pen.atX(x), pen.atY(y));
}

// HarfBuzz makes cubic curves of a TrueType font's quadratic ones when it is given no function for those.
void penCurve(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x1, float y1, float x2, float y2, float x, float y, void*) {
    const auto& pen = *static_cast<OutlinePen*>(data);
    HPDF_Page_CurveTo(pen.page, pen.atX(x1), pen.atY(y1), pen.atX(x2), pen.atY(y2), pen.atX(x), pen.atY(y));
}

void penClose(hb_draw_funcs_t*, void* data, hb_draw_state_t*, void*) { HPDF_Page_ClosePath(static_cast<OutlinePen*>(data)->page); }

// Fills a glyph's outline with the ink in use.
void drawGlyph(HPDF_Page page, const LoadedFont& font, hb_codepoint_t glyph, double xPoints, double yPoints, double points) {
    const DrawHandle draw(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(draw.get(), penMove, nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(draw.get(), penLine, nullptr, nullptr);
    hb_draw_funcs_set_cubic_to_func(draw.get(), penCurve, nullptr, nullptr);
    hb_draw_funcs_set_close_path_func(draw.get(), penClose, nullptr, nullptr);
    OutlinePen pen{page, xPoints, yPoints, points / font.unitsPerEm};
    hb_font_get_glyph_shape(font.shaper.get(), glyph, draw.get(), &pen);
    if (HPDF_Page_GetGMode(page) == HPDF_GMODE_PATH_OBJECT) HPDF_Page_Fill(page);  // else the glyph is empty
}

base::Result<LoadedFont> loadFont(HPDF_Doc doc, const fs::path& file) {
    const char* name = HPDF_LoadTTFontFromFile(doc, base::pathForC(file).c_str(), HPDF_TRUE);
    if (name == nullptr) return base::fail(base::Code::NotFound, "font cannot be loaded");
    LoadedFont font;
    font.pdf = HPDF_GetFont(doc, name, "UTF-8");
    const auto bytes = base::readFile(file);
    if (!bytes) return base::pass(bytes.error(), "font");
    const BlobHandle blob(hb_blob_create(reinterpret_cast<const char*>(bytes->data()), static_cast<unsigned>(bytes->size()),
                                         HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr));
    const FaceHandle face(hb_face_create(blob.get(), 0));
    font.shaper.reset(hb_font_create(face.get()));
    hb_ot_font_set_funcs(font.shaper.get());
    font.unitsPerEm = hb_face_get_upem(face.get());
    return font;
}

}  // namespace

base::Result<FontFiles> findFonts(const fs::path& resources) {
    for (const fs::path& folder : {resources / "fonts", fs::path("/usr/share/fonts/truetype/noto")}) {
        const FontFiles files{folder / "NotoSans-Regular.ttf", folder / "NotoSans-Bold.ttf"};
        std::error_code error;
        if (fs::exists(files.regular, error) && fs::exists(files.bold, error)) return files;
    }
    return base::fail(base::Code::NotFound, "Noto Sans is not installed");
}

struct PdfPage::Parts {
    Problem problem;
    base::UniqueHandle<std::remove_pointer_t<HPDF_Doc>, HPDF_Free> doc;
    HPDF_Page page = nullptr;  // the one drawn on
    std::vector<HPDF_Page> pages;
    LoadedFont regular, bold;
    PaperSize paper;

    const LoadedFont& font(Weight weight) const { return weight == Weight::Bold ? bold : regular; }
    HPDF_REAL x(double mm) const { return static_cast<HPDF_REAL>(mm * kPointsPerMm); }
    HPDF_REAL y(double mm) const { return static_cast<HPDF_REAL>((paper.heightMm - mm) * kPointsPerMm); }
    void fill(Ink ink) { HPDF_Page_SetRGBFill(page, ink.red, ink.green, ink.blue); }

    void addPage() {
        page = HPDF_AddPage(doc.get());
        HPDF_Page_SetWidth(page, x(paper.widthMm));
        HPDF_Page_SetHeight(page, x(paper.heightMm));
        pages.push_back(page);
    }

    void show(double xPoints, double yPoints, double points, const LoadedFont& font, const Shaped& shaped) {
        HPDF_Page_BeginText(page);
        HPDF_Page_SetFontAndSize(page, font.pdf, static_cast<HPDF_REAL>(points));
        for (const Placed& piece : shaped.pieces) {
            if (piece.glyph != 0) {
                copyMark(xPoints + piece.middle * points, yPoints, piece.text);
            } else {
                HPDF_Page_TextOut(page, static_cast<HPDF_REAL>(xPoints + piece.x * points),
                                  static_cast<HPDF_REAL>(yPoints + piece.y * points), piece.text.c_str());
            }
        }
        HPDF_Page_EndText(page);
        for (const Placed& piece : shaped.pieces) {
            if (piece.glyph != 0) drawGlyph(page, font, piece.glyph, xPoints + piece.x * points, yPoints + piece.y * points, points);
        }
    }

    // A mark for those who copy or search the text: invisible, on the line and in the middle of its letter, where readers
    // of PDF take the two as one. libharu leaves out a text without width, which a mark is; with a space after it, it has
    // one. The next piece is placed by itself, so the space moves nothing.
    void copyMark(double xPoints, double yPoints, const std::string& mark) {
        HPDF_Page_SetCharSpace(page, kSpaceAfterMark);
        HPDF_Page_SetTextRenderingMode(page, HPDF_INVISIBLE);
        HPDF_Page_TextOut(page, static_cast<HPDF_REAL>(xPoints), static_cast<HPDF_REAL>(yPoints), mark.c_str());
        HPDF_Page_SetTextRenderingMode(page, HPDF_FILL);
        HPDF_Page_SetCharSpace(page, 0);
    }
};

PdfPage::PdfPage(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PdfPage::PdfPage(PdfPage&&) noexcept = default;
PdfPage& PdfPage::operator=(PdfPage&&) noexcept = default;
PdfPage::~PdfPage() = default;

base::Result<PdfPage> PdfPage::create(PaperSize paper, const FontFiles& fonts, std::string_view title) {
    auto parts = std::make_unique<Parts>();
    parts->paper = paper;
    parts->doc.reset(HPDF_New(noteProblem, &parts->problem));
    HPDF_Doc doc = parts->doc.get();
    if (doc == nullptr) return base::fail(base::Code::Internal, "PDF library did not start");
    HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(doc);
    HPDF_SetCurrentEncoder(doc, "UTF-8");
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, std::string(title).c_str());
    auto regular = loadFont(doc, fonts.regular);
    auto bold = loadFont(doc, fonts.bold);
    if (!regular) return base::pass(regular.error(), "regular font");
    if (!bold) return base::pass(bold.error(), "bold font");
    parts->regular = std::move(*regular);
    parts->bold = std::move(*bold);
    parts->addPage();
    if (parts->problem.first) return base::Failure(*parts->problem.first);
    return PdfPage(std::move(parts));
}

double PdfPage::textWidth(std::string_view text, const TextStyle& style) const {
    return shape(parts_->font(style.weight), text).width * style.points / kPointsPerMm;
}

void PdfPage::text(double x, double baseline, std::string_view text, const TextStyle& style) {
    const LoadedFont& font = parts_->font(style.weight);
    const Shaped shaped = shape(font, text);
    const double width = shaped.width * style.points;
    double left = x * kPointsPerMm;
    if (style.align == Align::Center) left -= width / 2;
    if (style.align == Align::Right) left -= width;
    parts_->fill(style.ink);
    parts_->show(left, (parts_->paper.heightMm - baseline) * kPointsPerMm, style.points, font, shaped);
}

std::vector<std::string> PdfPage::wrap(std::string_view text, double width, const TextStyle& style, double firstWidth) const {
    std::vector<std::string> out;
    std::string line;
    const auto room = [&] { return out.empty() && firstWidth >= 0 ? firstWidth : width; };
    const auto flush = [&] {
        out.push_back(std::move(line));
        line.clear();
    };
    for (const std::string_view word : base::split(text, ' ')) {
        if (word.empty()) continue;
        const std::string longer = line.empty() ? std::string(word) : line + ' ' + std::string(word);
        if (textWidth(longer, style) <= room()) {
            line = longer;
            continue;
        }
        if (!line.empty() || (out.empty() && firstWidth >= 0 && firstWidth < width)) flush();
        for (const char32_t letter : base::codePoints(word)) {  // a word that is too long is broken where it must be
            const std::string next = line + base::fromCodePoints(std::u32string(1, letter));
            if (textWidth(next, style) > room() && !line.empty() && !base::isMark(letter)) flush();
            line += base::fromCodePoints(std::u32string(1, letter));
        }
    }
    if (!line.empty()) flush();
    return out;
}

double PdfPage::paragraph(double x, double baseline, double width, std::string_view text, const TextStyle& style) {
    for (const std::string& line : wrap(text, width, style)) {
        this->text(x, baseline, line, style);
        baseline += lineStep(style);
    }
    return baseline;
}

double PdfPage::lineStep(const TextStyle& style) { return style.points * kLineHeight / kPointsPerMm; }

void PdfPage::addPage() { parts_->addPage(); }
std::size_t PdfPage::pageCount() const { return parts_->pages.size(); }
void PdfPage::turnTo(std::size_t page) { parts_->page = parts_->pages.at(page); }

void PdfPage::line(double x0, double y0, double x1, double y1, double width, Ink ink) {
    HPDF_Page_SetRGBStroke(parts_->page, ink.red, ink.green, ink.blue);
    HPDF_Page_SetLineWidth(parts_->page, parts_->x(width));
    HPDF_Page_MoveTo(parts_->page, parts_->x(x0), parts_->y(y0));
    HPDF_Page_LineTo(parts_->page, parts_->x(x1), parts_->y(y1));
    HPDF_Page_Stroke(parts_->page);
}

void PdfPage::dots(double x0, double x1, double y, Ink ink) {
    constexpr std::array<HPDF_UINT16, 2> kDots{1, 2};  // points: a short stroke and a gap
    HPDF_Page_SetDash(parts_->page, kDots.data(), kDots.size(), 0);
    line(x0, y, x1, y, 0.2, ink);
    HPDF_Page_SetDash(parts_->page, nullptr, 0, 0);
}

void PdfPage::frame(double x, double y, double width, double height, double lineWidth, Ink ink) {
    line(x, y, x + width, y, lineWidth, ink);
    line(x, y + height, x + width, y + height, lineWidth, ink);
    line(x, y, x, y + height, lineWidth, ink);
    line(x + width, y, x + width, y + height, lineWidth, ink);
}

void PdfPage::box(double x, double y, double width, double height, Ink fill) {
    parts_->fill(fill);
    HPDF_Page_Rectangle(parts_->page, parts_->x(x), parts_->y(y + height), parts_->x(width), parts_->x(height));
    HPDF_Page_Fill(parts_->page);
}

void PdfPage::qr(double x, double y, double side, const std::string& text) {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const double module = side / (code.getSize() + 8);  // quiet zone of four modules around (ISO/IEC 18004)
    parts_->fill({});
    for (int row = 0; row < code.getSize(); ++row) {
        for (int column = 0; column < code.getSize(); ++column) {
            if (!code.getModule(column, row)) continue;
            HPDF_Page_Rectangle(parts_->page, parts_->x(x + (column + 4) * module), parts_->y(y + (row + 5) * module),
                                parts_->x(module), parts_->x(module));
        }
    }
    HPDF_Page_Fill(parts_->page);
}

void PdfPage::watermark(std::string_view text) {
    TextStyle style;
    style.points = 30;
    style.weight = Weight::Bold;
    const double diagonal = std::hypot(parts_->paper.widthMm, parts_->paper.heightMm);
    style.points = style.points * 0.75 * diagonal / textWidth(text, style);
    const double angle = std::atan2(parts_->paper.heightMm, parts_->paper.widthMm);
    const double half = textWidth(text, style) / 2;
    const auto cosine = static_cast<HPDF_REAL>(std::cos(angle)), sine = static_cast<HPDF_REAL>(std::sin(angle));
    const double startX = parts_->paper.widthMm / 2 - half * std::cos(angle);
    const double startY = parts_->paper.heightMm / 2 + half * std::sin(angle);
    HPDF_Page_GSave(parts_->page);
    HPDF_Page_Concat(parts_->page, cosine, sine, -sine, cosine, parts_->x(startX), parts_->y(startY));
    parts_->fill(kWatermarkInk);
    const LoadedFont& font = parts_->font(style.weight);
    parts_->show(0, 0, style.points, font, shape(font, text));
    HPDF_Page_GRestore(parts_->page);
}

base::Result<base::Bytes> PdfPage::finish() {
    HPDF_Doc doc = parts_->doc.get();
    HPDF_SaveToStream(doc);
    if (parts_->problem.first) return base::Failure(*parts_->problem.first);
    HPDF_ResetStream(doc);
    base::Bytes out(HPDF_GetStreamSize(doc));
    auto size = static_cast<HPDF_UINT32>(out.size());
    HPDF_ReadFromStream(doc, out.data(), &size);
    out.resize(size);
    return out;
}

}  // namespace print
