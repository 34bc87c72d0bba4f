#include "station/workflow/due_words.h"

#include <algorithm>

namespace station {
namespace {

std::string sentence(const forms::DeadlineDue& deadline) {
    const bool working = deadline.rule.count == forms::DayCount::Working;
    std::string out = "Chậm nhất " + base::formatDay(deadline.due) + " (" +
                      std::to_string(deadline.rule.days) + (working ? " ngày làm việc" : " ngày");
    if (!deadline.unsettled.empty())
        out += "; có thể muộn hơn vì lịch nghỉ chưa công bố: " + deadline.unsettled.front().vi;
    return out + ")";
}

}  // namespace

std::string dueLine(const forms::LawTables& law, const std::string& procedure, const base::Day& received) {
    auto all = law.deadlines.from(received, procedure, law.calendar);
    if (!all) return {};
    std::erase_if(*all, [](const auto& one) { return one.rule.starts != forms::DeadlineStart::Receipt; });
    const auto latest = std::max_element(all->begin(), all->end(),
                                         [](const auto& a, const auto& b) { return a.due < b.due; });
    return latest == all->end() ? std::string() : sentence(*latest);
}

std::string dueLine(const forms::LawTables& law, const std::string& procedure, base::Instant received) {
    return dueLine(law, procedure, base::dayInVietnam(received));
}

}  // namespace station
