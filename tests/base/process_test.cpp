#include <catch2/catch.hpp>

#include "base/files.h"
#include "base/process.h"

using namespace base;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

Result<ChildProcess> startChild(const std::vector<std::string>& words) { return ChildProcess::start(programFile("process_child"), words); }

fs::path freshLock(const char* name) {
    const fs::path file = fs::current_path() / name;
    fs::remove(file);
    return file;
}

}  // namespace

TEST_CASE("a child's lines are read as they come, and its end is told") {
    auto child = startChild({"say", "một", "say", "hai", "exit", "3"});
    REQUIRE(child.has_value());
    CHECK(child->readLine(60s).value() == "một");
    CHECK(child->readLine(60s).value() == "hai");
    CHECK(child->readLine(60s).error().code == Code::Disconnected);
    CHECK(child->wait(60s).value() == 3);
    CHECK_FALSE(child->isRunning());
}

TEST_CASE("every argument arrives as it was given") {
    for (const std::string word : {"", "hai từ", "\"ngoặc\"", "cuối\\", "a\\\\\"b\\ c", "%PATH% $HOME * ?", "Hồ sơ"}) {
        auto child = startChild({"say", word, "exit", "0"});
        REQUIRE(child.has_value());
        CHECK(child->readLine(60s).value() == word);
        CHECK(child->wait(60s).value() == 0);
    }
}

TEST_CASE("a program that is not there is told at once") {
    CHECK(ChildProcess::start("/no/such/program", {}).error().code == Code::NotFound);
}

TEST_CASE("a silent child does not hold up its reader, and dies with its owner") {
    const fs::path file = freshLock("silent.lock");
    {
        auto child = startChild({"hold", file.string(), "say", "ready", "hang"});
        REQUIRE(child.has_value());
        REQUIRE(child->readLine(60s).value() == "ready");
        CHECK(FileLock::acquire(file).error().code == Code::Busy);
        CHECK(child->readLine(1ms).error().code == Code::Timeout);
        CHECK(child->isRunning());
    }
    CHECK(FileLock::acquire(file).has_value());
}

TEST_CASE("a child that listens ends by itself when it is asked to") {
    auto child = startChild({"say", "ready", "wait"});
    REQUIRE(child.has_value());
    REQUIRE(child->readLine(60s).value() == "ready");
    child->terminate();
    CHECK(child->wait(60s).value() == 0);
}

TEST_CASE("a killed child is gone at once, and its end says so") {
    const fs::path file = freshLock("killed.lock");
    auto child = startChild({"hold", file.string(), "say", "ready", "wait"});
    REQUIRE(child.has_value());
    REQUIRE(child->readLine(60s).value() == "ready");
    child->kill();
    CHECK(child->wait(60s).value() == 128 + 9);
    CHECK(FileLock::acquire(file).has_value());
}
