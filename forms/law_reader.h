// Inside of this room: what the readers of the law tables share. Threads: one.
#pragma once

#include <string_view>

#include "forms/json_reader.h"
#include "forms/law_source.h"

namespace forms {

inline constexpr std::size_t kMaxLawTable = 1u << 20;

InForce inForceAt(const json::Reader& rule);   // valid_from, valid_to
LawSource sourceAt(const json::Reader& rule);  // source, trust
LawRule lawRuleAt(const json::Reader& rule);   // id, label and the two above
void readLawHead(const json::Reader& root);    // format, sources

// Reads a table; SchemaInvalid with the place of the first fault.
template <class Read>
base::Result<void> readLawTable(std::string_view text, Read read) {
    const auto root = json::parse(text, kMaxLawTable);
    if (!root) return base::fail(base::Code::SchemaInvalid, root.error().detail);
    std::string problem;
    read(json::Reader(*root, "", problem));
    if (!problem.empty()) return base::fail(base::Code::SchemaInvalid, problem);
    return {};
}

// Two rules of one id must not hold on the same day.
template <class Rule>
void refuseTwin(const std::vector<Rule>& rules, const Rule& rule, const json::Reader& at) {
    for (const auto& other : rules) {
        if (other.id == rule.id && other.inForce.meets(rule.inForce))
            at.refuse("'" + rule.id + "' twice in force");
    }
}

}  // namespace forms
