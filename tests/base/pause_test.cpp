#include "base/pause.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace std::chrono_literals;
using Time = std::chrono::steady_clock;

TEST_CASE("a pause lasts its time when nothing stops it") {
    const auto begun = Time::now();
    CHECK(base::pauseFor(20ms, {}));
    CHECK(Time::now() - begun >= 20ms);
    CHECK(base::pauseUntil(begun, {}));  // already over
}

TEST_CASE("a stop ends a pause, before it and in the middle") {
    std::stop_source stop;
    const auto begun = Time::now();
    std::jthread stopper([&] { stop.request_stop(); });
    const auto stopped = base::pauseFor(10min, stop.get_token());
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == base::Code::Cancelled);
    CHECK_FALSE(base::pauseFor(10min, stop.get_token()));
    CHECK(Time::now() - begun < 5min);
}
