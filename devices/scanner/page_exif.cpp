#include "devices/scanner/page_exif.h"

#include <cstddef>
#include <optional>

namespace devices {
namespace {

constexpr std::uint8_t kMarker = 0xFF;
constexpr std::uint8_t kApp1 = 0xE1;
constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::size_t kEntrySize = 12;
const std::string_view kExif("Exif\0\0", 6);

// Numbers of a TIFF block in its own byte order; nothing outside the block is ever read.
struct TiffBlock {
    base::ByteView bytes;
    bool little = false;

    std::optional<std::uint16_t> u16(std::size_t at) const {
        if (at + 2 > bytes.size()) return std::nullopt;
        const int low = bytes[little ? at : at + 1];
        const int high = bytes[little ? at + 1 : at];
        return static_cast<std::uint16_t>(high << 8 | low);
    }
    std::optional<std::size_t> u32(std::size_t at) const {
        const auto first = u16(at);
        const auto second = u16(at + 2);
        if (!first || !second) return std::nullopt;
        const std::size_t low = little ? *first : *second;
        const std::size_t high = little ? *second : *first;
        return high << 16 | low;
    }
};

Turn turnOf(base::ByteView exif) {
    TiffBlock block{exif, exif.size() > 1 && exif[0] == 'I'};
    const auto directory = block.u32(4);
    if (!directory) return Turn::Unknown;
    const auto entries = block.u16(*directory);
    if (!entries) return Turn::Unknown;
    for (std::size_t i = 0; i < *entries; ++i) {
        const std::size_t at = *directory + 2 + i * kEntrySize;
        const auto tag = block.u16(at);
        if (!tag) break;
        if (*tag != kOrientation) continue;
        const auto value = block.u16(at + 8);
        if (value == 3) return Turn::Half;
        if (value == 6) return Turn::Right;
        if (value == 8) return Turn::Left;
        break;
    }
    return Turn::Unknown;
}

}  // namespace

Turn exifTurn(base::ByteView jpeg) {
    std::size_t at = 2;  // after the start-of-image marker
    while (at + 4 <= jpeg.size() && jpeg[at] == kMarker && jpeg[at + 1] != kStartOfScan) {
        const std::size_t length = static_cast<std::size_t>(jpeg[at + 2]) << 8 | jpeg[at + 3];
        if (length < 2 || at + 2 + length > jpeg.size()) break;
        const auto content = jpeg.subspan(at + 4, length - 2);
        const bool isExif = jpeg[at + 1] == kApp1 && content.size() > kExif.size() &&
                            base::textOf(content.first(kExif.size())) == kExif;
        if (isExif) return turnOf(content.subspan(kExif.size()));
        at += 2 + length;
    }
    return Turn::Unknown;
}

}  // namespace devices
