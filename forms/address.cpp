#include "forms/address.h"

#include <array>
#include <vector>

#include "base/text.h"
#include "forms/person_name.h"

namespace forms {
namespace {

// A part of an address: its kind as a word without marks, and the name that follows.
struct Part {
    std::string kind;
    std::string name;
};

constexpr std::array<std::string_view, 4> kProvinceWords{"tinh", "thanh pho", "tp", "t"};
constexpr std::array<std::string_view, 7> kDistrictWords{"huyen",     "quan", "thi xa", "tx",
                                                         "thanh pho", "tp",   "h"};
constexpr std::array<std::string_view, 4> kCommuneWords{"xa", "phuong", "dac khu", "thi tran"};

template <std::size_t N>
Part partOf(const std::string& key, const std::array<std::string_view, N>& words) {
    for (const auto word : words) {
        const auto start = std::string(word) + " ";
        if (key.starts_with(start)) return {std::string(word), key.substr(start.size())};
    }
    return {{}, key};
}

// "TP.Đà Nẵng" and "TP. Đà Nẵng" are both written; so are blanks around commas.
std::vector<std::string> keysOf(std::string_view text) {
    std::vector<std::string> out;
    for (const auto part : base::split(text, ',')) {
        std::string spaced;
        for (const char c : part) {
            spaced += c;
            if (c == '.') spaced += ' ';
        }
        auto key = nameKey(spaced);
        if (!key.empty()) out.push_back(std::move(key));
    }
    return out;
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

std::string communeCode(const Catalogues& lists, const std::string& province, const std::string& key) {
    const auto* catalogue = lists.find("communes");
    if (catalogue == nullptr) return {};
    for (const auto& entry : catalogue->entries()) {
        if (entry.parent == province && nameKey(entry.label).starts_with(key + ",")) return entry.code;
    }
    return {};
}

}  // namespace

AddressReading readAddress(const Catalogues& lists, std::string_view text) {
    const auto keys = keysOf(text);
    if (keys.size() < 2) return {};
    const auto& last = keys.back();
    const auto& before = keys[keys.size() - 2];
    const bool district = !partOf(before, kDistrictWords).kind.empty();
    const auto commune = partOf(before, kCommuneWords).kind;
    const auto newProvince = provinceCode(lists, "provinces", last);
    const auto oldProvince = provinceCode(lists, "provinces_old", last);
    if (district || commune == "thi tran" || (newProvince.empty() && !oldProvince.empty())) {
        return {AddressSystem::Before2025, oldProvince, {}};
    }
    if (newProvince.empty() || commune.empty()) return {};
    const auto code = communeCode(lists, newProvince, before);
    if (code.empty()) return {};
    return {AddressSystem::Since2025, newProvince, code};
}

}  // namespace forms
