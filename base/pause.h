// A wait that a stop ends at once. Threads: any.
#pragma once

#include <chrono>
#include <stop_token>

#include "base/error.h"

namespace base {

// Cancelled when the stop came before or meanwhile.
Result<void> pauseUntil(std::chrono::steady_clock::time_point end, const std::stop_token& stop);
Result<void> pauseFor(std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace base
