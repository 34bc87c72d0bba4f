// kill -9 of the station at random moments of taking applications: whatever it had acknowledged is there after the
// restart, nothing is half there, and what was sealed is sealed once and stored once upstream.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/station/workflow/killed_station.h"

namespace {

constexpr int kKills = 50, kKillsPerSeal = 16;
// Milliseconds after the draft is open; a draft lives for about two kills. Everything is slow under ThreadSanitizer.
#if defined(__SANITIZE_THREAD__)
constexpr int kLatestKill = 2500;
#else
constexpr int kLatestKill = 450;
#endif

unsigned seedOfThisRun() {
    const char* given = std::getenv("ENROLL_SEED");
    return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

}  // namespace

TEST_CASE("whenever the station is killed, nothing acknowledged is lost and nothing is sealed or stored twice") {
    const unsigned seed = seedOfThisRun();
    std::printf("ENROLL_SEED=%u\n", seed);
    INFO("ENROLL_SEED=" << seed);
    std::mt19937 dice(seed);
    const rigs::Program child{{ENROLL_TEST_CHILD}, ""};
    rigs::KilledStation station(std::filesystem::current_path() / "kill");
    for (int i = 0; i < kKills; ++i) {
        INFO("kill " << i);
        const auto childSeed = static_cast<unsigned>(dice());
        // A slow machine must come to a seal as well.
        const int seals = i % kKillsPerSeal == kKillsPerSeal - 1 ? 1 : 0;
        station.killOnce(child, childSeed, {seals, std::chrono::milliseconds(std::uniform_int_distribution<int>(0, kLatestKill)(dice))});
    }
    station.finish(child);
    const auto packets = station.checkUpstream({{ENROLL_TEST_GATEWAY}, ""});
    std::printf("%d kills, %d changes, drafts reopened %d times, %zu sealed\n", kKills, station.changes(), station.reopened(), packets);
    CHECK(station.reopened() > kKills / 4);
    CHECK(packets >= 3);
}
