#include <catch2/catch.hpp>
#include <thread>

#include "base/background.h"
#include "base/system_win.h"

TEST_CASE("only the thread that asks works in the background") {
    const auto rank = [] { return ::GetThreadPriority(::GetCurrentThread()); };
    const int mine = rank();
    int third = mine, tenth = mine;
    std::thread([&] {
        base::putThreadInBackground(base::Background::Third);
        third = rank();
        base::putThreadInBackground(base::Background::Tenth);
        tenth = rank();
    }).join();
    CHECK(third < mine);
    CHECK(tenth < third);
    CHECK(rank() == mine);
}
