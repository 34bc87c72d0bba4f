// Stored forms of what is typed, and how stored values look to people.
#include <algorithm>

#include "base/text.h"
#include "forms/digits.h"
#include "forms/file_schema.h"
#include "forms/person_name.h"
#include "forms/phone.h"

namespace forms {
namespace {

// The digits when only separators stand between them; otherwise what was typed, so that nothing is lost.
std::string digitsOr(const std::string& typed) {
    auto digits = withoutSeparators(typed);
    return isDigits(digits) ? digits : typed;
}

// The code of an option from its code, label or alias, without regard to marks and case; the text itself
// otherwise.
std::string codeOf(const Field& field, const std::string& typed) {
    for (const auto& option : field.options) {
        if (option.code == typed) return typed;
    }
    const auto wanted = nameKey(typed);
    for (const auto& option : field.options) {
        const bool named = nameKey(option.label.vi) == wanted || nameKey(option.label.en) == wanted ||
                           nameKey(option.code) == wanted;
        const bool alias = std::any_of(option.aliases.begin(), option.aliases.end(),
                                       [&](const std::string& a) { return nameKey(a) == wanted; });
        if (named || alias) return option.code;
    }
    return typed;
}

// Several choices, each once, in the order of the options.
std::string codesOf(const Field& field, const std::string& typed) {
    std::vector<std::string> codes;
    for (const auto part : base::split(typed, '|')) {
        const auto code = codeOf(field, base::squeeze(part));
        if (!code.empty() && std::find(codes.begin(), codes.end(), code) == codes.end())
            codes.push_back(code);
    }
    const auto place = [&](const std::string& code) {
        const auto at = std::find_if(field.options.begin(), field.options.end(),
                                     [&](const Option& o) { return o.code == code; });
        return at - field.options.begin();
    };
    std::stable_sort(codes.begin(), codes.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    std::string out;
    for (const auto& code : codes) out += (out.empty() ? "" : "|") + code;
    return out;
}

std::string emailOf(const std::string& typed) {
    std::string out;
    std::copy_if(typed.begin(), typed.end(), std::back_inserter(out), [](char c) { return c != ' '; });
    const auto at = out.find('@');
    return at == std::string::npos ? out : out.substr(0, at) + base::toLower(out.substr(at));
}

}  // namespace

std::string FileSchema::normalize(const std::string& field, std::string_view typed,
                                  const base::Day& today) const {
    // Of text that is not UTF-8 the part before the first wrong byte is kept.
    const auto readable = base::fromCodePoints(base::codePoints(typed));
    const auto text = base::squeeze(base::toNfc(readable).value_or(std::string()));
    const int index = indexOf(field);
    if (index < 0) return text;
    const auto& rule = rules_[static_cast<std::size_t>(index)];
    switch (rule.field.widget) {
        case Widget::Name:
            return normalizeName(text);
        case Widget::IdNumber:
        case Widget::Cmnd9:
            return digitsOr(text);
        case Widget::Date: {
            const auto parts = rule.field.partialDate ? DateParts::PartialAllowed : DateParts::FullOnly;
            const auto reading = readTypedDate(text, parts, rule.twoDigitYear, today);
            return reading.date ? reading.date->text() : text;
        }
        case Widget::Choice:
            return codeOf(rule.field, text);
        case Widget::MultiChoice:
            return codesOf(rule.field, text);
        case Widget::Phone:
            return normalizePhone(text);
        case Widget::Email:
            return emailOf(text);
        default:
            return text;
    }
}

LocalText shownText(const Field& field, const std::string& stored) {
    if (field.widget == Widget::Phone) return {showPhone(stored), showPhone(stored)};
    if (field.options.empty()) return {stored, stored};
    LocalText out;
    for (const auto part : base::split(stored, '|')) {
        const auto at = std::find_if(field.options.begin(), field.options.end(),
                                     [&](const Option& o) { return o.code == part; });
        const bool known = at != field.options.end();
        out.vi += (out.vi.empty() ? "" : ", ") + (known ? at->label.vi : std::string(part));
        out.en += (out.en.empty() ? "" : ", ") + (known ? at->label.en : std::string(part));
    }
    return out;
}

}  // namespace forms
