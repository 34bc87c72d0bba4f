// The law tables of one folder (forms/data as installed): calendar, deadlines, fees. Threads: immutable after
// loading.
#pragma once

#include <filesystem>

#include "forms/deadline.h"
#include "forms/fee.h"

namespace forms {

struct LawTables {
    WorkCalendar calendar;
    DeadlineTable deadlines;
    FeeTable fees;

    static constexpr const char* kCalendarFile = "holidays.json";
    static constexpr const char* kDeadlinesFile = "deadlines.json";
    static constexpr const char* kFeesFile = "fees.json";
    // The file's name stands in front of what is wrong in it.
    static base::Result<LawTables> load(const std::filesystem::path& folder);
};

}  // namespace forms
