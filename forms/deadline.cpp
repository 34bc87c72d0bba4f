#include "forms/deadline.h"

#include "forms/law_reader.h"

namespace forms {
namespace {

constexpr int kMostDays = 1000;

Deadline deadlineAt(const json::Reader& at) {
    at.allow({"id", "procedures", "label", "days", "count", "starts", "valid_from", "valid_to", "source",
              "trust"});
    Deadline out;
    static_cast<LawRule&>(out) = lawRuleAt(at);
    out.procedures = at.at("procedures").texts();
    out.days = at.at("days").integer(1, kMostDays);
    const auto count = at.at("count").text();
    out.count = count == "working"    ? DayCount::Working
                : count == "calendar" ? DayCount::Calendar
                                      : DayCount::Unknown;
    if (out.count == DayCount::Unknown) at.at("count").refuse("working or calendar expected");
    const auto starts = at.at("starts").text();
    out.starts = starts == "receipt"  ? DeadlineStart::Receipt
                 : starts == "notice" ? DeadlineStart::Notice
                                      : DeadlineStart::Unknown;
    if (out.starts == DeadlineStart::Unknown) at.at("starts").refuse("receipt or notice expected");
    return out;
}

DeadlineDue dueOf(const Deadline& rule, const base::Day& start, const WorkCalendar& calendar) {
    if (rule.count == DayCount::Calendar)
        return {rule, base::addDays(start, rule.days), rule.source.trust, {}};
    auto count = calendar.workingDaysAfter(start, rule.days);
    return {rule, count.day, std::max(rule.source.trust, count.trust), std::move(count.unsettled)};
}

}  // namespace

base::Result<DeadlineTable> DeadlineTable::parse(std::string_view json) {
    DeadlineTable out;
    auto read = readLawTable(json, [&](const json::Reader& root) {
        root.allow({"format", "sources", "deadlines"});
        readLawHead(root);
        for (const auto& at : root.at("deadlines").items()) {
            auto rule = deadlineAt(at);
            refuseTwin(out.rules_, rule, at);
            out.rules_.push_back(std::move(rule));
        }
    });
    if (!read) return base::Failure(read.error());
    return out;
}

base::Result<std::vector<DeadlineDue>> DeadlineTable::from(const base::Day& start,
                                                           const std::string& procedure,
                                                           const WorkCalendar& calendar) const {
    std::vector<DeadlineDue> out;
    bool known = false;
    for (const auto& rule : rules_) {
        if (!contains(rule.procedures, procedure)) continue;
        known = true;
        if (rule.inForce.on(start)) out.push_back(dueOf(rule, start, calendar));
    }
    if (!known) return base::fail(base::Code::NotFound, "no deadline is known for procedure " + procedure);
    if (out.empty())
        return base::fail(base::Code::NotInForce, "no deadline was in force on " + base::formatIsoDay(start));
    return out;
}

}  // namespace forms
