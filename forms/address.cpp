#include "forms/address.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "forms/id_number.h"
#include "forms/person_name.h"

namespace forms {
namespace {

// A part of an address: its kind as a word without marks, and the name that follows.
struct Part {
    std::string kind;
    std::string name;
};

constexpr std::array<std::string_view, 4> kProvinceWords{"tinh", "thanh pho", "tp", "t"};
constexpr std::array<std::string_view, 8> kDistrictWords{"huyen",     "quan", "thi xa", "tx",
                                                         "thanh pho", "tp",   "h",      "q"};
constexpr std::array<std::string_view, 4> kCommuneWords{"xa", "phuong", "dac khu", "thi tran"};

template <std::size_t N>
Part partOf(const std::string& key, const std::array<std::string_view, N>& words) {
    for (const auto word : words) {
        const auto start = std::string(word) + " ";
        if (key.starts_with(start)) return {std::string(word), key.substr(start.size())};
    }
    return {{}, key};
}

// What stands between the commas, as written but for blanks.
std::vector<std::string> partsOf(std::string_view text) {
    std::vector<std::string> out;
    for (const auto part : base::split(text, ',')) {
        auto clean = base::squeeze(part);
        if (!nameKey(clean).empty()) out.push_back(std::move(clean));
    }
    return out;
}

// "TP.Đà Nẵng" and "TP. Đà Nẵng" are both written: for comparing, a blank follows every dot.
std::vector<std::string> dotsSpaced(std::vector<std::string> parts) {
    for (auto& part : parts) {
        std::string spaced;
        for (const char c : part) {
            spaced += c;
            if (c == '.') spaced += ' ';
        }
        part = base::squeeze(spaced);
    }
    return parts;
}

std::string provinceCode(const Catalogues& lists, std::string_view list, const std::string& key) {
    const auto part = partOf(key, kProvinceWords);
    const auto* catalogue = lists.find(list);
    if (catalogue == nullptr) return {};
    for (const auto& entry : catalogue->entries()) {
        const auto name = nameKey(entry.name);
        if (name == part.name || name == key) return entry.code;
    }
    return {};
}

// Of several that differ in their marks only (xã Sơn Hà and xã Sơn Hạ) the one that is written with its
// marks.
std::string communeCode(const Catalogues& lists, const std::string& province, const std::string& written) {
    const auto* catalogue = lists.find("communes");
    if (catalogue == nullptr) return {};
    const auto key = nameKey(written);
    const auto spelling = spellingKey(written);
    std::vector<const CatalogueEntry*> found;
    std::size_t spelled = 0;
    for (const auto& entry : catalogue->entries()) {
        if (entry.parent != province) continue;
        const auto name = std::string_view(entry.label).substr(0, entry.label.find(','));
        if (nameKey(name) != key) continue;
        const bool exact = spellingKey(name) == spelling;
        found.insert(exact ? found.begin() : found.end(), &entry);
        spelled += exact ? 1 : 0;
    }
    return found.size() == 1 || spelled == 1 ? found.front()->code : std::string();
}

// What is compared: no marks, no blanks (A Nông, Anông), i and y as one, no zeros before a number (Phường
// 05).
std::string placeKey(std::string_view name) {
    std::string key = nameKey(looseKey(name));
    std::erase(key, ' ');
    const bool number = !key.empty() && key.find_first_not_of("0123456789") == std::string::npos;
    if (number) key.erase(0, std::min(key.find_first_not_of('0'), key.size() - 1));
    return key;
}

template <std::size_t N>
std::string nameOfPart(std::string_view written, const std::array<std::string_view, N>& words) {
    return placeKey(partOf(nameKey(written), words).name);
}

const OldProvince* oldProvinceNamed(std::string_view written) {
    const auto name = nameOfPart(written, kProvinceWords);
    for (const auto& province : oldProvinces()) {
        if (placeKey(province.name) == name) return &province;
    }
    // How people write the two whose names they shorten.
    if (name == "hcm" || name == "hochiminh") return oldProvinceOf("079");
    if (name == "hue") return oldProvinceOf("046");
    return nullptr;
}

using OldOnes = std::vector<const OldCommune*>;

// Keeps those that fit, where any does.
template <class Fits>
void prefer(OldOnes& among, Fits fits) {
    if (std::none_of(among.begin(), among.end(), fits)) return;
    std::erase_if(among, [&](const OldCommune* one) { return !fits(one); });
}

// Those of the name; of several those of the kind, and with the marks, that were written.
OldOnes named(const OldOnes& among, std::string_view written) {
    constexpr std::array<std::string_view, 7> kWritten{"xa", "phuong", "dac khu", "thi tran", "x", "p", "tt"};
    const auto part = partOf(nameKey(written), kWritten);
    const auto name = placeKey(part.name);
    OldOnes found;
    for (const auto* commune : among) {
        if (placeKey(commune->name) == name) found.push_back(commune);
    }
    const std::string kind = part.kind == "x"    ? "xa"
                             : part.kind == "p"  ? "phuong"
                             : part.kind == "tt" ? "thi tran"
                                                 : part.kind;
    if (!kind.empty()) prefer(found, [&](const OldCommune* one) { return nameKey(one->kind) == kind; });
    const auto spelling = " " + spellingKey(written);
    prefer(found, [&](const OldCommune* one) { return spelling.ends_with(" " + spellingKey(one->name)); });
    return found;
}

OldOnes ofProvince(const Catalogues& lists, std::string_view prefix) {
    OldOnes out;
    for (const auto& commune : lists.oldCommunes()) {
        if (commune.province == prefix) out.push_back(&commune);
    }
    return out;
}

OldOnes ofDistrict(const OldOnes& among, std::string_view written) {
    const auto name = nameOfPart(written, kDistrictWords);
    OldOnes out;
    const std::string_view* district =
        nullptr;  // of the row before: a province has hundreds of communes in a few districts
    bool same = false;
    for (const auto* commune : among) {
        if (district == nullptr || *district != commune->district)
            same = nameOfPart(commune->district, kDistrictWords) == name;
        district = &commune->district;
        if (same) out.push_back(commune);
    }
    return out;
}

struct OldReading {
    OldOnes communes;
    std::size_t parts = 0;  // that stand before the commune
};

OldReading oldCommunesOf(const Catalogues& lists, const std::vector<std::string>& parts) {
    const auto count = parts.size();
    if (count < 2) return {};
    const auto* province = oldProvinceNamed(parts.back());
    if (province == nullptr) return {};
    const auto all = ofProvince(lists, province->prefix);
    if (count >= 3) {
        const auto within = ofDistrict(all, parts[count - 2]);
        auto found = named(within.empty() ? all : within, parts[count - 3]);
        if (!found.empty()) return {std::move(found), count - 3};
    }
    OldOnes alone;
    for (const auto* one : all) {  // a district that had no communes
        if (one->district.empty() && placeKey(one->name) == nameOfPart(parts[count - 2], kDistrictWords))
            alone.push_back(one);
    }
    if (!alone.empty()) return {std::move(alone), count - 2};
    if (partOf(nameKey(parts[count - 2]), kCommuneWords).kind.empty()) return {};
    return {named(all, parts[count - 2]), count - 2};
}

}  // namespace

AddressReading readAddress(const Catalogues& lists, std::string_view text) {
    const auto parts = dotsSpaced(partsOf(text));
    if (parts.size() < 2) return {};
    const auto last = nameKey(parts.back());
    const auto before = nameKey(parts[parts.size() - 2]);
    const bool district = !partOf(before, kDistrictWords).kind.empty();
    const auto commune = partOf(before, kCommuneWords).kind;
    const auto newProvince = provinceCode(lists, "provinces", last);
    const auto oldProvince = provinceCode(lists, "provinces_old", last);
    if (district || commune == "thi tran" || (newProvince.empty() && !oldProvince.empty())) {
        return {AddressSystem::Before2025, oldProvince, {}};
    }
    if (newProvince.empty() || commune.empty()) return {};
    const auto code = communeCode(lists, newProvince, parts[parts.size() - 2]);
    if (code.empty()) return {};
    return {AddressSystem::Since2025, newProvince, code};
}

std::vector<AddressToday> addressesToday(const Catalogues& lists, std::string_view text) {
    const auto* communes = lists.find("communes");
    if (communes == nullptr || readAddress(lists, text).system == AddressSystem::Since2025) return {};
    const auto parts = partsOf(text);
    const auto reading = oldCommunesOf(lists, dotsSpaced(parts));
    std::string before;
    for (std::size_t i = 0; i < reading.parts; ++i) before += parts[i] + ", ";
    std::vector<AddressToday> out;
    for (const auto* old : reading.communes) {
        for (const auto code : old->now) {
            const auto* commune = communes->find(code);
            const bool known = std::any_of(out.begin(), out.end(),
                                           [&](const AddressToday& one) { return one.commune == commune; });
            if (!known) out.push_back({before + commune->label, commune, old});
        }
    }
    return out;
}

std::string writtenAddress(const Catalogues& lists, const FieldValue& before, std::string_view text) {
    const auto now = readAddress(lists, text);
    if (now.system != AddressSystem::Since2025) return {};
    const auto& paper = before.written.empty() ? before.text : before.written;
    const auto answers = addressesToday(lists, paper);
    const bool translated = std::any_of(answers.begin(), answers.end(), [&](const AddressToday& a) {
        return a.commune->code == now.commune;
    });
    return translated ? paper : std::string();
}

}  // namespace forms
