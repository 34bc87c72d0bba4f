// A path from UTF-8 words (arguments, settings, JSON). On Windows the standard's own conversion takes a std::string for
// the machine's code page, and a Vietnamese folder is then another one. The way back is path::string(), which is UTF-8 here.
// Threads: any.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace base {

inline std::filesystem::path pathOf(std::string_view utf8) {
    return std::u8string(utf8.begin(), utf8.end());
}

}  // namespace base
