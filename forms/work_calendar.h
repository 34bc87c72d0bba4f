// Which days offices work, and what a number of working days after a day is: Saturdays, Sundays and the
// holidays of Bộ luật Lao động 2019 art. 112 are off, and the next working day when a holiday falls on a
// weekend (art. 111(3)). Days that are fixed by a yearly announcement are known only for years the table has;
// a count that may meet one of them says so. Table: docs/formats/law.md. Threads: immutable after loading.
#pragma once

#include <map>
#include <set>

#include "forms/law_source.h"

namespace forms {

class WorkCalendar {
public:
    static base::Result<WorkCalendar> parse(std::string_view json);  // SchemaInvalid with the place

    bool isWorkingDay(const base::Day& day) const;

    struct Count {
        base::Day day;
        Trust trust = Trust::Read;         // the weakest announcement of the years it ran through
        std::vector<LocalText> unsettled;  // holidays not yet announced that may move it; empty: certain
    };
    // The first day does not count (Bộ luật Dân sự 2015 art. 147(2)).
    Count workingDaysAfter(const base::Day& start, int days) const;

private:
    friend class CalendarReader;
    struct Yearly {
        int month = 0, day = 0;
        InForce inForce;
    };
    struct Movable {
        std::string id;
        base::Day from, to;  // of any year
        LocalText name;
        InForce inForce;
    };
    struct Year {
        std::vector<std::string> settles;
        std::set<base::Day> off, working;
        Trust trust = Trust::Unknown;
    };
    bool isYearly(const base::Day& day) const;
    bool isInLieu(const base::Day& day) const;
    const Movable* unsettledOn(const base::Day& day) const;

    std::vector<Yearly> yearly_;
    std::vector<Movable> movable_;
    std::map<int, Year> years_;
};

}  // namespace forms
