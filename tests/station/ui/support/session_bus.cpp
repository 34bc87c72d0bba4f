#include "tests/station/ui/support/session_bus.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/process.h"

namespace fs = std::filesystem;

namespace uitest {
namespace {

constexpr std::chrono::seconds kBusLimit{20};

// The folder of the buses' sockets, and the daemon; both end with this program.
struct Bus {
    fs::path folder;
    std::optional<base::ChildProcess> daemon;
    ~Bus() {
        daemon.reset();
        std::error_code ignored;
        if (!folder.empty()) fs::remove_all(folder, ignored);
    }
};

}  // namespace

bool startSessionBus() {
    static Bus bus;
    if (bus.daemon) return true;
    std::string pattern = (fs::temp_directory_path() / "session-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return false;
    bus.folder = pattern;
    setenv("XDG_RUNTIME_DIR", pattern.c_str(), 1);
    for (const auto& [name, folder] : {std::pair{"XDG_CONFIG_HOME", "config"}, {"XDG_CACHE_HOME", "cache"}, {"XDG_DATA_HOME", "data"}}) {
        fs::create_directories(bus.folder / folder);
        setenv(name, (bus.folder / folder).c_str(), 1);
    }
    setenv("GSETTINGS_BACKEND", "memory", 1);
    // Without a display, so that what it starts never announces itself on the one somebody works at.
    auto daemon = base::ChildProcess::start("/usr/bin/env", {"-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", "dbus-daemon", "--session",
                                                             "--nofork", "--nopidfile", "--print-address=1"});
    if (!daemon) return false;
    const auto address = daemon->readLine(kBusLimit);
    if (!address || address->empty()) return false;
    setenv("DBUS_SESSION_BUS_ADDRESS", address->c_str(), 1);
    bus.daemon = std::move(*daemon);
    return true;
}

}  // namespace uitest
