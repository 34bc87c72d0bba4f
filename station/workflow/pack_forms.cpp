#include "station/workflow/pack_forms.h"

#include <algorithm>

#include "base/files.h"
#include "base/folder.h"
#include "forms/form_set.h"
#include "sync/packet/pack_files.h"

namespace station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::Result;

constexpr std::uint64_t kMaxFile = 8u << 20;
constexpr char kDocuments[] = "documents";

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

Result<void> checkPackForms(const packet::Pack& pack, const fs::path& scratch) {
    return packet::readUnpacked(pack, scratch, [](const fs::path& folder) -> Result<void> {
        if (auto forms = forms::FormSet::load(folder); !forms) return Failure(forms.error());
        return {};
    });
}

}  // namespace station
