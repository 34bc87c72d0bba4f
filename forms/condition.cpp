#include "forms/condition.h"

#include <algorithm>

#include "base/text.h"
#include "forms/card_term.h"
#include "forms/id_number.h"
#include "forms/partial_date.h"
#include "forms/person_name.h"

namespace forms {
namespace {

Truth truth(bool value) {
    return value ? Truth::Yes : Truth::No;
}

Truth inverse(Truth t) {
    return t == Truth::Yes ? Truth::No : t == Truth::No ? Truth::Yes : Truth::Unknown;
}

// All: one No decides. Any: one Yes decides. Otherwise an Unknown part leaves the whole unknown.
Truth together(const Condition& c, const Values& values, Truth decides) {
    bool unknown = false;
    for (const auto& part : c.parts) {
        const Truth t = evaluate(part, values);
        if (t == decides) return decides;
        unknown = unknown || t == Truth::Unknown;
    }
    return unknown ? Truth::Unknown : inverse(decides);
}

const std::string& textOf(int field, const Values& values) {
    return values.texts[static_cast<std::size_t>(field)];
}

bool contains(const std::vector<std::string>& codes, std::string_view code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool hasAny(const std::string& joined, const std::vector<std::string>& codes) {
    const auto chosen = base::split(joined, '|');
    return std::any_of(chosen.begin(), chosen.end(),
                       [&](std::string_view code) { return contains(codes, code); });
}

// Partial dates count as keeping the order unless they surely break it.
Truth compareDays(const Condition& c, const Values& values) {
    const auto date = parseStoredDate(textOf(c.field, values));
    if (!date) return Truth::Unknown;
    base::Day first = values.today, last = values.today;
    if (c.other >= 0) {
        const auto other = parseStoredDate(textOf(c.other, values));
        if (!other) return Truth::Unknown;
        first = other->earliest();
        last = other->latest();
    }
    return truth(c.op == Op::OnOrBefore ? date->earliest() <= last : date->latest() >= first);
}

bool hasDoubt(const std::vector<IdDoubt>& doubts, IdDoubt which) {
    return std::find(doubts.begin(), doubts.end(), which) != doubts.end();
}

// The text names the province of the prefix, or the one it went into.
Truth placeAgrees(const IdNumber& number, const std::string& place) {
    const auto* province = number.province();
    if (province == nullptr) return Truth::Unknown;
    const auto text = nameKey(place);
    return truth(text.find(nameKey(province->name)) != std::string::npos ||
                 text.find(nameKey(province->newName)) != std::string::npos);
}

Truth checkNumber(const Condition& c, const Values& values) {
    const auto number = IdNumber::parse(textOf(c.field, values));
    if (!number) return Truth::Unknown;
    const std::string with = c.other >= 0 ? textOf(c.other, values) : std::string();
    if (c.other >= 0 && with.empty()) return Truth::Unknown;
    switch (c.check) {
        case NamedCheck::IdProvinceKnown:
            return truth(!hasDoubt(number->doubts({}, Sex::Unknown), IdDoubt::NoSuchProvince));
        case NamedCheck::IdNotForeign:
            return truth(!hasDoubt(number->doubts({}, Sex::Unknown), IdDoubt::ForeignPrefix));
        case NamedCheck::IdNotMadeUp:
            return truth(!hasDoubt(number->doubts({}, Sex::Unknown), IdDoubt::MadeUp));
        case NamedCheck::IdBirthYear: {
            const auto birth = parseStoredDate(with);
            return birth ? truth(birth->year == number->birthYear()) : Truth::Unknown;
        }
        case NamedCheck::IdSex:
            return truth(sexFromCode(with) == number->sex());
        case NamedCheck::IdPlace:
            return placeAgrees(*number, with);
        default:
            return Truth::Unknown;
    }
}

Truth checkNamed(const Condition& c, const Values& values) {
    if (c.check == NamedCheck::FullDate) {
        const auto date = parseStoredDate(textOf(c.field, values));
        return truth(date && date->isFull());
    }
    if (c.check == NamedCheck::MilestoneExpiry) {
        const auto expiry = parseStoredDate(textOf(c.field, values));
        const auto birth = parseStoredDate(textOf(c.other, values));
        if (!expiry || !birth || !expiry->isFull() || !birth->isFull()) return Truth::Unknown;
        return truth(isMilestone(birth->earliest(), expiry->earliest()));
    }
    return checkNumber(c, values);
}

Truth ageAtLeast(const Condition& c, const Values& values) {
    const auto birth = parseStoredDate(textOf(c.field, values));
    return birth ? truth(ageOn(*birth, values.today) >= c.years) : Truth::Unknown;
}

// Completed months since the latest day that the text may mean.
Truth monthsAtLeast(const Condition& c, const Values& values) {
    const auto since = parseStoredDate(textOf(c.field, values));
    if (!since) return Truth::Unknown;
    const auto last = since->latest();
    const int begun = (values.today.year - last.year) * 12 + values.today.month - last.month;
    return truth(begun - (values.today.day < last.day ? 1 : 0) >= c.months);
}

}  // namespace

Truth evaluate(const Condition& c, const Values& values) {
    switch (c.op) {
        case Op::All:
            return together(c, values, Truth::No);
        case Op::Any:
            return together(c, values, Truth::Yes);
        case Op::Not:
            return inverse(evaluate(c.parts.front(), values));
        case Op::Filled:
            return truth(textOf(c.field, values).empty() == (c.filled == Truth::No));
        default:
            break;
    }
    const auto& text = textOf(c.field, values);
    if (text.empty()) return Truth::Unknown;
    switch (c.op) {
        case Op::In:
            return truth(contains(c.codes, text));
        case Op::Has:
            return truth(hasAny(text, c.codes));
        case Op::Matches:
            return truth(c.pattern->matches(text));
        case Op::AgeAtLeast:
            return ageAtLeast(c, values);
        case Op::MonthsAtLeast:
            return monthsAtLeast(c, values);
        case Op::OnOrBefore:
        case Op::OnOrAfter:
            return compareDays(c, values);
        case Op::SameAs: {
            const auto& other = textOf(c.other, values);
            return other.empty() ? Truth::Unknown : truth(nameKey(text) == nameKey(other));
        }
        case Op::Check:
            return checkNamed(c, values);
        default:
            return Truth::Unknown;
    }
}

bool needsToday(const Condition& c) {
    const bool comparesDays = c.op == Op::OnOrBefore || c.op == Op::OnOrAfter;
    const bool countsTime = c.op == Op::AgeAtLeast || c.op == Op::MonthsAtLeast;
    if (countsTime || (comparesDays && c.other < 0)) return true;
    return std::any_of(c.parts.begin(), c.parts.end(), needsToday);
}

void collectFields(const Condition& c, std::vector<int>& out) {
    if (c.field >= 0) out.push_back(c.field);
    if (c.other >= 0) out.push_back(c.other);
    for (const auto& part : c.parts) collectFields(part, out);
}

}  // namespace forms
