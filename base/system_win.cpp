#include "base/system_win.h"

namespace base::win {
namespace {

constexpr DWORD kQuotaExceeded = 1295;       // ERROR_DISK_QUOTA_EXCEEDED, which mingw does not name
constexpr std::size_t kSafeLength = 240;  // of MAX_PATH; a folder's own limit is 248

}  // namespace

Code codeOf(DWORD error) {
    switch (error) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_NAME:
        case ERROR_BAD_PATHNAME:
        case ERROR_INVALID_DRIVE:
        case ERROR_NOT_READY: return Code::NotFound;
        case ERROR_ACCESS_DENIED: return Code::PermissionDenied;
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
        case kQuotaExceeded: return Code::DiskFull;
        case ERROR_WRITE_PROTECT: return Code::ReadOnly;
        case ERROR_SHARING_VIOLATION:
        case ERROR_LOCK_VIOLATION: return Code::Busy;
        default: return Code::IoError;
    }
}

Failure failureOf(std::string_view what, DWORD error) {
    return fail(codeOf(error), std::string(what) + ": system error " + std::to_string(error));
}

std::wstring wide(std::string_view utf8) {
    if (utf8.empty()) return {};
    const int size = ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), static_cast<int>(utf8.size()), nullptr, 0);
    std::wstring out(static_cast<std::size_t>(size), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), static_cast<int>(utf8.size()), out.data(), size);
    return out;
}

std::string narrow(std::wstring_view text) {
    if (text.empty()) return {};
    const int length = static_cast<int>(text.size());
    const int size = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
    std::string out(static_cast<std::size_t>(size), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, out.data(), size, nullptr, nullptr);
    return out;
}

std::wstring systemPath(const std::filesystem::path& path) {
    const std::wstring& given = path.native();
    // mingw's absolute() takes the two strokes for one: a share and a path in the system's own form would be below the drive.
    if (given.starts_with(L"\\\\?\\")) return given;
    if (given.starts_with(L"\\\\")) {
        if (given.size() < kSafeLength) return given;
        return L"\\\\?\\UNC\\" + std::filesystem::path(given.substr(2)).lexically_normal().make_preferred().native();
    }
    std::error_code error;
    auto whole = std::filesystem::absolute(path, error);
    if (error || whole.native().size() < kSafeLength) return given;
    return L"\\\\?\\" + whole.lexically_normal().make_preferred().native();
}

}  // namespace base::win
