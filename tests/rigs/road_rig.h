// A gateway and its stations for tests: real folders, certificates, keys and packets, made in the current
// folder. Everything fails by throwing, which ends the test that asked. Threads: one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sync/gateway/server.h"
#include "sync/packet/packet.h"
#include "sync/transport/http_line.h"

namespace rigs {

template <class T>
T must(base::Result<T> result) {
    if (!result)
        throw std::runtime_error(std::string(base::codeName(result.error().code)) + ": " +
                                 result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct RoadStation {
    packet::Provisioning issued;
    packet::SigningKey signing = packet::SigningKey::generate();
    packet::SigningKey officer = packet::SigningKey::generate();
    packet::AgeIdentity correction = packet::AgeIdentity::generate();
    std::uint64_t sequence = 0;

    packet::StationKeys keys() const;
    packet::KeyLookup gatewayKeys() const;
    transport::Upstream upstream(std::uint16_t port) const;
    // Random bytes of `size` as one attachment beside the record.
    packet::SealedPacket seal(std::size_t size, const std::string& record = "{\"fields\":{}}");
};

class RoadHouse {
public:
    explicit RoadHouse(const std::string& folder, packet::Purpose purpose = packet::Purpose::Training);

    const std::filesystem::path& folder() const { return folder_; }
    gateway::Home home() const { return must(gateway::loadHome(folder_, gateway::Opening::Open)); }
    std::unique_ptr<gateway::Store> store() const;
    // Issues the station's file and opens it again as the station does.
    RoadStation enroll(const std::string& id);
    // The same with its keys registered, without a connection.
    RoadStation enrollWithKeys(const std::string& id);

    // Rejects records that hold the word "wrong", by its field.
    static base::Result<std::vector<packet::FieldReason>> check(const packet::OpenedPacket& opened);
    gateway::ServerOptions options() const;
    std::unique_ptr<gateway::Server> serve() const;
    std::unique_ptr<gateway::Server> serve(gateway::ServerOptions options) const;

private:
    std::filesystem::path folder_;
};

// The bytes of a sealed packet as an upload reads them.
std::function<base::Result<base::Bytes>(std::uint64_t, std::size_t)> readerOf(const base::Bytes& bytes);

}  // namespace rigs
