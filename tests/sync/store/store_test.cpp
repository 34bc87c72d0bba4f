// The life of one application, and every step repeated as if its answer had been lost.
#include "base/digest.h"
#include "tests/sync/store/store_rig.h"

using namespace rig;
using base::Code;
using store::ItemState;

SCENARIO("An officer's draft survives the end of the program") {
    const Folder folder;
    const base::Bytes portrait = noise(700'000, 1);
    std::string draft;
    {
        store::Store store = open(folder);
        draft = addDraft(store);
        good(store.putBlob(draft, {"fields", 1, base::viewOf("first")}, kStart));
        good(store.putBlob(draft, {"fields", 2, base::viewOf("second")}, kStart));
        good(store.putBlob(draft, {"portrait.frame", 1, portrait}, kStart));
        good(store.putBlob(draft, {"finger-07", 1, base::viewOf("to be taken again")}, kStart));
        good(store.deleteBlob(draft, "finger-07", kStart));
        good(store.setIndex(draft, {base::bytesOf("encrypted name"), {noise(32, 2)}, "portrait"}, kStart));
    }
    store::Store store = open(folder);
    CHECK(take(store.getBlob(draft, "fields")).content == base::bytesOf("second"));
    CHECK(take(store.getBlob(draft, "fields")).version == 2);
    CHECK(take(store.getBlob(draft, "portrait.frame")).content == portrait);
    CHECK(codeOf(store.getBlob(draft, "finger-07")) == Code::NotFound);
    CHECK(take(store.blobVersion(draft, "finger-07")) == 1);
    CHECK(take(store.blobVersion(draft, "page-1")) == 0);
    CHECK(take(store.wrappedKey(draft)) == base::bytesOf("wrapped key"));
    const auto blobs = take(store.listBlobs(draft));
    REQUIRE(blobs.size() == 2);
    CHECK(blobs[1].name == "portrait.frame");
    CHECK(blobs[1].size == portrait.size());
    const auto drafts = take(store.listDrafts());
    REQUIRE(drafts.size() == 1);
    CHECK(drafts[0].index == base::bytesOf("encrypted name"));
    CHECK(drafts[0].stage == "portrait");
}

TEST_CASE("an older version of a blob never replaces a newer one") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    good(store.putBlob(draft, {"fields", 5, base::viewOf("five")}, kStart));
    good(store.putBlob(draft, {"fields", 5, base::viewOf("five")}, kStart));
    CHECK(codeOf(store.putBlob(draft, {"fields", 5, base::viewOf("other")}, kStart)) == Code::Conflict);
    CHECK(codeOf(store.putBlob(draft, {"fields", 4, base::viewOf("four")}, kStart)) == Code::Conflict);
    CHECK(take(store.getBlob(draft, "fields")).content == base::bytesOf("five"));
    good(store.deleteBlob(draft, "fields", kStart));
    CHECK(codeOf(store.putBlob(draft, {"fields", 5, base::viewOf("five")}, kStart)) == Code::Conflict);
    good(store.putBlob(draft, {"fields", 6, base::ByteView()}, kStart));
    CHECK(take(store.getBlob(draft, "fields")).content.empty());
}

TEST_CASE("a blob's name is strict and its draft must be there") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    const auto name = GENERATE(as<std::string>{}, "", ".hidden", "../up", "Upper", "a/b", "a b",
                               std::string(101, 'a'), std::string("a\0b", 3));
    CHECK(codeOf(store.putBlob(draft, {name, 1, {}}, kStart)) == Code::BadInput);
    CHECK(codeOf(store.putBlob(newId(), {"fields", 1, {}}, kStart)) == Code::NotFound);
    CHECK(codeOf(store.putBlob(draft, {"fields", 0, {}}, kStart)) == Code::BadInput);
}

SCENARIO("An application is sealed, sent and received exactly once") {
    const Folder folder;
    store::Store store = open(folder);
    const base::Bytes packet = noise(3 * store::kChunkBytes + 17, 3);
    const std::string draft = addDraft(store);
    good(store.putBlob(draft, {"fields", 1, base::viewOf("content")}, kStart));
    const auto request = sealRequest(store, draft, packet);
    good(store.sealDraft(request, packet, act()));
    const std::string id = request.packetId;

    WHEN("the answer to the seal was lost and it is repeated") {
        good(store.sealDraft(request, packet, act()));
        CHECK(take(store.sealSlot()).sequence == 2);
        auto other = request;
        other.digest = base::sha256(base::viewOf("other"));
        CHECK(codeOf(store.sealDraft(other, base::viewOf("other"), act())) == Code::Conflict);
    }
    THEN("the packet waits whole, and the draft's content is still there") {
        CHECK(wholePacket(store, id) == packet);
        CHECK(take(store.nextToSend(kStart)).id == id);
        CHECK(take(store.getBlob(draft, "fields")).content == base::bytesOf("content"));
        CHECK(codeOf(store.putBlob(draft, {"fields", 2, {}}, kStart)) == Code::WrongState);
        CHECK(codeOf(store.readChunk(id, 4)) == Code::NotFound);
        CHECK(take(store.row(draft)).state == ItemState::Sealed);
    }
    WHEN("its receipt arrives") {
        good(store.setSending(id, kStart));
        CHECK(take(store.row(draft)).state == ItemState::Sending);
        CHECK(codeOf(store.nextToSend(kStart)) == Code::NotFound);
        CHECK(codeOf(store.markReceived(id, {}, act())) == Code::BadInput);
        good(store.markReceived(id, base::viewOf("receipt"), act()));
        good(store.markReceived(id, base::viewOf("receipt"), act()));
        THEN("packet, draft content and key are gone, receipt and row stay") {
            CHECK(take(store.row(draft)).state == ItemState::Received);
            CHECK(take(store.receipt(id)) == base::bytesOf("receipt"));
            CHECK(codeOf(store.readChunk(id, 0)) == Code::Gone);
            CHECK(codeOf(store.wrappedKey(draft)) == Code::Gone);
            CHECK(codeOf(store.getBlob(draft, "fields")) == Code::NotFound);
            CHECK(codeOf(store.setSending(id, kStart)) == Code::WrongState);
            CHECK(codeOf(store.reopenSealed(id, "typing-error", act())) == Code::WrongState);
            good(store.sealDraft(request, packet, act()));
        }
    }
}

TEST_CASE("a seal that does not fit changes nothing") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    const base::Bytes packet = noise(1000, 4);
    const auto fresh = sealRequest(store, draft, packet);
    const auto slot = take(store.sealSlot());

    auto wrongDigest = fresh;
    wrongDigest.digest[0] ^= 1;
    CHECK(codeOf(store.sealDraft(wrongDigest, packet, act())) == Code::BadInput);
    CHECK(codeOf(store.sealDraft(fresh, base::ByteView(), act())) == Code::BadInput);
    int pieces = 0;
    const auto breaking = [&]() -> base::Result<base::Bytes> {
        if (++pieces < 3) return noise(store::kChunkBytes, 5);
        return base::fail(Code::CryptoFailed, "sealing stopped");
    };
    int asked = 0;
    const auto tail = [&]() -> base::Result<store::SealTail> {
        ++asked;
        return store::SealTail{fresh.header, fresh.digest, std::nullopt};
    };
    CHECK(codeOf(store.sealDraft(fresh, breaking, tail, act())) == Code::CryptoFailed);
    CHECK(asked == 0);
    auto stale = fresh;
    good(store.appendJournal(act(), "login", "", ""));
    CHECK(codeOf(store.sealDraft(stale, packet, act())) == Code::Conflict);

    CHECK(take(store.row(draft)).state == ItemState::Draft);
    CHECK(take(store.sealSlot()).sequence == slot.sequence);
    CHECK(codeOf(store.nextToSend(kStart)) == Code::NotFound);
    seal(store, draft, packet);
    CHECK(take(store.totals(base::dayInVietnam(kStart))).unsentBytes == packet.size());
}

SCENARIO("A sealed application can be reopened until something may have left") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    good(store.putBlob(draft, {"fields", 1, base::viewOf("Nguyen Van Thu")}, kStart));
    const std::string id = seal(store, draft, noise(5000, 6));

    WHEN("nothing has left") {
        good(store.reopenSealed(id, "typing-error", act()));
        good(store.reopenSealed(id, "typing-error", act()));
        CHECK(take(store.row(draft)).state == ItemState::Draft);
        CHECK(codeOf(store.readChunk(id, 0)) == Code::Gone);
        CHECK(take(store.totals(base::dayInVietnam(kStart))).unsent == 0);
        good(store.putBlob(draft, {"fields", 2, base::viewOf("Nguyen Van Thu B")}, kStart));
        THEN("it is sealed again under another id and number") {
            const std::string again = seal(store, draft, noise(5000, 7));
            CHECK(again != id);
            CHECK(take(store.outboxPacket(again)).sequence == 2);
            CHECK(take(store.nextToSend(kStart)).id == again);
        }
    }
    WHEN("an attempt could not even reach the upstream") {
        good(store.setSending(id, kStart));
        CHECK(codeOf(store.reopenSealed(id, "typing-error", act())) == Code::WrongState);
        good(store.scheduleRetry(id, kStart, std::chrono::minutes(1), "network-down",
                                 store::Reached::Nothing));
        THEN("it can be reopened") {
            good(store.reopenSealed(id, "typing-error", act()));
        }
    }
    WHEN("an attempt broke in the middle") {
        good(store.setSending(id, kStart));
        good(store.scheduleRetry(id, kStart, std::chrono::minutes(1), "network-down",
                                 store::Reached::Upstream));
        good(store.setSending(id, kStart));
        good(store.scheduleRetry(id, kStart, std::chrono::minutes(1), "network-down",
                                 store::Reached::Nothing));
        THEN("it cannot") {
            CHECK(codeOf(store.reopenSealed(id, "typing-error", act())) == Code::WrongState);
        }
    }
    WHEN("the window has ended") {
        const auto later = kStart + std::chrono::hours(73);
        CHECK(take(store.windowsEnded(kStart, 10)).empty());
        CHECK(take(store.windowsEnded(later, 10)) == std::vector<std::string>{id});
        CHECK(codeOf(store.reopenSealed(id, "typing-error", act(later))) == Code::WrongState);
        good(store.destroyContent(id, act(later)));
        good(store.destroyContent(id, act(later)));
        THEN("key and content are gone and the packet stays") {
            CHECK(codeOf(store.wrappedKey(draft)) == Code::Gone);
            CHECK(take(store.listBlobs(draft)).empty());
            CHECK(wholePacket(store, id) == noise(5000, 6));
            CHECK(take(store.windowsEnded(later, 10)).empty());
        }
    }
}

TEST_CASE("what was being sent when the program ended waits again and counts as touched") {
    const Folder folder;
    std::string id;
    {
        store::Store store = open(folder);
        id = seal(store, addDraft(store), noise(100, 8));
        good(store.setSending(id, kStart));
        good(store.setUploadState(id, "/v1/files/7"));
    }
    store::Store store = open(folder);
    CHECK(take(store.nextToSend(kStart)).uploadState == "/v1/files/7");
    CHECK(take(store.rowOfPacket(id)).state == ItemState::Sealed);
    good(store.setSending(id, kStart));
    good(store.scheduleRetry(id, kStart, std::chrono::seconds(1), "tls-failed", store::Reached::Nothing));
    CHECK(codeOf(store.reopenSealed(id, "typing-error", act())) == Code::WrongState);
}

TEST_CASE("a discarded draft keeps its row and nothing else") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    const base::Bytes hash = noise(32, 9);
    good(store.putBlob(draft, {"fields", 1, base::viewOf("content")}, kStart));
    good(store.setIndex(draft, {base::bytesOf("x"), {hash}, ""}, kStart));
    CHECK(take(store.findByHash(hash)).size() == 1);
    good(store.discardDraft(draft, "applicant-left", act()));
    good(store.discardDraft(draft, "applicant-left", act()));
    CHECK(take(store.row(draft)).state == ItemState::Discarded);
    CHECK(codeOf(store.wrappedKey(draft)) == Code::Gone);
    CHECK(codeOf(store.getBlob(draft, "fields")) == Code::NotFound);
    CHECK(take(store.findByHash(hash)).empty());
    CHECK(codeOf(store.putBlob(draft, {"fields", 2, {}}, kStart)) == Code::WrongState);
    CHECK(take(store.page({}, 0, 10)).empty());
}

TEST_CASE("a destroyed key leaves no trace in the file after the next idle tick") {
    const Folder folder;
    const std::string secret = "wrapped-key-that-must-vanish-0123456789";
    store::Store store = open(folder);
    store::NewDraft draft = newDraft();
    draft.wrappedKey = base::bytesOf(secret);
    good(store.createDraft(draft, {}, act()));
    const auto holds = [&](const char* suffix) {
        std::filesystem::path path = folder.file();
        path += suffix;
        const base::Bytes all = take(base::readFile(path));
        return base::textOf(all).find(secret) != std::string_view::npos;
    };
    const auto forgotten = [&] {
        good(store.idleTick());
        CHECK_FALSE(holds(""));
        CHECK_FALSE(holds("-wal"));
    };
    REQUIRE(holds("-wal"));
    good(store.idleTick());
    REQUIRE(holds(""));
    good(store.discardDraft(draft.id, "applicant-left", act()));
    forgotten();

    // With nothing erased the log keeps its room, and all that is in it until a key goes.
    draft.id = newId();
    good(store.createDraft(draft, {}, act()));
    good(store.idleTick());
    REQUIRE(holds("-wal"));
    REQUIRE(holds(""));
    good(store.discardDraft(draft.id, "applicant-left", act()));
    forgotten();

    draft.id = newId();
    good(store.createDraft(draft, {}, act()));
    good(store.idleTick());
    good(store.setWrappedKey(draft.id, base::viewOf("other wraps of the same key")));
    forgotten();
}

TEST_CASE("repeating the creation of a draft is harmless, another one under its id is refused") {
    const Folder folder;
    store::Store store = open(folder);
    store::NewDraft draft = newDraft();
    good(store.createDraft(draft, {}, act()));
    good(store.createDraft(draft, {}, act()));
    CHECK(take(store.listDrafts()).size() == 1);
    draft.kind = "eid-level-2";
    CHECK(codeOf(store.createDraft(draft, {}, act())) == Code::AlreadyExists);
    draft.id = "not-an-id";
    CHECK(codeOf(store.createDraft(draft, {}, act())) == Code::BadInput);
}

TEST_CASE("settings are kept") {
    const Folder folder;
    {
        store::Store store = open(folder);
        CHECK(codeOf(store.setting("unit.code")) == Code::NotFound);
        good(store.putSetting("unit.code", base::viewOf("001")));
        good(store.putSetting("unit.code", base::viewOf("002")));
        good(store.putSetting("gone", base::viewOf("x")));
        good(store.removeSetting("gone"));
        CHECK(codeOf(store.putSetting("Bad Name", {})) == Code::BadInput);
    }
    store::Store store = open(folder);
    CHECK(take(store.setting("unit.code")) == base::bytesOf("002"));
    CHECK(codeOf(store.setting("gone")) == Code::NotFound);
}
