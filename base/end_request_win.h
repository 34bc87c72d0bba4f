// The other side of base/end_request.h. Only *_win.cpp may include it.
#pragma once

#include <windows.h>

namespace base::win {

// Asks the process to end; false when it does not listen for that.
bool requestEnd(DWORD processId);

}  // namespace base::win
