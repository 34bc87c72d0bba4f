#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/process.h"

namespace base {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kEndPatience{2000};
constexpr std::size_t kMaxLine = 1u << 20;

int millisLeft(Clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    return left < 0 ? 0 : static_cast<int>(left);
}

// Only async-signal-safe calls between fork and exec.
[[noreturn]] void becomeChild(const char* program, char* const* arguments, int output, int report, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);  // the parent died before the line above
    ::dup2(output, STDOUT_FILENO);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execv(program, arguments);
    const int error = errno;
    if (::write(report, &error, sizeof error) < 0) ::_exit(126);
    ::_exit(127);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
    std::vector<std::string> owned{program.string()};
    owned.insert(owned.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& argument : owned) pointers.push_back(argument.data());
    pointers.push_back(nullptr);

    std::array<int, 2> output{}, report{};
    if (::pipe2(output.data(), O_CLOEXEC) != 0) return fail(Code::IoError, "pipe");
    if (::pipe2(report.data(), O_CLOEXEC) != 0) {
        ::close(output[0]);
        ::close(output[1]);
        return fail(Code::IoError, "pipe");
    }
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) becomeChild(owned[0].c_str(), pointers.data(), output[1], report[1], parent);
    ::close(output[1]);
    ::close(report[1]);
    int error = child < 0 ? errno : 0;
    if (child > 0 && ::read(report[0], &error, sizeof error) != sizeof error) error = 0;
    ::close(report[0]);
    if (error != 0) {
        ::close(output[0]);
        if (child > 0) ::waitpid(child, nullptr, 0);
        return fail(error == ENOENT ? Code::NotFound : Code::IoError, std::string("cannot start program: ") + std::strerror(error));
    }
    return ChildProcess(child, output[0]);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_(std::exchange(other.id_, -1)), output_(std::exchange(other.output_, -1)), exitCode_(other.exitCode_),
      pending_(std::move(other.pending_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(output_, other.output_);
    std::swap(exitCode_, other.exitCode_);
    std::swap(pending_, other.pending_);
    return *this;
}

ChildProcess::~ChildProcess() {
    if (isRunning()) {
        terminate();
        if (!wait(kEndPatience)) {
            kill();
            ::waitpid(id_, nullptr, 0);
        }
    }
    if (output_ >= 0) ::close(static_cast<int>(output_));
}

Result<std::string> ChildProcess::readLine(std::chrono::milliseconds limit) {
    const auto end = Clock::now() + limit;
    while (true) {
        if (const auto feed = pending_.find('\n'); feed != std::string::npos) {
            std::string line = pending_.substr(0, feed);
            pending_.erase(0, feed + 1);
            return line;
        }
        if (pending_.size() > kMaxLine) return fail(Code::TooLarge, "endless line");
        pollfd waiting{static_cast<int>(output_), POLLIN, 0};
        const int ready = ::poll(&waiting, 1, millisLeft(end));
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) return fail(Code::Timeout, "no line from the program");
        std::array<char, 4096> buffer{};
        const ssize_t n = ::read(static_cast<int>(output_), buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(Code::Disconnected, "the program has ended");
        pending_.append(buffer.data(), static_cast<std::size_t>(n));
    }
}

bool ChildProcess::isRunning() {
    return id_ > 0 && exitCode_ < 0 && !wait(std::chrono::milliseconds(0));
}

Result<int> ChildProcess::wait(std::chrono::milliseconds limit) {
    if (id_ <= 0) return fail(Code::WrongState, "no program");
    const auto end = Clock::now() + limit;
    while (exitCode_ < 0) {
        int status = 0;
        const pid_t done = ::waitpid(id_, &status, WNOHANG);
        if (done == id_) {
            exitCode_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            break;
        }
        if (done < 0 && errno != EINTR) return fail(Code::IoError, "waiting for the program");
        if (Clock::now() >= end) return fail(Code::Timeout, "the program still runs");
        ::poll(nullptr, 0, 5);  // waitpid has no time limit of its own
    }
    return exitCode_;
}

void ChildProcess::terminate() {
    if (id_ > 0 && exitCode_ < 0) ::kill(id_, SIGTERM);
}

void ChildProcess::kill() {
    if (id_ > 0 && exitCode_ < 0) ::kill(id_, SIGKILL);
}

}  // namespace base
