#include <catch2/catch.hpp>

#include "base/files.h"
#include "base/folder.h"

using namespace base;
namespace fs = std::filesystem;

namespace {
fs::path freshFolder(const char* name) {
    const fs::path folder = fs::current_path() / name;
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}
}  // namespace

TEST_CASE("a durable write replaces the whole file and leaves nothing beside it") {
    const fs::path folder = freshFolder("Hồ sơ mẫu");
    const fs::path file = folder / "khóa.bin";
    REQUIRE(writeFileDurably(file, viewOf("one")).has_value());
    REQUIRE(writeFileDurably(file, viewOf("two")).has_value());
    CHECK(textOf(readFile(file).value()) == "two");
    CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 1);
}

TEST_CASE("file errors are told apart") {
    const fs::path folder = freshFolder("errors");
    CHECK(readFile(folder / "none").error().code == Code::NotFound);
    CHECK(readFile(folder).error().code == Code::BadInput);
    REQUIRE(writeFileDurably(folder / "big", viewOf("12345")).has_value());
    CHECK(readFile(folder / "big", 4).error().code == Code::TooLarge);
    CHECK(writeFileDurably(folder / "no" / "such", viewOf("x")).error().code == Code::NotFound);
}

TEST_CASE("a lock is held by one at a time and freed with its owner") {
    const fs::path folder = freshFolder("lock");
    {
        const auto first = FileLock::acquire(folder / "lock");
        REQUIRE(first.has_value());
        CHECK(FileLock::acquire(folder / "lock").error().code == Code::Busy);
    }
    CHECK(FileLock::acquire(folder / "lock").has_value());
}

TEST_CASE("private folders are made with their parents") {
    const fs::path folder = freshFolder("deep") / "a" / "b";
    REQUIRE(makePrivateFolder(folder).has_value());
    REQUIRE(makePrivateFolder(folder).has_value());
    CHECK(diskSpace(folder).value().totalBytes > 0);
    CHECK(driveKind(folder) != DriveKind::Network);
}

TEST_CASE("a folder is removed with everything in it, and one that is not there is no error") {
    const fs::path folder = freshFolder("removed");
    const fs::path kept = freshFolder("kept");
    REQUIRE(makePrivateFolder(folder / "a" / "b").has_value());
    REQUIRE(writeFileDurably(folder / "a" / "b" / "file", viewOf("x")).has_value());
    REQUIRE(writeFileDurably(kept / "file", viewOf("x")).has_value());
    std::error_code unable;  // wine and a plain user of Windows cannot make links
    fs::create_directory_symlink(kept, folder / "link", unable);
    REQUIRE(writeFileDurably(folder / "b.txt", viewOf("x")).has_value());
    REQUIRE(writeFileDurably(folder / "a.txt", viewOf("x")).has_value());
    CHECK(filesIn(folder).value() == std::vector{folder / "a.txt", folder / "b.txt"});
    REQUIRE(removeFolder(folder).has_value());
    CHECK_FALSE(fs::exists(folder));
    CHECK(filesIn(folder).error().code == Code::NotFound);
    CHECK(fs::exists(kept / "file"));
    CHECK(removeFolder(folder).has_value());
}
