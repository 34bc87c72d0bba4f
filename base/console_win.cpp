#include <windows.h>

#include <fcntl.h>
#include <io.h>
#include <shellapi.h>

#include <cstdio>

#include "base/console.h"
#include "base/system_win.h"

namespace base {

// The words are taken from the system, because the C runtime has put them through the code page of the machine.
std::vector<std::string> consoleArguments(int, char**) {
    ::SetConsoleOutputCP(CP_UTF8);
    ::SetConsoleCP(CP_UTF8);
    for (std::FILE* file : {stdin, stdout, stderr}) ::_setmode(::_fileno(file), _O_BINARY);
    int count = 0;
    wchar_t** words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    std::vector<std::string> out;
    for (int i = 1; words != nullptr && i < count; ++i) out.push_back(win::narrow(words[i]));
    ::LocalFree(words);
    return out;
}

}  // namespace base
