#include <catch2/catch.hpp>

#include "base/clock.h"

using namespace base;

TEST_CASE("the calendar day turns at midnight in Vietnam, not in Greenwich") {
    CHECK(dayInVietnam(parseUtc("2026-11-20T16:59:59Z").value()) == Day{2026, 11, 20});
    CHECK(dayInVietnam(parseUtc("2026-11-20T17:00:00Z").value()) == Day{2026, 11, 21});
    CHECK(formatTimeInVietnam(parseUtc("2026-11-20T17:00:05Z").value()) == "00:00:05");
    CHECK(formatDay({2026, 3, 7}) == "07/03/2026");
    CHECK(weekdayOf({2026, 11, 21}) == 6);
    CHECK(addDays({2024, 2, 28}, 2) == Day{2024, 3, 1});
}

TEST_CASE("UTC times are written and read in one form only") {
    const std::string text = "2026-11-21T03:04:05.678Z";
    CHECK(formatUtc(parseUtc(text).value()) == text);
    CHECK(parseUtc("2026-11-21T03:04:05Z").has_value());
    CHECK(formatUtc(parseUtc("2261-12-31T23:59:59.999Z").value()) == "2261-12-31T23:59:59.999Z");
    CHECK_FALSE(parseUtc("2262-01-01T00:00:00Z").has_value());  // beyond what an Instant can say
    CHECK_FALSE(parseUtc("1677-12-31T00:00:00Z").has_value());
    for (const char* bad : {"", "2026-11-21", "2026-11-21T03:04:05", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z",
                            "2026-11-21T03:04:05.6Z", "2026-11-21 03:04:05Z"}) {
        CHECK_FALSE(parseUtc(bad).has_value());
    }
}

TEST_CASE("impossible days are refused") {
    CHECK_FALSE(isRealDay({2026, 2, 29}));
    CHECK_FALSE(isRealDay({2026, 13, 1}));
    CHECK_FALSE(isRealDay({2026, 0, 1}));
    CHECK(isRealDay({2024, 2, 29}));
    CHECK_FALSE(parseIsoDay("2026-2-01").has_value());
}

TEST_CASE("a fake clock moves by hand, and a calendar jump does not move the steady clock") {
    FakeClock clock(parseUtc("2026-11-21T00:00:00Z").value());
    const auto steady = clock.steady();
    clock.advance(std::chrono::seconds(5));
    CHECK(clock.steady() - steady == std::chrono::seconds(5));
    clock.jumpTo(parseUtc("2020-01-01T00:00:00Z").value());
    CHECK(formatUtc(clock.now()) == "2020-01-01T00:00:00.000Z");
    CHECK(clock.steady() - steady == std::chrono::seconds(5));
}
