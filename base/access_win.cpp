#include <windows.h>

#include <aclapi.h>

#include <algorithm>
#include <array>

#include "base/access.h"
#include "base/system_win.h"

namespace base {
namespace {

namespace fs = std::filesystem;

bool isOneOf(PSID sid, std::initializer_list<WELL_KNOWN_SID_TYPE> kinds) {
    return std::any_of(kinds.begin(), kinds.end(), [sid](WELL_KNOWN_SID_TYPE kind) { return ::IsWellKnownSid(sid, kind) != 0; });
}

// The folder or file opened for looking at who may do what; a path of any length.
struct Owned {
    PSID owner = nullptr;
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    Owned() = default;
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() { ::LocalFree(descriptor); }
};

}  // namespace

Result<Privacy> privacyOf(const fs::path& path) {
    Owned owned;
    const auto name = win::systemPath(path);
    const DWORD error = ::GetNamedSecurityInfoW(name.c_str(), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                                &owned.owner, nullptr, &owned.list, nullptr, &owned.descriptor);
    if (error != ERROR_SUCCESS) return win::failureOf("access list", error);
    if (owned.list == nullptr) return Privacy::Everyone;  // no list at all: everything is allowed
    for (DWORD i = 0; i < owned.list->AceCount; ++i) {
        void* entry = nullptr;
        if (::GetAce(owned.list, i, &entry) == 0) continue;
        const auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        if (allowed->Header.AceType != ACCESS_ALLOWED_ACE_TYPE || (allowed->Mask & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL)) == 0)
            continue;
        const PSID sid = const_cast<DWORD*>(&allowed->SidStart);
        const bool trusted = (owned.owner != nullptr && ::EqualSid(sid, owned.owner) != 0) ||
                             isOneOf(sid, {WinLocalSystemSid, WinBuiltinAdministratorsSid, WinCreatorOwnerSid, WinCreatorOwnerRightsSid});
        if (!trusted) return Privacy::Everyone;
    }
    return Privacy::OwnerOnly;
}

bool mayWriteInto(const fs::path& folder) {
    const win::Handle opened(::CreateFileW(win::systemPath(folder).c_str(), FILE_ADD_FILE | FILE_LIST_DIRECTORY,
                                           FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                           FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    return static_cast<bool>(opened);
}

}  // namespace base
