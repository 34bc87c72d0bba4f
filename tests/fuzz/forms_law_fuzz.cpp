// Any bytes as each of the law tables; what is taken must answer without harm.
#include "base/bytes.h"
#include "forms/law.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto text = base::textOf({data, size});
    constexpr base::Day kDays[] = {{2024, 2, 29}, {2026, 11, 22}, {2027, 12, 31}};
    const auto calendar = WorkCalendar::parse(text).value_or(WorkCalendar());
    const auto deadlines = DeadlineTable::parse(text);
    const auto fees = FeeTable::parse(text);
    for (const auto& day : kDays) {
        calendar.workingDaysAfter(day, 15);
        if (deadlines) static_cast<void>(deadlines->from(day, "card-14plus", calendar));
        if (fees) static_cast<void>(fees->on(day, "card-14plus", "orphan"));
    }
    return 0;
}
