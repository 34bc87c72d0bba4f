// A program whose DLL was taken away, by a virus scanner or by hand.
#include "shell.h"

using namespace shell;
namespace fs = std::filesystem;

namespace {

// Runs the program in the folder with --json and the resources of the whole one.
Ran askIn(const fs::path& folder, std::vector<std::string> args) {
    args.emplace_back("--json");
    std::ofstream("shell-in", std::ios::binary);
    const std::string resources = (fs::path(ENROLL_TEST_ENROLLCTL).parent_path() / "resources").string();
    const int code = runProgram(folder / "enrollctl.exe", args, {{"ENROLL_RESOURCES", resources}});
    return {code, fileText("shell-out"), fileText("shell-err")};
}

std::string stateOf(const json& doctor, const std::string& check) {
    for (const auto& finding : doctor["checks"]) {
        if (finding["check"] == check) return finding["state"];
    }
    return "";
}

}  // namespace

TEST_CASE("a program without the library that reads codes starts, says so, and reads them again when it is back") {
    const fs::path whole = fs::path(ENROLL_TEST_ENROLLCTL).parent_path();
    const fs::path folder = fs::absolute(u8"chương trình thiếu tệp");
    REQUIRE(base::removeFolder(folder));
    REQUIRE(fs::create_directory(folder));
    for (const char* name : {"enrollctl.exe", "libusb-1.0.dll"}) REQUIRE(fs::copy_file(whole / name, folder / name));
    const std::string picture = (fs::path(ENROLL_TEST_SOURCE) / "docs" / "screens" / "list.png").string();

    CHECK(stateOf(askIn(folder, {"doctor"}).value(), "codes") == "missing");
    const auto lost = askIn(folder, {"code", "read", picture});
    CHECK(lost.code == 1);
    CHECK(lost.err.find("not-found") != std::string::npos);
    CHECK(lost.err.find("libzbar-0.dll") != std::string::npos);
    CHECK(askIn(folder, {"date", "parse", "1/2/1990"}).code == 0);

    write(folder / "libzbar-0.dll", std::string("no library"));
    CHECK(stateOf(askIn(folder, {"doctor"}).value(), "codes") == "missing");

    REQUIRE(fs::remove(folder / "libzbar-0.dll"));  // mingw's copy_file does not overwrite
    REQUIRE(fs::copy_file(whole / "libzbar-0.dll", folder / "libzbar-0.dll"));
    CHECK(stateOf(askIn(folder, {"doctor"}).value(), "codes").empty());
    CHECK(askIn(folder, {"code", "read", picture}).value()["codes"].empty());
}
