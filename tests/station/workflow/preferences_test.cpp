#include <catch2/catch.hpp>

#include "base/files.h"
#include "station/workflow/preferences.h"

using namespace station;
namespace fs = std::filesystem;

namespace {
fs::path folder(const char* name) {
    const fs::path path = fs::current_path() / name;
    fs::remove_all(path);
    fs::create_directories(path);
    return path;
}
void write(const fs::path& path, std::string_view text) { REQUIRE(base::writeFileDurably(path, base::viewOf(text)).has_value()); }
}  // namespace

SCENARIO("the administrator's file goes before the defaults and the user's choice before both, unless locked") {
    const auto config = folder("prefs");
    write(config / "station.toml", "idle_lock_minutes = 5\nfinger_gate = 50\nlocked = [\"finger_gate\"]\n");
    auto prefs = loadPreferences(config).value();
    CHECK(prefs.idleLock == std::chrono::minutes(5));
    CHECK(prefs.fingerGate == 50);
    CHECK(prefs.language == Language::Vietnamese);

    prefs.language = Language::English;
    prefs.idleLock = std::chrono::minutes(20);
    prefs.esclScanners = {"http://192.0.2.7/eSCL"};
    REQUIRE(savePreferences(config, prefs).has_value());
    CHECK(loadPreferences(config).value() == prefs);

    prefs.fingerGate = 10;
    CHECK(savePreferences(config, prefs).error().code == base::Code::PermissionDenied);
    CHECK(loadPreferences(config).value().fingerGate == 50);
}

SCENARIO("a mistake in the administrator's file is told with its line") {
    const auto config = folder("prefs-bad");
    write(config / "station.toml", "# a comment\nidle_lock_minuets = 5\n");
    const auto unknown = loadPreferences(config);
    CHECK(unknown.error().code == base::Code::BadInput);
    CHECK(unknown.error().detail.find("line 2") != std::string::npos);
    write(config / "station.toml", "idle_lock_minutes = 0\n");
    CHECK_FALSE(loadPreferences(config).has_value());
    write(config / "station.toml", "idle_lock_minutes = \n");
    CHECK(loadPreferences(config).error().detail.find("line 1") != std::string::npos);
    write(config / "station.toml", "");
    write(config / "preferences.json", "[1");
    CHECK_FALSE(loadPreferences(config).has_value());
}
