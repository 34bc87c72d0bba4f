// What only POSIX has: permission bits and devices.
#include <unistd.h>

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
    CHECK((fs::status(folder / "file").permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
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
