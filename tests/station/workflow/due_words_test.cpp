#include <catch2/catch.hpp>

#include "base/files.h"
#include "station/workflow/due_words.h"

using namespace station;

TEST_CASE("reference 4.2, 4.3: a receipt names the latest day its procedure may take") {
    const auto law = forms::LawTables::load(base::resourceFolder() / "forms" / "data");
    REQUIRE(law.has_value());
    struct Row {
        const char *procedure, *received, *line;
    };
    for (const auto& row : {
             Row{"card-14plus", "2026-03-02T03:00:00.000Z", "Chậm nhất 11/03/2026 (7 ngày làm việc)"},
             Row{"card-14plus", "2026-03-01T17:30:00.000Z", "Chậm nhất 11/03/2026 (7 ngày làm việc)"},  // past midnight in Vietnam
             Row{"card-and-eid", "2026-03-02T03:00:00.000Z", "Chậm nhất 11/03/2026 (7 ngày làm việc)"},
             Row{"eid-level2", "2026-03-02T03:00:00.000Z", "Chậm nhất 11/03/2026 (7 ngày làm việc)"},
             Row{"card-14plus", "2026-11-20T03:00:00.000Z",
                 "Chậm nhất 01/12/2026 (7 ngày làm việc; có thể muộn hơn vì lịch nghỉ chưa công bố: Ngày Văn hóa Việt Nam)"},
             Row{"card-14plus", "2024-06-03T03:00:00.000Z", ""},
             Row{"passport", "2026-03-02T03:00:00.000Z", ""},
         }) {
        INFO(row.procedure << " " << row.received);
        CHECK(dueLine(*law, row.procedure, base::parseUtc(row.received).value()) == row.line);
    }
}
