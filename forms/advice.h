// What an officer is told of a value by itself: an identification number that looks wrong, a date or a name
// that cannot be taken. Forms carry sentences of their own, fitted to their fields; these are for single
// values. A warning asks for a reason and never blocks: a number can stay wrong until it is cancelled and
// re-established. Source of the levels: Nghị định 137/2015 art. 13 and the procedure for re-establishing a
// number. Threads: pure functions.
#pragma once

#include <vector>

#include "forms/id_number.h"
#include "forms/partial_date.h"
#include "forms/schema.h"

namespace forms {

struct IdAdvice {
    IdDoubt doubt = IdDoubt::Unknown;
    Level level = Level::Unknown;
    LocalText text;
};

Level levelOf(IdDoubt doubt);

// The doubts of IdNumber::doubts() with level and sentence, in the same order. `birthYear` and `sex` as far
// as a form or a card says them.
std::vector<IdAdvice> adviseOn(const IdNumber& number, std::optional<int> birthYear, Sex sex);

// How to mend what was typed.
LocalText adviseOn(DateFault fault);
LocalText adviseOnSign(char32_t strangeSignInName);
LocalText adviseNotIdNumber();

}  // namespace forms
