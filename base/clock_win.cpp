#include <windows.h>

#include "base/clock.h"

namespace base {
namespace {

constexpr std::int64_t kTicksPerSecond = 10'000'000;           // of a FILETIME
constexpr std::int64_t kTicksTo1970 = 116'444'736'000'000'000;  // from 1601

std::int64_t ticksOf(const SYSTEMTIME& time) {
    FILETIME file{};
    ::SystemTimeToFileTime(&time, &file);
    return static_cast<std::int64_t>(file.dwHighDateTime) << 32 | file.dwLowDateTime;
}

}  // namespace

std::chrono::seconds machineOffset(Instant at) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
    const std::int64_t ticks = seconds * kTicksPerSecond + kTicksTo1970;
    const FILETIME file{static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)};
    SYSTEMTIME utc{}, local{};
    if (::FileTimeToSystemTime(&file, &utc) == 0 || ::SystemTimeToTzSpecificLocalTime(nullptr, &utc, &local) == 0) return {};
    return std::chrono::seconds((ticksOf(local) - ticksOf(utc)) / kTicksPerSecond);
}

}  // namespace base
