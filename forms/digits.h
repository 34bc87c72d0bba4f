// Texts of digits. Threads: pure functions.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace forms {

// At least one sign, and nothing but 0 to 9.
inline bool isDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A number as typed or pasted without its blanks (of any kind), dots and hyphens. Other signs stay.
std::string withoutSeparators(std::string_view typed);

}  // namespace forms
