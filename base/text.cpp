#include "base/text.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace base {
namespace {

struct Free {
    void operator()(utf8proc_uint8_t* p) const { std::free(p); }
};

Result<std::string> mapped(std::string_view text, int options) {
    utf8proc_uint8_t* raw = nullptr;
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &raw,
                                     static_cast<utf8proc_option_t>(options));
    if (length < 0) return fail(Code::BadInput, "text is not UTF-8");
    const std::unique_ptr<utf8proc_uint8_t, Free> owner(raw);
    return std::string(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(length));
}

bool isBlank(char32_t c) {
    if (c == U'\t' || c == U'\n' || c == U'\v' || c == U'\f' || c == U'\r' || c == 0x85 || c == 0x200B || c == 0xFEFF) {
        return true;
    }
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

// Rank of the five Vietnamese tone marks in dictionary order; 0 for any other point.
int toneRank(char32_t mark) {
    switch (mark) {
        case 0x300: return 1;  // huyền
        case 0x309: return 2;  // hỏi
        case 0x303: return 3;  // ngã
        case 0x301: return 4;  // sắc
        case 0x323: return 5;  // nặng
        default: return 0;
    }
}

}  // namespace

bool isUtf8(std::string_view text) {
    auto at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t point = 0;
        const auto used = utf8proc_iterate(at, left, &point);
        if (used <= 0) return false;
        at += used;
        left -= used;
    }
    return true;
}

Result<std::string> toNfc(std::string_view text) { return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE); }

std::string squeeze(std::string_view text) {
    std::u32string out;
    bool gap = false;
    for (const char32_t c : codePoints(text)) {
        if (isBlank(c)) {
            gap = !out.empty();
            continue;
        }
        if (gap) out.push_back(U' ');
        gap = false;
        out.push_back(c);
    }
    return fromCodePoints(out);
}

std::string toLower(std::string_view text) {
    auto points = codePoints(text);
    for (auto& c : points) c = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
    return fromCodePoints(points);
}

std::string toUpper(std::string_view text) {
    auto points = codePoints(text);
    for (auto& c : points) c = static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
    return fromCodePoints(points);
}

std::string fold(std::string_view text) {
    const auto decomposed = mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    std::string out;
    if (!decomposed) {
        for (const char c : text) {
            if (static_cast<unsigned char>(c) < 0x80) out.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
        }
        return out;
    }
    for (const char32_t c : codePoints(*decomposed)) out += fromCodePoints(std::u32string(1, c == U'đ' ? U'd' : c));
    return out;
}

std::string collationKey(std::string_view text) {
    // Primary: each base letter with its shape mark (ă â ê ô ơ ư đ), as base then rank; secondary: tones; tertiary: case.
    std::string primary, secondary, tertiary;
    const auto decomposed = mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    if (!decomposed) return std::string(text);
    for (const char32_t c : codePoints(*decomposed)) {
        if (const int tone = toneRank(c); tone != 0) {
            if (!secondary.empty()) secondary.back() = static_cast<char>(tone + 1);
            continue;
        }
        if (c == 0x306 || c == 0x302 || c == 0x31B) {  // breve, circumflex, horn: a different letter, after the plain one
            if (!primary.empty()) primary.back() = c == 0x306 ? '\2' : c == 0x302 ? '\3' : '\4';
            continue;
        }
        if (isMark(c)) continue;
        const auto lower = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
        if (lower == U'đ') {
            primary += "d\2";
        } else {
            primary += fromCodePoints(std::u32string(1, lower));
            primary += '\1';
        }
        secondary += '\1';
        tertiary += lower == c ? '\1' : '\2';
    }
    return primary + '\0' + secondary + '\0' + tertiary;
}

std::u32string codePoints(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    auto at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t point = 0;
        const auto used = utf8proc_iterate(at, left, &point);
        if (used <= 0) break;
        out.push_back(static_cast<char32_t>(point));
        at += used;
        left -= used;
    }
    return out;
}

std::string fromCodePoints(std::u32string_view points) {
    std::string out;
    out.reserve(points.size() * 2);
    for (const char32_t c : points) {
        std::array<utf8proc_uint8_t, 4> buffer{};
        const auto used = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), buffer.data());
        out.append(reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(used));
    }
    return out;
}

bool isLetter(char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool isMark(char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == separator) {
            out.push_back(text.substr(start, i - start));
            start = i + 1;
        }
    }
    return out;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace base
