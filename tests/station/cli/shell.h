// Runs the real enrollctl as a shell does. Threads: one.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/access.h"
#include "base/files.h"

namespace shell {

using nlohmann::json;

struct Ran {
    int code = -1;
    std::string out;
    std::string err;
    json value() const {
        INFO("answer: " << out << " error: " << err);
        REQUIRE(json::accept(out));
        return json::parse(out);
    }
};

inline std::string fileText(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Lets every user of the machine look into a folder.
void openToOthers(const std::filesystem::path& folder);

// A setting of the program's environment.
struct Setting {
    std::string name, value;
};

// Runs a program with its input and output in the files shell-in, shell-out and shell-err of the current folder; its
// exit code. shell_posix.cpp, shell_win.cpp.
int runProgram(const std::filesystem::path& program, const std::vector<std::string>& args, const std::vector<Setting>& settings);

inline Ran run(const std::vector<std::string>& args, const std::string& input = "",
               const std::vector<Setting>& settings = {}) {
    std::ofstream("shell-in", std::ios::binary) << input;
    const int code = runProgram(ENROLL_TEST_ENROLLCTL, args, settings);
    return {code, fileText("shell-out"), fileText("shell-err")};
}

// The same with --json.
inline Ran ask(std::vector<std::string> args, const std::string& input = "", const std::vector<Setting>& settings = {}) {
    args.emplace_back("--json");
    return run(args, input, settings);
}

// A new empty folder below the current one, such as there are: with Vietnamese letters, and longer than the 260 that
// Windows once allowed.
inline std::filesystem::path freshFolder(const std::string& name) {
    auto folder = std::filesystem::absolute(name);
    REQUIRE(base::removeFolder(folder));
    while (folder.native().size() < 280) folder /= u8"Hồ sơ căn cước của Công an xã Mẫu";
    REQUIRE(base::makePrivateFolder(folder));
    return folder;
}

inline void write(const std::filesystem::path& path, base::ByteView bytes) {
    REQUIRE(base::writeFileDurably(path, bytes));
}
inline void write(const std::filesystem::path& path, const std::string& text) {
    write(path, base::viewOf(text));
}

}  // namespace shell
