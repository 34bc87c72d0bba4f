#include "station/workflow/pack_forms.h"

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/folder.h"
#include "base/id.h"
#include "base/log.h"
#include "forms/catalogue.h"
#include "forms/document.h"
#include "forms/law.h"
#include "forms/schema.h"

namespace station {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

constexpr std::uint64_t kMaxFile = 8u << 20;
constexpr char kDocuments[] = "documents";
constexpr std::array<std::string_view, 7> kTables{"communes.csv",  "ethnic.csv",    "provinces.csv",
                                                  "religions.csv", "holidays.json", "deadlines.json",
                                                  "fees.json"};

// Reads what a pack may hold of one of its folders.
Result<void> addFiles(packet::Pack& pack, const fs::path& root, const std::string& folder) {
    const auto files = base::filesIn(root / folder);
    if (!files) return base::pass(files.error(), folder);
    for (const auto& file : *files) {
        const auto extension = file.extension();
        const bool table = folder == "data" && extension == ".csv";
        if (extension != ".json" && !table) continue;
        const auto name = folder + "/" + file.filename().string();
        auto bytes = base::readFile(file, kMaxFile);
        if (!bytes) return base::pass(bytes.error(), name);
        pack.files.push_back({name, std::move(*bytes)});
    }
    return {};
}

Result<void> checkNames(const packet::Pack& pack) {
    for (const auto& file : pack.files) {
        if (!file.name.starts_with("data/")) continue;
        const auto table = std::string_view(file.name).substr(5);
        if (std::find(kTables.begin(), kTables.end(), table) == kTables.end())
            return fail(Code::Unsupported, file.name + ": no such table");
    }
    return {};
}

Result<void> checkFolder(const fs::path& folder) {
    if (auto schemas = forms::SchemaSet::load(folder / "schemas"); !schemas) return Failure(schemas.error());
    if (auto lists = forms::Catalogues::load(folder / "data"); !lists) return Failure(lists.error());
    if (auto law = forms::LawTables::load(folder / "data"); !law) return Failure(law.error());
    std::error_code error;
    if (!fs::exists(folder / kDocuments, error)) return {};  // the program's own documents stay in use
    if (auto documents = forms::DocumentSet::load(folder / kDocuments); !documents) return Failure(documents.error());
    return {};
}

}  // namespace

Result<packet::Pack> packOfFolder(const fs::path& folder, std::uint64_t version, base::Instant issuedAt,
                                  std::string note) {
    packet::Pack pack{version, issuedAt, std::move(note), {}};
    std::error_code error;
    for (const char* name : {"schemas", kDocuments, "data"}) {
        if (std::string_view(name) == kDocuments && !fs::exists(folder / name, error)) continue;
        if (auto added = addFiles(pack, folder, name); !added) return Failure(added.error());
    }
    std::sort(pack.files.begin(), pack.files.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return pack;
}

Result<void> unpackInto(const fs::path& folder, const packet::Pack& pack) {
    for (const char* name : {"schemas", "data"}) {
        if (auto made = base::makePrivateFolder(folder / name); !made) return made;
    }
    for (const auto& file : pack.files) {
        if (file.name.starts_with(std::string(kDocuments) + "/")) {
            if (auto made = base::makePrivateFolder(folder / kDocuments); !made) return made;
        }
        if (auto written = base::writeFileDurably(folder / fs::path(file.name), file.bytes); !written)
            return base::pass(written.error(), file.name);
    }
    return {};
}

Result<void> checkPackForms(const packet::Pack& pack, const fs::path& scratch) {
    if (auto known = checkNames(pack); !known) return known;
    const auto folder = scratch / base::newId(base::SystemClock().now());
    auto usable = unpackInto(folder, pack);
    if (usable) usable = checkFolder(folder);
    if (auto removed = base::removeFolder(folder); !removed)
        base::log::failure("pack-scratch", removed.error());
    return usable;
}

}  // namespace station
