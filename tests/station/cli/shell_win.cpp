#include <windows.h>

#include <aclapi.h>

#include "base/system_win.h"
#include "tests/station/cli/shell.h"

namespace shell {
namespace {

using base::win::Handle;

// As CommandLineToArgvW takes it apart again.
std::wstring quoted(const std::wstring& word) {
    std::wstring out = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : word) {
        if (c == L'"') out.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        out += c;
    }
    return out.append(backslashes, L'\\') + L'"';
}

// Shared with everybody: the console of the program before may still hold what it inherited.
Handle inherited(const wchar_t* file, DWORD access, DWORD disposition) {
    SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
    Handle handle(::CreateFileW(file, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &inheritable, disposition, FILE_ATTRIBUTE_NORMAL, nullptr));
    REQUIRE(handle);
    return handle;
}

// Set while it lives.
class Environment {
public:
    explicit Environment(const std::vector<Setting>& settings) : settings_(settings) {
        for (const auto& setting : settings_)
            ::SetEnvironmentVariableW(base::win::wide(setting.name).c_str(), base::win::wide(setting.value).c_str());
    }
    ~Environment() {
        for (const auto& setting : settings_) ::SetEnvironmentVariableW(base::win::wide(setting.name).c_str(), nullptr);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const std::vector<Setting>& settings_;
};

}  // namespace

void openToOthers(const std::filesystem::path& folder) {
    EXPLICIT_ACCESSW entry{};
    entry.grfAccessPermissions = GENERIC_READ;
    entry.grfAccessMode = GRANT_ACCESS;
    entry.grfInheritance = NO_INHERITANCE;
    SID sid{SID_REVISION, 1, {SECURITY_WORLD_SID_AUTHORITY}, {SECURITY_WORLD_RID}};
    ::BuildTrusteeWithSidW(&entry.Trustee, &sid);
    std::wstring name = folder.native();
    PACL before = nullptr, after = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    REQUIRE(::GetNamedSecurityInfoW(name.c_str(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &before, nullptr,
                                    &descriptor) == ERROR_SUCCESS);
    REQUIRE(::SetEntriesInAclW(1, &entry, before, &after) == ERROR_SUCCESS);
    REQUIRE(::SetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, after, nullptr) == ERROR_SUCCESS);
    ::LocalFree(after);
    ::LocalFree(descriptor);
}

int runProgram(const std::filesystem::path& program, const std::vector<std::string>& args, const std::vector<Setting>& settings) {
    std::wstring line = quoted(program.native());
    for (const auto& arg : args) line += L' ' + quoted(base::win::wide(arg));
    const Handle input = inherited(L"shell-in", GENERIC_READ, OPEN_EXISTING);
    const Handle output = inherited(L"shell-out", GENERIC_WRITE, CREATE_ALWAYS);
    const Handle errors = inherited(L"shell-err", GENERIC_WRITE, CREATE_ALWAYS);
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = input.get();
    startup.hStdOutput = output.get();
    startup.hStdError = errors.get();
    PROCESS_INFORMATION made{};
    const Environment environment(settings);
    const auto start = [&] {
        std::wstring words = line;  // the call may write into it
        return ::CreateProcessW(program.c_str(), words.data(), nullptr, nullptr, TRUE, CREATE_NO_WINDOW, nullptr, nullptr, &startup, &made) != 0;
    };
    // wine has been seen to refuse a start once in some thousand, and to grant it when asked again.
    if (!start()) {
        WARN("system error " << ::GetLastError() << " at the first start of " << program.string());
        REQUIRE(start());
    }
    const Handle thread(made.hThread), process(made.hProcess);
    REQUIRE(::WaitForSingleObject(process.get(), INFINITE) == WAIT_OBJECT_0);
    DWORD code = 0;
    REQUIRE(::GetExitCodeProcess(process.get(), &code) != 0);
    return static_cast<int>(code);
}

}  // namespace shell
