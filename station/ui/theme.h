// The look of the station in one table: colors for light, dark and high contrast, type sizes, spacing. Nothing else in
// the program names a color or a font. The scheme follows the system; refreshTheme() reads it again after
// wxEVT_SYS_COLOUR_CHANGED, and MainFrame then rebuilds what is on screen.
// Contrast of every pair in contrastPairs() is at least 4.5:1 (WCAG 2.1, 1.4.3), computed by a test.
// Threads: GUI thread only.
#pragma once

#include <wx/colour.h>
#include <wx/font.h>
#include <wx/string.h>
#include <wx/window.h>

#include <string>
#include <vector>

namespace ui {

enum class Scheme { Unknown = 0, Light, Dark, ContrastLight, ContrastDark };
// What a color says. Never alone: a mark or a word stands beside it.
enum class Tone { Unknown = 0, Neutral, Primary, Good, Attention, Bad };
// 12, 14, 17, 20 and 26 pixels at 96 dpi and a text scale of 100 %.
enum class TextSize { Unknown = 0, Small, Body, Title, Large, Huge };
enum class Weight { Unknown = 0, Regular, Bold };

struct Pair {
    wxColour ink;
    wxColour fill;
};

struct Palette {
    wxColour background, card, ink, muted, line, border;
    Pair neutral, primary, good, attention, bad;
    Pair button;        // the filled primary button
    Pair buttonHover;
    wxColour hover;     // an outlined control under the pointer
    wxColour focus;     // the ring
    Pair rail;
    Pair railActive;
    wxColour railMark;
    Pair status;
    Pair stage;         // behind camera pictures
    Pair training;      // the banner of training mode
};

const Palette& palette();
const Palette& paletteOf(Scheme scheme);
Scheme currentScheme();
Scheme systemScheme();           // what the system asks for now
void useScheme(Scheme scheme);   // also dresses the native controls
bool refreshTheme();             // true when the scheme changed

const Pair& pairOf(Tone tone);
wxFont font(TextSize size, Weight weight = Weight::Regular);

inline constexpr int kSpace4 = 4;
inline constexpr int kSpace8 = 8;
inline constexpr int kSpace12 = 12;
inline constexpr int kSpace16 = 16;
inline constexpr int kSpace20 = 20;
inline constexpr int kRadius = 6;
inline constexpr int kCardRadius = 8;
inline constexpr int kControlHeight = 34;
inline constexpr int kFocusRing = 3;      // painted controls keep this much room around themselves
inline constexpr int kRailWidth = 84;

// Device pixels of a size given at 96 dpi.
int dip(const wxWindow& window, int pixels);

struct ContrastPair {
    std::string name;
    Pair colors;
};
std::vector<ContrastPair> contrastPairs(const Palette& palette);
double contrastRatio(const wxColour& one, const wxColour& other);

}  // namespace ui
