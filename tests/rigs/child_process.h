// A child process whose first line of output is read, and which is killed at the latest with this object.
// Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "base/process.h"

namespace rigs {

class ChildProcess {
public:
    explicit ChildProcess(const std::vector<std::string>& command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    std::string readLine();  // within a minute; throws otherwise
    void kill();             // at once, and waits for its end
    int terminate();         // asks it to end, and waits; the exit code, or -1 when it had to be ended

private:
    base::ChildProcess child_;
};

}  // namespace rigs
