#include "forms/law_reader.h"

#include <array>

namespace forms {
namespace {

constexpr std::array<std::string_view, 5> kTrusts{"", "read", "second_hand", "recalled", "weak"};

}  // namespace

std::string_view trustName(Trust trust) {
    return kTrusts.at(static_cast<std::size_t>(trust));
}

InForce inForceAt(const json::Reader& rule) {
    InForce out{rule.at("valid_from").day(), std::nullopt};
    if (rule.has("valid_to")) out.to = rule.at("valid_to").day();
    if (out.to && *out.to < out.from) rule.at("valid_to").refuse("before valid_from");
    return out;
}

LawSource sourceAt(const json::Reader& rule) {
    LawSource out{rule.at("source").text(), Trust::Unknown};
    const auto name = rule.at("trust").text();
    const auto* found = std::find(kTrusts.begin() + 1, kTrusts.end(), name);
    if (found == kTrusts.end())
        rule.at("trust").refuse("read, second_hand, recalled or weak expected");
    else
        out.trust = static_cast<Trust>(found - kTrusts.begin());
    return out;
}

LawRule lawRuleAt(const json::Reader& rule) {
    return {rule.at("id").text(), rule.at("label").localText(), inForceAt(rule), sourceAt(rule)};
}

void readLawHead(const json::Reader& root) {
    if (root.at("format").integer(1, 1000) != 1) root.at("format").refuse("only format 1 is supported");
    root.textsOr("sources");  // for people; checked to be texts
}

}  // namespace forms
