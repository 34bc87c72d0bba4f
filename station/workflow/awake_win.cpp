#include <windows.h>

#include <utility>

#include "station/workflow/awake.h"

namespace station {

// The system keeps this request for the thread that made it.
base::Result<Awake> Awake::hold() {
    if (::SetThreadExecutionState(ES_CONTINUOUS | ES_SYSTEM_REQUIRED) == 0)
        return base::fail(base::Code::Unsupported, "SetThreadExecutionState refused");
    return Awake(1);
}

Awake::Awake(Awake&& other) noexcept : held_(std::exchange(other.held_, 0)) {}

Awake::~Awake() {
    if (held_ != 0) ::SetThreadExecutionState(ES_CONTINUOUS);
}

}  // namespace station
