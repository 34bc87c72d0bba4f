#include "base/id.h"

#include <array>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace base {

std::string newId(std::chrono::system_clock::time_point now) {
    std::array<std::uint8_t, 16> raw{};
    fillRandom(raw);
    auto ms = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    for (int i = 5; i >= 0; --i, ms >>= 8) raw[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms & 0xff);
    raw[6] = static_cast<std::uint8_t>((raw[6] & 0x0f) | 0x70);
    raw[8] = static_cast<std::uint8_t>((raw[8] & 0x3f) | 0x80);
    const std::string hex = toHex(raw);
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
           hex.substr(20);
}

bool isId(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

}  // namespace base
