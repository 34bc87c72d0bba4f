// How long a login waits after wrong passphrases: 1 s, 2 s, 4 s ... 5 min. The count is kept in the file; the
// waiting is measured by the steady clock, from the moment this process first saw the count, so that neither
// a jump of the calendar nor a restart makes it shorter. Internal to the room. Threads: one at a time (the
// vault's mutex).
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "base/clock.h"

namespace vault {

inline constexpr std::chrono::seconds kLongestDelay{300};

inline std::chrono::seconds delayAfter(std::uint64_t failures) {
    constexpr std::uint64_t kMostDoublings = 9;  // 512 s, beyond the longest
    if (failures == 0) return std::chrono::seconds(0);
    const std::chrono::seconds delay(std::int64_t{1} << std::min(failures - 1, kMostDoublings));
    return std::min(delay, kLongestDelay);
}

class DelayBook {
public:
    // What is left to wait for an officer who has failed that often; zero when he may try.
    std::chrono::seconds left(const std::string& officer, std::uint64_t failures, const base::Clock& clock) {
        if (failures == 0) {
            seen_.erase(officer);
            return std::chrono::seconds(0);
        }
        const auto now = clock.steady();
        auto [entry, added] = seen_.try_emplace(officer, Seen{failures, now});
        if (!added && entry->second.failures != failures) entry->second = Seen{failures, now};
        const auto until = entry->second.since + delayAfter(failures);
        if (now >= until) return std::chrono::seconds(0);
        return std::chrono::ceil<std::chrono::seconds>(until - now);
    }

private:
    struct Seen {
        std::uint64_t failures = 0;
        std::chrono::steady_clock::time_point since;
    };
    std::map<std::string, Seen> seen_;
};

}  // namespace vault
