// What a program of the command line does first: its words as UTF-8, and output that is UTF-8 and byte for byte what was
// written. console_posix.cpp, console_win.cpp. Threads: main, before any other.
#pragma once

#include <string>
#include <vector>

namespace base {

// Without the program's own name.
std::vector<std::string> consoleArguments(int argc, char** argv);

}  // namespace base
