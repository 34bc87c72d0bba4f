// Vietnamese and other text, always UTF-8. Everything stored is NFC; everything searched is folded.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace base {

bool isUtf8(std::string_view text);
// Canonical composition. BadInput when the text is not UTF-8.
Result<std::string> toNfc(std::string_view text);
// Blanks at both ends removed, runs of any white space (no-break ones too) become one blank.
std::string squeeze(std::string_view text);
// Lower and upper case, letter by letter (never the C locale).
std::string toLower(std::string_view text);
std::string toUpper(std::string_view text);
// For searching: lower case, no marks, đ -> d. "Thừa Thiên Huế" -> "thua thien hue". Text that is not UTF-8 comes
// back as its ASCII part.
std::string fold(std::string_view text);
// Sort key of the Vietnamese alphabet: letters first (a ă â b c d đ e ê ...), then tones in dictionary order
// (ngang, huyền, hỏi, ngã, sắc, nặng), then case. Compare keys as bytes.
std::string collationKey(std::string_view text);
// Code points; what is not UTF-8 ends the list.
std::u32string codePoints(std::string_view text);
std::string fromCodePoints(std::u32string_view points);
bool isLetter(char32_t point);  // Unicode general category L*
bool isMark(char32_t point);    // Unicode general category M*
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);  // ASCII blanks

}  // namespace base
