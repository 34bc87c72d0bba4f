// libsane for the whole process: one thread on which all of its calls are made. Private to the sane family.
// Threads: shared() and call() from any thread but SANE's own.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <sane/sane.h>

#include "base/error.h"
#include "base/worker.h"

namespace devices {

// "Lamp not ready, please retry": sane.h shows it only to those who ask for SANE 1.1.
inline constexpr int kSaneWarmingUp = 12;

base::Error saneError(SANE_Status status, const char* where);

class SaneLibrary {
public:
    // The running library, started if it is not there. It ends when the last holder lets it go.
    static std::shared_ptr<SaneLibrary> shared();
    ~SaneLibrary();
    SaneLibrary(const SaneLibrary&) = delete;
    SaneLibrary& operator=(const SaneLibrary&) = delete;

    // Runs `f` on SANE's thread and waits for its value.
    template <class F>
    auto call(F f) {
        return worker_.call(std::move(f));
    }
    // Closes the device on SANE's thread, before whatever is called next, and waits for nothing.
    void closeSoon(SANE_Handle device);
    // On SANE's thread: what is listed now. Empty when SANE fails; a log line says so.
    std::vector<const SANE_Device*> devices();

private:
    SaneLibrary();

    SANE_Status started_ = SANE_STATUS_INVAL;
    base::Worker worker_;
};

}  // namespace devices
