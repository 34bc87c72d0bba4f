#include "base/pause.h"

#include <condition_variable>
#include <mutex>

namespace base {

Result<void> pauseUntil(std::chrono::steady_clock::time_point end, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_until(lock, stop, end, [] { return false; });
    if (stop.stop_requested()) return fail(Code::Cancelled, "stopped while waiting");
    return {};
}

Result<void> pauseFor(std::chrono::milliseconds time, const std::stop_token& stop) {
    return pauseUntil(std::chrono::steady_clock::now() + time, stop);
}

}  // namespace base
