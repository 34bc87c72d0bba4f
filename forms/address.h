// Which system of places an address speaks of. Since 1/7/2025 there are provinces and communes; before there
// were districts between them, and 63 provinces. An old address is kept as written: an old commune may have
// gone to several new ones, so only a person can translate it. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "forms/catalogue.h"

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

}  // namespace forms
