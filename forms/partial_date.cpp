#include "forms/partial_date.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/text.h"

namespace forms {
namespace {

constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2199;

// A run of digits as typed: its value, and how many digits it had (01 and 1 differ, 90 and 1990 too).
struct Number {
    int value = 0;
    std::size_t digits = 0;
};

bool isSeparator(char c) {
    return c == '/' || c == '.' || c == '-' || c == ' ';
}

// The numbers of the text, at most three of at most four digits (one of up to eight); empty when it is no
// date at all.
std::vector<Number> numbersOf(std::string_view text) {
    std::vector<Number> out;
    bool inNumber = false;
    for (const char c : text) {
        if (isSeparator(c)) {
            inNumber = false;
            continue;
        }
        if (c < '0' || c > '9') return {};
        if (!inNumber) out.emplace_back();
        inNumber = true;
        auto& last = out.back();
        if (++last.digits > 8 || out.size() > 3) return {};
        last.value = last.value * 10 + (c - '0');
    }
    return out;
}

int daysIn(int year, int month) {
    for (int day = 31; day > 28; --day) {
        if (base::isRealDay({year, month, day})) return day;
    }
    return 28;
}

std::optional<DateFault> faultOf(const PartialDate& date, DateParts parts) {
    if (date.year < kFirstYear || date.year > kLastYear) return DateFault::YearOutOfRange;
    if (date.month > 12 || (date.month == 0 && date.day != 0)) return DateFault::NoSuchDay;
    if (date.day != 0 && !base::isRealDay({date.year, date.month, date.day})) return DateFault::NoSuchDay;
    if (parts != DateParts::PartialAllowed && !date.isFull()) return DateFault::PartMissing;
    return std::nullopt;
}

PartialDate completed(PartialDate date, TwoDigitYear rule, const base::Day& today) {
    date.year += 2000;
    if (rule == TwoDigitYear::Past && date.earliest() > today) date.year -= 100;
    return date;
}

// Digits typed without separators: ddmmyy, ddmmyyyy, mmyyyy, yyyy. 051950 cannot be ddmmyy (there is no month
// 19 or 20), so six digits are never ambiguous for the years 1900 to 2099.
std::vector<Number> splitRun(const Number& run) {
    const int v = run.value;
    if (run.digits == 4) return {{v, 4}};
    if (run.digits == 8) return {{v / 1000000, 2}, {v / 10000 % 100, 2}, {v % 10000, 4}};
    if (run.digits != 6) return {};
    const int middle = v / 100 % 100;
    if (middle == 19 || middle == 20) return {{v / 10000, 2}, {v % 10000, 4}};
    return {{v / 10000, 2}, {middle, 2}, {v % 100, 2}};
}

}  // namespace

std::string PartialDate::text() const {
    std::array<char, 40> out{};
    int n = 0;
    if (day != 0) {
        n = std::snprintf(out.data(), out.size(), "%02d/%02d/%04d", day, month, year);
    } else if (month != 0) {
        n = std::snprintf(out.data(), out.size(), "%02d/%04d", month, year);
    } else {
        n = std::snprintf(out.data(), out.size(), "%04d", year);
    }
    return {out.data(), static_cast<std::size_t>(n)};
}

base::Day PartialDate::earliest() const {
    return {year, month == 0 ? 1 : month, day == 0 ? 1 : day};
}

base::Day PartialDate::latest() const {
    const int lastMonth = month == 0 ? 12 : month;
    return {year, lastMonth, day == 0 ? daysIn(year, lastMonth) : day};
}

bool PartialDate::mayEqual(const PartialDate& other) const {
    return year == other.year && (month == 0 || other.month == 0 || month == other.month) &&
           (day == 0 || other.day == 0 || day == other.day);
}

DateReading readTypedDate(std::string_view typed, DateParts parts, TwoDigitYear rule,
                          const base::Day& today) {
    auto numbers = numbersOf(base::squeeze(typed));
    if (numbers.size() == 1) numbers = splitRun(numbers[0]);
    if (numbers.empty()) return {std::nullopt, DateFault::NotADate, false, {}};
    if (numbers[0].digits == 4 && numbers.size() == 3)
        std::reverse(numbers.begin(), numbers.end());  // yyyy-mm-dd
    const Number year = numbers.back();
    if (year.digits != 4 && year.digits != 2) return {std::nullopt, DateFault::NotADate, false, {}};
    for (std::size_t i = 0; i + 1 < numbers.size(); ++i) {
        if (numbers[i].digits > 2) return {std::nullopt, DateFault::NotADate, false, {}};
    }
    PartialDate date;
    date.year = year.value;
    if (numbers.size() > 1) date.month = numbers[numbers.size() - 2].value;
    if (numbers.size() > 2) date.day = numbers[0].value;
    const bool twoDigits = year.digits == 2;
    if (twoDigits && date.month <= 12 && date.day <= 31) date = completed(date, rule, today);
    if (twoDigits && date.year < 100) return {std::nullopt, DateFault::NoSuchDay, false, {}};
    if (const auto fault = faultOf(date, parts)) return {std::nullopt, *fault, false, date};
    return {date, DateFault::Unknown, twoDigits, date};
}

base::Result<PartialDate> parseStoredDate(std::string_view text) {
    const auto reading =
        readTypedDate(text, DateParts::PartialAllowed, TwoDigitYear::Past, {kLastYear, 12, 31});
    if (!reading.date || reading.date->text() != text)
        return base::fail(base::Code::BadInput, "not a stored date");
    return *reading.date;
}

int ageOn(const PartialDate& birth, const base::Day& today) {
    const auto born = birth.latest();
    const bool before = std::pair(today.month, today.day) < std::pair(born.month, born.day);
    return today.year - born.year - (before ? 1 : 0);
}

}  // namespace forms
