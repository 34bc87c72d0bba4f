#include "sync/transport/status_client.h"

#include <catch2/catch.hpp>
#include <thread>

#include "sync/transport/upload_client.h"
#include "tests/rigs/road_rig.h"

using base::Code;
using packet::PacketState;
using rigs::must;
using std::chrono::seconds;

namespace {

base::Bytes send(rigs::RoadStation& station, std::uint16_t port, const packet::SealedPacket& sealed) {
    transport::UploadClient client(station.upstream(port), station.gatewayKeys());
    return must(
        client.upload({sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}}, {}));
}

transport::StatusClient feedOf(const rigs::RoadStation& station, std::uint16_t port) {
    return transport::StatusClient(station.upstream(port), station.issued.station, station.gatewayKeys());
}

}  // namespace

TEST_CASE("a station must register its keys before it may send, and only once") {
    rigs::RoadHouse house("keys");
    auto station = house.enroll("station-1");
    const auto server = house.serve();
    const auto sealed = station.seal(1000);
    transport::UploadClient client(station.upstream(server->port()), station.gatewayKeys());
    const transport::UploadJob job{
        sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}};
    CHECK(client.upload(job, {}).error().code == Code::KeyUnknown);

    transport::StatusClient status(station.upstream(server->port()), "station-1", station.gatewayKeys());
    CHECK(status.check({}));
    const auto keys = packet::signStationKeys(station.keys(), station.signing);
    REQUIRE(status.registerKeys(keys, {}));
    CHECK(status.registerKeys(keys, {}));
    CHECK(client.upload(job, {}));

    // The certificate is bound to the first signing key.
    auto thief = station.keys();
    const auto other = packet::SigningKey::generate();
    thief.signingKey = other.verifyKey();
    CHECK(status.registerKeys(packet::signStationKeys(thief, other), {}).error().code == Code::Conflict);
    // A registration in another station's name is refused.
    auto stranger = station.keys();
    stranger.station = "station-2";
    CHECK(status.registerKeys(packet::signStationKeys(stranger, station.signing), {}).error().code ==
          Code::Refused);
    auto damaged = keys;
    damaged[damaged.size() / 2] ^= 1;
    CHECK_FALSE(status.registerKeys(damaged, {}));
}

TEST_CASE("a wrong application is rejected by itself and comes back to its station alone") {
    rigs::RoadHouse house("rejected");
    auto station = house.enrollWithKeys("station-1");
    auto other = house.enrollWithKeys("station-2");
    const auto server = house.serve();
    const std::string record = R"({"fields":{"full_name":"wrong"}})";
    const auto sealed = station.seal(5000, record);
    send(station, server->port(), sealed);
    server->drain();

    const auto events = must(feedOf(station, server->port()).events(0, seconds(60), {}));
    REQUIRE(events.size() == 2);
    CHECK(events[0].event.state == PacketState::Received);
    const auto& rejected = events[1].event;
    CHECK(rejected.state == PacketState::Rejected);
    CHECK(rejected.packet == sealed.header.id);
    REQUIRE(rejected.reasons.size() == 1);
    CHECK(rejected.reasons[0].field == "full_name");
    const auto back = must(packet::openCorrection(rejected.correction, station.correction));
    CHECK(back.manifest.record == record);
    CHECK(back.attachments.size() == 1);
    CHECK_FALSE(packet::openCorrection(rejected.correction, other.correction));
    CHECK(must(feedOf(other, server->port()).events(0, seconds(0), {})).empty());
}

TEST_CASE("an official's decisions reach the station while it waits") {
    rigs::RoadHouse house("decisions");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    const auto first = station.seal(1000);
    const auto second = station.seal(1000);
    send(station, server->port(), first);
    send(station, server->port(), second);
    server->drain();
    auto feed = feedOf(station, server->port());
    REQUIRE(must(feed.events(0, seconds(0), {})).size() == 2);

    std::jthread official([&] {
        auto& registrar = server->registrar();
        must(registrar.move(first.header.id, PacketState::Accepted, {}, "đủ"));
        must(registrar.move(first.header.id, PacketState::CardPrinted, {}, ""));
    });
    std::vector<transport::FeedEvent> events;
    while (events.size() < 2) {
        const auto more = must(feed.events(2 + events.size(), seconds(10), {}));
        REQUIRE_FALSE(more.empty());
        events.insert(events.end(), more.begin(), more.end());
    }
    CHECK(events[0].event.state == PacketState::Accepted);
    CHECK(events[0].event.note == "đủ");
    CHECK(events[1].event.state == PacketState::CardPrinted);
    CHECK(server->registrar().move(first.header.id, PacketState::Rejected, {{"", "x"}}, "").error().code ==
          Code::WrongState);
    CHECK(server->registrar().move(second.header.id, PacketState::CardPrinted, {}, "").error().code ==
          Code::WrongState);
    CHECK(server->registrar().move(second.header.id, PacketState::Rejected, {}, "").error().code ==
          Code::BadInput);
}

TEST_CASE("a forged or shifted feed is not believed") {
    rigs::RoadHouse house("forged");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    send(station, server->port(), station.seal(1000));
    // Another gateway's key is pinned here.
    packet::KeyRing ring;
    ring.add(packet::SigningKey::generate().verifyKey());
    transport::StatusClient wary(station.upstream(server->port()), "station-1", ring.lookup());
    CHECK(wary.events(0, seconds(0), {}).error().code == Code::SignatureInvalid);
    transport::StatusClient other(station.upstream(server->port()), "station-2", station.gatewayKeys());
    CHECK_FALSE(other.events(0, seconds(0), {}));
}

TEST_CASE("waiting for the feed ends when it is stopped, not when its time is over") {
    rigs::RoadHouse house("stopped");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    auto feed = feedOf(station, server->port());
    REQUIRE(feed.check({}));
    std::stop_source stop;
    std::jthread stopper([&] { stop.request_stop(); });
    const auto asked = std::chrono::steady_clock::now();
    CHECK(feed.events(0, seconds(60), stop.get_token()).error().code == Code::Cancelled);
    CHECK(std::chrono::steady_clock::now() - asked < seconds(50));
}
