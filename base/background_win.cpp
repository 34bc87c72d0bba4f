#include "base/background.h"
#include "base/system_win.h"

namespace base {

void putThreadInBackground(Background how) {
    ::SetThreadPriority(::GetCurrentThread(), how == Background::Third ? THREAD_PRIORITY_BELOW_NORMAL : THREAD_PRIORITY_LOWEST);
}

void putProcessInBackground() { ::SetPriorityClass(::GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS); }

}  // namespace base
