// Any bytes as a typed date: what is taken has a stored form that reads back as the same date.
#include <cstdlib>

#include "base/bytes.h"
#include "forms/partial_date.h"

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
    return 0;
}
