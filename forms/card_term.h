// Until when an identity card is valid: the birthdays of 14, 25, 40 and 60 years; a card issued within the
// two years before one of them lasts until the next; after 60 there is no end. Source: Luật Căn cước
// 26/2023/QH15 art. 21. Threads: pure functions.
#pragma once

#include <optional>

#include "base/clock.h"

namespace forms {

// nullopt: no end. A birthday of 29/02 falls on 01/03 in years without that day.
std::optional<base::Day> cardExpiry(const base::Day& birth, const base::Day& issued);

// True when the day is one of the four birthdays: what is printed on a card and is not one was probably
// misread.
bool isMilestone(const base::Day& birth, const base::Day& expiry);

}  // namespace forms
