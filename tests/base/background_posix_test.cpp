#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <thread>

#include "base/background.h"

TEST_CASE("only the thread that asks works in the background, and the threads it starts") {
    const auto rank = [] { return ::getpriority(PRIO_PROCESS, 0); };
    const int mine = rank();
    int before = 0, third = 0, tenth = 0, child = 0;
    std::thread([&] {
        before = rank();
        base::putThreadInBackground(base::Background::Third);
        third = rank();
        base::putThreadInBackground(base::Background::Tenth);
        tenth = rank();
        std::thread([&] { child = rank(); }).join();
    }).join();
    CHECK(before == mine);
    CHECK(third > mine);
    CHECK(tenth > third);
    CHECK(child == tenth);
    CHECK(rank() == mine);
}
