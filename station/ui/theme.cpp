#include "station/ui/theme.h"

#include <wx/settings.h>

#include <array>
#include <cmath>

#include "station/ui/native_style.h"

namespace ui {
namespace {

wxColour rgb(unsigned long value) {
    return wxColour(static_cast<unsigned char>(value >> 16), static_cast<unsigned char>(value >> 8),
                    static_cast<unsigned char>(value));
}

Palette lightPalette() {
    Palette p;
    p.background = rgb(0xF3F5F7);
    p.card = rgb(0xFFFFFF);
    p.ink = rgb(0x17212B);
    p.muted = rgb(0x5B6875);
    p.line = rgb(0xD9E0E6);
    p.border = rgb(0xB4BEC8);
    p.neutral = {rgb(0x43505C), rgb(0xEDF0F3)};
    p.primary = {rgb(0x0B5C8A), rgb(0xE6F1F8)};
    p.good = {rgb(0x1D7A46), rgb(0xE5F4EB)};
    p.attention = {rgb(0x9A5B00), rgb(0xFDF1DC)};
    p.bad = {rgb(0xB3261E), rgb(0xFBE9E7)};
    p.button = {rgb(0xFFFFFF), rgb(0x0B5C8A)};
    p.buttonHover = {rgb(0xFFFFFF), rgb(0x094B71)};
    p.hover = rgb(0xEDF2F6);
    p.focus = rgb(0x1C86CC);
    p.rail = {rgb(0xC9D6E0), rgb(0x0E2A3D)};
    p.railActive = {rgb(0xFFFFFF), rgb(0x1B4560)};
    p.railMark = rgb(0x4DB0E8);
    p.status = {rgb(0x36424E), rgb(0xE3E8ED)};
    p.stage = {rgb(0xFFFFFF), rgb(0x1A222B)};
    p.training = {rgb(0x3D2600), rgb(0xFFD58A)};
    return p;
}

Palette darkPalette() {
    Palette p;
    p.background = rgb(0x12181E);
    p.card = rgb(0x1B232B);
    p.ink = rgb(0xE8EDF2);
    p.muted = rgb(0xA3B0BC);
    p.line = rgb(0x33404C);
    p.border = rgb(0x536271);
    p.neutral = {rgb(0xC6D0D9), rgb(0x2A343E)};
    p.primary = {rgb(0x7CC3EE), rgb(0x12324A)};
    p.good = {rgb(0x6FD39B), rgb(0x143524)};
    p.attention = {rgb(0xF2BE6A), rgb(0x3A2A0C)};
    p.bad = {rgb(0xFF9A91), rgb(0x43191A)};
    p.button = {rgb(0xFFFFFF), rgb(0x1F6FA1)};
    p.buttonHover = {rgb(0xFFFFFF), rgb(0x195D88)};
    p.hover = rgb(0x26313B);
    p.focus = rgb(0x5CB8F0);
    p.rail = {rgb(0xC9D6E0), rgb(0x0A1822)};
    p.railActive = {rgb(0xFFFFFF), rgb(0x173A52)};
    p.railMark = rgb(0x4DB0E8);
    p.status = {rgb(0xC6D0D9), rgb(0x0D1318)};
    p.stage = {rgb(0xFFFFFF), rgb(0x07090B)};
    p.training = {rgb(0x3D2600), rgb(0xFFD58A)};
    return p;
}

// Two colors only, and one more for focus; every state is also a mark or a word.
Palette contrastPalette(const wxColour& ink, const wxColour& paper, const wxColour& accent) {
    Palette p;
    p.background = p.card = p.hover = paper;
    p.ink = p.muted = p.line = p.border = ink;
    p.neutral = p.good = p.attention = p.bad = p.primary = {ink, paper};
    p.button = {paper, ink};
    p.buttonHover = {paper, accent};
    p.focus = p.railMark = accent;
    p.rail = p.status = p.stage = p.training = {ink, paper};
    p.railActive = {paper, ink};
    return p;
}

struct Current {
    Scheme scheme = Scheme::Unknown;
};

Current& current() {
    static Current value;
    return value;
}

double channel(unsigned char value) {
    const double c = value / 255.0;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const wxColour& color) {
    return 0.2126 * channel(color.Red()) + 0.7152 * channel(color.Green()) + 0.0722 * channel(color.Blue());
}

}  // namespace

const Palette& paletteOf(Scheme scheme) {
    static const Palette light = lightPalette();
    static const Palette dark = darkPalette();
    static const Palette contrastLight = contrastPalette(rgb(0x000000), rgb(0xFFFFFF), rgb(0x0000C0));
    static const Palette contrastDark = contrastPalette(rgb(0xFFFFFF), rgb(0x000000), rgb(0xFFFF00));
    switch (scheme) {
        case Scheme::Dark: return dark;
        case Scheme::ContrastLight: return contrastLight;
        case Scheme::ContrastDark: return contrastDark;
        default: return light;
    }
}

Scheme currentScheme() {
    if (current().scheme == Scheme::Unknown) current().scheme = systemScheme();
    return current().scheme;
}

const Palette& palette() { return paletteOf(currentScheme()); }

Scheme systemScheme() {
    const bool dark = luminance(wxSystemSettings::GetColour(wxSYS_COLOUR_WINDOW)) < 0.2;
    if (systemWantsHighContrast()) return dark ? Scheme::ContrastDark : Scheme::ContrastLight;
    return dark ? Scheme::Dark : Scheme::Light;
}

void useScheme(Scheme scheme) {
    current().scheme = scheme;
    dressNativeControls(scheme);
}

bool refreshTheme() {
    const Scheme now = systemScheme();
    if (now == current().scheme) return false;
    useScheme(now);
    return true;
}

const Pair& pairOf(Tone tone) {
    const Palette& p = palette();
    switch (tone) {
        case Tone::Primary: return p.primary;
        case Tone::Good: return p.good;
        case Tone::Attention: return p.attention;
        case Tone::Bad: return p.bad;
        default: return p.neutral;
    }
}

wxFont font(TextSize size, Weight weight) {
    // Points, so that the system's text scale applies: 12 px at 96 dpi are 9 points.
    static constexpr std::array<double, 6> kPoints = {10.5, 9, 10.5, 12.75, 15, 19.5};
    wxFontInfo info(kPoints[static_cast<std::size_t>(size)]);
    info.FaceName(textFontName());
    if (weight == Weight::Bold) info.Bold();
    return wxFont(info);
}

int dip(const wxWindow& window, int pixels) { return window.FromDIP(pixels); }

std::vector<ContrastPair> contrastPairs(const Palette& p) {
    return {{"ink on background", {p.ink, p.background}},
            {"ink on card", {p.ink, p.card}},
            {"ink on hover", {p.ink, p.hover}},
            {"muted on background", {p.muted, p.background}},
            {"muted on card", {p.muted, p.card}},
            {"neutral", p.neutral},
            {"primary", p.primary},
            {"good", p.good},
            {"attention", p.attention},
            {"bad", p.bad},
            {"primary on card", {p.primary.ink, p.card}},
            {"good on card", {p.good.ink, p.card}},
            {"attention on card", {p.attention.ink, p.card}},
            {"bad on card", {p.bad.ink, p.card}},
            {"primary on background", {p.primary.ink, p.background}},
            {"button", p.button},
            {"button under the pointer", p.buttonHover},
            {"rail", p.rail},
            {"rail, active", p.railActive},
            {"status bar", p.status},
            {"stage", p.stage},
            {"training banner", p.training}};
}

double contrastRatio(const wxColour& one, const wxColour& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}  // namespace ui
