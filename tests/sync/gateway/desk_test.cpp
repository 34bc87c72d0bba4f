// Uploads without HTTP: offsets, leases, checksums, and what a crash leaves behind.
#include <catch2/catch.hpp>

#include "base/digest.h"
#include "sync/gateway/registrar.h"
#include "sync/gateway/upload_desk.h"
#include "tests/rigs/road_rig.h"

using base::Code;
using gateway::Lease;
using rigs::must;

namespace {

struct DeskRig {
    rigs::RoadHouse house{"desk"};
    rigs::RoadStation station = house.enrollWithKeys("station-1");
    rigs::RoadStation other = house.enrollWithKeys("station-2");
    gateway::Home home = house.home();
    std::unique_ptr<gateway::Store> store = house.store();
    gateway::ContentFolder content{home.contentFolder()};
    base::FakeClock clock{base::SystemClock().now()};
    gateway::UploadLimits limits{4'000'000, 3, 0, std::chrono::hours(24)};
    std::vector<std::string> stored;
    std::unique_ptr<gateway::UploadDesk> desk = open();

    std::unique_ptr<gateway::UploadDesk> open() {
        return std::make_unique<gateway::UploadDesk>(gateway::UploadDesk::Identity{home.name, home.purpose},
                                                     limits, *store, content, home.signingKey, clock,
                                                     [this](const std::string& id) { stored.push_back(id); });
    }
    gateway::UploadPlace create(const packet::SealedPacket& sealed) {
        return must(desk->create(station.issued.station, sealed.headerEnvelope, sealed.age.size()));
    }
    base::Result<gateway::UploadPlace> send(const std::string& id, base::ByteView bytes, std::uint64_t offset,
                                            std::optional<tus::Checksum> checksum = {}) {
        auto patch = desk->patch(station.issued.station, id, offset, bytes.size(), std::move(checksum));
        if (!patch) return tl::unexpected(patch.error());
        if (auto taken = (*patch)->take(bytes); !taken) return tl::unexpected(taken.error());
        return (*patch)->finish();
    }
    base::Result<gateway::UploadPlace> place(const std::string& id, Lease lease = Lease::Respect) {
        return desk->place(station.issued.station, id, lease);
    }
};

base::ByteView part(const base::Bytes& bytes, std::size_t from, std::size_t to) {
    return base::ByteView(bytes).subspan(from, to - from);
}

}  // namespace

TEST_CASE("a packet in three pieces becomes one stored packet with one receipt") {
    DeskRig rig;
    const auto sealed = rig.station.seal(9000);
    const auto upload = rig.create(sealed);
    CHECK(upload.offset == 0);
    CHECK(must(rig.send(upload.id, part(sealed.age, 0, 4000), 0)).offset == 4000);
    CHECK(rig.send(upload.id, part(sealed.age, 0, 10), 0).error().code == Code::Conflict);
    CHECK(rig.send(upload.id, part(sealed.age, 0, 10), 4001).error().code == Code::Conflict);
    CHECK(must(rig.place(upload.id)).offset == 4000);
    CHECK(rig.create(sealed).id == upload.id);  // asked again: the same upload, where it stands
    CHECK(rig.create(sealed).offset == 4000);
    rig.desk = rig.open();  // the gateway is started anew
    must(rig.send(upload.id, part(sealed.age, 4000, 8000), 4000));
    CHECK(rig.stored.empty());
    must(rig.send(upload.id, part(sealed.age, 8000, sealed.age.size()), 8000));
    CHECK(rig.stored == std::vector<std::string>{sealed.header.id});
    const auto row = must(rig.store->packet(sealed.header.id));
    packet::KeyRing ring;
    ring.add(rig.home.signingKey.verifyKey());
    CHECK(packet::verifyReceipt(row.receipt, sealed.header, ring.lookup()));
    CHECK(must(rig.place(upload.id)).offset == sealed.age.size());
    CHECK(rig.create(sealed).offset == sealed.age.size());
    CHECK(rig.stored.size() == 1);
}

TEST_CASE("a crash after the last byte and before the receipt is made good by the next question") {
    DeskRig rig;
    const auto sealed = rig.station.seal(5000);
    const auto upload = rig.create(sealed);
    auto file = must(rig.content.open(upload.id));
    must(file.write(0, sealed.age));
    rig.desk = rig.open();
    CHECK(must(rig.place(upload.id)).offset == sealed.age.size());
    CHECK(rig.store->packet(sealed.header.id));
}

TEST_CASE("content that a power cut damaged is noticed before the receipt and sent again") {
    DeskRig rig;
    const auto sealed = rig.station.seal(5000);
    const auto upload = rig.create(sealed);
    must(rig.send(upload.id, part(sealed.age, 0, 3000), 0));
    auto file = must(rig.content.open(upload.id));
    must(file.write(100, base::Bytes(50, 0)));
    CHECK(rig.send(upload.id, part(sealed.age, 3000, sealed.age.size()), 3000).error().code ==
          Code::ProtocolError);
    CHECK(rig.place(upload.id).error().code == Code::Gone);
    CHECK(rig.store->packet(sealed.header.id).error().code == Code::NotFound);
    const auto again = rig.create(sealed);
    CHECK(again.id != upload.id);
    CHECK(must(rig.send(again.id, sealed.age, 0)).offset == sealed.age.size());
}

TEST_CASE("a body with a wrong or unfinished checksum leaves nothing behind") {
    DeskRig rig;
    const auto sealed = rig.station.seal(5000);
    const auto upload = rig.create(sealed);
    const auto first = part(sealed.age, 0, 2000);
    const auto digest = base::sha256(first);
    const tus::Checksum right{tus::Algorithm::Sha256, base::Bytes(digest.begin(), digest.end())};
    const tus::Checksum wrong{tus::Algorithm::Sha1, base::Bytes(20, 7)};
    CHECK(rig.send(upload.id, first, 0, wrong).error().code == Code::ProtocolError);
    CHECK(must(rig.place(upload.id)).offset == 0);
    {
        auto cut = must(rig.desk->patch("station-1", upload.id, 0, first.size(), right));
        must(cut->take(first.subspan(0, 1000)));
    }
    CHECK(must(rig.place(upload.id)).offset == 0);
    CHECK(must(rig.send(upload.id, first, 0, right)).offset == 2000);
    {  // without a checksum a cut body counts as far as it came
        auto cut = must(rig.desk->patch("station-1", upload.id, 2000, 2000, {}));
        must(cut->take(part(sealed.age, 2000, 2700)));
    }
    CHECK(must(rig.place(upload.id)).offset == 2700);
}

TEST_CASE("one connection sends at a time, and who asks for the offset takes over") {
    DeskRig rig;
    const auto sealed = rig.station.seal(5000);
    const auto upload = rig.create(sealed);
    auto stuck = must(rig.desk->patch("station-1", upload.id, 0, 4000, {}));
    must(stuck->take(part(sealed.age, 0, 1500)));
    CHECK(rig.desk->patch("station-1", upload.id, 1500, 10, {}).error().code == Code::WrongState);
    CHECK(rig.place(upload.id, Lease::Respect).error().code == Code::WrongState);
    CHECK(must(rig.place(upload.id, Lease::TakeOver)).offset == 1500);
    CHECK(stuck->take(part(sealed.age, 1500, 1600)).error().code == Code::Conflict);
    CHECK(stuck->finish().error().code == Code::Conflict);
    auto next = must(rig.desk->patch("station-1", upload.id, 1500, 500, {}));
    stuck.reset();  // must not end the new one's lease
    CHECK(next->take(part(sealed.age, 1500, 2000)));
    CHECK(must(next->finish()).offset == 2000);
}

TEST_CASE("what is not wanted is refused before a byte of it comes") {
    DeskRig rig;
    auto sealed = rig.station.seal(5000);
    const auto size = sealed.age.size();
    auto& desk = *rig.desk;
    CHECK(desk.create("station-1", sealed.headerEnvelope, size + 1).error().code == Code::BadInput);
    CHECK(desk.create("station-2", sealed.headerEnvelope, size).error().code == Code::KeyUnknown);
    auto damaged = sealed.headerEnvelope;
    damaged[damaged.size() / 2] ^= 1;
    CHECK_FALSE(desk.create("station-1", damaged, size));
    const auto big = rig.station.seal(4'100'000);
    CHECK(desk.create("station-1", big.headerEnvelope, big.age.size()).error().code == Code::TooLarge);

    // A station that signs in another's name.
    rig.station.issued.station = "station-2";
    const auto borrowed = rig.station.seal(100);
    rig.station.issued.station = "station-1";
    CHECK(desk.create("station-1", borrowed.headerEnvelope, borrowed.age.size()).error().code ==
          Code::Refused);

    // Training and real do not mix.
    rig.station.issued.purpose = packet::Purpose::Real;
    const auto serious = rig.station.seal(100);
    CHECK(desk.create("station-1", serious.headerEnvelope, serious.age.size()).error().code == Code::Refused);
    CHECK(rig.content.list().empty());
}

TEST_CASE("a station may leave only so many uploads unfinished, and they expire") {
    DeskRig rig;
    std::vector<gateway::UploadPlace> open;
    for (int i = 0; i < 3; ++i) open.push_back(rig.create(rig.station.seal(100)));
    const auto fourth = rig.station.seal(100);
    CHECK(rig.desk->create("station-1", fourth.headerEnvelope, fourth.age.size()).error().code ==
          Code::LockedOut);
    const auto others = rig.other.seal(100);
    CHECK(rig.desk->create("station-2", others.headerEnvelope, others.age.size()));

    CHECK(rig.desk->terminate("station-2", open[0].id).error().code == Code::NotFound);
    must(rig.desk->terminate("station-1", open[0].id));
    CHECK(rig.place(open[0].id).error().code == Code::Gone);
    CHECK(rig.create(fourth).offset == 0);

    rig.clock.advance(std::chrono::hours(25));
    CHECK(rig.place(open[1].id).error().code == Code::Gone);
    must(rig.desk->sweep());
    CHECK(rig.content.list().empty());
    CHECK(rig.place(open[1].id).error().code == Code::Gone);
    CHECK(rig.place(std::string(32, 'f')).error().code == Code::NotFound);
    rig.clock.advance(std::chrono::hours(24 * 31));
    must(rig.desk->sweep());
    CHECK(rig.place(open[1].id).error().code == Code::NotFound);
}

TEST_CASE("another packet under the same id is refused once one is stored") {
    DeskRig rig;
    const auto first = rig.station.seal(1000);
    // Sealed again under the same id before it was complete here: the later one counts.
    packet::Manifest manifest;
    manifest.id = first.header.id;
    manifest.kind = "card-14plus";
    manifest.schemaVersion = "2026.1";
    manifest.station = "station-1";
    manifest.unit = "27000";
    manifest.officer = "officer-1";
    manifest.startedAt = manifest.sealedAt = rig.clock.now();
    manifest.purpose = packet::Purpose::Training;
    manifest.sequence = 1;
    manifest.journalHead = std::string(64, '0');
    manifest.record = "{}";
    const auto second = must(packet::sealPacket(manifest, {}, {rig.station.signing, rig.station.officer},
                                                rig.station.issued.recipients));
    const auto early = rig.create(first);
    const auto later = rig.create(second);
    CHECK(rig.place(early.id).error().code == Code::Gone);
    must(rig.send(later.id, second.age, 0));
    CHECK(rig.desk->create("station-1", first.headerEnvelope, first.age.size()).error().code ==
          Code::Conflict);
    CHECK(must(rig.store->packets({})).size() == 1);
}

TEST_CASE("leftover files of a crash are swept away, stored packets are not") {
    DeskRig rig;
    const auto sealed = rig.station.seal(1000);
    must(rig.send(rig.create(sealed).id, sealed.age, 0));
    must(rig.content.create(gateway::newUploadId()));
    CHECK(rig.content.list().size() == 2);
    must(rig.desk->sweep());
    REQUIRE(rig.content.list().size() == 1);
    CHECK(must(rig.content.read(rig.content.list().front(), 1u << 20)) == sealed.age);
}

TEST_CASE("states follow one another in the order of the desk") {
    using gateway::mayFollow;
    using packet::PacketState;
    CHECK(mayFollow({PacketState::Received}, PacketState::Accepted));
    CHECK(mayFollow({PacketState::Received, PacketState::Accepted}, PacketState::Rejected));
    CHECK(mayFollow({PacketState::Received, PacketState::Accepted, PacketState::EidApproved},
                    PacketState::CardPrinted));
    CHECK_FALSE(mayFollow({PacketState::Received}, PacketState::CardPrinted));
    CHECK_FALSE(mayFollow({PacketState::Received, PacketState::Rejected}, PacketState::Accepted));
    CHECK_FALSE(mayFollow({PacketState::Received, PacketState::Accepted}, PacketState::Accepted));
    CHECK_FALSE(mayFollow({PacketState::Received, PacketState::Accepted, PacketState::CardPrinted},
                          PacketState::HandedOver));
    CHECK_FALSE(mayFollow({PacketState::Received, PacketState::Accepted, PacketState::CardPrinted},
                          PacketState::Rejected));
    CHECK_FALSE(mayFollow({}, PacketState::Received));
}
