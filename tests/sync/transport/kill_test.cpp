// kill -9 of the gateway in the middle of an upload: whatever it acknowledged is there afterwards, once.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "base/digest.h"
#include "sync/transport/status_client.h"
#include "sync/transport/upload_client.h"
#include "tests/rigs/child_process.h"
#include "tests/rigs/fault_proxy.h"
#include "tests/rigs/road_rig.h"

using rigs::ChildProcess;
using rigs::must;

namespace {

std::unique_ptr<ChildProcess> startGateway(const rigs::RoadHouse& house, std::uint16_t& port) {
    auto child = std::make_unique<ChildProcess>(std::vector<std::string>{
        GATEWAY_PROCESS, "--data", house.folder().string(), "--listen", "127.0.0.1:0"});
    const auto ready = nlohmann::json::parse(child->readLine());
    port = ready.at("port").get<std::uint16_t>();
    return child;
}

}  // namespace

TEST_CASE("a gateway killed while packets arrive loses nothing it acknowledged") {
    const auto seed = std::random_device{}();
    WARN("seed " << seed);
    std::mt19937 random(seed);
    rigs::RoadHouse house("killed");
    auto station = house.enrollWithKeys("station-9");
    std::uint16_t port = 0;
    auto gateway = startGateway(house, port);
    rigs::FaultProxy proxy(port);
    proxy.rate(20'000'000);

    constexpr int kPackets = 6;
    std::vector<packet::SealedPacket> packets;
    for (int i = 0; i < kPackets; ++i) packets.push_back(station.seal(1'000'000));
    std::vector<base::Bytes> receipts;
    std::jthread sender([&](const std::stop_token& stop) {
        transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys());
        for (const auto& sealed : packets) {
            transport::UploadJob job{
                sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}};
            const auto receipt = client.upload(job, stop);
            if (!receipt) return;
            receipts.push_back(*receipt);
        }
    });
    // Killed at random places of the stream, some of them right at the end of a packet.
    std::uint64_t place = 0;
    for (int kill = 0; kill < 8; ++kill) {
        place += std::uniform_int_distribution<std::uint64_t>(50'000, 1'050'000)(random);
        if (place > 6'000'000) break;
        REQUIRE(proxy.waitForwarded(place, std::chrono::minutes(1)));
        gateway->kill();
        gateway = startGateway(house, port);
        proxy.target(port);
    }
    sender.join();
    REQUIRE(receipts.size() == kPackets);
    for (int i = 0; i < kPackets; ++i) {
        CHECK(packet::verifyReceipt(receipts[i], packets[i].header, station.gatewayKeys()));
    }
    const auto stored = must(house.store()->packets({}));
    REQUIRE(stored.size() == kPackets);
    const gateway::ContentFolder content(house.folder() / "content");
    for (const auto& row : stored) {
        const auto bytes = must(content.read(row.upload, 1u << 30));
        CHECK(base::sha256Hex(bytes) == row.header.digest);
    }
    // The feed holds each packet once, in an unbroken row.
    transport::StatusClient status(station.upstream(proxy.port()), station.issued.station,
                                   station.gatewayKeys());
    CHECK(must(status.events(0, std::chrono::seconds(0), {})).size() == kPackets);
    CHECK(gateway->terminate() == 0);
    CHECK(content.list().size() == kPackets);
}
