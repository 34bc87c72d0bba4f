// Lists that answers are chosen from: provinces, communes, ethnic groups, religions. Searched without marks,
// by code, best first, fast enough for every keystroke (tests/bench/forms_bench.cpp). Threads: immutable
// after loading; share freely. Pointers live as long as their catalogue.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace forms {

struct CatalogueEntry {
    std::string code;       // as stored in records: "48", "20197", "QD121:30"
    std::string shortCode;  // as shown and typed: "48", "20197", "30"
    std::string name;       // "Đà Nẵng", "Hải Vân", "Co"
    std::string label;      // "Thành phố Đà Nẵng", "Phường Hải Vân, TP Đà Nẵng", "Co (30)"
    std::string parent;     // code of the province of a commune
    std::vector<std::string> aliases;
};

// A commune of before 1/7/2025 and what became of it. A district that had no communes stands here as one. There are over
// ten thousand, most never asked for: all text is the file's own, kept by the lists.
struct OldCommune {
    std::string_view code;      // "20197"; of such a district three digits
    std::string_view province;  // as in the numbers of people: "048"
    std::string_view district;  // with its kind: "Huyện Hòa Vang"; empty for a district that stands here itself
    std::string_view kind;      // "Xã", "Phường", "Thị trấn", "Huyện"
    std::string_view name;
    std::span<const std::string_view> now;  // codes of today's communes; more than one where it was split
};

class Catalogue {
public:
    explicit Catalogue(std::vector<CatalogueEntry> entries);

    // In the order of the Vietnamese alphabet.
    const std::vector<CatalogueEntry>& entries() const { return entries_; }
    const CatalogueEntry* find(std::string_view code) const;
    // At most `limit` entries for what was typed so far, best first; `within` keeps to one parent.
    // Everything, in alphabetical order, when nothing was typed.
    std::vector<const CatalogueEntry*> search(std::string_view typed, std::size_t limit,
                                              std::string_view within = {}) const;

private:
    // What one entry is found by.
    struct Keys {
        std::string name;      // without marks: "hai van"
        std::string lower;     // with marks: "hải vân"
        std::string initials;  // "hv"
        std::string words;     // blank before every word of label and aliases: " phuong hai van tp da nang"
        std::vector<std::string> aliases;
    };
    struct Query;
    static int rank(const Query& query, const CatalogueEntry& entry, const Keys& keys);

    std::vector<CatalogueEntry> entries_;
    std::vector<Keys> keys_;
    std::map<std::string, std::size_t, std::less<>> byCode_;
};

class Catalogues {
public:
    // The folder forms/data as installed. NotFound, or Corrupt with file and line.
    static base::Result<Catalogues> load(const std::filesystem::path& folder);

    // "provinces" (34), "provinces_old" (63, by prefix of the identification number), "communes", "ethnic",
    // "religions"; nullptr for other names.
    const Catalogue* find(std::string_view name) const;
    // By province, then by code. Every code in `now` is one of "communes".
    const std::vector<OldCommune>& oldCommunes() const;

private:
    struct OldCommunes;
    std::map<std::string, Catalogue, std::less<>> all_;
    std::shared_ptr<const OldCommunes> old_;
};

}  // namespace forms
