// Which system of places an address speaks of, and what an old one may be called today. Since 1/7/2025 there are
// provinces and communes; before there were districts between them, and 63 provinces. An old address is kept as
// written: 441 old communes went to two or more of today's, so only a person can translate it (domain reference 2.4
// and 7). Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forms/catalogue.h"
#include "forms/record.h"

namespace forms {

enum class AddressSystem {
    Unknown = 0,  // cannot be told: the words xã, phường, huyện ... are missing, or no such place
    Before2025,
    Since2025,
};

struct AddressReading {
    AddressSystem system = AddressSystem::Unknown;
    std::string
        province;  // Since2025: code of the 34; Before2025: prefix of the 63; empty when not recognized
    std::string commune;  // Since2025: the five-digit code
};

// Reads the end of "Thôn 2, xã Hòa Liên, huyện Hòa Vang, TP Đà Nẵng" or "Tổ 3, phường Hải Vân, TP Đà Nẵng".
// Nothing is guessed: a commune counts only with its kind and within its province.
AddressReading readAddress(const Catalogues& lists, std::string_view text);

// One answer to the question where an old address lies today: to be asked, never to be chosen for anybody.
struct AddressToday {
    std::string text;  // with what stands before the commune as written: "Thôn 2, Xã Hòa Vang, TP Đà Nẵng"
    const CatalogueEntry* commune = nullptr;  // of "communes"
    const OldCommune* from = nullptr;         // what the address names; both live as long as the lists
};

// All answers for an address of before 1/7/2025, each commune once, in the order of the old communes' codes; none when it is one of today or
// names no old commune in its province. Kinds may be missing, as on cards, or be others, as they changed: "Hòa Liên, Hòa
// Vang, Đà Nẵng". Where the district is missing or unknown, communes of the name in the whole province answer.
std::vector<AddressToday> addressesToday(const Catalogues& lists, std::string_view text);

// What a value keeps as written when its text becomes `text`: the old address that `text` translates, also when what
// stands before the commune was corrected since. Empty: nothing was translated.
std::string writtenAddress(const Catalogues& lists, const FieldValue& before, std::string_view text);

}  // namespace forms
