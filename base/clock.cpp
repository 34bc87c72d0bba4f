#include "base/clock.h"

#include <array>
#include <cstdio>

namespace base {
namespace {

using namespace std::chrono;

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

template <class... Args>
std::string print(const char* format, Args... args) {
    std::array<char, 64> buffer{};
    const int n = std::snprintf(buffer.data(), buffer.size(), format, args...);
    return {buffer.data(), static_cast<std::size_t>(n)};
}

year_month_day ymd(const Day& d) {
    return {year(d.year), month(static_cast<unsigned>(d.month)), std::chrono::day(static_cast<unsigned>(d.day))};
}

Day fromDays(sys_days days) {
    const year_month_day d(days);
    return {static_cast<int>(d.year()), static_cast<int>(static_cast<unsigned>(d.month())),
            static_cast<int>(static_cast<unsigned>(d.day()))};
}

}  // namespace

Day dayInVietnam(Instant at) { return fromDays(floor<days>(at + kVietnamOffset)); }

bool isRealDay(const Day& d) { return d.month > 0 && d.day > 0 && ymd(d).ok(); }

int weekdayOf(const Day& d) { return static_cast<int>(weekday(sys_days(ymd(d))).c_encoding()); }

Day addDays(const Day& d, int count) { return fromDays(sys_days(ymd(d)) + days(count)); }

std::string formatDay(const Day& d) { return print("%02d/%02d/%04d", d.day, d.month, d.year); }

std::string formatIsoDay(const Day& d) { return print("%04d-%02d-%02d", d.year, d.month, d.day); }

std::optional<Day> parseIsoDay(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (!y || !m || !d) return std::nullopt;
    const Day out{*y, *m, *d};
    return isRealDay(out) ? std::optional(out) : std::nullopt;
}

std::string formatTimeInVietnam(Instant at) {
    const auto local = at + kVietnamOffset;
    const hh_mm_ss time(floor<seconds>(local - floor<days>(local)));
    return print("%02d:%02d:%02d", static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                 static_cast<int>(time.seconds().count()));
}

std::string formatUtc(Instant at) {
    const auto day = floor<days>(at);
    const hh_mm_ss time(floor<milliseconds>(at - day));
    return formatIsoDay(fromDays(day)) + print("T%02d:%02d:%02d.%03dZ", static_cast<int>(time.hours().count()),
                                               static_cast<int>(time.minutes().count()),
                                               static_cast<int>(time.seconds().count()),
                                               static_cast<int>(time.subseconds().count()));
}

// An Instant counts nanoseconds in 64 bits here, so that it ends in 2262.
constexpr int kFirstInstantYear = 1678, kLastInstantYear = 2261;

std::optional<Instant> parseUtc(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z') return std::nullopt;
    const auto day = parseIsoDay(text.substr(0, 10));
    const auto h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
    if (!day || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    if (day->year < kFirstInstantYear || day->year > kLastInstantYear) return std::nullopt;
    int ms = 0;
    if (text.size() != 20) {
        const auto fraction = text.size() == 24 && text[19] == '.' ? digits(text, 20, 3) : std::nullopt;
        if (!fraction) return std::nullopt;
        ms = *fraction;
    }
    return Instant(sys_days(ymd(*day))) + hours(*h) + minutes(*m) + seconds(*s) + milliseconds(ms);
}

}  // namespace base
