#include <ctime>

#include "base/clock.h"

namespace base {

std::chrono::seconds machineOffset(Instant at) {
    const std::time_t now = std::chrono::system_clock::to_time_t(at);
    std::tm local{};
    localtime_r(&now, &local);
    return std::chrono::seconds(local.tm_gmtoff);
}

}  // namespace base
