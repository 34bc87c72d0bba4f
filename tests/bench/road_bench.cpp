// What the road costs: speed into a gateway that syncs every packet, and what cuts add. Prints figures,
// asserts nothing.
#include <chrono>
#include <cstdio>
#include <thread>

#include "sync/transport/upload_client.h"
#include "tests/rigs/fault_proxy.h"
#include "tests/rigs/road_rig.h"

namespace {

using Clock = std::chrono::steady_clock;
using rigs::must;

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

transport::UploadJob jobOf(const packet::SealedPacket& sealed) {
    return {sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}};
}

// Several stations at once, each with its own certificate and connection.
void benchSpeed(std::size_t stationCount, std::size_t packetsEach, std::size_t size) {
    rigs::RoadHouse house("bench-speed");
    std::vector<rigs::RoadStation> stations;
    for (std::size_t i = 0; i < stationCount; ++i)
        stations.push_back(house.enrollWithKeys("station-" + std::to_string(i)));
    std::vector<std::vector<packet::SealedPacket>> packets(stationCount);
    for (std::size_t i = 0; i < stationCount; ++i) {
        for (std::size_t n = 0; n < packetsEach; ++n) packets[i].push_back(stations[i].seal(size));
    }
    const auto server = house.serve();
    const auto begun = Clock::now();
    {
        std::vector<std::jthread> senders;
        for (std::size_t i = 0; i < stationCount; ++i) {
            senders.emplace_back([&, i] {
                transport::UploadClient client(stations[i].upstream(server->port()),
                                               stations[i].gatewayKeys());
                for (const auto& sealed : packets[i]) must(client.upload(jobOf(sealed), {}));
            });
        }
    }
    const double time = secondsSince(begun);
    const double megabytes = static_cast<double>(stationCount * packetsEach * size) / 1e6;
    std::printf(
        "speed: %zu stations, %zu packets of %.1f MB, each synced and receipted: %.2f s, %.1f MB/s (%.0f "
        "Mbit/s), %.1f packets/s\n",
        stationCount, stationCount * packetsEach, static_cast<double>(size) / 1e6, time, megabytes / time,
        megabytes * 8 / time, static_cast<double>(stationCount * packetsEach) / time);
}

void benchCuts(std::uint64_t every) {
    rigs::RoadHouse house("bench-cuts");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    rigs::FaultProxy proxy(server->port());
    proxy.cutEvery(every);
    const auto sealed = station.seal(5'000'000);
    transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys());
    const auto begun = Clock::now();
    must(client.upload(jobOf(sealed), {}));
    const auto size = static_cast<double>(sealed.header.size);
    std::printf(
        "cut every %8llu bytes: %3llu connections, %.2f s, %.2f %% of all bytes on the line beyond the "
        "packet (TLS, handshakes and headers included)\n",
        static_cast<unsigned long long>(every), static_cast<unsigned long long>(proxy.connections()),
        secondsSince(begun), 100.0 * (static_cast<double>(proxy.forwarded()) - size) / size);
}

// Outages on a slow line: 1 s in every 4 s, the stall noticed after 0.5 s.
void benchOutages(std::uint64_t bytesPerSecond) {
    rigs::RoadHouse house("bench-outages");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    rigs::FaultProxy proxy(server->port());
    proxy.rate(bytesPerSecond);
    const auto sealed = station.seal(600'000);
    transport::LineTimes times;
    times.stall = std::chrono::milliseconds(500);
    transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys(), times);
    double down = 0;
    const auto begun = Clock::now();
    {
        std::jthread weather([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                proxy.waitForwarded(UINT64_MAX, std::chrono::seconds(3));
                proxy.line(rigs::FaultProxy::Line::Frozen);
                const auto frozen = Clock::now();
                proxy.waitForwarded(UINT64_MAX, std::chrono::seconds(1));
                proxy.line(rigs::FaultProxy::Line::Open);
                down += secondsSince(frozen);
            }
        });
        must(client.upload(jobOf(sealed), weather.get_stop_token()));
        const double time = secondsSince(begun);
        const double up = time - down;
        std::printf(
            "outages at %llu kbit/s: %.1f s, of which %.1f s up; %.0f %% of the line's up-time used\n",
            static_cast<unsigned long long>(bytesPerSecond * 8 / 1000), time, up,
            100.0 * static_cast<double>(sealed.header.size) / static_cast<double>(bytesPerSecond) / up);
    }
}

}  // namespace

int main() {
    benchSpeed(1, 20, 3'000'000);
    benchSpeed(16, 5, 3'000'000);
    benchCuts(1'000'000);
    benchCuts(100'000);
    benchOutages(48'000);
    return 0;
}
