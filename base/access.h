// Who else on this machine may look at a file or folder. access_posix.cpp, access_win.cpp.
// Threads: any. Errors: NotFound, PermissionDenied, IoError.
#pragma once

#include "base/files.h"

namespace base {

// OwnerOnly: nobody but its owner, and on Windows the system and the administrators, who can always help themselves.
Result<Privacy> privacyOf(const std::filesystem::path& path);
// Whether this user may make files in the folder.
bool mayWriteInto(const std::filesystem::path& folder);

}  // namespace base
