#include "base/machine.h"

#include "base/system_win.h"

namespace base {

std::uint64_t memoryBytes() {
    MEMORYSTATUSEX memory{};
    memory.dwLength = sizeof memory;
    return ::GlobalMemoryStatusEx(&memory) != 0 ? memory.ullTotalPhys : 0;
}

}  // namespace base
