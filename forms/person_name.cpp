#include "forms/person_name.h"

#include <algorithm>

#include "base/text.h"

namespace forms {
namespace {

// Vowels with shape and tone marks, đ, then the letters of Ê Đê, Gia Rai, Ba Na, Mnông, Cơ Ho, Xtiêng and
// others.
constexpr std::u32string_view kMarkedLetters =
    U"àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    U"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
    U"čƀñĕĭŏŭČɃÑĔĬŎŬ";

constexpr bool isApostrophe(char32_t c) {
    return c == U'\'' || c == 0x2019 || c == 0x02BC;
}

// Marks that stay apart after composition because no single letter exists, as in ê̆ or ô̆.
bool isNameMark(char32_t c) {
    return c == 0x300 || c == 0x301 || c == 0x302 || c == 0x303 || c == 0x306 || c == 0x309 || c == 0x30C ||
           c == 0x323;
}

}  // namespace

bool isNameLetter(char32_t c) {
    const bool ascii = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return ascii || kMarkedLetters.find(c) != std::u32string_view::npos || isNameMark(c);
}

std::string normalizeName(std::string_view typed) {
    const auto composed = base::toNfc(typed);
    if (!composed) return {};
    auto points = base::codePoints(base::squeeze(*composed));
    std::replace_if(points.begin(), points.end(), isApostrophe, U'\'');
    const auto upper = base::toNfc(base::toUpper(base::fromCodePoints(points)));
    return upper.value_or(std::string());
}

std::optional<char32_t> strangeSignInName(std::string_view name) {
    char32_t before = U' ';
    for (const char32_t c : base::codePoints(name)) {
        const bool joins = c == U' ' || c == U'-' || c == U'\'';
        if (!joins && !isNameLetter(c)) return c;
        if (isNameMark(c) && !isNameLetter(before)) return c;
        before = c;
    }
    return std::nullopt;
}

std::string nameKey(std::string_view name) {
    std::string out;
    for (const char32_t c : base::codePoints(base::fold(name))) {
        if (isApostrophe(c) || c == U'.') continue;
        const char32_t plain = c == U'-' ? U' ' : c == 0x180 ? U'b' : c;  // ƀ has no mark to strip
        out += base::fromCodePoints(std::u32string(1, plain));
    }
    return base::squeeze(out);
}

std::string personSortKey(std::string_view name) {
    const auto whole = base::squeeze(name);
    const auto at = whole.rfind(' ');
    const auto given = at == std::string::npos ? whole : whole.substr(at + 1);
    const auto rest = at == std::string::npos ? std::string() : whole.substr(0, at);
    return base::collationKey(given) + '\0' + base::collationKey(rest);
}

std::string transliterateName(std::string_view name) {
    std::string out;
    for (const char c : base::toUpper(nameKey(name))) {
        if (c == ' ' || (c >= 'A' && c <= 'Z')) out.push_back(c);
    }
    return base::squeeze(out);
}

}  // namespace forms
