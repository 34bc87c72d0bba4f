// What every rule of the law tables carries (docs/formats/law.md): from when to when it holds, where it
// stands, and how far the text behind it was seen. Threads: plain values.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "forms/schema.h"

namespace forms {

// Best first.
enum class Trust { Unknown = 0, Read, SecondHand, Recalled, Weak };
std::string_view trustName(Trust trust);  // "second_hand"

struct LawSource {
    std::string text;  // "Luật Căn cước 26/2023/QH15, Điều 26"
    Trust trust = Trust::Unknown;
};

struct InForce {
    base::Day from;
    std::optional<base::Day> to;  // included; nullopt: no end
    bool on(const base::Day& day) const { return from <= day && (!to || day <= *to); }
    bool meets(const InForce& other) const { return on(other.from) || other.on(from); }
};

struct LawRule {
    std::string id;
    LocalText label;
    InForce inForce;
    LawSource source;
};

inline bool contains(const std::vector<std::string>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace forms
