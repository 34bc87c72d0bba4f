// Vietnamese text of the years before Unicode, as it is pasted from old documents: the codes of a font, read
// as Latin-1 letters. Two were in common use: TCVN3, also called ABC (.VnTime; TCVN 5712:1993 VN3), one sign
// a letter, "NguyÔn V¨n"; and VNI for Windows, a vowel followed by its mark, "Nguyeãn Vaên". TCVN3 has no
// codes for capitals with a tone: fonts of capitals showed the small ones. Conversion is offered, never done
// unasked. Threads: constant tables, pure functions; text comes from outside.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace forms {

enum class LegacyEncoding { Unknown = 0, Tcvn3, Vni };

struct LegacyLetter {
    std::u32string_view code;  // one sign, or a vowel and its mark
    char32_t letter = 0;
};
// Every letter that the encoding writes in its own way: small ones first, then capitals.
std::span<const LegacyLetter> legacyLetters(LegacyEncoding encoding);

// The text as Unicode, NFC. nullopt when it holds a letter or sign that the encoding never writes, or is not
// UTF-8. Whether the text is of that encoding at all is not asked: that is legacyReadings().
std::optional<std::string> convertLegacy(std::string_view text, LegacyEncoding encoding);

struct LegacyReading {
    LegacyEncoding encoding = LegacyEncoding::Unknown;
    std::string text;  // converted, NFC
};
// What the text would be if it were legacy text, likeliest first; empty when it reads as Unicode. Every word
// counts: it must make sense converted, some word must not make sense as it stands, and none may make sense
// only so. Ask before normalizing: capitals of some codes are other signs. Few letters tell little: "Sôn"
// stays Sôn.
std::vector<LegacyReading> legacyReadings(std::string_view text);

}  // namespace forms
