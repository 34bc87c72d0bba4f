// Whether the library that reads codes is there: part of the program on Linux; on Windows a DLL beside it, asked for at its
// first call, so that the program starts, and says what it lacks, where the file is gone. code_library_posix.cpp,
// code_library_win.cpp. Threads: any.
#pragma once

#include "base/error.h"

namespace devices {

// NotFound, with the file's name, where it is gone or is no library. Calls into ZBar are allowed only after success.
base::Result<void> codeLibrary();

}  // namespace devices
