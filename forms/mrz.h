// The machine-readable zone of Vietnamese cards: TD1 of ICAO Doc 9303-5, three lines of 30, with a local
// twist: the document number is the last nine of the twelve digits, and the twelve stand in the optional
// field with a check digit of their own at the end of the first line. Threads: pure functions. Input comes
// from outside: typed, pasted, read by OCR.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "forms/card_reading.h"

namespace forms {

struct MrzReading {
    CardReading card;             // the name in capitals without marks, cut where the card cut it
    std::string documentNumber;   // nine digits, for BAC
    int repairs = 0;              // signs read wrong and put right (O for 0, K for <); all check digits agree
    bool plausibleExpiry = true;  // one of the legal birthdays, or no end
};

// Lines may be run together, blanks and case do not matter. Two-digit years: birth is the latest that is not
// after today, expiry is 20yy, 991231 means no end. BadInput: not the zone of a Vietnamese card, or a check
// digit disagrees even after repair (the detail names which).
base::Result<MrzReading> parseMrz(std::string_view text, const base::Day& today);

// The three lines of a card: for training cards and tests. BadInput unless number, birth date and sex are
// complete.
base::Result<std::array<std::string, 3>> writeMrz(const CardReading& card);

// The third line for a name: FIRST<<OTHER<WORDS, filled to 30 or cut.
std::string mrzNameLine(std::string_view name);

}  // namespace forms
