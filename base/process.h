// A helper program of ours as a child: started without a shell, its standard output read line by line, ended with its
// owner. process_posix.cpp, process_win.cpp.
// Threads: one owner. Errors: NotFound (no such program), Timeout (no line in time), Disconnected (it ended), IoError.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace base {

class ChildProcess {
public:
    // Standard error goes where ours goes. The child also ends when this process dies in any way.
    static Result<ChildProcess> start(const std::filesystem::path& program, const std::vector<std::string>& arguments);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();  // asks it to end, and kills it after two seconds

    Result<std::string> readLine(std::chrono::milliseconds limit);  // without the line feed
    bool isRunning();
    // Waits for its end; its exit code, or 128 + signal, on Windows too for terminate() and kill().
    Result<int> wait(std::chrono::milliseconds limit);
    void terminate();  // asks it to end
    void kill();       // ends it at once, without a word
    int id() const { return id_; }

private:
    ChildProcess(int id, std::intptr_t output) : id_(id), output_(output) {}
    int id_ = -1;
    std::intptr_t output_ = -1;   // file descriptor, on Windows a handle
    std::intptr_t process_ = -1;  // Windows
    int exitCode_ = -1;
    std::string pending_;
};

}  // namespace base
