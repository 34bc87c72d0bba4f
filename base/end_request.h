// How a program without a window learns that it shall end: SIGINT and SIGTERM, on Windows Ctrl+C, a closed console and
// ChildProcess::terminate(). end_request_posix.cpp, end_request_win.cpp.
// Threads: made once, before any other thread begins; wait() on one thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace base {

class EndRequest {
public:
    EndRequest();
    EndRequest(const EndRequest&) = delete;
    EndRequest& operator=(const EndRequest&) = delete;
    // True as soon as the end was asked for, false after the time.
    bool wait(std::chrono::milliseconds limit);

private:
    std::intptr_t event_ = 0;  // Windows
};

}  // namespace base
