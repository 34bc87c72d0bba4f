#include "tests/rigs/road_rig.h"

#include <algorithm>

#include "base/id.h"

namespace rigs {
namespace {

const base::SystemClock g_clock;
constexpr packet::KdfCost kCheap{1, 8u << 10};

}  // namespace

packet::StationKeys RoadStation::keys() const {
    return {issued.station,
            signing.verifyKey(),
            correction.recipient(),
            {{"officer-1", officer.verifyKey()}},
            g_clock.now()};
}

packet::KeyLookup RoadStation::gatewayKeys() const {
    packet::KeyRing ring;
    for (const auto& key : issued.gatewayKeys) ring.add(key);
    return ring.lookup();
}

transport::Upstream RoadStation::upstream(std::uint16_t port) const {
    transport::Upstream upstream;
    upstream.url = "https://127.0.0.1:" + std::to_string(port);
    upstream.caPem = issued.caCertificate;
    upstream.clientCertificatePem = issued.clientCertificate;
    upstream.clientKeyPem = std::make_shared<const base::SecretBytes>(issued.clientKey.clone());
    return upstream;
}

packet::SealedPacket RoadStation::seal(std::size_t size, const std::string& record) {
    packet::Manifest manifest;
    manifest.id = base::newId(g_clock.now());
    manifest.kind = "card-14plus";
    manifest.schemaVersion = "2026.1";
    manifest.station = issued.station;
    manifest.unit = issued.unit.code;
    manifest.officer = "officer-1";
    manifest.startedAt = g_clock.now() - std::chrono::minutes(9);
    manifest.sealedAt = g_clock.now();
    manifest.purpose = issued.purpose;
    manifest.sequence = ++sequence;
    manifest.journalHead = std::string(64, '0');
    manifest.record = record;
    packet::Attachment attachment{"portrait.jpg", "image/jpeg", base::Bytes(size), ""};
    base::fillRandom(attachment.bytes);
    return must(packet::sealPacket(manifest, {&attachment, 1}, {signing, officer}, issued.recipients));
}

RoadHouse::RoadHouse(const std::string& folder, packet::Purpose purpose)
    : folder_(std::filesystem::absolute(folder)) {
    std::filesystem::remove_all(folder_);
    gateway::HomeOptions options;
    options.name = "Test gateway";
    options.url = "https://127.0.0.1";
    options.purpose = purpose;
    must(gateway::initHome(folder_, options, g_clock.now()));
}

std::unique_ptr<gateway::Store> RoadHouse::store() const {
    return must(gateway::Store::open(folder_ / "gateway.db"));
}

RoadStation RoadHouse::enroll(const std::string& id) {
    const auto store = this->store();
    const auto issued = must(gateway::issueStation(home(), *store, id, {"27000", "Xã Thử", {"card", "eid"}},
                                                   g_clock.now(), kCheap));
    RoadStation station;
    station.issued = must(packet::openProvisioning(issued.file, issued.activationCode));
    return station;
}

RoadStation RoadHouse::enrollWithKeys(const std::string& id) {
    auto station = enroll(id);
    const auto store = this->store();
    must(store->registerKeys(station.keys(),
                             must(gateway::certificateDigest(station.issued.clientCertificate))));
    return station;
}

base::Result<std::vector<packet::FieldReason>> RoadHouse::check(const packet::OpenedPacket& opened) {
    std::vector<packet::FieldReason> reasons;
    if (opened.manifest.record.find("wrong") != std::string::npos)
        reasons.push_back({"full_name", "Tên sai"});
    return reasons;
}

gateway::ServerOptions RoadHouse::options() const {
    gateway::ServerOptions options;
    options.folder = folder_;
    options.check = check;
    options.limits.diskReserve = 0;
    return options;
}

std::unique_ptr<gateway::Server> RoadHouse::serve() const {
    return serve(options());
}

std::unique_ptr<gateway::Server> RoadHouse::serve(gateway::ServerOptions options) const {
    return must(gateway::Server::start(std::move(options), g_clock));
}

std::function<base::Result<base::Bytes>(std::uint64_t, std::size_t)> readerOf(const base::Bytes& bytes) {
    return [&bytes](std::uint64_t offset, std::size_t size) -> base::Result<base::Bytes> {
        const auto begin = std::min<std::uint64_t>(offset, bytes.size());
        const auto end = std::min<std::uint64_t>(begin + size, bytes.size());
        return base::Bytes(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                           bytes.begin() + static_cast<std::ptrdiff_t>(end));
    };
}

}  // namespace rigs
