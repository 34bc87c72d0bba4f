// kill -9 at random moments: a child works on the store and says over a pipe what was acknowledged; the
// parent kills it, opens the file and looks. Every acknowledged step must be there, and the one that was
// running whole or not at all.
#include <sys/wait.h>
#include <unistd.h>

#include <poll.h>
#include <csignal>
#include <map>

#include "tests/sync/store/store_rig.h"

using namespace rig;
using store::ItemState;

namespace {

constexpr int kKills = 40;

enum class Step : std::uint8_t {
    Unknown = 0,
    Create,
    Put,
    Remove,
    Seal,
    Reopen,
    Send,
    Receive,
    Discard,
    Status
};

// One line of the pipe: what is about to be done, then the same with `done` set.
struct Line {
    Step step = Step::Unknown;
    std::uint8_t done = 0;
    std::uint32_t application = 0;  // invented ids are made from numbers
    std::uint32_t value = 0;        // version, content seed, packet or event number
};

std::string idOf(char kind, std::uint32_t number) {
    const std::string digits = std::to_string(number);
    return std::string("00000000-0000-7000-8000-0000") + kind + std::string(7 - digits.size(), '0') + digits;
}
std::string draftId(std::uint32_t number) {
    return idOf('d', number);
}
std::string packetId(std::uint32_t number) {
    return idOf('a', number);
}
base::Bytes blobBytes(std::uint32_t version) {
    return noise(1000 + version * 7919 % 600'000, version);
}
base::Bytes packetBytes(std::uint32_t number) {
    return noise(2000 + number * 104'729 % 900'000, number);
}

struct Application {
    ItemState state = ItemState::Unknown;
    std::uint32_t blob = 0;     // version of "fields", 0: none
    std::uint32_t version = 0;  // the last used
    std::uint32_t packet = 0;
    bool touched = false;
};

struct World {
    std::map<std::uint32_t, Application> applications;
    std::uint32_t nextVersion = 1;
    std::uint32_t nextPacket = 1;
    std::uint32_t nextEvent = 1;
};

void apply(World& world, const Line& line) {
    Application& application = world.applications[line.application];
    switch (line.step) {
        case Step::Create:
            application.state = ItemState::Draft;
            break;
        case Step::Put:
            application.blob = application.version = line.value;
            break;
        case Step::Remove:
            application.blob = 0;
            break;
        case Step::Seal:
            application.state = ItemState::Sealed;
            application.packet = line.value;
            break;
        case Step::Reopen:
            application.state = ItemState::Draft;
            application.packet = 0;
            break;
        case Step::Send:
            application.state = ItemState::Sending;
            application.touched = true;
            break;
        case Step::Receive:
            application.state = ItemState::Received;
            application.blob = 0;
            break;
        case Step::Discard:
            application.state = ItemState::Discarded;
            application.blob = 0;
            break;
        case Step::Status:
            application.state = ItemState::Accepted;
            break;
        case Step::Unknown:
            break;
    }
    world.nextVersion = std::max(world.nextVersion, line.step == Step::Put ? line.value + 1 : 0);
    world.nextPacket = std::max(world.nextPacket, line.step == Step::Seal ? line.value + 1 : 0);
    world.nextEvent = std::max(world.nextEvent, line.step == Step::Status ? line.value + 1 : 0);
}

// A step that is legal for a random application, or a new application.
Line choose(const World& world, std::mt19937& random) {
    const auto count = static_cast<std::uint32_t>(world.applications.size());
    const auto number = static_cast<std::uint32_t>(random() % (count + 1));
    Line line{Step::Create, 0, number, 0};
    if (number == count) return line;
    const Application& application = world.applications.at(number);
    const auto dice = static_cast<std::uint32_t>(random() % 10);
    switch (application.state) {
        case ItemState::Draft:
            if (dice < 5) return {Step::Put, 0, number, world.nextVersion};
            if (dice < 6) return {Step::Remove, 0, number, 0};
            if (dice < 9) return {Step::Seal, 0, number, world.nextPacket};
            return {Step::Discard, 0, number, 0};
        case ItemState::Sealed:
            if (!application.touched && dice < 4) return {Step::Reopen, 0, number, 0};
            return {Step::Send, 0, number, 0};
        case ItemState::Sending:
            return {Step::Receive, 0, number, 0};
        case ItemState::Received:
            return {Step::Status, 0, number, world.nextEvent};
        default:
            line.application = count;
            return line;
    }
}

base::Result<void> perform(store::Store& store, const World& world, const Line& line) {
    const Application application = world.applications.contains(line.application)
                                        ? world.applications.at(line.application)
                                        : Application{};
    const std::string draft = draftId(line.application);
    const std::string packet = packetId(application.packet);
    switch (line.step) {
        case Step::Create:
            return store.createDraft(newDraft(draft), {}, act());
        case Step::Put: {
            const base::Bytes bytes = blobBytes(line.value);
            return store.putBlob(draft, {"fields", line.value, bytes}, kStart);
        }
        case Step::Remove:
            return store.deleteBlob(draft, "fields", kStart);
        case Step::Seal: {
            const base::Bytes bytes = packetBytes(line.value);
            auto request = sealRequest(store, draft, bytes);
            request.packetId = packetId(line.value);
            return store.sealDraft(request, bytes, act());
        }
        case Step::Reopen:
            return store.reopenSealed(packet, "typing-error", act());
        case Step::Send:
            return store.setSending(packet, kStart);
        case Step::Receive:
            return store.markReceived(packet, base::viewOf("receipt"), act());
        case Step::Discard:
            return store.discardDraft(draft, "applicant-left", act());
        case Step::Status: {
            auto applied =
                store.applyStatusEvent({line.value, packet, ItemState::Accepted, kStart, {}, {}}, act());
            if (!applied) return base::Failure(applied.error());
            return {};
        }
        case Step::Unknown:
            break;
    }
    return {};
}

// The child: never returns. Ends by itself only when a step is refused, which the parent takes for a failure.
[[noreturn]] void work(const Folder& folder, World world, std::uint32_t seed, int pipe) {
    auto store = store::Store::open(folder.file(), kStart);
    if (!store) _exit(2);
    std::mt19937 random(seed);
    while (true) {
        Line line = choose(world, random);
        if (::write(pipe, &line, sizeof line) != sizeof line) _exit(3);
        if (!perform(*store, world, line)) _exit(4);
        apply(world, line);
        line.done = 1;
        if (::write(pipe, &line, sizeof line) != sizeof line) _exit(3);
        if (random() % 8 == 0 && !store->idleTick()) _exit(5);
    }
}

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

// The steps of one child: acknowledged ones go into the world, the last may still be open.
std::optional<Line> readLines(int pipe, World& world) {
    std::optional<Line> open;
    Line line;
    while (::read(pipe, &line, sizeof line) == sizeof line) {
        if (line.done == 0)
            open = line;
        else {
            apply(world, line);
            open.reset();
        }
    }
    return open;
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
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const auto childSeed = static_cast<std::uint32_t>(random());
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::close(ends[0]);
            work(folder, world, childSeed, ends[1]);
        }
        ::close(ends[1]);
        // The moment of death is a random time after the first sign of life.
        pollfd first{ends[0], POLLIN, 0};
        REQUIRE(::poll(&first, 1, 20'000) == 1);
        REQUIRE((first.revents & POLLIN) != 0);
        pollfd never{-1, 0, 0};
        ::poll(&never, 1, static_cast<int>(random() % 120));
        REQUIRE(::kill(child, SIGKILL) == 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        const std::optional<Line> open = readLines(ends[0], world);
        ::close(ends[0]);

        const store::Store store = rig::open(folder);
        if (open) {
            ++inFlight;
            World after = world;
            apply(after, *open);
            const Application before = world.applications.contains(open->application)
                                           ? world.applications.at(open->application)
                                           : Application{};
            const bool happened = shows(store, open->application, after.applications.at(open->application));
            // Sending and sealed look the same after a restart; whether the attempt counts shows in
            // `touched`.
            CHECK((happened || shows(store, open->application, before)));
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
