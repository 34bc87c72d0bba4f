// A date of which only the year, or month and year, may be known: 07/03/1990, 03/1990, 1990. What is unknown
// stays unknown; nothing ever becomes 01/01. Gregorian, years 1800 to 2199. Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace forms {

struct PartialDate {
    int year = 0;
    int month = 0;  // 0: not known
    int day = 0;    // 0: not known; never known without its month

    bool isFull() const { return day != 0; }
    std::string text() const;    // dd/mm/yyyy, mm/yyyy or yyyy
    base::Day earliest() const;  // first and last day it can mean
    base::Day latest() const;
    // True when one of the two can be the other, less precisely written: 1990 and 07/03/1990.
    bool mayEqual(const PartialDate& other) const;
    bool operator==(const PartialDate&) const = default;
};

// How a year of two digits is completed: Past takes the latest year that is not after today (dates of birth
// and of issue), Future takes 20yy (dates of expiry).
enum class TwoDigitYear { Unknown = 0, Past, Future };
enum class DateParts { Unknown = 0, FullOnly, PartialAllowed };

// Why a typed date was not taken; the screen has a sentence for each.
enum class DateFault { Unknown = 0, NotADate, NoSuchDay, YearOutOfRange, PartMissing };

struct DateReading {
    std::optional<PartialDate> date;
    DateFault fault = DateFault::Unknown;  // set when there is no date
    bool centuryChosen = false;            // two digits were completed: show the year to the officer
    PartialDate asTyped;  // with NoSuchDay: the numbers all the same; registers have 30/02 (register_date.h)
};

// What an officer types: 010290, 01021990, 1/2/90, 1.2.1990, 1-2-1990, 1990-02-01, 2/1990, 021990, 1990,
// 00/00/1990.
DateReading readTypedDate(std::string_view typed, DateParts parts, TwoDigitYear rule, const base::Day& today);

// The stored form only, as text() writes it; BadInput otherwise.
base::Result<PartialDate> parseStoredDate(std::string_view text);

// Full years lived on the day. A partial date counts from its latest possible day: nobody is made older than
// proven. Who was born on 29/02 completes a year on 01/03 in years without that day.
int ageOn(const PartialDate& birth, const base::Day& today);

}  // namespace forms
