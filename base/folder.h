// What lies in a folder, at any length of its path: on Windows the standard's own walk takes the current folder for one beyond
// 260 letters. Implemented in files_posix.cpp and files_win.cpp. Threads: any.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"

namespace base {

// The files, no folders, in the order of their names. NotFound.
Result<std::vector<std::filesystem::path>> filesIn(const std::filesystem::path& folder);

}  // namespace base
