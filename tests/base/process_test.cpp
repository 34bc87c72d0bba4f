#include <signal.h>

#include <catch2/catch.hpp>

#include "base/process.h"

using namespace base;
using namespace std::chrono_literals;

TEST_CASE("a child's lines are read as they come, and its end is told") {
    auto child = ChildProcess::start("/bin/sh", {"-c", "echo 'một'; echo hai; exit 3"});
    REQUIRE(child.has_value());
    CHECK(child->readLine(5s).value() == "một");
    CHECK(child->readLine(5s).value() == "hai");
    CHECK(child->readLine(5s).error().code == Code::Disconnected);
    CHECK(child->wait(5s).value() == 3);
    CHECK_FALSE(child->isRunning());
}

TEST_CASE("a program that is not there is told at once") {
    CHECK(ChildProcess::start("/no/such/program", {}).error().code == Code::NotFound);
}

TEST_CASE("a silent child does not hold up its reader, and dies with its owner") {
    int id = 0;
    {
        auto child = ChildProcess::start("/bin/sleep", {"1000"});
        REQUIRE(child.has_value());
        id = child->id();
        CHECK(child->readLine(1ms).error().code == Code::Timeout);
        CHECK(child->isRunning());
    }
    CHECK(::kill(id, 0) != 0);
}
