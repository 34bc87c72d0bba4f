// What the machine itself is. machine_posix.cpp, machine_win.cpp. Threads: any. Errors: none; 0 where the
// system does not say.
#pragma once

#include <cstdint>

namespace base {

std::uint64_t memoryBytes();  // built in, not what is free

}  // namespace base
