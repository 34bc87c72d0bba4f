// The QR code of a chip card: UTF-8, fields parted by '|'. Cards of 2021 to 6/2024 have seven: number, old
// nine-digit number or nothing, name, date of birth ddmmyyyy, Nam or Nữ, address, date of issue ddmmyyyy.
// Cards from 1/7/2024 add fields whose order is not published: they are told apart by shape and kept.
// Threads: pure functions. Input comes from outside: cameras, keyboard-wedge readers, paste.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "forms/card_reading.h"

namespace forms {

// BadInput: not the QR of a card. Corrupt: it is one, but the reader damaged the Vietnamese letters
// (keyboard-wedge reader with the wrong code page or an active input method): nothing may be filled from it.
// TooLarge beyond 2 KiB.
base::Result<CardReading> parseCardQr(std::string_view text);

// The seven fields again, then the extras: for training cards and tests.
std::string writeCardQr(const CardReading& reading);

}  // namespace forms
