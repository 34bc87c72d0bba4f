#include "base/files.h"
#include "base/system_win.h"
#include "devices/barcode/code_library.h"

namespace devices {
namespace {

constexpr char kFile[] = "libzbar-0.dll";

// By its whole path: the DLL beside the program and no other of that name. The first call into it then finds it loaded.
DWORD load() {
    const auto path = base::win::systemPath(base::programFolder() / kFile);
    return ::LoadLibraryExW(path.c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH) != nullptr ? ERROR_SUCCESS : ::GetLastError();
}

}  // namespace

base::Result<void> codeLibrary() {
    static const DWORD problem = load();  // it stays loaded as long as the program runs
    if (problem == ERROR_SUCCESS) return {};
    return base::fail(base::Code::NotFound, std::string(kFile) + ": error " + std::to_string(problem));
}

}  // namespace devices
