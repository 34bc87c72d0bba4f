// Keeping the machine awake, against the system's own word.
#include <windows.h>

#include <catch2/catch.hpp>

#include "station/workflow/awake.h"

using station::Awake;

namespace {

// The request of this thread as it stands; asking replaces it, so it is put back.
EXECUTION_STATE requested() {
    const EXECUTION_STATE now = ::SetThreadExecutionState(ES_CONTINUOUS);
    ::SetThreadExecutionState(now | ES_CONTINUOUS);
    return now;
}

}  // namespace

TEST_CASE("the machine is asked to stay awake for as long as something is sent") {
    ::SetThreadExecutionState(ES_CONTINUOUS);
    {
        auto awake = Awake::hold();
        REQUIRE(awake);
        CHECK((requested() & ES_SYSTEM_REQUIRED) != 0);
        const Awake moved = std::move(*awake);
        CHECK((requested() & ES_SYSTEM_REQUIRED) != 0);
    }
    CHECK((requested() & ES_SYSTEM_REQUIRED) == 0);
}
