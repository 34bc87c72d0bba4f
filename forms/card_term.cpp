#include "forms/card_term.h"

#include <array>

namespace forms {
namespace {

constexpr std::array<int, 4> kMilestoneAges{14, 25, 40, 60};
constexpr int kGraceYears = 2;

base::Day birthday(const base::Day& birth, int age) {
    const base::Day day{birth.year + age, birth.month, birth.day};
    return base::isRealDay(day) ? day : base::Day{day.year, 3, 1};
}

}  // namespace

std::optional<base::Day> cardExpiry(const base::Day& birth, const base::Day& issued) {
    for (const int age : kMilestoneAges) {
        const bool lessThanTwoYearsAway = birthday(birth, age - kGraceYears) < issued;
        if (!lessThanTwoYearsAway) return birthday(birth, age);
    }
    return std::nullopt;
}

bool isMilestone(const base::Day& birth, const base::Day& expiry) {
    for (const int age : kMilestoneAges) {
        if (birthday(birth, age) == expiry) return true;
    }
    return false;
}

}  // namespace forms
