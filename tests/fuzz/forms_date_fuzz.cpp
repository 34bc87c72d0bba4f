// Any bytes as a typed date, of a form or of a register: what is taken has a stored form that reads back as
// the same date.
#include <cstdlib>

#include "base/bytes.h"
#include "forms/partial_date.h"
#include "forms/register_date.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    constexpr base::Day kToday{2026, 11, 21};
    const auto text = base::textOf({data, size});
    for (const auto parts : {DateParts::FullOnly, DateParts::PartialAllowed}) {
        for (const auto rule : {TwoDigitYear::Past, TwoDigitYear::Future}) {
            const auto reading = readTypedDate(text, parts, rule, kToday);
            if (!reading.date) continue;
            const auto stored = parseStoredDate(reading.date->text());
            if (!stored || !(*stored == *reading.date) || reading.date->earliest() > reading.date->latest())
                std::abort();
            ageOn(*reading.date, kToday);
        }
    }
    const auto found = readRegisterDate(text, kToday);
    if (found.date && found.date->certainty != Certainty::Unknown) {
        const auto stored = parseStoredRegisterDate(found.date->text());
        if (!stored || !(*stored == *found.date)) std::abort();
        ruleOfReRegistration(*found.date);
    }
    const auto stored = parseStoredRegisterDate(text);
    if (stored && stored->text() != text) std::abort();
    return 0;
}
