// The other program of the store's tests.
//   store_child open FILE           opens the store and says the word for how that went: "open", or the
//   error's code store_child work FILE WORLD SEED   works on it for ever, from the state of things in the
//   file WORLD, and says every
//                                   step before and after it (torture_world.h). Ends by itself only when a
//                                   step is refused.
#include <cstdio>
#include <cstdlib>

#include "base/console.h"
#include "base/path.h"
#include "tests/sync/store/store_input.h"
#include "tests/sync/store/torture_world.h"

using namespace rig;
using store::ItemState;

namespace {

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
            if (application.touched == 0 && dice < 4) return {Step::Reopen, 0, number, 0};
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
    const Application application = world.at(line.application);
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
            auto request = requestSeal(store, draft, bytes);
            if (!request) return base::Failure(request.error());
            request->packetId = packetId(line.value);
            return store.sealDraft(*request, bytes, act());
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

bool say(const std::string& words) {
    return std::fputs((words + '\n').c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
}

int work(const std::filesystem::path& file, const std::filesystem::path& known, std::uint32_t seed) {
    auto world = readWorld(known);
    auto store = store::Store::open(file, kStart);
    if (!world || !store) return 2;
    std::mt19937 random(seed);
    while (true) {
        Line line = choose(*world, random);
        if (!say(textOf(line))) return 3;
        if (!perform(*store, *world, line)) return 4;
        apply(*world, line);
        line.done = 1;
        if (!say(textOf(line))) return 3;
        if (random() % 8 == 0 && !store->idleTick()) return 5;
    }
}

}  // namespace

int main(int count, char** given) {
    const auto words = base::consoleArguments(count, given);
    if (words.size() == 2 && words[0] == "open") {
        const auto store = store::Store::open(base::pathOf(words[1]), kStart);
        return say(store ? "open" : std::string(base::codeName(store.error().code))) ? 0 : 1;
    }
    if (words.size() != 4 || words[0] != "work") return 1;
    return work(base::pathOf(words[1]), base::pathOf(words[2]),
                static_cast<std::uint32_t>(std::strtoul(words[3].c_str(), nullptr, 10)));
}
