#include "forms/person_name.h"

#include <algorithm>

#include "base/text.h"
#include "forms/vowels.h"

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

// oa, oe and uy at the end of a word carry their tone on the first letter, wherever it was written.
void placeTone(std::u32string& word) {
    if (word.size() < 2) return;
    auto& first = word[word.size() - 2];
    auto& last = word.back();
    const auto a = vowelOf(first), b = vowelOf(last);
    const bool pair =
        (a.base == U'o' && (b.base == U'a' || b.base == U'e')) || (a.base == U'u' && b.base == U'y');
    const bool afterQ = word.size() > 2 && word[word.size() - 3] == U'q';
    if (!pair || afterQ || (a.tone != kNoTone && b.tone != kNoTone)) return;
    first = toned(a.base, a.tone + b.tone);  // one of them has none, which is 0
    last = b.base;
}

bool isVowel(char32_t c) {
    const auto plain = base::fold(base::fromCodePoints({&c, 1}));
    return plain.size() == 1 && std::string_view("aeiouy").find(plain[0]) != std::string_view::npos;
}

// A last y that is the word's only vowel becomes i.
void joinIY(std::u32string& word) {
    if (word.empty()) return;
    const auto y = vowelOf(word.back());
    if (y.base != U'y') return;
    auto before = std::u32string_view(word).substr(0, word.size() - 1);
    if (before.ends_with(U"qu")) before.remove_suffix(1);
    if (std::none_of(before.begin(), before.end(), isVowel)) word.back() = toned(U'i', y.tone);
}

// As stored names are, in capitals first: a letter that has another's capital (ı, ſ) is that other one in a stored name.
std::string inCapitals(std::string_view name) {
    return base::toUpper(name);
}

// Small letters with their marks, apostrophes and dots gone, hyphens as blanks; `mend` sees every word.
template <class Mend>
std::string keyOfWords(std::string_view name, Mend mend) {
    const auto lower = base::toNfc(base::toLower(inCapitals(name)));
    if (!lower) return {};
    std::u32string plain;
    for (const char32_t c : base::codePoints(*lower)) {
        if (!isApostrophe(c) && c != U'.') plain.push_back(c == U'-' ? U' ' : c);
    }
    std::string out;
    const auto whole = base::squeeze(base::fromCodePoints(plain));
    for (const auto part : base::split(whole, ' ')) {
        auto word = base::codePoints(part);
        mend(word);
        out += (out.empty() ? "" : " ") + base::fromCodePoints(word);
    }
    return out;
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
    for (const char32_t c : base::codePoints(base::fold(inCapitals(name)))) {
        if (isApostrophe(c) || c == U'.') continue;
        const char32_t plain = c == U'-' ? U' ' : c == 0x180 ? U'b' : c;  // ƀ has no mark to strip
        out += base::fromCodePoints(std::u32string(1, plain));
    }
    return base::squeeze(out);
}

std::string spellingKey(std::string_view name) {
    return keyOfWords(name, placeTone);
}

std::string looseKey(std::string_view name) {
    return keyOfWords(name, [](std::u32string& word) {
        placeTone(word);
        joinIY(word);
    });
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
