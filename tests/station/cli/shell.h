// Runs the real enrollctl as a shell does. Threads: one.
#pragma once

#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

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

inline std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// `before` goes in front of the program: settings of its environment.
inline Ran run(const std::vector<std::string>& args, const std::string& input = "",
               const std::string& before = "") {
    std::ofstream("shell-in", std::ios::binary) << input;
    std::string line = before + " " + quoted(ENROLL_TEST_ENROLLCTL);
    for (const auto& arg : args) line += " " + quoted(arg);
    const int status = std::system((line + " <shell-in >shell-out 2>shell-err").c_str());
    REQUIRE(WIFEXITED(status));
    return {WEXITSTATUS(status), fileText("shell-out"), fileText("shell-err")};
}

// The same with --json.
inline Ran ask(std::vector<std::string> args, const std::string& input = "", const std::string& before = "") {
    args.emplace_back("--json");
    return run(args, input, before);
}

// A new empty folder below the current one.
inline std::filesystem::path freshFolder(const std::string& name) {
    const auto folder = std::filesystem::absolute(name);
    std::filesystem::remove_all(folder);
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
