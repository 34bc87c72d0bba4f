// Reading the tables of forms/data.
#include <algorithm>
#include <tuple>

#include "base/files.h"
#include "base/text.h"
#include "forms/catalogue.h"
#include "forms/id_number.h"

namespace forms {
namespace {

using base::Code;
using base::fail;
using Row = std::vector<std::string>;

// The rows of a table parted by ';', below exactly this header.
base::Result<std::vector<Row>> rowsOf(const std::filesystem::path& file, std::string_view header) {
    const auto name = file.filename().string();
    const auto content = base::readFile(file, 8u << 20);
    if (!content) return base::pass(content.error(), name);
    const auto columns = base::split(header, ';').size();
    std::vector<Row> rows;
    std::size_t line = 0;
    for (const auto text : base::split(base::textOf(*content), '\n')) {
        ++line;
        if (text.empty()) continue;
        if (line == 1 && text == header) continue;
        const auto where = name + " line " + std::to_string(line);
        if (line == 1 || base::toNfc(text).value_or("") != text) return fail(Code::Corrupt, where);
        const auto cells = base::split(text, ';');
        if (cells.size() != columns || cells[0].empty()) return fail(Code::Corrupt, where);
        rows.emplace_back(cells.begin(), cells.end());
    }
    if (rows.empty()) return fail(Code::Corrupt, name + " is empty");
    return rows;
}

std::vector<std::string> aliasesOf(const std::string& cell) {
    std::vector<std::string> out;
    for (const auto alias : base::split(cell, '|')) {
        if (!alias.empty()) out.emplace_back(alias);
    }
    return out;
}

bool isCity(const std::string& kind) {
    return kind == "Thành phố";
}

std::vector<CatalogueEntry> provincesOf(const std::vector<Row>& rows) {
    std::vector<CatalogueEntry> out;
    for (const auto& r : rows) out.push_back({r[0], r[0], r[2], r[1] + " " + r[2], {}, {}});
    return out;
}

base::Result<std::vector<CatalogueEntry>> communesOf(const std::vector<Row>& rows,
                                                     const std::vector<Row>& provinces) {
    std::map<std::string, std::string> shortNames;
    for (const auto& p : provinces) shortNames[p[0]] = (isCity(p[1]) ? "TP " : "tỉnh ") + p[2];
    std::vector<CatalogueEntry> out;
    for (const auto& r : rows) {
        const auto province = shortNames.find(r[1]);
        if (province == shortNames.end())
            return fail(Code::Corrupt, "communes.csv: a province that does not exist");
        out.push_back({r[0], r[0], r[3], r[2] + " " + r[3] + ", " + province->second, r[1], {}});
    }
    return out;
}

// Tables with a code system: the stored code names it, because two systems give different groups the same
// number.
std::vector<CatalogueEntry> systemOf(const std::vector<Row>& rows, std::size_t aliasColumn) {
    std::vector<CatalogueEntry> out;
    for (const auto& r : rows) {
        out.push_back(
            {r[0] + ":" + r[1], r[1], r[2], r[2] + " (" + r[1] + ")", {}, aliasesOf(r[aliasColumn])});
    }
    return out;
}

std::vector<CatalogueEntry> oldProvinceEntries() {
    std::vector<CatalogueEntry> out;
    for (const auto& p : oldProvinces()) {
        const std::string prefix(p.prefix), name(p.name);
        out.push_back({prefix, prefix, name, name, std::string(p.newCode), {}});
    }
    return out;
}

base::Result<std::vector<OldCommune>> oldCommunesOf(const std::vector<Row>& rows, const Catalogue& today) {
    std::vector<OldCommune> out;
    for (const auto& r : rows) {
        OldCommune commune{r[0], "0" + r[1], r[2], r[3], r[4], {}};
        if (oldProvinceOf(commune.province) == nullptr)
            return fail(Code::Corrupt, "communes_old.csv: a province that did not exist");
        for (const auto code : base::split(r[5], ' ')) {
            if (today.find(code) == nullptr)
                return fail(Code::Corrupt, "communes_old.csv: a commune that does not exist");
            commune.now.emplace_back(code);
        }
        out.push_back(std::move(commune));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::tie(a.province, a.code) < std::tie(b.province, b.code);
    });
    return out;
}

}  // namespace

base::Result<Catalogues> Catalogues::load(const std::filesystem::path& folder) {
    const auto provinces = rowsOf(folder / "provinces.csv", "code;kind;name;old_codes");
    const auto communes = rowsOf(folder / "communes.csv", "code;province;kind;name");
    const auto old = rowsOf(folder / "communes_old.csv", "code;province;district;kind;name;now");
    const auto ethnic = rowsOf(folder / "ethnic.csv", "system;code;name;census_code;aliases");
    const auto religions = rowsOf(folder / "religions.csv", "system;code;name;aliases");
    for (const auto* rows : {&provinces, &communes, &old, &ethnic, &religions}) {
        if (!*rows) return base::Failure(rows->error());
    }
    auto communeEntries = communesOf(*communes, *provinces);
    if (!communeEntries) return base::Failure(communeEntries.error());
    Catalogues out;
    out.all_.emplace("provinces", provincesOf(*provinces));
    out.all_.emplace("provinces_old", oldProvinceEntries());
    const auto& today = out.all_.emplace("communes", std::move(*communeEntries)).first->second;
    auto oldCommunes = oldCommunesOf(*old, today);
    if (!oldCommunes) return base::Failure(oldCommunes.error());
    out.oldCommunes_ = std::move(*oldCommunes);
    out.all_.emplace("ethnic", systemOf(*ethnic, 4));
    out.all_.emplace("religions", systemOf(*religions, 3));
    return out;
}

const Catalogue* Catalogues::find(std::string_view name) const {
    const auto at = all_.find(name);
    return at == all_.end() ? nullptr : &at->second;
}

}  // namespace forms
