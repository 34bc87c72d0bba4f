// PDFs of one size of paper with Vietnamese text. libharu writes the file and embeds a subset of the font; libharu does no
// shaping: marks of letters without a precomposed form (ê̆ ơ̆ of several ethnic orthographies) stand where HarfBuzz puts
// them, drawn as outlines, with the mark as invisible text on its letter, so that the text is copied as it was typed.
// Units: millimeters from the top left corner; type sizes in points.
// Threads: one PdfPage belongs to one thread. Errors: NotFound without a font, Internal from the library, kept until
// finish(), so that drawing code need not check every line.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace print {

struct FontFiles {
    std::filesystem::path regular;
    std::filesystem::path bold;
};
// Noto Sans from `resources`/fonts, else from the system's font folder. NotFound when neither has it.
base::Result<FontFiles> findFonts(const std::filesystem::path& resources);

enum class Weight { Unknown = 0, Regular, Bold };
enum class Align { Unknown = 0, Left, Center, Right };

struct Ink {
    float red = 0, green = 0, blue = 0;
};

struct PaperSize {
    double widthMm = 0;
    double heightMm = 0;
};
inline constexpr PaperSize kA5{148, 210};
inline constexpr PaperSize kA4{210, 297};

// What stands across every page.
enum class Watermark { Unknown = 0, None, Training, Preview };

struct TextStyle {
    double points = 10;
    Weight weight = Weight::Regular;
    Align align = Align::Left;
    Ink ink;
};

// A document, drawn page by page: create() makes the first.
class PdfPage {
public:
    static base::Result<PdfPage> create(PaperSize paper, const FontFiles& fonts, std::string_view title);
    PdfPage(PdfPage&&) noexcept;
    PdfPage& operator=(PdfPage&&) noexcept;
    ~PdfPage();

    double textWidth(std::string_view text, const TextStyle& style) const;  // mm
    // One line; `x` is its left end, middle or right end by the style's alignment, `baseline` from the top.
    void text(double x, double baseline, std::string_view text, const TextStyle& style);
    // Lines of at most `width` mm, broken at blanks; a word that is too long is broken where it must be. When `firstWidth`
    // is not negative it is the room of the first line, which is empty when the first word does not fit.
    std::vector<std::string> wrap(std::string_view text, double width, const TextStyle& style, double firstWidth = -1) const;
    static double lineStep(const TextStyle& style);  // mm from one baseline to the next
    // Wrapped into `width`; returns the baseline after the last line.
    double paragraph(double x, double baseline, double width, std::string_view text, const TextStyle& style);
    void line(double x0, double y0, double x1, double y1, double width, Ink ink);
    void dots(double x0, double x1, double y, Ink ink);  // a line to write on
    void box(double x, double y, double width, double height, Ink fill);
    void frame(double x, double y, double width, double height, double lineWidth, Ink ink);
    // A QR code with error correction M and its quiet zone inside the square.
    void qr(double x, double y, double side, const std::string& text);
    // Large slanted text across the page, behind what is drawn afterwards.
    void watermark(std::string_view text);

    // A further page, which is then drawn on; turnTo() goes back to an earlier one, counted from 0.
    void addPage();
    std::size_t pageCount() const;
    void turnTo(std::size_t page);

    base::Result<base::Bytes> finish();  // once

private:
    struct Parts;
    explicit PdfPage(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace print
