// Inside of this room: the twelve vowels of Vietnamese and their tones. Threads: constant tables.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace forms {

// A vowel and its tones in one order: none, huyền, hỏi, ngã, sắc, nặng.
inline constexpr std::array<std::u32string_view, 12> kTonedVowels{U"aàảãáạ", U"ăằẳẵắặ", U"âầẩẫấậ", U"eèẻẽéẹ",
                                                                  U"êềểễếệ", U"iìỉĩíị", U"oòỏõóọ", U"ôồổỗốộ",
                                                                  U"ơờởỡớợ", U"uùủũúụ", U"ưừửữứự", U"yỳỷỹýỵ"};

inline constexpr std::size_t kNoTone = 0;
inline constexpr std::size_t kSac = 4;
inline constexpr std::size_t kNang = 5;

struct Vowel {
    char32_t base = 0;  // without tone; 0: no vowel, or no small one
    std::size_t tone = kNoTone;
};

inline Vowel vowelOf(char32_t c) {
    for (const auto row : kTonedVowels) {
        const auto at = row.find(c);
        if (at != std::u32string_view::npos) return {row[0], at};
    }
    return {};
}

inline char32_t toned(char32_t base, std::size_t tone) {
    for (const auto row : kTonedVowels) {
        if (row[0] == base) return row[tone];
    }
    return base;
}

}  // namespace forms
