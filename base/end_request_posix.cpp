#include <pthread.h>
#include <signal.h>

#include "base/end_request.h"

namespace base {
namespace {

sigset_t endSignals() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    return ends;
}

}  // namespace

// Threads that begin later inherit the mask, so that only wait() sees the signals.
EndRequest::EndRequest() {
    const sigset_t ends = endSignals();
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    signal(SIGPIPE, SIG_IGN);  // a listener who went away must not end it
}

bool EndRequest::wait(std::chrono::milliseconds limit) {
    const sigset_t ends = endSignals();
    const timespec pause{limit.count() / 1000, limit.count() % 1000 * 1'000'000};
    return sigtimedwait(&ends, nullptr, &pause) >= 0;
}

}  // namespace base
