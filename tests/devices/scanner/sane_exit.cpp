// SANE's own drivers end their reader threads by pthread_cancel. One that is cancelled inside the C library may leave its
// locale lock taken for ever, and the exit handlers of other libraries (p11-kit's, seen in a stack) then wait for it without
// end. The run is over by then, so its program ends here, before those handlers, with the run's own result.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>

namespace {

int g_result = 1;

struct EndAtOnce : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;
    void testRunEnded(const Catch::TestRunStats& stats) override {
        g_result = stats.totals.assertions.failed + stats.totals.testCases.failed == 0 && !stats.aborting ? 0 : 1;
        std::atexit([] {  // the last one registered is the first one run
            std::fflush(nullptr);
            std::_Exit(g_result);
        });
    }
};

CATCH_REGISTER_LISTENER(EndAtOnce)

}  // namespace
