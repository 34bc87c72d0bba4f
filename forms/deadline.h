// How long an authority or a citizen has, by procedure and day. Table: docs/formats/law.md. Threads:
// immutable after loading.
#pragma once

#include "forms/work_calendar.h"

namespace forms {

enum class DayCount { Unknown = 0, Working, Calendar };
enum class DeadlineStart { Unknown = 0, Receipt, Notice };  // of the complete application; to the citizen

struct Deadline : LawRule {
    std::vector<std::string> procedures;
    int days = 0;
    DayCount count = DayCount::Unknown;
    DeadlineStart starts = DeadlineStart::Unknown;
};

struct DeadlineDue {
    Deadline rule;
    base::Day due;                     // the last day
    Trust trust = Trust::Unknown;      // the weakest of the rule and of the calendar it was counted by
    std::vector<LocalText> unsettled;  // as of WorkCalendar::Count
};

class DeadlineTable {
public:
    static base::Result<DeadlineTable> parse(std::string_view json);  // SchemaInvalid with the place
    // All that hold for a procedure begun on that day. NotFound when the table does not know the procedure,
    // NotInForce when none of its deadlines holds on that day.
    base::Result<std::vector<DeadlineDue>> from(const base::Day& start, const std::string& procedure,
                                                const WorkCalendar& calendar) const;

private:
    std::vector<Deadline> rules_;
};

}  // namespace forms
