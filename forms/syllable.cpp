#include "forms/syllable.h"

#include <algorithm>
#include <string>

#include "forms/vowels.h"

namespace forms {
namespace {

constexpr std::u32string_view kBeginnings[] = {
    U"",   U"b",   U"c",  U"ch", U"d",  U"đ", U"g",  U"gh", U"gi", U"h", U"k",  U"kh", U"l", U"m", U"n",
    U"ng", U"ngh", U"nh", U"p",  U"ph", U"q", U"qu", U"r",  U"s",  U"t", U"th", U"tr", U"v", U"x"};

constexpr std::u32string_view kRhymes[] = {
    U"a",    U"ac",   U"ach",  U"ai",   U"am",   U"an",   U"ang", U"anh",  U"ao",   U"ap",  U"at",  U"au",
    U"ay",   U"ăc",   U"ăm",   U"ăn",   U"ăng",  U"ăp",   U"ăt",  U"âc",   U"âm",   U"ân",  U"âng", U"âp",
    U"ât",   U"âu",   U"ây",   U"e",    U"ec",   U"em",   U"en",  U"eng",  U"eo",   U"ep",  U"et",  U"ê",
    U"êch",  U"êm",   U"ên",   U"êng",  U"ênh",  U"êp",   U"êt",  U"êu",   U"i",    U"ia",  U"ich", U"iêc",
    U"iêm",  U"iên",  U"iêng", U"iêp",  U"iêt",  U"iêu",  U"im",  U"in",   U"inh",  U"ip",  U"it",  U"iu",
    U"o",    U"oa",   U"oac",  U"oach", U"oai",  U"oam",  U"oan", U"oang", U"oanh", U"oao", U"oap", U"oat",
    U"oay",  U"oăc",  U"oăm",  U"oăn",  U"oăng", U"oăt",  U"oc",  U"oe",   U"oen",  U"oeo", U"oet", U"oi",
    U"om",   U"on",   U"ong",  U"ooc",  U"oong", U"op",   U"ot",  U"ô",    U"ôc",   U"ôi",  U"ôm",  U"ôn",
    U"ông",  U"ôp",   U"ôt",   U"ơ",    U"ơi",   U"ơm",   U"ơn",  U"ơp",   U"ơt",   U"u",   U"ua",  U"uân",
    U"uâng", U"uât",  U"uây",  U"uc",   U"uê",   U"uêch", U"uên", U"uênh", U"ui",   U"um",  U"un",  U"ung",
    U"uôc",  U"uôi",  U"uôm",  U"uôn",  U"uông", U"uôt",  U"up",  U"ut",   U"uơ",   U"uy",  U"uya", U"uych",
    U"uyên", U"uyêt", U"uynh", U"uyt",  U"uyu",  U"ư",    U"ưa",  U"ưc",   U"ưi",   U"ưm",  U"ưn",  U"ưng",
    U"ươc",  U"ươi",  U"ươm",  U"ươn",  U"ương", U"ươp",  U"ươt", U"ươu",  U"ưt",   U"ưu",  U"y",   U"yêm",
    U"yên",  U"yêng", U"yêt",  U"yêu",  U"ych",  U"ynh",  U"yt"};

bool isRhyme(std::u32string_view text) {
    return std::find(std::begin(kRhymes), std::end(kRhymes), text) != std::end(kRhymes);
}

bool endsInStop(std::u32string_view rhyme) {
    return rhyme.ends_with(U'c') || rhyme.ends_with(U'p') || rhyme.ends_with(U't') || rhyme.ends_with(U"ch");
}

}  // namespace

bool isSyllable(std::u32string_view word) {
    constexpr std::size_t kLongest = 8;
    if (word.empty() || word.size() > kLongest) return false;
    std::u32string plain;
    std::size_t tone = kNoTone;
    for (const char32_t c : word) {
        const auto vowel = vowelOf(c);
        if (vowel.tone != kNoTone && tone != kNoTone) return false;
        tone = std::max(tone, vowel.tone);
        plain.push_back(vowel.base != 0 ? vowel.base : c);
    }
    // What ends in c, ch, p or t is spoken with sắc or nặng only.
    if (endsInStop(plain) && tone != kSac && tone != kNang) return false;
    return std::any_of(std::begin(kBeginnings), std::end(kBeginnings), [&](std::u32string_view beginning) {
        return plain.starts_with(beginning) && isRhyme(std::u32string_view(plain).substr(beginning.size()));
    });
}

}  // namespace forms
