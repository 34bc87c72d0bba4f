// A date as registers of civil status and old papers have it: sure, guessed, half read, left blank, or a day
// that never was (30/02/1975). It is kept as the paper has it; nothing is completed and nothing is mended. A
// clear date is stored as a plain PartialDate, so records stay what they were; all else has a sign before it
// (docs/formats/record.md). Sources: the digitizing rules of Công văn 1437/BTP-CNTT; Thông tư 04/2020/TT-BTP
// art. 18. Threads: plain values and pure functions. Input comes from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "forms/partial_date.h"
#include "forms/schema.h"

namespace forms {

enum class Certainty {
    Unknown = 0,  // chưa nhập: nobody has looked yet
    Clear,        // rõ: what the paper says; a part that is missing is not in the paper
    Guessed,      // đoán
    Illegible,    // không đọc được: all of it, or what is missing beside the year
    NotWritten,   // không ghi: the paper leaves it blank
};

struct RegisterDate {
    Certainty certainty = Certainty::Unknown;
    std::optional<PartialDate> date;  // with Clear, Guessed, and Illegible when the year can be read
    std::string asWritten;  // with Clear and without a date: what no calendar has, or another calendar's

    std::string text() const;  // the stored form; empty for Unknown
    bool operator==(const RegisterDate&) const = default;
};

struct RegisterDateReading {
    std::optional<RegisterDate> date;
    DateFault fault = DateFault::Unknown;  // set when there is none
    bool centuryChosen = false;
};

// What a clerk types: a date as readTypedDate() takes it; "~1950", "1950?", "khoảng 1950" or "đoán 1950" for
// a guess;
// "?" or "không đọc được"; "?/03/1975" and "?/1975" for parts that cannot be read; "-" or "không ghi"; 29 to
// 31 of a month that is shorter, kept as written; "!" and any text up to 200 signs, kept as written. Nothing:
// not entered.
RegisterDateReading readRegisterDate(std::string_view typed, const base::Day& today);

// The stored form only, as text() writes it; BadInput otherwise.
base::Result<RegisterDate> parseStoredRegisterDate(std::string_view text);

// What re-registration makes of a day that never was: 29/02 of a year without it becomes 01/03, as 30/02 does
// in a leap year; 30/02 of another year becomes 02/03; the 31st of a month of 30 days becomes the first of
// the next. A note for the clerk: the written day stays. Nothing for other dates, for 31/02 either, which the
// rule does not name. Source: answer of the justice department of Thừa Thiên Huế after asking the ministry.
struct ReRegistration {
    base::Day day;
    LocalText note;
};
std::optional<ReRegistration> ruleOfReRegistration(const RegisterDate& date);

}  // namespace forms
