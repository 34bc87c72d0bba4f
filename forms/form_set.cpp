#include "forms/form_set.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/folder.h"
#include "forms/document.h"

namespace forms {
namespace {

constexpr std::array<std::string_view, 8> kTables{"communes.csv",  "communes_old.csv", "ethnic.csv",
                                                  "provinces.csv", "religions.csv",    "holidays.json",
                                                  "deadlines.json", "fees.json"};

// What nobody reads would be believed to hold and does not.
base::Result<void> checkTables(const std::filesystem::path& folder) {
    const auto files = base::filesIn(folder);
    if (!files) return base::pass(files.error(), "data");
    for (const auto& file : *files) {
        if (file.extension() != ".json" && file.extension() != ".csv") continue;
        const auto name = file.filename().string();
        if (std::find(kTables.begin(), kTables.end(), name) == kTables.end())
            return base::fail(base::Code::Unsupported, "data/" + name + ": no such table");
    }
    return {};
}

}  // namespace

base::Result<FormSet> FormSet::load(const std::filesystem::path& folder) {
    if (auto known = checkTables(folder / "data"); !known) return base::Failure(known.error());
    auto schemas = SchemaSet::load(folder / "schemas");
    if (!schemas) return base::Failure(schemas.error());
    auto catalogues = Catalogues::load(folder / "data");
    if (!catalogues) return base::Failure(catalogues.error());
    auto law = LawTables::load(folder / "data");
    if (!law) return base::Failure(law.error());
    std::shared_ptr<const DocumentSet> printed;
    std::error_code error;
    if (std::filesystem::exists(folder / "documents", error)) {  // without them the program's own stay in use
        auto documents = DocumentSet::load(folder / "documents");
        if (!documents) return base::Failure(documents.error());
        printed = std::make_shared<const DocumentSet>(std::move(*documents));
    }
    return FormSet{std::move(*schemas), std::make_shared<const Catalogues>(std::move(*catalogues)),
                   std::make_shared<const LawTables>(std::move(*law)), std::move(printed)};
}

}  // namespace forms
