// Keeps the machine from falling asleep by itself while packets travel; the screen may go dark. On Windows
// the officer may send it to sleep all the same, on Linux by closing the lid. A system that has nothing for
// it is no harm: the send goes on after waking up. awake_posix.cpp asks logind over D-Bus, awake_win.cpp the
// system itself. Threads: made and destroyed on one thread. Errors: Unsupported (nobody to ask),
// PermissionDenied, Timeout.
#pragma once

#include <cstdint>

#include "base/error.h"

namespace station {

class Awake {
public:
    static base::Result<Awake> hold();
    Awake(Awake&& other) noexcept;
    Awake& operator=(Awake&&) = delete;
    Awake(const Awake&) = delete;
    Awake& operator=(const Awake&) = delete;
    ~Awake();

private:
    explicit Awake(std::intptr_t held) : held_(held) {}
    std::intptr_t held_;  // Linux: logind's file descriptor; Windows: 1 while held
};

}  // namespace station
