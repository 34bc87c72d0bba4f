// Inside of this room: the conditions of a schema's rules, as docs/formats/schema.md describes them. A
// condition on a value that is not there is neither true nor false: a constraint is only broken by what is
// filled, and missing values are the business of `required` alone. Threads: immutable after parsing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "forms/pattern.h"

namespace forms {

enum class Truth { Unknown = 0, No, Yes };

enum class Op {
    Unknown = 0,
    All,
    Any,
    Not,
    Filled,
    In,
    Has,
    Matches,
    AgeAtLeast,
    MonthsAtLeast,
    OnOrBefore,
    OnOrAfter,
    SameAs,
    Check,
};

// Tests with a name of their own because they compute more than a comparison.
enum class NamedCheck {
    Unknown = 0,
    IdProvinceKnown,  // the prefix is a province or beyond the provinces
    IdNotForeign,     // the prefix is not beyond the provinces
    IdNotMadeUp,
    IdBirthYear,      // with a date
    IdSex,            // with a sex
    IdPlace,          // with a text that should name the province
    MilestoneExpiry,  // with a date of birth
    FullDate,
};

struct Condition {
    Op op = Op::Unknown;
    std::vector<Condition> parts;    // All, Any, Not
    int field = -1;                  // index into the schema's fields
    int other = -1;                  // the field compared with; -1: today, or none
    std::vector<std::string> codes;  // In, Has
    Truth filled = Truth::Yes;       // Filled: Yes or No
    int years = 0;                   // AgeAtLeast
    int months = 0;                  // MonthsAtLeast
    std::optional<Pattern> pattern;  // Matches
    NamedCheck check = NamedCheck::Unknown;
};

// What conditions look at: texts by field index, empty where not set or not relevant.
struct Values {
    const std::vector<std::string>& texts;
    base::Day today;
};

Truth evaluate(const Condition& condition, const Values& values);

// True when the answer depends on the day.
bool needsToday(const Condition& condition);
// Every field the condition looks at.
void collectFields(const Condition& condition, std::vector<int>& out);

}  // namespace forms
