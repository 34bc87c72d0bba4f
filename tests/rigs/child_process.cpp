#include "tests/rigs/child_process.h"

#include <stdexcept>

namespace rigs {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr int kFirstSignal = 128;  // exit codes from here on tell of a signal

base::ChildProcess started(const std::vector<std::string>& command) {
    auto child = base::ChildProcess::start(command.at(0), {command.begin() + 1, command.end()});
    if (!child) throw std::runtime_error("cannot start " + command[0]);
    return std::move(*child);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) : child_(started(command)) {}
ChildProcess::~ChildProcess() { kill(); }

std::string ChildProcess::readLine() {
    auto line = child_.readLine(kPatience);
    if (!line) throw std::runtime_error("the child said nothing");
    return std::move(*line);
}

void ChildProcess::kill() {
    child_.kill();
    (void)child_.wait(kPatience);
}

int ChildProcess::terminate() {
    child_.terminate();
    const auto code = child_.wait(kPatience);
    return code && *code < kFirstSignal ? *code : -1;
}

}  // namespace rigs
