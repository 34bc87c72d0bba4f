// What files of the Windows side share: owned handles, error codes, text and paths for the system. Only *_win.cpp may
// include it. Threads: any.
#pragma once

#include <windows.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace base::win {

class Handle {
public:
    Handle() = default;
    explicit Handle(HANDLE handle) : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
    Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (handle_ != nullptr) ::CloseHandle(handle_);
    }
    HANDLE get() const { return handle_; }
    HANDLE release() { return std::exchange(handle_, nullptr); }
    explicit operator bool() const { return handle_ != nullptr; }

private:
    HANDLE handle_ = nullptr;
};

// The house's code for a system error; the text carries its number and no path.
Code codeOf(DWORD error);
[[nodiscard]] Failure failureOf(std::string_view what, DWORD error);

std::wstring wide(std::string_view utf8);
std::string narrow(std::wstring_view text);  // UTF-8

// The path as the system takes it at any length: beyond the old limit of 260 in its \\?\ form, which needs no setting.
std::wstring systemPath(const std::filesystem::path& path);

}  // namespace base::win
