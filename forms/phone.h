// Vietnamese mobile numbers: 10 digits beginning 03, 05, 07, 08 or 09. Stored as digits. Threads: pure
// functions.
#pragma once

#include <string>
#include <string_view>

namespace forms {

enum class PhoneState {
    Unknown = 0,
    Good,
    NotDigits,
    WrongLength,
    OldElevenDigits,  // 01x numbers, changed to 10 digits in 2018
    NotMobile,        // a land line or no such range
};

// Blanks, dots, hyphens and brackets removed, +84 / 0084 / 84 written as 0. Text that is no number stays as
// typed.
std::string normalizePhone(std::string_view typed);
PhoneState judgePhone(std::string_view normalized);
std::string showPhone(std::string_view normalized);  // "0905 000 123"; other lengths unchanged
std::string readBackPhone(
    std::string_view normalized);  // "0 9 0 5, 0 0 0, 1 2 3": to read aloud, digit by digit

}  // namespace forms
