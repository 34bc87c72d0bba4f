// Time behind an interface, so that tests move it by hand. Vietnam is UTC+7 without daylight saving; its offset
// is a constant here and no time-zone database is needed on either system.
// Threads: SystemClock and FakeClock may be used from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Instant = std::chrono::system_clock::time_point;
using Duration = std::chrono::milliseconds;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;                                      // calendar time, may jump
    virtual std::chrono::steady_clock::time_point steady() const = 0;     // for measuring and waiting
};

class SystemClock final : public Clock {
public:
    Instant now() const override { return std::chrono::system_clock::now(); }
    std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
};

class FakeClock final : public Clock {
public:
    explicit FakeClock(Instant start) : ms_(millisOf(start)) {}
    Instant now() const override { return Instant(Duration(ms_.load())); }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point(Duration(steadyMs_.load()));
    }
    void advance(Duration by) { ms_ += by.count(); steadyMs_ += by.count(); }
    void jumpTo(Instant to) { ms_ = millisOf(to); }                       // the calendar jumps, the steady clock does not

private:
    static std::int64_t millisOf(Instant at) {
        return std::chrono::duration_cast<Duration>(at.time_since_epoch()).count();
    }
    std::atomic<std::int64_t> ms_;
    std::atomic<std::int64_t> steadyMs_{1'000'000};
};

// A calendar day in Vietnam.
struct Day {
    int year = 0;
    int month = 0;  // 1-12
    int day = 0;    // 1-31
    auto operator<=>(const Day&) const = default;
};

inline constexpr std::chrono::hours kVietnamOffset{7};
// What this machine's zone adds to UTC at that moment. clock_posix.cpp, clock_win.cpp.
std::chrono::seconds machineOffset(Instant at);

Day dayInVietnam(Instant at);
bool isRealDay(const Day& day);                         // Gregorian
int weekdayOf(const Day& day);                          // 0 = Sunday
Day addDays(const Day& day, int count);
std::string formatDay(const Day& day);                  // dd/mm/yyyy
std::string formatTimeInVietnam(Instant at);            // HH:MM:SS
std::string formatIsoDay(const Day& day);               // yyyy-mm-dd
std::optional<Day> parseIsoDay(std::string_view text);
std::string formatUtc(Instant at);                      // 2026-11-21T03:04:05.678Z
std::optional<Instant> parseUtc(std::string_view text); // exactly that form, fraction optional; years 1678 to 2261

}  // namespace base
