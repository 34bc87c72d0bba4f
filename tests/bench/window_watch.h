// A program's first window seen from outside, as its user sees it: when it shows its content, and what memory the program
// holds. Needs DISPLAY. Threads: one owner.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/process.h"

namespace bench {

struct Memory {
    long nowMb = 0;   // VmRSS
    long peakMb = 0;  // VmHWM
};
Memory memoryOf(int process);

class WatchedProgram {
public:
    explicit WatchedProgram(const std::filesystem::path& program);  // started here; throws std::runtime_error when it cannot
    // From start to a window of at least 600 x 400 whose pixels show more than its ground; 0 when none came in 20 s.
    std::chrono::milliseconds untilPainted();
    // Gives that window the keyboard: there is no window manager on the test display.
    void giveKeyboard() const;
    // Waits until the program has used less than 2 % of a core for two seconds.
    Memory atRest();

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    base::ChildProcess child_;
    unsigned long window_ = 0;
};

}  // namespace bench
