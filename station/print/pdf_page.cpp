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
constexpr Ink kWatermarkInk{0.88f, 0.88f, 0.88f};

using BlobHandle = base::UniqueHandle<hb_blob_t, hb_blob_destroy>;
using FaceHandle = base::UniqueHandle<hb_face_t, hb_face_destroy>;
using FontHandle = base::UniqueHandle<hb_font_t, hb_font_destroy>;
using BufferHandle = base::UniqueHandle<hb_buffer_t, hb_buffer_destroy>;

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

// A letter with its marks, placed relative to the start of the line, in ems.
struct Placed {
    std::string text;
    double x = 0;
    double y = 0;
};

struct Shaped {
    std::vector<Placed> pieces;
    double width = 0;      // ems
    bool isPlain = true;   // no piece stands off the baseline or apart from its advance
};

Shaped shape(const LoadedFont& font, std::string_view text) {
    const BufferHandle buffer(hb_buffer_create());
    hb_buffer_add_utf8(buffer.get(), text.data(), static_cast<int>(text.size()), 0, static_cast<int>(text.size()));
    hb_buffer_guess_segment_properties(buffer.get());
    // Glyphs must stay one to one with letters, since libharu takes letters: no ligatures; and no kerning, since it
    // advances by the plain widths.
    const std::array<hb_feature_t, 3> features = {{{HB_TAG('l', 'i', 'g', 'a'), 0, 0, ~0u},
                                                   {HB_TAG('k', 'e', 'r', 'n'), 0, 0, ~0u},
                                                   {HB_TAG('c', 'c', 'm', 'p'), 0, 0, ~0u}}};
    hb_shape(font.shaper.get(), buffer.get(), features.data(), features.size());
    unsigned count = 0;
    const hb_glyph_info_t* info = hb_buffer_get_glyph_infos(buffer.get(), &count);
    const hb_glyph_position_t* at = hb_buffer_get_glyph_positions(buffer.get(), &count);
    Shaped out;
    // Glyphs of one cluster come one per letter, in order; the letters of the text are walked beside them.
    const std::u32string letters = base::codePoints(text);
    double pen = 0;
    for (unsigned i = 0; i < count && i < letters.size(); ++i) {
        Placed piece;
        piece.text = base::fromCodePoints(letters.substr(i, 1));
        piece.x = pen + at[i].x_offset / font.unitsPerEm;
        piece.y = at[i].y_offset / font.unitsPerEm;
        if (at[i].x_offset != 0 || at[i].y_offset != 0 || base::isMark(letters[i])) out.isPlain = false;
        pen += at[i].x_advance / font.unitsPerEm;
        out.pieces.push_back(std::move(piece));
    }
    (void)info;
    out.width = pen;
    return out;
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
    HPDF_Page page = nullptr;
    LoadedFont regular, bold;
    PaperSize paper;

    const LoadedFont& font(Weight weight) const { return weight == Weight::Bold ? bold : regular; }
    HPDF_REAL x(double mm) const { return static_cast<HPDF_REAL>(mm * kPointsPerMm); }
    HPDF_REAL y(double mm) const { return static_cast<HPDF_REAL>((paper.heightMm - mm) * kPointsPerMm); }
    void fill(Ink ink) { HPDF_Page_SetRGBFill(page, ink.red, ink.green, ink.blue); }

    void show(double xPoints, double yPoints, double points, const LoadedFont& font, const Shaped& shaped, std::string_view whole) {
        HPDF_Page_BeginText(page);
        HPDF_Page_SetFontAndSize(page, font.pdf, static_cast<HPDF_REAL>(points));
        if (shaped.isPlain) {
            HPDF_Page_TextOut(page, static_cast<HPDF_REAL>(xPoints), static_cast<HPDF_REAL>(yPoints), std::string(whole).c_str());
        } else {
            for (const Placed& piece : shaped.pieces) {
                HPDF_Page_TextOut(page, static_cast<HPDF_REAL>(xPoints + piece.x * points),
                                  static_cast<HPDF_REAL>(yPoints + piece.y * points), piece.text.c_str());
            }
        }
        HPDF_Page_EndText(page);
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
    parts->page = HPDF_AddPage(doc);
    HPDF_Page_SetWidth(parts->page, parts->x(paper.widthMm));
    HPDF_Page_SetHeight(parts->page, static_cast<HPDF_REAL>(paper.heightMm * kPointsPerMm));
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
    parts_->show(left, (parts_->paper.heightMm - baseline) * kPointsPerMm, style.points, font, shaped, text);
}

double PdfPage::paragraph(double x, double baseline, double width, std::string_view text, const TextStyle& style) {
    const double step = style.points * kLineHeight / kPointsPerMm;
    std::string line;
    const auto flush = [&] {
        this->text(x, baseline, line, style);
        baseline += step;
        line.clear();
    };
    for (const std::string_view word : base::split(text, ' ')) {
        const std::string longer = line.empty() ? std::string(word) : line + ' ' + std::string(word);
        if (textWidth(longer, style) <= width) {
            line = longer;
            continue;
        }
        if (!line.empty()) flush();
        for (const char32_t letter : base::codePoints(word)) {  // a word that is too long is broken where it must be
            const std::string next = line + base::fromCodePoints(std::u32string(1, letter));
            if (textWidth(next, style) > width && !base::isMark(letter)) flush();
            line += base::fromCodePoints(std::u32string(1, letter));
        }
    }
    if (!line.empty()) flush();
    return baseline;
}

void PdfPage::line(double x0, double y0, double x1, double y1, double width, Ink ink) {
    HPDF_Page_SetRGBStroke(parts_->page, ink.red, ink.green, ink.blue);
    HPDF_Page_SetLineWidth(parts_->page, parts_->x(width));
    HPDF_Page_MoveTo(parts_->page, parts_->x(x0), parts_->y(y0));
    HPDF_Page_LineTo(parts_->page, parts_->x(x1), parts_->y(y1));
    HPDF_Page_Stroke(parts_->page);
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
    parts_->show(0, 0, style.points, font, shape(font, text), text);
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
