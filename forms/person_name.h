// Names of people as Vietnamese law allows them: letters of Vietnamese and of the other peoples of Viet Nam,
// blank, hyphen, apostrophe (H'HEN NIÊ KĐĂM, K'BRƠI, A MA). One word is a full name. Stored NFC in capitals,
// as cards print them; marks are never changed. Source: Bộ luật Dân sự 2015 art. 26(3); ICAO 9303-5 for the
// machine-readable form. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace forms {

inline constexpr int kMaxNameLength = 128;  // code points

// NFC, blanks squeezed, the three apostrophes written as U+0027, capitals. Nothing else is touched.
std::string normalizeName(std::string_view typed);

// The first sign that cannot stand in a name, or nothing. Expects normalized text.
std::optional<char32_t> strangeSignInName(std::string_view name);

// A letter of Vietnamese or of another orthography of Viet Nam, either case; also the marks they combine
// with.
bool isNameLetter(char32_t point);

// For finding the same person: no marks, no case, no apostrophes or dots, hyphen as blank.
std::string nameKey(std::string_view name);

// For telling spellings from names: as nameKey but with all marks, where a tone may stand on either letter of
// a word's last oa, oe or uy (hòa = hoà, thúy = thuý; not after q, where the tone has one place only).
// Official lists mix the two ways themselves. Tones and shapes still count: hoa, hòa and hóa are three names.
std::string spellingKey(std::string_view name);

// As spellingKey, and i and y are one where they are the only vowel at the end of a word, also after qu: Lý =
// Lí, Mỹ = Mĩ, Quý = Quí. Where they change the sound (Thúy and Thúi, Hay and Hai) they stay two.
std::string looseKey(std::string_view name);

// For lists of people: by given name (the last word), then by what stands before it, in the order of the
// Vietnamese alphabet. Compare keys as bytes.
std::string personSortKey(std::string_view name);

// Letters A-Z and blanks only, as the machine-readable zone writes it: NGUYỄN THỊ -> NGUYEN THI, H'HEN ->
// HHEN.
std::string transliterateName(std::string_view name);

}  // namespace forms
