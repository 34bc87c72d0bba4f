// Instants as the file keeps them: milliseconds since 1970-01-01 UTC. Threads: pure functions.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace store {

inline std::int64_t millisOf(base::Instant at) {
    return std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
}
inline base::Instant instantOf(std::int64_t millis) {
    return base::Instant(std::chrono::milliseconds(millis));
}

}  // namespace store
