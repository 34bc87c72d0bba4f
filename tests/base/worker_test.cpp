#include <atomic>
#include <catch2/catch.hpp>

#include "base/mailbox.h"
#include "base/worker.h"

using namespace base;

TEST_CASE("a worker runs jobs in order on one thread") {
    Worker worker;
    std::vector<int> seen;
    for (int i = 0; i < 100; ++i) REQUIRE(worker.post([&seen, i](std::stop_token) { seen.push_back(i); }));
    CHECK(worker.call([] { return 7; }) == 7);
    CHECK(seen.size() == 100);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("a pool refuses more than it may hold and says so") {
    std::promise<void> gate;
    auto opened = gate.get_future().share();
    Pool pool(1, 2);
    std::promise<void> begun;
    REQUIRE(pool.submit([&](std::stop_token) { begun.set_value(); opened.wait(); }));
    begun.get_future().wait();
    CHECK(pool.submit([](std::stop_token) {}));
    CHECK(pool.submit([](std::stop_token) {}));
    CHECK_FALSE(pool.submit([](std::stop_token) {}));
    gate.set_value();
    pool.drain();
    CHECK(pool.submit([](std::stop_token) {}));
}

TEST_CASE("closing a pool stops the running job and drops what waits") {
    std::atomic<bool> ranLate = false;
    {
        Pool pool(1, 10);
        std::promise<void> begun;
        REQUIRE(pool.submit([&](std::stop_token stop) {
            std::mutex m;
            std::unique_lock lock(m);
            std::condition_variable_any wake;
            begun.set_value();
            wake.wait(lock, stop, [] { return false; });
        }));
        REQUIRE(pool.submit([&](std::stop_token) { ranLate = true; }));
        begun.get_future().wait();
    }
    CHECK_FALSE(ranLate);
}

TEST_CASE("a mailbox keeps the newest item and wakes its reader once") {
    Mailbox<int> box;
    CHECK(box.put(1));
    CHECK_FALSE(box.put(2));
    CHECK(box.take() == 2);
    CHECK_FALSE(box.take().has_value());
    CHECK(box.put(3));
}
