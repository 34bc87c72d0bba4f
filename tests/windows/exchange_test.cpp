// One station's folder goes back and forth between Linux and Windows, killed each time in the middle of its work: what
// one system has written the other opens, with the passphrase as the only secret, and each opens what the other sealed.
// tests/windows/exchange says where the programs are.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/station/workflow/killed_station.h"

namespace {

constexpr int kTurns = 6;
constexpr int kLatestKillMs = 400;  // after a seal: its packet may still be here, and the next draft is begun

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') FAIL(name << " is not set; run tests/windows/exchange");
    return value;
}

struct System {
    const char* name;
    rigs::Program station, gateway, control;
};

System linuxPrograms() {
    const auto program = [bin = environment("ENROLL_LINUX_BIN")](const char* name) { return rigs::Program{{bin + "/" + name}, ""}; };
    return {"Linux", program("kill_child"), program("enrollment-gateway"), program("enrollctl")};
}

System windowsPrograms() {
    const auto program = [bin = environment("ENROLL_WINDOWS_BIN"), wine = environment("ENROLL_UNDER_WINE")](const char* name) {
        return rigs::Program{{wine, bin + "/" + name + ".exe"}, "Z:"};
    };
    return {"Windows", program("kill_child"), program("enrollment-gateway"), program("enrollctl")};
}

// As on a real desk: Vietnamese letters, and longer than the 260 letters that Windows once allowed.
std::filesystem::path deskFolder() {
    auto folder = std::filesystem::current_path() / u8"Trao đổi giữa hai hệ thống";
    while (folder.native().size() < 280) folder /= u8"Hồ sơ căn cước của Công an xã Mẫu, tỉnh Mẫu";
    return folder;
}

}  // namespace

TEST_CASE("a station that moves between Linux and Windows loses nothing, and each opens what the other has sealed") {
    const System systems[] = {linuxPrograms(), windowsPrograms()};
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 dice(seed);
    rigs::KilledStation station(deskFolder());
    std::size_t sealedBefore = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
        const System& system = systems[turn % 2];
        INFO("turn " << turn << ", on " << system.name);
        const auto childSeed = static_cast<unsigned>(dice());
        station.killOnce(system.station, childSeed, {1, std::chrono::milliseconds(dice() % kLatestKillMs)});
        CHECK(station.acknowledgedSeals().size() > sealedBefore);
        sealedBefore = station.acknowledgedSeals().size();
    }
    station.finish(systems[1].station);
    for (const auto& system : systems) {
        INFO("opened on " << system.name);
        CHECK(station.checkUpstream(system.gateway) >= kTurns);
    }
    const auto data = station.dataFolder();
    for (const auto& [id, packet] : station.sealedRows()) {
        INFO("packet " << packet);
        const auto shownBy = [&, name = packet](const System& system) {
            return station.ask(system.gateway, {"show", name, "--open", "--data", system.gateway.wordOf(data / "training" / "gateway"), "--json"});
        };
        CHECK(shownBy(systems[0]) == shownBy(systems[1]));
    }
    for (const char* question : {"status", "journal-verify"}) {
        INFO("enrollctl store " << question);
        const auto answerOf = [&](const System& system) {
            auto answer = station.ask(system.control, {"store", question, "--data", system.control.wordOf(data), "--json"});
            for (const char* own : {"file", "diskFreeBytes"}) answer.erase(own);  // each system has its own word for these
            return answer;
        };
        CHECK(answerOf(systems[0]) == answerOf(systems[1]));
    }
    std::printf("%d turns, %d changes, %zu packets, drafts carried over %d times\n", kTurns, station.changes(), sealedBefore, station.reopened());
    CHECK(station.reopened() > 0);
}
