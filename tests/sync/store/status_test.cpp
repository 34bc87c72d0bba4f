// What the upstream says about an application, and how a rejected one comes back.
#include "tests/sync/store/store_rig.h"

using namespace rig;
using base::Code;
using store::Applied;
using store::ItemState;

namespace {

store::StatusEvent event(std::uint64_t number, const std::string& packet, ItemState state) {
    return {number, packet, state, kStart, base::bytesOf("reasons " + std::to_string(number)), {}};
}

struct Sent {
    std::string draft;
    std::string packet;
};

Sent received(store::Store& store) {
    Sent sent;
    sent.draft = addDraft(store);
    sent.packet = seal(store, sent.draft, noise(400, 1));
    good(store.markReceived(sent.packet, base::viewOf("receipt"), act()));
    return sent;
}

}  // namespace

TEST_CASE("a status event is applied once, another one under its number is refused") {
    const Folder folder;
    store::Store store = open(folder);
    const Sent sent = received(store);
    CHECK(take(store.applyStatusEvent(event(1, sent.packet, ItemState::Accepted), act())) ==
          Applied::Changed);
    CHECK(take(store.applyStatusEvent(event(1, sent.packet, ItemState::Accepted), act())) ==
          Applied::AlreadyThere);
    CHECK(codeOf(store.applyStatusEvent(event(1, sent.packet, ItemState::Rejected), act())) ==
          Code::Conflict);
    CHECK(take(store.row(sent.draft)).state == ItemState::Accepted);
    CHECK(take(store.lastStatusNumber()) == 1);
    const auto events = take(store.statusEvents(sent.packet));
    REQUIRE(events.size() == 1);
    CHECK(events[0].content == base::bytesOf("reasons 1"));
}

TEST_CASE("events of two roads may arrive out of order: the newest decides, a gap is asked for again") {
    const Folder folder;
    store::Store store = open(folder);
    const Sent sent = received(store);
    CHECK(take(store.applyStatusEvent(event(3, sent.packet, ItemState::CardPrinted), act())) ==
          Applied::Changed);
    CHECK(take(store.lastStatusNumber()) == 0);
    CHECK(take(store.applyStatusEvent(event(1, sent.packet, ItemState::Accepted), act())) == Applied::Kept);
    CHECK(take(store.lastStatusNumber()) == 1);
    CHECK(take(store.row(sent.draft)).state == ItemState::CardPrinted);
    CHECK(take(store.applyStatusEvent(event(2, newId(), ItemState::Accepted), act())) ==
          Applied::ForeignPacket);
    CHECK(take(store.lastStatusNumber()) == 3);
}

TEST_CASE("a status never stands for a receipt") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    const std::string packet = seal(store, draft, noise(400, 2));
    CHECK(take(store.applyStatusEvent(event(1, packet, ItemState::Received), act())) == Applied::Kept);
    CHECK(take(store.row(draft)).state == ItemState::Sealed);
    CHECK(take(store.applyStatusEvent(event(2, packet, ItemState::Accepted), act())) == Applied::Changed);
    CHECK(take(store.row(draft)).state == ItemState::Accepted);
    CHECK(take(store.nextToSend(kStart)).id == packet);
    good(store.setSending(packet, kStart));
    good(store.markReceived(packet, base::viewOf("receipt"), act()));
    CHECK(take(store.row(draft)).state == ItemState::Accepted);
    CHECK(take(store.totals(base::dayInVietnam(kStart))).unsent == 0);
}

SCENARIO("A rejected application comes back as a new draft that replaces it") {
    const Folder folder;
    store::Store store = open(folder);
    const Sent sent = received(store);
    auto rejected = event(1, sent.packet, ItemState::Rejected);
    rejected.correction = noise(600'000, 3);
    good(store.applyStatusEvent(rejected, act()));
    CHECK(take(store.row(sent.draft)).state == ItemState::Rejected);
    CHECK(take(store.correction(sent.packet)) == rejected.correction);

    const store::NewDraft draft = newDraft(newId(), sent.packet);
    const base::Bytes fields = noise(300'000, 4);
    WHEN("a blob of it cannot be kept") {
        const std::vector<store::BlobWrite> bad = {{"fields", 1, fields}, {"Bad Name", 1, fields}};
        CHECK(codeOf(store.createDraft(draft, bad, act())) == Code::BadInput);
        THEN("nothing has changed") {
            CHECK(codeOf(store.row(draft.id)) == Code::NotFound);
            CHECK(take(store.correction(sent.packet)) == rejected.correction);
        }
    }
    WHEN("it is reopened") {
        good(store.createDraft(draft, {{"fields", 1, fields}}, act()));
        good(store.createDraft(draft, {{"fields", 1, fields}}, act()));
        THEN("the draft has its content and the correction is gone") {
            CHECK(take(store.getBlob(draft.id, "fields")).content == fields);
            CHECK(take(store.row(draft.id)).replaces == sent.packet);
            CHECK(codeOf(store.correction(sent.packet)) == Code::NotFound);
            CHECK(codeOf(store.createDraft(newDraft(newId(), sent.packet), {}, act())) ==
                  Code::WrongState);
            CHECK(take(store.applyStatusEvent(rejected, act())) == Applied::AlreadyThere);
        }
    }
}

TEST_CASE("an event that makes no sense is refused") {
    const Folder folder;
    store::Store store = open(folder);
    CHECK(codeOf(store.applyStatusEvent(event(0, newId(), ItemState::Accepted), act())) == Code::BadInput);
    CHECK(codeOf(store.applyStatusEvent(event(1, "../x", ItemState::Accepted), act())) == Code::BadInput);
    CHECK(codeOf(store.applyStatusEvent(event(1, newId(), ItemState::Draft), act())) == Code::BadInput);
    CHECK(codeOf(store.applyStatusEvent(event(1, newId(), ItemState::Discarded), act())) == Code::BadInput);
}
