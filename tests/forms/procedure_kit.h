// The shipped procedures as tests meet them: forms in force on one day, typing, and what is told or asked.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "forms/schema.h"
#include "tests/forms/shared_data.h"

namespace forms::kit {

inline constexpr base::Day kToday{2026, 11, 21};

inline const SchemaSet& all() {
    static const auto loaded = SchemaSet::load(sourceFolder() / "forms/schemas");
    INFO((loaded ? std::string() : loaded.error().detail));
    REQUIRE(loaded.has_value());
    return *loaded;
}

inline SchemaPtr procedure(const char* id) {
    return all().inForce(id, kToday).value();
}

inline void type(Record& r, const Schema& s,
                 std::initializer_list<std::pair<const char*, const char*>> values) {
    for (const auto& [id, text] : values) r.set(id, {s.normalize(id, text, kToday), Origin::Typed, true});
}

inline std::map<std::string, int> everythingTaken(const Schema& s, const Record& r) {
    std::map<std::string, int> out;
    for (const auto& need : s.captures(r, {kToday, {}, true})) {
        if (need.required) out[need.id] = need.minPages;
    }
    return out;
}

// Errors and warnings at the seal, as "E rule" or "W rule".
inline std::set<std::string> blocking(const Schema& s, const Record& r) {
    std::set<std::string> out;
    for (const auto& f : s.check(r, {kToday, everythingTaken(s, r), true})) {
        if (f.level != Level::Info) out.insert((f.level == Level::Error ? "E " : "W ") + f.rule);
    }
    return out;
}

inline std::set<std::string> needed(const Schema& s, const Record& r) {
    std::set<std::string> out;
    for (const auto& need : s.captures(r, {kToday, {}, true}))
        out.insert(need.id + (need.required ? "!" : ""));
    return out;
}

using Set = std::set<std::string>;

}  // namespace forms::kit
