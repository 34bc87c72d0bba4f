#include <sys/resource.h>

#include "base/background.h"

namespace base {

// Each step of niceness is a factor of about 1.25 (sched(7)). To Linux the value is a thread's own, and 0 names the one
// that calls (setpriority(2), NOTES).
void putThreadInBackground(Background how) { ::setpriority(PRIO_PROCESS, 0, how == Background::Third ? 5 : 10); }

void putProcessInBackground() { putThreadInBackground(Background::Tenth); }

}  // namespace base
