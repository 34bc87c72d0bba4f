// Text drawn into pictures without a window system: shaped by HarfBuzz, filled from the font's own outlines,
// so that stacked Vietnamese marks stand where the font's designer put them. For drawn papers and cards of
// virtual citizens. Threads: a TextFace may be used from several threads at once. Errors: NotFound (no such
// font file), Corrupt.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

#include "devices/image.h"

namespace devices {

enum class Weight { Unknown = 0, Regular, Bold };

// A dot's color as blue, green, red; a Grey8 picture takes their luminance.
using Color = std::array<std::uint8_t, 3>;
inline constexpr Color kInkBlack{20, 20, 20};

struct TextStyle {
    double size = 32;  // of the em square, in dots
    Color color = kInkBlack;
};

struct TextExtent {
    double advance = 0;  // from the pen's start to its end
    double top = 0;      // ink above the baseline, dots (positive upwards)
    double bottom = 0;   // ink below the baseline, dots (positive downwards)
};

class TextFace {
public:
    static base::Result<std::shared_ptr<const TextFace>> load(const std::filesystem::path& file);
    ~TextFace();
    TextFace(const TextFace&) = delete;
    TextFace& operator=(const TextFace&) = delete;

    // True when the font has a glyph for every letter of the text.
    bool covers(std::string_view utf8) const;
    TextExtent measure(std::string_view utf8, double size) const;
    // Draws one line with its baseline starting at (x, y); what falls outside the picture is cut off.
    void draw(Image& onto, double x, double y, std::string_view utf8, const TextStyle& style) const;

private:
    struct Font;
    explicit TextFace(std::unique_ptr<Font> font);
    std::unique_ptr<Font> font_;
};

// Noto Sans: from fonts/ of the resource folder, else from the system. Loaded once per weight.
base::Result<std::shared_ptr<const TextFace>> notoSans(Weight weight);

}  // namespace devices
