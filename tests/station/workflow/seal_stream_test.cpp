// The seal while it is being committed: real store, real packet, two threads; and what is left when either side fails.

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <stdexcept>

#include "base/digest.h"
#include "base/id.h"
#include "station/workflow/seal_stream.h"
#include "tests/rigs/file_limit.h"
#include "tests/sync/packet/sample.h"

using base::Bytes;
using base::Code;

namespace {

const base::Instant kNow = *base::parseUtc("2026-11-21T01:07:30.250Z");

// A station's store with one draft in it, in a folder of its own.
class Desk {
public:
    Desk() : folder_(std::filesystem::absolute("seal-" + base::newId(std::chrono::system_clock::now()))) {
        std::filesystem::create_directories(folder_);
        room_ = std::move(station::StoreRoom::open(folder_ / "station.db", kNow).value());
        draft_ = newDraft();
    }
    ~Desk() {
        room_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    station::StoreRoom& room() { return *room_; }
    const std::string& draft() const { return draft_; }

    std::string newDraft() {
        const store::NewDraft draft{base::newId(kNow), "card-14plus", "2026.1", "", base::bytesOf("wrapped key"), ""};
        REQUIRE(room_->call([&](store::Store& s) { return s.createDraft(draft, {}, {"officer-1", kNow}); }));
        return draft.id;
    }

    base::Result<packet::PacketHeader> seal(const std::vector<packet::Attachment>& attachments, const packet::Manifest& manifest) {
        return seal(attachments, manifest, {});
    }
    base::Result<packet::PacketHeader> seal(const std::vector<packet::Attachment>& attachments, const packet::Manifest& manifest,
                                            const std::function<store::IndexEntry(const packet::PacketHeader&)>& index) {
        const station::SealOrder order{draft_, manifest, attachments, {station_, officer_}, recipients_, "officer-1", std::chrono::hours(72), index};
        return station::sealIntoStore(*room_, order, kNow);
    }

    // Nothing of a seal is there, and the draft can still be changed.
    void checkStillADraft() {
        room_->call([&](store::Store& s) {
            CHECK(s.row(draft_).value().state == store::ItemState::Draft);
            CHECK(s.sealSlot().value().sequence == 1);
            CHECK(s.nextToSend(kNow).error().code == Code::NotFound);
            CHECK(s.totals(base::dayInVietnam(kNow)).value().unsent == 0);
            return 0;
        });
    }
    // The packet as the transport reads it: chunk by chunk, each compared with its digest.
    Bytes stored(const std::string& id) {
        return room_->call([&](store::Store& s) {
            Bytes whole;
            const auto packet = s.outboxPacket(id).value();
            for (std::uint32_t number = 0; number < packet.chunks; ++number) {
                const Bytes chunk = s.readChunk(id, number).value();
                whole.insert(whole.end(), chunk.begin(), chunk.end());
            }
            CHECK(packet.size == whole.size());
            return whole;
        });
    }

private:
    std::filesystem::path folder_;
    std::unique_ptr<station::StoreRoom> room_;
    std::string draft_;
    packet::SigningKey station_ = sample::station();
    packet::SigningKey officer_ = sample::officer();
    std::vector<packet::AgeRecipient> recipients_ = {sample::upstream().recipient(), sample::escrow().recipient()};
};

std::vector<packet::Attachment> pages(int count, std::size_t size) {
    std::vector<packet::Attachment> out = sample::attachments();
    for (int i = 0; i < count; ++i) {
        out.push_back({"page-" + std::to_string(i) + ".jpg", "image/jpeg", hands::noise(size, 100u + static_cast<unsigned>(i)), ""});
    }
    return out;
}

}  // namespace

SCENARIO("an application is encrypted while it is being committed, and upstream opens what the store kept") {
    Desk desk;
    // Less than a piece, many pieces, and above the size from which two threads digest.
    const auto attachments = pages(GENERATE(0, 1, 9), 600'000);
    const auto header = desk.seal(attachments, sample::manifest(), [](const packet::PacketHeader& h) {
        return store::IndexEntry{base::bytesOf("sealed " + h.id), {Bytes(32, 7)}, ""};
    }).value();
    CHECK(header.sequence == 1);
    const Bytes age = desk.stored(header.id);
    CHECK(header.digest == base::sha256Hex(age));
    desk.room().call([&](store::Store& s) {
        const auto packet = s.outboxPacket(header.id).value();
        CHECK(packet.draftId == desk.draft());
        CHECK(base::toHex(packet.digest) == header.digest);
        CHECK(packet::verifyPacketHeader(packet.header, sample::senderKeys().station).value() == header);
        const auto row = s.row(desk.draft()).value();
        CHECK(row.state == store::ItemState::Sealed);
        CHECK(row.index == base::bytesOf("sealed " + header.id));
        CHECK(row.windowEndsAt == kNow + std::chrono::hours(72));
        return 0;
    });
    const auto opened = packet::openPacket(header, age, sample::upstream(), sample::senderKeys()).value();
    CHECK(opened.manifest.record == sample::manifest().record);
    REQUIRE(opened.attachments.size() == attachments.size());
    for (std::size_t i = 0; i < attachments.size(); ++i) CHECK(opened.attachments[i].bytes == attachments[i].bytes);
}

TEST_CASE("an application that breaks a rule of the format stays a draft") {
    Desk desk;
    packet::Manifest spoilt = sample::manifest();
    spoilt.record.clear();
    CHECK(desk.seal(pages(3, 600'000), spoilt).error().code == Code::BadInput);
    desk.checkStillADraft();
    CHECK(desk.seal(pages(3, 600'000), sample::manifest()));
}

TEST_CASE("an error in the middle of sealing leaves the draft a draft and nothing in the store") {
    Desk desk;
    // The packet's own limit is met when a hundred megabytes are already written.
    constexpr std::size_t kPage = 15'000'000;
    CHECK(desk.seal(pages(9, kPage), sample::manifest()).error().code == Code::TooLarge);
    desk.checkStillADraft();
    CHECK(desk.seal(pages(1, 600'000), sample::manifest()));
}

TEST_CASE("a sealer that goes away by an exception leaves the draft a draft") {
    Desk desk;
    const auto broken = [](const packet::PacketHeader&) -> store::IndexEntry { throw std::runtime_error("thrown while sealing"); };
    CHECK_THROWS_AS(desk.seal(pages(3, 600'000), sample::manifest(), broken), std::runtime_error);
    desk.checkStillADraft();
    CHECK(desk.seal(pages(3, 600'000), sample::manifest()));
}

TEST_CASE("a full disk in the middle ends the sealer, and the seal succeeds when there is space again") {
    if (!rigs::FileLimit::isPossible()) {
        WARN("SKIPPED: no limit on the size of files on this system");
        return;
    }
    Desk desk;
    const auto attachments = pages(20, 1'000'000);
    {
        const rigs::FileLimit limit(4 << 20);
        CHECK(desk.seal(attachments, sample::manifest()).error().code == Code::DiskFull);
        desk.checkStillADraft();
    }
    const auto header = desk.seal(attachments, sample::manifest()).value();
    CHECK(base::sha256Hex(desk.stored(header.id)) == header.digest);
}

TEST_CASE("a draft that is none any more is refused, and the sealer does not wait") {
    Desk desk;
    REQUIRE(desk.seal(pages(3, 600'000), sample::manifest()));
    CHECK(desk.seal(pages(3, 600'000), sample::manifest()).error().code == Code::WrongState);
}

// Writes a journal entry and stands in the store's queue again, so that one is always before whoever comes next.
struct Busybody {
    station::StoreRoom& room;
    std::atomic<bool>& wanted;
    void operator()(store::Store& s) const {
        if (wanted && s.appendJournal({"officer-2", kNow}, "login", "", "")) (void)room.post(*this);
    }
};

TEST_CASE("what comes into the journal between slot and seal is a conflict, and the next try succeeds") {
    Desk desk;
    std::atomic<bool> wanted = true;
    REQUIRE(desk.room().post(Busybody{desk.room(), wanted}));
    CHECK(desk.seal(pages(9, 600'000), sample::manifest()).error().code == Code::Conflict);
    wanted = false;
    desk.checkStillADraft();
    const auto header = desk.seal(pages(9, 600'000), sample::manifest()).value();
    CHECK(desk.stored(header.id).size() == header.size);
}
