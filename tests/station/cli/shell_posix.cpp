#include <sys/wait.h>

#include <cstdlib>

#include "tests/station/cli/shell.h"

namespace shell {
namespace {

std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

}  // namespace

void openToOthers(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    fs::permissions(folder, fs::perms::others_read, fs::perm_options::add);
}

int runProgram(const std::filesystem::path& program, const std::vector<std::string>& args, const std::vector<Setting>& settings) {
    std::string line;
    for (const auto& setting : settings) line += setting.name + "=" + quoted(setting.value) + " ";
    line += quoted(program.string());
    for (const auto& arg : args) line += " " + quoted(arg);
    const int status = std::system((line + " <shell-in >shell-out 2>shell-err").c_str());
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

}  // namespace shell
