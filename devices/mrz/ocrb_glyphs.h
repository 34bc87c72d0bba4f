// The signs of a machine-readable zone in OCR-B size 1 (ICAO Doc 9303-3, 4.3; ISO 1073-2): what the reader compares with and
// what the training card is printed with. Drawn by build_glyphs. Threads: constants.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace devices {

inline constexpr std::string_view kZoneSigns = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
inline constexpr int kZoneColumns = 30, kZoneRows = 3;  // TD1 (ICAO Doc 9303-5, 4.2.2)
inline constexpr double kZonePitchMm = 2.54;            // from sign to sign: ten an inch
inline constexpr double kZoneLineMm = 25.4 / 6;         // from line to line: six an inch

// One place of a sign, the pitch wide; ink is 1, the leftmost pixel the highest bit.
inline constexpr int kGlyphWidth = 32, kGlyphHeight = 44;
using Glyph = std::array<std::uint32_t, kGlyphHeight>;

extern const std::array<Glyph, kZoneSigns.size()> kOcrbGlyphs;  // in the order of kZoneSigns

}  // namespace devices
