// What only Windows has: paths beyond 260 letters, locks by sharing, access lists.
#include <windows.h>

#include <aclapi.h>

#include <catch2/catch.hpp>
#include <thread>

#include "base/access.h"
#include "base/files.h"
#include "base/folder.h"
#include "base/log.h"
#include "base/path.h"
#include "base/system_win.h"

using namespace base;
namespace fs = std::filesystem;

namespace {

fs::path deepFolder() {
    fs::path folder = fs::current_path() / "Hồ sơ đăng ký";
    while (folder.native().size() < 300) folder /= "Thừa Thiên Huế và nơi khác";
    return folder;
}

}  // namespace

TEST_CASE("a path of Vietnamese letters beyond 260 of them is as good as any other") {
    const fs::path folder = deepFolder();
    REQUIRE(makePrivateFolder(folder).has_value());
    const fs::path file = folder / "khóa.bin";
    REQUIRE(file.native().size() > MAX_PATH);
    REQUIRE(writeFileDurably(file, viewOf("one")).has_value());
    REQUIRE(writeFileDurably(file, viewOf("two")).has_value());
    CHECK(textOf(readFile(file).value()) == "two");
    CHECK(textOf(readFile(pathOf(pathForSystem(file))).value()) == "two");  // as a person may write it, too
    CHECK(filesIn(folder).value() == std::vector{file});
    CHECK(syncFile(file).has_value());
    CHECK(diskSpace(file).value().totalBytes > 0);
    CHECK(FileLock::acquire(folder / "lock").has_value());
    CHECK(privacyOf(folder).value() == Privacy::OwnerOnly);
    REQUIRE(::SetFileAttributesW(win::systemPath(file).c_str(), FILE_ATTRIBUTE_READONLY) != 0);
    REQUIRE(removeFolder(folder.parent_path()).has_value());
    CHECK(::GetFileAttributesW(win::systemPath(folder.parent_path()).c_str()) == INVALID_FILE_ATTRIBUTES);
    CHECK(fs::is_directory(fs::current_path()));
}

TEST_CASE("paths of the system's own form and shares are not taken for paths below the drive") {
    const std::wstring tail(300, L'x');
    CHECK(win::systemPath(L"\\\\?\\C:\\" + tail) == L"\\\\?\\C:\\" + tail);
    CHECK(win::systemPath(L"\\\\may-chu\\ho-so\\" + tail) == L"\\\\?\\UNC\\may-chu\\ho-so\\" + tail);
    CHECK(win::systemPath(L"\\\\may-chu\\ho-so") == L"\\\\may-chu\\ho-so");
}

TEST_CASE("a reader that lets go in time does not keep a file from being replaced") {
    const fs::path file = fs::current_path() / "held.bin";
    REQUIRE(writeFileDurably(file, viewOf("one")).has_value());
    win::Handle reader(::CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    REQUIRE(reader);
    const std::jthread letGo([held = std::move(reader)]() mutable { win::Handle last = std::move(held); });
    CHECK(writeFileDurably(file, viewOf("two")).has_value());
    CHECK(textOf(readFile(file).value()) == "two");
}

TEST_CASE("what is written for the owner names the owner and the system, and nobody else") {
    const fs::path file = fs::current_path() / "owner.bin";
    REQUIRE(writeFileDurably(file, viewOf("one")).has_value());
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    REQUIRE(::GetNamedSecurityInfoW(file.c_str(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &list, nullptr, &descriptor) ==
            ERROR_SUCCESS);
    REQUIRE(list != nullptr);
    SID everyone{SID_REVISION, 1, {SECURITY_WORLD_SID_AUTHORITY}, {SECURITY_WORLD_RID}};
    for (DWORD i = 0; i < list->AceCount; ++i) {
        void* entry = nullptr;
        REQUIRE(::GetAce(list, i, &entry) != 0);
        const auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        const bool grants = allowed->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && (allowed->Mask & FILE_READ_DATA) != 0;
        CHECK_FALSE((grants && ::EqualSid(const_cast<DWORD*>(&allowed->SidStart), &everyone) != 0));
    }
    ::LocalFree(descriptor);
}

TEST_CASE("the log goes into a folder of any name") {
    const fs::path folder = fs::current_path() / "Nhật ký";
    fs::create_directories(folder);
    REQUIRE(log::open(folder, "thử", log::Level::Info).has_value());
    log::info("written");
    CHECK(textOf(readFile(folder / "thử.log").value()).find("\"written\"") != std::string_view::npos);
}
