#include "forms/work_calendar.h"

#include "forms/law_reader.h"

namespace forms {
namespace {

constexpr int kLeapYear = 2000;          // in which every day of a year is real
constexpr std::size_t kMostYearly = 50;  // so that every count comes to an end
constexpr int kFirstYear = 2000, kLastYear = 2200;

bool isWeekend(const base::Day& day) {
    const int weekday = base::weekdayOf(day);
    return weekday == 0 || weekday == 6;
}

// "mm-dd", as a day of the leap year.
base::Day dayOfYear(const json::Reader& at) {
    const auto day = base::parseIsoDay(std::to_string(kLeapYear) + "-" + at.text());
    if (!day) at.refuse("a day mm-dd expected");
    return day.value_or(base::Day{});
}

}  // namespace

class CalendarReader {
public:
    static void read(WorkCalendar& out, const json::Reader& root) {
        root.allow({"format", "sources", "yearly", "movable", "announced"});
        readLawHead(root);
        for (const auto& at : root.at("yearly").items()) readYearly(out, at);
        if (out.yearly_.size() > kMostYearly) root.at("yearly").refuse("too many holidays");
        for (const auto& at : root.at("movable").items()) readMovable(out, at);
        for (const auto& at : root.at("announced").items()) readYear(out, at);
    }

private:
    static void readYearly(WorkCalendar& out, const json::Reader& at) {
        at.allow({"day", "name", "valid_from", "valid_to", "source", "trust"});
        const auto day = dayOfYear(at.at("day"));
        at.at("name").localText();
        sourceAt(at);
        out.yearly_.push_back({day.month, day.day, inForceAt(at)});
    }

    static void readMovable(WorkCalendar& out, const json::Reader& at) {
        at.allow({"id", "from", "to", "name", "valid_from", "valid_to", "source", "trust"});
        sourceAt(at);
        WorkCalendar::Movable movable{at.at("id").text(), dayOfYear(at.at("from")), dayOfYear(at.at("to")),
                                      at.at("name").localText(), inForceAt(at)};
        if (movable.to < movable.from) at.at("to").refuse("before 'from'");
        refuseTwin(out.movable_, movable, at);
        out.movable_.push_back(std::move(movable));
    }

    static void readYear(WorkCalendar& out, const json::Reader& at) {
        at.allow({"year", "settles", "days_off", "working_days", "source", "trust"});
        const auto trust = sourceAt(at).trust;
        const int year = at.at("year").integer(kFirstYear, kLastYear);
        WorkCalendar::Year read;
        read.trust = trust;
        read.settles = at.at("settles").texts();
        for (const auto& id : read.settles) {
            const bool known = std::any_of(out.movable_.begin(), out.movable_.end(),
                                           [&](const auto& movable) { return movable.id == id; });
            if (!known) at.at("settles").refuse("no movable holiday '" + id + "'");
        }
        read.off = daysOf(at.at("days_off"), year);
        read.working = daysOf(at.at("working_days"), year);
        if (!out.years_.emplace(year, std::move(read)).second) at.refuse("a year twice");
    }

    static std::set<base::Day> daysOf(const json::Reader& list, int year) {
        std::set<base::Day> out;
        for (const auto& at : list.items()) {
            const auto day = at.day();
            if (day.year != year) at.refuse("not of this year");
            if (!out.insert(day).second) at.refuse("a day twice");
        }
        return out;
    }
};

base::Result<WorkCalendar> WorkCalendar::parse(std::string_view json) {
    WorkCalendar out;
    auto read = readLawTable(json, [&](const json::Reader& root) { CalendarReader::read(out, root); });
    if (!read) return base::Failure(read.error());
    return out;
}

bool WorkCalendar::isYearly(const base::Day& day) const {
    return std::any_of(yearly_.begin(), yearly_.end(), [&](const Yearly& yearly) {
        return yearly.month == day.month && yearly.day == day.day && yearly.inForce.on(day);
    });
}

// The working day that follows holidays on a weekend, one for each. Announced years name theirs.
bool WorkCalendar::isInLieu(const base::Day& day) const {
    int owed = 0;
    base::Day at = day;
    do {
        at = base::addDays(at, -1);
        if (isYearly(at) && isWeekend(at)) ++owed;
    } while (isYearly(at) || isWeekend(at));
    return owed > 0;
}

bool WorkCalendar::isWorkingDay(const base::Day& day) const {
    const auto year = years_.find(day.year);
    if (year == years_.end()) return !isWeekend(day) && !isYearly(day) && !isInLieu(day);
    if (year->second.working.count(day) != 0) return true;
    return !isWeekend(day) && !isYearly(day) && year->second.off.count(day) == 0;
}

const WorkCalendar::Movable* WorkCalendar::unsettledOn(const base::Day& day) const {
    const base::Day any{kLeapYear, day.month, day.day};
    const auto year = years_.find(day.year);
    for (const auto& movable : movable_) {
        if (any < movable.from || movable.to < any || !movable.inForce.on(day)) continue;
        if (year == years_.end() || !contains(year->second.settles, movable.id)) return &movable;
    }
    return nullptr;
}

WorkCalendar::Count WorkCalendar::workingDaysAfter(const base::Day& start, int days) const {
    Count out{start, Trust::Read, {}};
    const Movable* last = nullptr;
    while (days > 0) {
        out.day = base::addDays(out.day, 1);
        const auto year = years_.find(out.day.year);
        if (year != years_.end()) out.trust = std::max(out.trust, year->second.trust);
        if (!isWorkingDay(out.day)) continue;
        --days;
        const auto* unsettled = unsettledOn(out.day);
        if (unsettled != nullptr && unsettled != last) out.unsettled.push_back(unsettled->name);
        if (unsettled != nullptr) last = unsettled;
    }
    return out;
}

}  // namespace forms
