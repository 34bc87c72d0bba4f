#include <windows.h>

#include <string>

#include "base/end_request.h"
#include "base/end_request_win.h"

namespace base {
namespace {

HANDLE g_event = nullptr;  // set once, before the handler is installed

// Found by whoever may see the process: the same user in the same session.
std::wstring nameOf(DWORD processId) { return L"Local\\enrollment-end-" + std::to_wstring(processId); }

BOOL WINAPI onConsole(DWORD) {
    ::SetEvent(g_event);
    return TRUE;
}

}  // namespace

EndRequest::EndRequest() {
    g_event = ::CreateEventW(nullptr, TRUE, FALSE, nameOf(::GetCurrentProcessId()).c_str());
    event_ = reinterpret_cast<std::intptr_t>(g_event);
    ::SetConsoleCtrlHandler(&onConsole, TRUE);
}

bool EndRequest::wait(std::chrono::milliseconds limit) {
    return ::WaitForSingleObject(reinterpret_cast<HANDLE>(event_), static_cast<DWORD>(limit.count())) == WAIT_OBJECT_0;
}

namespace win {

bool requestEnd(DWORD processId) {
    const HANDLE event = ::OpenEventW(EVENT_MODIFY_STATE, FALSE, nameOf(processId).c_str());
    if (event == nullptr) return false;
    const bool asked = ::SetEvent(event) != 0;
    ::CloseHandle(event);
    return asked;
}

}  // namespace win
}  // namespace base
