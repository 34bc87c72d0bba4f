// How an old address ends.
#pragma once

#include <string>

#include "forms/catalogue.h"
#include "forms/id_number.h"

namespace forms {

// "Hòa Liên, Huyện Hòa Vang, Đà Nẵng"
inline std::string placeInProvince(const OldCommune& commune) {
    std::string out(commune.name);
    for (const auto part : {commune.district, oldProvinceOf(commune.province)->name}) out.append(", ").append(part);
    return out;
}

}  // namespace forms
