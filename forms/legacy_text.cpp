#include "forms/legacy_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "forms/person_name.h"
#include "forms/syllable.h"
#include "forms/vowels.h"

namespace forms {
namespace {

constexpr std::size_t kLetters = 67;

constexpr std::u32string_view kSmall = U"àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";
constexpr std::u32string_view kCapital =
    U"ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬĐÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴ";
static_assert(kSmall.size() == kLetters && kCapital.size() == kLetters);

// In the order of kSmall. The sign of ư is the soft hyphen, which is not seen in most editors.
constexpr std::u32string_view kTcvn3 =
    U"µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00ADõö÷øùúûüýþ";
static_assert(kTcvn3.size() == kLetters);
constexpr std::u32string_view kTcvn3Capital = U"¡¢§£¤¥¦";
constexpr std::u32string_view kTcvn3CapitalLetters = U"ĂÂĐÊÔƠƯ";
static_assert(kTcvn3Capital.size() == kTcvn3CapitalLetters.size());

constexpr std::array<std::u32string_view, kLetters> kVni{
    U"aø", U"aû", U"aõ", U"aù", U"aï", U"aê", U"aè", U"aú", U"aü", U"aé", U"aë", U"aâ", U"aà", U"aå",
    U"aã", U"aá", U"aä", U"ñ",  U"eø", U"eû", U"eõ", U"eù", U"eï", U"eâ", U"eà", U"eå", U"eã", U"eá",
    U"eä", U"ì",  U"æ",  U"ó",  U"í",  U"ò",  U"oø", U"oû", U"oõ", U"où", U"oï", U"oâ", U"oà", U"oå",
    U"oã", U"oá", U"oä", U"ô",  U"ôø", U"ôû", U"ôõ", U"ôù", U"ôï", U"uø", U"uû", U"uõ", U"uù", U"uï",
    U"ö",  U"öø", U"öû", U"öõ", U"öù", U"öï", U"yø", U"yû", U"yõ", U"yù", U"î"};
constexpr std::array<std::u32string_view, kLetters> kVniCapital{
    U"AØ", U"AÛ", U"AÕ", U"AÙ", U"AÏ", U"AÊ", U"AÈ", U"AÚ", U"AÜ", U"AÉ", U"AË", U"AÂ", U"AÀ", U"AÅ",
    U"AÃ", U"AÁ", U"AÄ", U"Ñ",  U"EØ", U"EÛ", U"EÕ", U"EÙ", U"EÏ", U"EÂ", U"EÀ", U"EÅ", U"EÃ", U"EÁ",
    U"EÄ", U"Ì",  U"Æ",  U"Ó",  U"Í",  U"Ò",  U"OØ", U"OÛ", U"OÕ", U"OÙ", U"OÏ", U"OÂ", U"OÀ", U"OÅ",
    U"OÃ", U"OÁ", U"OÄ", U"Ô",  U"ÔØ", U"ÔÛ", U"ÔÕ", U"ÔÙ", U"ÔÏ", U"UØ", U"UÛ", U"UÕ", U"UÙ", U"UÏ",
    U"Ö",  U"ÖØ", U"ÖÛ", U"ÖÕ", U"ÖÙ", U"ÖÏ", U"YØ", U"YÛ", U"YÕ", U"YÙ", U"Î"};

constexpr auto tcvn3Table() {
    std::array<LegacyLetter, kLetters + kTcvn3Capital.size()> out{};
    for (std::size_t i = 0; i < kLetters; ++i) out[i] = {kTcvn3.substr(i, 1), kSmall[i]};
    for (std::size_t i = 0; i < kTcvn3Capital.size(); ++i)
        out[kLetters + i] = {kTcvn3Capital.substr(i, 1), kTcvn3CapitalLetters[i]};
    return out;
}

constexpr auto vniTable() {
    std::array<LegacyLetter, 2 * kLetters> out{};
    for (std::size_t i = 0; i < kLetters; ++i) {
        out[i] = {kVni[i], kSmall[i]};
        out[kLetters + i] = {kVniCapital[i], kCapital[i]};
    }
    return out;
}

constexpr auto kTcvn3Table = tcvn3Table();
constexpr auto kVniTable = vniTable();

bool isAsciiLetter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
bool isAsciiCapital(char32_t c) {
    return c >= U'A' && c <= U'Z';
}
bool isCapitalVowelOrD(char32_t c) {
    return kCapital.find(c) != std::u32string_view::npos;
}
bool isSmallVowelOrD(char32_t c) {
    return kSmall.find(c) != std::u32string_view::npos;
}

// Signs that part words and mean the same in every encoding.
bool partsWords(char32_t c) {
    constexpr std::u32string_view kTypographic = U"\u00A0‘’ʼ“”–";
    return (c < 0x80 && !isAsciiLetter(c)) || kTypographic.find(c) != std::u32string_view::npos;
}

// One word, converted. `codes` counts what was not ASCII, `proofs` those that no name in Unicode holds there.
struct Word {
    std::u32string text;
    std::size_t codes = 0;
    std::size_t proofs = 0;
};

const LegacyLetter* letterAt(std::u32string_view word, std::span<const LegacyLetter> table) {
    const LegacyLetter* best = nullptr;
    for (const auto& letter : table) {
        if (word.starts_with(letter.code) && (best == nullptr || letter.code.size() > best->code.size()))
            best = &letter;
    }
    return best;
}

// In VNI a small mark also follows a capital vowel: "Aân".
const LegacyLetter* vniAfterCapital(std::u32string_view word) {
    if (word.size() < 2) return nullptr;
    const auto capitals = std::span(kVniTable).subspan(kLetters);
    const std::u32string both{word[0],
                              base::codePoints(base::toUpper(base::fromCodePoints({&word[1], 1})))[0]};
    const auto* found = letterAt(both, capitals);
    return found != nullptr && found->code.size() == 2 ? found : nullptr;
}

enum class Capitals { Unknown = 0, AsWritten, Throughout };

std::optional<Word> convertWord(std::u32string_view word, LegacyEncoding encoding, Capitals capitals) {
    const auto table = legacyLetters(encoding);
    Word out;
    char32_t before = 0;
    for (std::size_t at = 0; at < word.size();) {
        const auto rest = word.substr(at);
        const auto* letter = letterAt(rest, table);
        if (encoding == LegacyEncoding::Vni && (letter == nullptr || letter->code.size() == 1)) {
            if (const auto* capital = vniAfterCapital(rest)) letter = capital;
        }
        if (letter == nullptr && !isAsciiLetter(rest[0])) return std::nullopt;
        if (letter == nullptr) {
            out.text.push_back(rest[0]);
            before = rest[0];
            ++at;
            continue;
        }
        ++out.codes;
        const bool capitalInside = before >= U'a' && before <= U'z' && isCapitalVowelOrD(rest[0]);
        const bool strange = !isNameLetter(rest[0]) || letter->code.size() == 2;
        if (strange || capitalInside) ++out.proofs;
        out.text.push_back(letter->letter);
        before = rest[letter->code.size() - 1];
        at += letter->code.size();
    }
    if (capitals == Capitals::Throughout)
        out.text = base::codePoints(base::toUpper(base::fromCodePoints(out.text)));
    return out;
}

struct Piece {
    std::u32string_view text;
    bool isWord = false;
};

std::vector<Piece> piecesOf(std::u32string_view text) {
    std::vector<Piece> out;
    std::size_t start = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const bool end = at == text.size();
        if (!end && !partsWords(text[at])) continue;
        if (at > start) out.push_back({text.substr(start, at - start), true});
        if (!end) out.push_back({text.substr(at, 1), false});
        start = at + 1;
    }
    return out;
}

// A tone that TCVN3 could only write small belongs to a capital where the text is written in capitals
// throughout.
Capitals capitalsOf(const std::vector<Piece>& pieces, LegacyEncoding encoding) {
    if (encoding != LegacyEncoding::Tcvn3) return Capitals::AsWritten;
    bool several = false;
    for (const auto& piece : pieces) {
        if (!piece.isWord) continue;
        std::size_t capitals = 0;
        for (const char32_t c : piece.text) {
            if (c >= U'a' && c <= U'z') return Capitals::AsWritten;
            if (isAsciiCapital(c) || kTcvn3Capital.find(c) != std::u32string_view::npos) ++capitals;
        }
        several = several || capitals > 1;
    }
    return several ? Capitals::Throughout : Capitals::AsWritten;
}

std::u32string lower(std::u32string_view text) {
    return base::codePoints(base::toLower(base::fromCodePoints(text)));
}

// What a name of any people can look like: one tone, no capital after a small letter, no word that ends in đ.
bool isPlausible(std::u32string_view word) {
    std::size_t tones = 0;
    bool small = false;
    for (const char32_t c : word) {
        const bool capital = isAsciiCapital(c) || isCapitalVowelOrD(c);
        if (capital && small) return false;
        small = small || (!capital && (isAsciiLetter(c) || isSmallVowelOrD(c)));
    }
    for (const char32_t c : lower(word)) tones += vowelOf(c).tone != kNoTone ? 1 : 0;
    return tones <= 1 && !word.ends_with(U'đ') && !word.ends_with(U'Đ');
}

struct Judged {
    std::u32string text;
    std::size_t votes = 0;  // words that make sense only when converted
};

std::optional<Judged> judge(std::u32string_view text, LegacyEncoding encoding) {
    const auto pieces = piecesOf(text);
    const auto capitals = capitalsOf(pieces, encoding);
    Judged out;
    std::size_t foreignProofs = 0;  // in words of no Vietnamese spelling, as in names of other peoples
    for (const auto& piece : pieces) {
        if (!piece.isWord) {
            out.text += piece.text;
            continue;
        }
        const auto word = convertWord(piece.text, encoding, capitals);
        if (!word) return std::nullopt;
        out.text += word->text;
        if (word->codes == 0) continue;
        const bool soundAsIs = isPlausible(piece.text) && isSyllable(lower(piece.text));
        const bool sound = isSyllable(lower(word->text));
        if (soundAsIs && !sound) return std::nullopt;
        if (!soundAsIs && !isPlausible(word->text)) return std::nullopt;
        if (soundAsIs || word->proofs == 0) continue;
        (sound ? out.votes : foreignProofs) += sound ? 1 : word->proofs;
    }
    constexpr std::size_t kEnoughProofs = 2;
    const bool foreign = encoding == LegacyEncoding::Tcvn3 && foreignProofs >= kEnoughProofs;
    if (out.votes == 0 && !foreign) return std::nullopt;
    return out;
}

std::optional<std::u32string> composed(std::string_view text) {
    const auto nfc = base::toNfc(text);
    if (!nfc) return std::nullopt;
    return base::codePoints(*nfc);
}

std::string stored(std::u32string_view points) {
    return base::toNfc(base::fromCodePoints(points)).value_or(std::string());
}

}  // namespace

std::span<const LegacyLetter> legacyLetters(LegacyEncoding encoding) {
    if (encoding == LegacyEncoding::Tcvn3) return kTcvn3Table;
    if (encoding == LegacyEncoding::Vni) return kVniTable;
    return {};
}

std::optional<std::string> convertLegacy(std::string_view text, LegacyEncoding encoding) {
    const auto points = composed(text);
    if (!points || encoding == LegacyEncoding::Unknown) return std::nullopt;
    const auto pieces = piecesOf(*points);
    const auto capitals = capitalsOf(pieces, encoding);
    std::u32string out;
    for (const auto& piece : pieces) {
        if (!piece.isWord) {
            out += piece.text;
            continue;
        }
        const auto word = convertWord(piece.text, encoding, capitals);
        if (!word) return std::nullopt;
        out += word->text;
    }
    return stored(out);
}

std::vector<LegacyReading> legacyReadings(std::string_view text) {
    const auto points = composed(text);
    if (!points) return {};
    std::vector<std::pair<std::size_t, LegacyReading>> found;
    for (const auto encoding : {LegacyEncoding::Tcvn3, LegacyEncoding::Vni}) {
        if (const auto reading = judge(*points, encoding))
            found.push_back({reading->votes, {encoding, stored(reading->text)}});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<LegacyReading> out;
    for (auto& [votes, reading] : found) out.push_back(std::move(reading));
    return out;
}

}  // namespace forms
