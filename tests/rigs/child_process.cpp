#include "tests/rigs/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

extern char** environ;

namespace rigs {

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> args;
    for (const auto& arg : command) args.push_back(const_cast<char*>(arg.c_str()));
    args.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int error = ::posix_spawn(&pid_, args[0], &actions, nullptr, args.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (error != 0) throw std::runtime_error("cannot start " + command[0]);
}

ChildProcess::~ChildProcess() {
    kill();
    ::close(output_);
}

std::string ChildProcess::readLine() {
    std::string line;
    for (;;) {
        pollfd ready{output_, POLLIN, 0};
        char letter = 0;
        if (::poll(&ready, 1, 10'000) <= 0 || ::read(output_, &letter, 1) != 1) {
            throw std::runtime_error("the child said nothing");
        }
        if (letter == '\n') return line;
        line += letter;
    }
}

int ChildProcess::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ChildProcess::kill() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    wait();
}

int ChildProcess::terminate() {
    ::kill(pid_, SIGTERM);
    return wait();
}

}  // namespace rigs
