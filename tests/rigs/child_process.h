// A child process whose first line of output is read, and which is killed at the latest with this object.
// Threads: one at a time. POSIX.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace rigs {

class ChildProcess {
public:
    explicit ChildProcess(const std::vector<std::string>& command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    std::string readLine();  // within ten seconds; throws otherwise
    void kill();             // SIGKILL, and waits for its end
    int terminate();         // SIGTERM, and waits; the exit code, or -1 when a signal ended it

private:
    int wait();
    pid_t pid_ = -1;
    int output_ = -1;
};

}  // namespace rigs
