#include <windows.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <optional>
#include <utility>

#include "base/end_request_win.h"
#include "base/process.h"
#include "base/system_win.h"

namespace base {
namespace {

using win::Handle;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kEndPatience{2000};
constexpr std::size_t kMaxLine = 1u << 20;
constexpr DWORD kPipeBytes = 64u << 10;
constexpr UINT kTerminated = 128 + 15;  // as a shell would tell it of SIGTERM and SIGKILL
constexpr UINT kKilled = 128 + 9;

DWORD millisLeft(Clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    return left < 0 ? 0 : static_cast<DWORD>(left);
}

// The quoting that CommandLineToArgvW and the C runtime undo.
std::wstring quoted(const std::wstring& word) {
    std::wstring out = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : word) {
        if (c == L'"') out.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        out += c;
    }
    out.append(backslashes, L'\\');
    return out + L'"';
}

struct Pipe {
    Handle ours;    // read with a time limit, so overlapped, which anonymous pipes cannot
    Handle theirs;  // inheritable
};

Result<Pipe> makePipe() {
    static std::atomic<unsigned> number{0};
    const std::wstring name = L"\\\\.\\pipe\\enrollment-" + std::to_wstring(::GetCurrentProcessId()) + L"-" + std::to_wstring(++number);
    Pipe pipe;
    pipe.ours = Handle(::CreateNamedPipeW(name.c_str(), PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                                          PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, 0, kPipeBytes, 0, nullptr));
    if (!pipe.ours) return win::failureOf("pipe", ::GetLastError());
    SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
    pipe.theirs = Handle(::CreateFileW(name.c_str(), GENERIC_WRITE, 0, &inheritable, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!pipe.theirs) return win::failureOf("pipe", ::GetLastError());
    return pipe;
}

Handle inheritableCopy(HANDLE handle) {
    HANDLE copy = nullptr;
    if (handle == nullptr || handle == INVALID_HANDLE_VALUE) return Handle();
    if (::DuplicateHandle(::GetCurrentProcess(), handle, ::GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS) == 0) return Handle();
    return Handle(copy);
}

Handle nothing() {
    SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
    return Handle(::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inheritable, OPEN_EXISTING,
                                FILE_ATTRIBUTE_NORMAL, nullptr));
}

// Ends whatever is in it when its last handle goes, which the system sees to when this process dies in any way.
HANDLE childrenJob() {
    static const HANDLE job = [] {
        const HANDLE made = ::CreateJobObjectW(nullptr, nullptr);
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        if (made != nullptr) ::SetInformationJobObject(made, JobObjectExtendedLimitInformation, &limits, sizeof limits);
        return made;
    }();
    return job;
}

// Only these handles go to the child, however many others are inheritable at this moment.
class InheritedHandles {
public:
    explicit InheritedHandles(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
        SIZE_T size = 0;
        ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        buffer_.resize(size);
        list_ = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(buffer_.data());
        if (::InitializeProcThreadAttributeList(list_, 1, 0, &size) == 0) list_ = nullptr;
        if (list_ != nullptr) {
            ::UpdateProcThreadAttribute(list_, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(), handles_.size() * sizeof(HANDLE),
                                        nullptr, nullptr);
        }
    }
    InheritedHandles(const InheritedHandles&) = delete;
    InheritedHandles& operator=(const InheritedHandles&) = delete;
    ~InheritedHandles() {
        if (list_ != nullptr) ::DeleteProcThreadAttributeList(list_);
    }
    LPPROC_THREAD_ATTRIBUTE_LIST get() const { return list_; }

private:
    std::vector<HANDLE> handles_;
    std::vector<std::uint8_t> buffer_;
    LPPROC_THREAD_ATTRIBUTE_LIST list_ = nullptr;
};

HANDLE asHandle(std::intptr_t value) { return reinterpret_cast<HANDLE>(value); }
std::intptr_t asNumber(HANDLE handle) { return reinterpret_cast<std::intptr_t>(handle); }

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
    std::wstring line = quoted(program.native());
    for (const auto& argument : arguments) line += L' ' + quoted(win::wide(argument));
    auto pipe = makePipe();
    if (!pipe) return Failure(pipe.error());
    const Handle input = nothing();
    Handle errors = inheritableCopy(::GetStdHandle(STD_ERROR_HANDLE));
    if (!errors) errors = nothing();
    const InheritedHandles inherited({input.get(), pipe->theirs.get(), errors.get()});

    STARTUPINFOEXW startup{};
    startup.StartupInfo.cb = sizeof startup;
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = input.get();
    startup.StartupInfo.hStdOutput = pipe->theirs.get();
    startup.StartupInfo.hStdError = errors.get();
    startup.lpAttributeList = inherited.get();
    PROCESS_INFORMATION made{};
    const DWORD flags = CREATE_NO_WINDOW | CREATE_SUSPENDED | (inherited.get() != nullptr ? EXTENDED_STARTUPINFO_PRESENT : 0);
    if (::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, flags, nullptr, nullptr, &startup.StartupInfo, &made) == 0) {
        const DWORD error = ::GetLastError();
        return fail(win::codeOf(error), "cannot start program: system error " + std::to_string(error));
    }
    const Handle thread(made.hThread);
    if (childrenJob() != nullptr) ::AssignProcessToJobObject(childrenJob(), made.hProcess);
    ::ResumeThread(thread.get());
    ChildProcess child(static_cast<int>(made.dwProcessId), asNumber(pipe->ours.release()));
    child.process_ = asNumber(made.hProcess);
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_(std::exchange(other.id_, -1)), output_(std::exchange(other.output_, -1)), process_(std::exchange(other.process_, -1)),
      exitCode_(other.exitCode_), pending_(std::move(other.pending_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(output_, other.output_);
    std::swap(process_, other.process_);
    std::swap(exitCode_, other.exitCode_);
    std::swap(pending_, other.pending_);
    return *this;
}

ChildProcess::~ChildProcess() {
    if (isRunning()) {
        terminate();
        if (!wait(kEndPatience)) {
            kill();
            (void)wait(kEndPatience);
        }
    }
    if (process_ != -1) ::CloseHandle(asHandle(process_));
    if (output_ != -1) ::CloseHandle(asHandle(output_));
}

namespace {

// What is there within the limit: empty when nothing came, nullopt when the other end has gone.
std::optional<std::string> readSome(HANDLE pipe, DWORD limitMs) {
    std::array<char, 4096> buffer{};
    const Handle done(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    OVERLAPPED reading{};
    reading.hEvent = done.get();
    DWORD got = 0;
    if (::ReadFile(pipe, buffer.data(), static_cast<DWORD>(buffer.size()), nullptr, &reading) == 0) {
        if (::GetLastError() != ERROR_IO_PENDING) return std::nullopt;
        if (::WaitForSingleObject(done.get(), limitMs) != WAIT_OBJECT_0) ::CancelIoEx(pipe, &reading);
    }
    // Waits for the end of the reading also when it was cancelled: it may have brought something all the same.
    if (::GetOverlappedResult(pipe, &reading, &got, TRUE) == 0) {
        if (::GetLastError() == ERROR_OPERATION_ABORTED) return std::string();
        return std::nullopt;
    }
    return std::string(buffer.data(), got);
}

}  // namespace

Result<std::string> ChildProcess::readLine(std::chrono::milliseconds limit) {
    const auto end = Clock::now() + limit;
    while (true) {
        if (const auto feed = pending_.find('\n'); feed != std::string::npos) {
            std::string line = pending_.substr(0, feed);
            pending_.erase(0, feed + 1);
            if (!line.empty() && line.back() == '\r') line.pop_back();
            return line;
        }
        if (pending_.size() > kMaxLine) return fail(Code::TooLarge, "endless line");
        const auto some = readSome(asHandle(output_), millisLeft(end));
        if (!some) return fail(Code::Disconnected, "the program has ended");
        if (some->empty() && Clock::now() >= end) return fail(Code::Timeout, "no line from the program");
        pending_ += *some;
    }
}

bool ChildProcess::isRunning() { return id_ > 0 && exitCode_ < 0 && !wait(std::chrono::milliseconds(0)); }

Result<int> ChildProcess::wait(std::chrono::milliseconds limit) {
    if (id_ <= 0) return fail(Code::WrongState, "no program");
    if (exitCode_ >= 0) return exitCode_;
    const auto left = static_cast<DWORD>(std::clamp<std::int64_t>(limit.count(), 0, INFINITE - 1));
    const DWORD waited = ::WaitForSingleObject(asHandle(process_), left);
    if (waited == WAIT_TIMEOUT) return fail(Code::Timeout, "the program still runs");
    DWORD code = 0;
    if (waited != WAIT_OBJECT_0 || ::GetExitCodeProcess(asHandle(process_), &code) == 0) return fail(Code::IoError, "waiting for the program");
    exitCode_ = static_cast<int>(code & 0x7fffffff);  // a crash is a large number, never a negative one
    return exitCode_;
}

// A program of ours listens for the request (base/end_request.h); another can only be ended.
void ChildProcess::terminate() {
    if (id_ <= 0 || exitCode_ >= 0) return;
    if (!win::requestEnd(static_cast<DWORD>(id_))) ::TerminateProcess(asHandle(process_), kTerminated);
}

void ChildProcess::kill() {
    if (id_ > 0 && exitCode_ < 0) ::TerminateProcess(asHandle(process_), kKilled);
}

}  // namespace base
