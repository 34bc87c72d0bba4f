#include <windows.h>

#include <aclapi.h>
#include <knownfolders.h>
#include <sddl.h>
#include <shlobj.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "base/files.h"
#include "base/folder.h"
#include "base/system_win.h"

namespace base {
namespace {

namespace fs = std::filesystem;
using win::Handle;
using win::systemPath;

constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr DWORD kMostAtOnce = 1u << 30;
constexpr int kRenameTries = 25;  // a virus scanner or an indexer lets go of a new file within some hundred milliseconds
constexpr DWORD kRenamePauseMs = 20;

Failure failed(const char* what) { return win::failureOf(what, ::GetLastError()); }

Handle openFor(const fs::path& path, DWORD access, DWORD disposition, DWORD flags, SECURITY_ATTRIBUTES* security = nullptr) {
    return Handle(::CreateFileW(systemPath(path).c_str(), access, kShareAll, security, disposition, flags, nullptr));
}

bool isFolder(const fs::path& path) {
    const DWORD attributes = ::GetFileAttributesW(systemPath(path).c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

fs::path folderOf(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

// This user as text of a security descriptor.
std::wstring userSid() {
    HANDLE raw = nullptr;
    if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &raw) == 0) return {};
    const Handle token(raw);
    alignas(TOKEN_USER) std::array<std::uint8_t, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> buffer{};
    DWORD size = 0;
    if (::GetTokenInformation(token.get(), TokenUser, buffer.data(), static_cast<DWORD>(buffer.size()), &size) == 0) return {};
    wchar_t* text = nullptr;
    if (::ConvertSidToStringSidW(reinterpret_cast<TOKEN_USER*>(buffer.data())->User.Sid, &text) == 0) return {};
    std::wstring sid = text;
    ::LocalFree(text);
    return sid;
}

// What only this user and the system itself may touch, whatever the folder above allows.
class OwnerOnly {
public:
    enum class For { Unknown = 0, File, Folder };
    explicit OwnerOnly(For what) {
        static const std::wstring sid = userSid();
        const std::wstring inherited = what == For::Folder ? L"OICI" : L"";
        const std::wstring text = L"D:P(A;" + inherited + L";FA;;;" + sid + L")(A;" + inherited + L";FA;;;SY)";
        if (!sid.empty()) ::ConvertStringSecurityDescriptorToSecurityDescriptorW(text.c_str(), SDDL_REVISION_1, &descriptor_, nullptr);
        attributes_.lpSecurityDescriptor = descriptor_;
    }
    OwnerOnly(const OwnerOnly&) = delete;
    OwnerOnly& operator=(const OwnerOnly&) = delete;
    ~OwnerOnly() { ::LocalFree(descriptor_); }
    explicit operator bool() const { return descriptor_ != nullptr; }
    SECURITY_ATTRIBUTES* get() { return &attributes_; }

private:
    PSECURITY_DESCRIPTOR descriptor_ = nullptr;
    SECURITY_ATTRIBUTES attributes_{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
};

Result<void> writeAll(const Handle& file, ByteView content) {
    while (!content.empty()) {
        DWORD written = 0;
        const auto count = static_cast<DWORD>(std::min<std::size_t>(content.size(), kMostAtOnce));
        if (::WriteFile(file.get(), content.data(), count, &written, nullptr) == 0) return failed("write");
        content = content.subspan(written);
    }
    return {};
}

Result<void> renameOver(const fs::path& from, const fs::path& to) {
    for (int i = 1;; ++i) {
        if (::MoveFileExW(systemPath(from).c_str(), systemPath(to).c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0)
            return {};
        const DWORD error = ::GetLastError();
        const bool held = error == ERROR_SHARING_VIOLATION || error == ERROR_ACCESS_DENIED || error == ERROR_LOCK_VIOLATION;
        if (!held || i == kRenameTries || isFolder(to)) return win::failureOf("rename", error);
        ::Sleep(kRenamePauseMs);
    }
}

// What is read-only cannot be deleted; a folder that is a link goes without what it leads to.
Result<void> removeOne(const fs::path& path, DWORD attributes) {
    const std::wstring name = systemPath(path);
    if ((attributes & FILE_ATTRIBUTE_READONLY) != 0) ::SetFileAttributesW(name.c_str(), FILE_ATTRIBUTE_NORMAL);
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0) return ::DeleteFileW(name.c_str()) != 0 ? Result<void>() : failed("remove file");
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0) return removeFolder(path);
    return ::RemoveDirectoryW(name.c_str()) != 0 ? Result<void>() : failed("remove link");
}

Result<void> removeInside(const fs::path& folder) {
    WIN32_FIND_DATAW found{};
    const HANDLE search = ::FindFirstFileW(systemPath(folder / "*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) return failed("list folder");
    Result<void> done;
    do {
        const std::wstring_view name = found.cFileName;
        if (name != L"." && name != L"..") done = removeOne(folder / name, found.dwFileAttributes);
    } while (done && ::FindNextFileW(search, &found) != 0);
    ::FindClose(search);
    return done;
}

// Nullopt when a letter is not in the program's code page.
std::optional<std::string> inCodePage(const std::wstring& text) {
    if (text.empty()) return std::nullopt;
    std::string out(text.size() * 4, '\0');
    BOOL lost = FALSE;
    const int size = ::WideCharToMultiByte(CP_ACP, WC_NO_BEST_FIT_CHARS, text.data(), static_cast<int>(text.size()), out.data(),
                                           static_cast<int>(out.size()), nullptr, &lost);
    if (size <= 0 || lost != FALSE) return std::nullopt;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

fs::path userFolder() {
    if (const wchar_t* home = ::_wgetenv(L"ENROLL_HOME"); home != nullptr && *home != L'\0') return fs::path(home);
    wchar_t* known = nullptr;
    fs::path folder;
    if (SUCCEEDED(::SHGetKnownFolderPath(FOLDERID_LocalAppData, 0, nullptr, &known))) folder = known;
    ::CoTaskMemFree(known);
    if (folder.empty()) folder = programFolder();
    return folder / "enrollment-station";
}

}  // namespace

Result<Bytes> readFile(const fs::path& path, std::uint64_t limit) {
    if (isFolder(path)) return fail(Code::BadInput, "a folder, not a file");
    const Handle file = openFor(path, GENERIC_READ, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL);
    if (!file) return failed("open");
    LARGE_INTEGER size{};
    if (::GetFileSizeEx(file.get(), &size) != 0 && static_cast<std::uint64_t>(size.QuadPart) > limit)
        return fail(Code::TooLarge, "file over limit");
    Bytes out;
    out.reserve(static_cast<std::size_t>(size.QuadPart));
    std::array<std::uint8_t, 65536> buffer{};
    while (true) {
        DWORD got = 0;
        if (::ReadFile(file.get(), buffer.data(), static_cast<DWORD>(buffer.size()), &got, nullptr) == 0) return failed("read");
        if (got == 0) return out;
        out.insert(out.end(), buffer.begin(), buffer.begin() + got);
        if (out.size() > limit) return fail(Code::TooLarge, "file over limit");
    }
}

Result<void> writeFileDurably(const fs::path& path, ByteView content, Privacy privacy) {
    fs::path temporary = path;
    temporary += ".tmp-" + std::to_string(::GetCurrentProcessId());
    {
        OwnerOnly owner(OwnerOnly::For::File);
        if (privacy != Privacy::Everyone && !owner) return failed("owner of a new file");
        const Handle file = openFor(temporary, GENERIC_WRITE, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL,
                                    privacy == Privacy::Everyone ? nullptr : owner.get());
        if (!file) return failed("create");
        auto written = writeAll(file, content);
        if (written && ::FlushFileBuffers(file.get()) == 0) written = failed("sync");
        if (!written) {
            ::DeleteFileW(systemPath(temporary).c_str());
            return written;
        }
    }
    if (auto renamed = renameOver(temporary, path); !renamed) {
        ::DeleteFileW(systemPath(temporary).c_str());
        return renamed;
    }
    return syncFolder(folderOf(path));
}

Result<void> syncFile(const fs::path& path) {
    const Handle file = openFor(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL);
    if (!file) return failed("open");
    if (::FlushFileBuffers(file.get()) == 0) return failed("sync");
    return {};
}

// NTFS journals names, and renames are written through; where the file system can also flush a folder, it does.
Result<void> syncFolder(const fs::path& folder) {
    if (!isFolder(folder)) return fail(Code::NotFound, "open folder");
    const Handle handle = openFor(folder, GENERIC_WRITE, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    if (handle) ::FlushFileBuffers(handle.get());
    return {};
}

Result<void> makePrivateFolder(const fs::path& folder) {
    if (isFolder(folder)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder && !isFolder(folder.parent_path())) {
        if (auto parent = makePrivateFolder(folder.parent_path()); !parent) return parent;
    }
    OwnerOnly owner(OwnerOnly::For::Folder);
    if (!owner) return failed("owner of a new folder");
    if (::CreateDirectoryW(systemPath(folder).c_str(), owner.get()) == 0 &&
        !(::GetLastError() == ERROR_ALREADY_EXISTS && isFolder(folder)))
        return failed("create folder");
    return syncFolder(folderOf(folder));
}

Result<void> removeFolder(const fs::path& folder) {
    if (!isFolder(folder)) return {};
    auto done = removeInside(folder);
    if (done && ::RemoveDirectoryW(systemPath(folder).c_str()) == 0) done = failed("remove folder");
    return done;
}

Result<std::vector<fs::path>> filesIn(const fs::path& folder) {
    if (!isFolder(folder)) return win::failureOf("list folder", ERROR_PATH_NOT_FOUND);
    std::vector<fs::path> out;
    WIN32_FIND_DATAW found{};
    const HANDLE search = ::FindFirstFileW(systemPath(folder / "*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) return failed("list folder");
    do {
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) out.push_back(folder / found.cFileName);
    } while (::FindNextFileW(search, &found) != 0);
    ::FindClose(search);
    std::sort(out.begin(), out.end());
    return out;
}

std::string pathForSystem(const fs::path& path) { return win::narrow(systemPath(path)); }

std::string pathForC(const fs::path& path) {
    if (::GetACP() == CP_UTF8) return win::narrow(path.native());
    if (auto text = inCodePage(path.native())) return *text;
    std::wstring brief(32768, L'\0');
    brief.resize(::GetShortPathNameW(systemPath(path).c_str(), brief.data(), static_cast<DWORD>(brief.size())));
    return inCodePage(brief).value_or(win::narrow(path.native()));
}

Result<DiskSpace> diskSpace(const fs::path& path) {
    ULARGE_INTEGER mine{}, total{};
    const fs::path folder = isFolder(path) ? path : folderOf(path);
    if (::GetDiskFreeSpaceExW(systemPath(folder).c_str(), &mine, &total, nullptr) == 0) return failed("disk space");
    return DiskSpace{mine.QuadPart, total.QuadPart};
}

DriveKind driveKind(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    if (error) return DriveKind::Unknown;
    if (whole.native().starts_with(L"\\\\") && !whole.native().starts_with(L"\\\\?\\")) return DriveKind::Network;
    switch (::GetDriveTypeW(whole.root_path().c_str())) {
        case DRIVE_REMOTE: return DriveKind::Network;
        case DRIVE_FIXED:
        case DRIVE_REMOVABLE:
        case DRIVE_CDROM:
        case DRIVE_RAMDISK: return DriveKind::Local;
        default: return DriveKind::Unknown;
    }
}

fs::path dataFolder() { return userFolder(); }
fs::path configFolder() { return userFolder(); }

fs::path resourceFolder() {
    if (const wchar_t* set = ::_wgetenv(L"ENROLL_RESOURCES"); set != nullptr && *set != L'\0') return fs::path(set);
    return programFolder() / "resources";
}

fs::path programFolder() {
    std::wstring name(MAX_PATH, L'\0');
    while (true) {
        const DWORD size = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
        if (size == 0) return {};
        if (size < name.size()) return fs::path(name.substr(0, size)).parent_path();
        name.resize(name.size() * 2);
    }
}

fs::path programFile(std::string_view name) { return programFolder() / (std::string(name) + ".exe"); }

// Shared with nobody while it is open; the system closes it with the process, however that ends.
Result<FileLock> FileLock::acquire(const fs::path& path) {
    const HANDLE file = ::CreateFileW(systemPath(path).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_ALWAYS,
                                      FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        if (::GetLastError() == ERROR_SHARING_VIOLATION) return fail(Code::Busy, "held by another process");
        return failed("open lock");
    }
    return FileLock(reinterpret_cast<std::intptr_t>(file));
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

FileLock::~FileLock() {
    if (handle_ != -1) ::CloseHandle(reinterpret_cast<HANDLE>(handle_));
}

}  // namespace base
