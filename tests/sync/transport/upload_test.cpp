#include "sync/transport/upload_client.h"

#include <catch2/catch.hpp>
#include <thread>

#include "base/files.h"
#include "sync/transport/status_client.h"
#include "tests/rigs/fault_proxy.h"
#include "tests/rigs/road_rig.h"

using base::Code;
using rigs::FaultProxy;
using rigs::must;
using rigs::RoadHouse;
using rigs::RoadStation;
using Clock = std::chrono::steady_clock;

namespace {

transport::UploadJob jobOf(const packet::SealedPacket& sealed) {
    transport::UploadJob job;
    job.header = sealed.header;
    job.headerEnvelope = sealed.headerEnvelope;
    job.read = rigs::readerOf(sealed.age);
    return job;
}

// Exactly one packet is stored, with exactly these bytes.
void checkStoredOnce(const RoadHouse& house, const packet::SealedPacket& sealed) {
    const auto store = house.store();
    const auto packets = must(store->packets({}));
    REQUIRE(packets.size() == 1);
    CHECK(packets.front().header == sealed.header);
    const gateway::ContentFolder content(house.folder() / "content");
    CHECK(must(content.read(packets.front().upload, 1u << 30)) == sealed.age);
    CHECK(content.list().size() == 1);
}

struct Road {
    RoadHouse house{"road"};
    RoadStation station = house.enrollWithKeys("station-7");
    std::unique_ptr<gateway::Server> server = house.serve();
};

}  // namespace

TEST_CASE("a packet comes up the road and its receipt comes back") {
    Road road;
    const auto sealed = road.station.seal(300'000);
    transport::UploadClient client(road.station.upstream(road.server->port()), road.station.gatewayKeys());
    auto job = jobOf(sealed);
    transport::Progress last;
    job.progress = [&](const transport::Progress& progress) {
        CHECK(progress.stored >= last.stored);
        last = progress;
    };
    const auto receipt = client.upload(job, {});
    REQUIRE(receipt);
    CHECK(packet::verifyReceipt(*receipt, sealed.header, road.station.gatewayKeys()));
    CHECK(last.stored == sealed.header.size);
    CHECK(last.onWire == sealed.header.size);
    checkStoredOnce(road.house, sealed);

    // Sent again by a station that forgot it was done: the same receipt, nothing sent.
    job.progress = [&](const transport::Progress& progress) { last = progress; };
    const auto again = client.upload(job, {});
    REQUIRE(again);
    CHECK(*again == *receipt);
    CHECK(last.onWire == 0);
    checkStoredOnce(road.house, sealed);
}

TEST_CASE("a line that is cut again and again loses nothing and doubles little") {
    const std::uint64_t every = GENERATE(100'000u, 1'000'000u);
    Road road;
    FaultProxy proxy(road.server->port());
    proxy.cutEvery(every);
    const auto sealed = road.station.seal(5'000'000);
    transport::UploadClient client(road.station.upstream(proxy.port()), road.station.gatewayKeys());
    auto job = jobOf(sealed);
    transport::Progress last;
    job.progress = [&](const transport::Progress& progress) { last = progress; };
    const auto begun = Clock::now();
    const auto receipt = client.upload(job, {});
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
    INFO((receipt ? "" : receipt.error().detail));
    REQUIRE(receipt);
    checkStoredOnce(road.house, sealed);
    const auto size = static_cast<double>(sealed.header.size);
    CHECK(proxy.forwarded() < sealed.header.size * 11 / 10);  // handshakes, headers and what the cuts cost
    WARN("cut every " << every << ": " << proxy.connections() << " connections, " << ms
                      << " ms, body bytes handed out twice "
                      << 100.0 * (static_cast<double>(last.onWire) - size) / size
                      << " %, all bytes through the line beyond the packet "
                      << 100.0 * (static_cast<double>(proxy.forwarded()) - size) / size << " %");
    CHECK(proxy.connections() > sealed.header.size / every);
}
