#include "forms/law.h"

#include "base/files.h"
#include "forms/law_reader.h"

namespace forms {
namespace {

template <class Table>
base::Result<void> loadInto(Table& table, const std::filesystem::path& folder, const char* name) {
    const auto bytes = base::readFile(folder / name, kMaxLawTable);
    if (!bytes) return base::pass(bytes.error(), name);
    auto read = Table::parse(base::textOf(*bytes));
    if (!read) return base::pass(read.error(), name);
    table = std::move(*read);
    return {};
}

}  // namespace

base::Result<LawTables> LawTables::load(const std::filesystem::path& folder) {
    LawTables out;
    if (auto read = loadInto(out.calendar, folder, kCalendarFile); !read) return base::Failure(read.error());
    if (auto read = loadInto(out.deadlines, folder, kDeadlinesFile); !read)
        return base::Failure(read.error());
    if (auto read = loadInto(out.fees, folder, kFeesFile); !read) return base::Failure(read.error());
    return out;
}

}  // namespace forms
