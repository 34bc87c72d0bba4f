// Bytes and their text forms. Threads: pure functions and plain values.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView viewOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view textOf(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes bytesOf(std::string_view text) { return {text.begin(), text.end()}; }

std::string toHex(ByteView bytes);                      // lower case
Result<Bytes> fromHex(std::string_view hex);            // either case; BadInput on anything else
std::string toBase64(ByteView bytes);                   // RFC 4648 section 4, padded
Result<Bytes> fromBase64(std::string_view text);        // strict: padding required, no blanks
std::string toBase64Url(ByteView bytes);                // RFC 4648 section 5, no padding
Result<Bytes> fromBase64Url(std::string_view text);     // padding refused

}  // namespace base
