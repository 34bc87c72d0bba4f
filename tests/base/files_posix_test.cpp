// What only POSIX has: permission bits and devices.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

#include "base/files.h"

using namespace base;
namespace fs = std::filesystem;

TEST_CASE("what is written for the owner is readable by nobody else") {
    const fs::path folder = fs::current_path() / "owner";
    fs::remove_all(folder);
    REQUIRE(makePrivateFolder(folder / "deep").has_value());
    CHECK((fs::status(folder / "deep").permissions() & fs::perms::all) == fs::perms::owner_all);
    REQUIRE(writeFileDurably(folder / "file", viewOf("one")).has_value());
    CHECK((fs::status(folder / "file").permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("endless and full devices are told apart") {
    const fs::path folder = fs::current_path() / "devices";
    fs::remove_all(folder);
    fs::create_directories(folder);
    CHECK(readFile("/dev/zero", 1000).error().code == Code::TooLarge);
    if (fs::exists("/dev/full")) {
        // A device that is always full: the write must say so.
        fs::create_symlink("/dev/full", folder / ("full.tmp-" + std::to_string(::getpid())));
        CHECK(writeFileDurably(folder / "full", viewOf("x")).error().code == Code::DiskFull);
    }
}

TEST_CASE("a lock is free when it is given back, whoever was being started meanwhile") {
    const fs::path file = fs::current_path() / "started.lock";
    std::array<int, 2> stay{};
    REQUIRE(::pipe(stay.data()) == 0);
    pid_t child = 0;
    {
        const auto held = FileLock::acquire(file);
        REQUIRE(held);
        child = ::fork();
        if (child == 0) {  // as between fork and exec: it has a copy of every descriptor
            ::close(stay[1]);
            char end = 0;
            ::_exit(::read(stay[0], &end, 1) == 0 ? 0 : 1);
        }
        REQUIRE(child > 0);
        CHECK(FileLock::acquire(file).error().code == Code::Busy);
    }
    CHECK(FileLock::acquire(file).has_value());
    ::close(stay[0]);
    ::close(stay[1]);
    int status = -1;
    CHECK(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}
