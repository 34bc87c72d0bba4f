// kill -9 at random moments (on Windows TerminateProcess): a child works on the store and says what was
// acknowledged; the parent kills it, opens the file and looks. Every acknowledged step must be there, and the
// one that was running whole or not at all.
#include <cstdio>

#include "base/process.h"
#include "tests/sync/store/store_rig.h"
#include "tests/sync/store/torture_world.h"

using namespace rig;
using namespace std::chrono_literals;
using store::ItemState;

namespace {

constexpr int kKills = 40;
constexpr int kLatestKillMs = 120;  // after the first sign of life
constexpr auto kPatience = 60s;

// True when the file shows exactly this application.
bool shows(const store::Store& store, std::uint32_t number, const Application& application) {
    const auto row = store.row(draftId(number));
    if (application.state == ItemState::Unknown) return !row && row.error().code == base::Code::NotFound;
    // What was on its way waits again after a restart.
    const ItemState state = application.state == ItemState::Sending ? ItemState::Sealed : application.state;
    if (!row || row->state != state) return false;
    const auto blob = store.getBlob(draftId(number), "fields");
    if (application.blob == 0 ? blob.has_value() : !blob || blob->content != blobBytes(application.blob))
        return false;
    if (state == ItemState::Discarded || state == ItemState::Received || state == ItemState::Accepted) {
        if (codeOf(store.wrappedKey(draftId(number))) != base::Code::Gone) return false;
    }
    if (state == ItemState::Sealed)
        return wholePacket(store, packetId(application.packet)) == packetBytes(application.packet);
    return application.packet == 0 ||
           codeOf(store.readChunk(packetId(application.packet), 0)) == base::Code::Gone;
}

// What a child said until it was killed: acknowledged steps go into the world, the last may still be open.
class Heard {
public:
    explicit Heard(World& world) : world_(world) {}
    void hear(const std::string& text) {
        const auto line = lineOf(text);
        INFO("the child said: " << text);
        REQUIRE(line);
        if (line->done == 0) {
            open_ = line;
        } else {
            apply(world_, *line);
            open_.reset();
        }
    }
    const std::optional<Line>& open() const { return open_; }

private:
    World& world_;
    std::optional<Line> open_;
};

std::optional<Line> workUntilKilled(const Folder& folder, World& world, std::uint32_t seed,
                                    std::chrono::milliseconds life) {
    using Clock = std::chrono::steady_clock;
    const auto known = folder.path() / "world";
    good(keepWorld(known, world));
    auto child = take(base::ChildProcess::start(
        ENROLL_TEST_STORE_CHILD,
        {"work", base::pathForSystem(folder.file()), base::pathForSystem(known), std::to_string(seed)}));
    Heard heard(world);
    heard.hear(take(child.readLine(kPatience)));
    const auto end = Clock::now() + life;
    while (Clock::now() < end) {
        if (const auto line =
                child.readLine(std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now())))
            heard.hear(*line);
    }
    child.kill();
    while (const auto line = child.readLine(kPatience)) heard.hear(*line);  // said before its death
    CHECK(take(child.wait(kPatience)) == 128 + 9);
    return heard.open();
}

void checkAll(const store::Store& store, const World& world) {
    std::int64_t waiting = 0;
    for (const auto& [number, application] : world.applications) {
        INFO("application " << number << " in state " << store::itemStateName(application.state));
        CHECK(shows(store, number, application));
        waiting += application.state == ItemState::Sealed ? 1 : 0;
    }
    const auto totals = take(store.totals(base::dayInVietnam(kStart)));
    CHECK(totals.unsent == waiting);
    CHECK(take(store.sealSlot()).sequence == world.nextPacket);
    CHECK(take(store.lastStatusNumber()) == world.nextEvent - 1);
    CHECK(take(store.verifyJournal()).firstBroken == std::nullopt);
}

}  // namespace

TEST_CASE("after kill -9 everything acknowledged is there and nothing is half done") {
    const std::uint32_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::printf("torture seed %u\n", seed);
    std::fflush(stdout);
    std::mt19937 random(seed);
    const Folder folder;
    World world;
    std::size_t inFlight = 0;
    for (int round = 0; round < kKills; ++round) {
        const auto childSeed = static_cast<std::uint32_t>(random());
        const std::optional<Line> open =
            workUntilKilled(folder, world, childSeed, std::chrono::milliseconds(random() % kLatestKillMs));

        const store::Store store = rig::open(folder);
        if (open) {
            ++inFlight;
            World after = world;
            apply(after, *open);
            const bool happened = shows(store, open->application, after.at(open->application));
            // Sending and sealed look the same after a restart; whether the attempt counts shows in
            // `touched`.
            CHECK((happened || shows(store, open->application, world.at(open->application))));
            if (happened) world = after;
        }
        for (auto& [number, application] : world.applications) {
            if (application.state == ItemState::Sending) application.state = ItemState::Sealed;
        }
        checkAll(store, world);
    }
    CHECK(inFlight > 0);
    WARN(world.applications.size() << " applications, " << world.nextPacket - 1 << " packets, " << kKills
                                   << " kills, " << inFlight << " of them inside a step");
}
