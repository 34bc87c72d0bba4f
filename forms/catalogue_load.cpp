// Reading the tables of forms/data.
#include <algorithm>
#include <tuple>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "forms/catalogue.h"
#include "forms/id_number.h"

namespace forms {
namespace {

using base::Code;
using base::fail;
using Row = std::span<const std::string_view>;

// A table parted by ';'. Its cells look into its text, also when it is moved.
struct Table {
    base::Bytes text;
    std::size_t columns = 1;
    std::vector<std::string_view> cells;

    std::vector<Row> rows() const {
        std::vector<Row> out;
        for (std::size_t at = 0; at < cells.size(); at += columns) out.emplace_back(&cells[at], columns);
        return out;
    }
};

bool isComposed(std::string_view text) { return base::toNfc(text).value_or("") == text; }

// Below exactly this header.
base::Result<Table> tableOf(const std::filesystem::path& file, std::string_view header) {
    const auto name = file.filename().string();
    auto content = base::readFile(file, 8u << 20);
    if (!content) return base::pass(content.error(), name);
    Table table{std::move(*content), base::split(header, ';').size(), {}};
    const auto all = base::textOf(table.text);
    const bool composed = isComposed(all);
    std::size_t line = 0;
    for (const auto text : base::split(all, '\n')) {
        ++line;
        if (text.empty()) continue;
        if (line == 1 && text == header) continue;
        const auto where = [&] { return name + " line " + std::to_string(line); };
        if (line == 1 || (!composed && !isComposed(text))) return fail(Code::Corrupt, where());
        const auto cells = base::split(text, ';');
        if (cells.size() != table.columns || cells[0].empty()) return fail(Code::Corrupt, where());
        table.cells.insert(table.cells.end(), cells.begin(), cells.end());
    }
    if (table.cells.empty()) return fail(Code::Corrupt, name + " is empty");
    return table;
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out += part;
    return out;
}

std::vector<std::string> aliasesOf(std::string_view cell) {
    std::vector<std::string> out;
    for (const auto alias : base::split(cell, '|')) {
        if (!alias.empty()) out.emplace_back(alias);
    }
    return out;
}

bool isCity(std::string_view kind) {
    return kind == "Thành phố";
}

std::vector<CatalogueEntry> provincesOf(const Table& table) {
    std::vector<CatalogueEntry> out;
    for (const Row r : table.rows()) out.push_back({std::string(r[0]), std::string(r[0]), std::string(r[2]), joined({r[1], " ", r[2]}), {}, {}});
    return out;
}

base::Result<std::vector<CatalogueEntry>> communesOf(const Table& table, const Table& provinces) {
    std::map<std::string_view, std::string> shortNames;
    for (const Row p : provinces.rows()) shortNames[p[0]] = joined({isCity(p[1]) ? "TP " : "tỉnh ", p[2]});
    std::vector<CatalogueEntry> out;
    for (const Row r : table.rows()) {
        const auto province = shortNames.find(r[1]);
        if (province == shortNames.end())
            return fail(Code::Corrupt, "communes.csv: a province that does not exist");
        out.push_back({std::string(r[0]), std::string(r[0]), std::string(r[3]), joined({r[2], " ", r[3], ", ", province->second}),
                       std::string(r[1]), {}});
    }
    return out;
}

// Tables with a code system: the stored code names it, because two systems give different groups the same
// number.
std::vector<CatalogueEntry> systemOf(const Table& table, std::size_t aliasColumn) {
    std::vector<CatalogueEntry> out;
    for (const Row r : table.rows()) {
        out.push_back({joined({r[0], ":", r[1]}), std::string(r[1]), std::string(r[2]), joined({r[2], " (", r[1], ")"}), {},
                       aliasesOf(r[aliasColumn])});
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

}  // namespace

struct Catalogues::OldCommunes {
    Table table;
    std::vector<std::string_view> now;  // of all, one after the other
    std::vector<OldCommune> communes;

    base::Result<void> read(const Catalogue& today) {
        for (const Row r : table.rows()) {
            const auto* province = oldProvinceOf("0" + std::string(r[1]));
            if (province == nullptr) return fail(Code::Corrupt, "communes_old.csv: a province that did not exist");
            const auto codes = base::split(r[5], ' ');
            for (const auto code : codes) {
                if (today.find(code) == nullptr) return fail(Code::Corrupt, "communes_old.csv: a commune that does not exist");
            }
            now.insert(now.end(), codes.begin(), codes.end());
            communes.push_back({r[0], province->prefix, r[2], r[3], r[4], {now.data(), codes.size()}});
        }
        std::size_t begin = 0;  // only now do the codes stay where they are
        for (auto& commune : communes) {
            commune.now = std::span(now).subspan(begin, commune.now.size());
            begin += commune.now.size();
        }
        const auto place = [](const OldCommune& one) { return std::tie(one.province, one.code); };
        std::sort(communes.begin(), communes.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
        return {};
    }
};

base::Result<Catalogues> Catalogues::load(const std::filesystem::path& folder) {
    const auto provinces = tableOf(folder / "provinces.csv", "code;kind;name;old_codes");
    const auto communes = tableOf(folder / "communes.csv", "code;province;kind;name");
    auto old = tableOf(folder / "communes_old.csv", "code;province;district;kind;name;now");
    const auto ethnic = tableOf(folder / "ethnic.csv", "system;code;name;census_code;aliases");
    const auto religions = tableOf(folder / "religions.csv", "system;code;name;aliases");
    for (const base::Result<Table>* table : {&provinces, &communes, &std::as_const(old), &ethnic, &religions}) {
        if (!*table) return base::Failure(table->error());
    }
    auto communeEntries = communesOf(*communes, *provinces);
    if (!communeEntries) return base::Failure(communeEntries.error());
    Catalogues out;
    out.all_.emplace("provinces", provincesOf(*provinces));
    out.all_.emplace("provinces_old", oldProvinceEntries());
    const auto& today = out.all_.emplace("communes", std::move(*communeEntries)).first->second;
    auto oldOnes = std::make_shared<OldCommunes>();
    oldOnes->table = std::move(*old);
    if (auto read = oldOnes->read(today); !read) return base::Failure(read.error());
    out.old_ = std::move(oldOnes);
    out.all_.emplace("ethnic", systemOf(*ethnic, 4));
    out.all_.emplace("religions", systemOf(*religions, 3));
    return out;
}

const std::vector<OldCommune>& Catalogues::oldCommunes() const {
    static const std::vector<OldCommune> kNone;
    return old_ ? old_->communes : kNone;
}

const Catalogue* Catalogues::find(std::string_view name) const {
    const auto at = all_.find(name);
    return at == all_.end() ? nullptr : &at->second;
}

}  // namespace forms
