// What the gateway knows, in one SQLite file (WAL, synchronous=FULL): stations and their keys, unfinished
// uploads, stored packets and each station's status feed. Packet bytes lie beside it as files (content.h). A
// returned success is durable. Several processes may open the same file: a running gateway and an
// administrator's command. Threads: any; calls are serialized. Columns: docs/formats/road.md. Errors:
// NotFound, AlreadyExists, Conflict, WrongState as each function says; Busy, DiskFull, ReadOnly, Corrupt,
// IoError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "sync/packet/provisioning.h"
#include "sync/packet/receipt.h"

namespace gateway {

struct StationRow {
    std::string id;
    std::string unitCode;
    std::string unitName;
    std::string certificate;  // digest of the one certificate in force
    base::Instant issuedAt;
    std::optional<base::Instant> revokedAt;
    std::optional<packet::VerifyKey> signingKey;  // absent until the station registered
    std::optional<packet::AgeRecipient> correction;
};

struct UploadRow {
    std::string id;  // 32 hex digits, also the content's file name
    std::string station;
    packet::PacketHeader header;
    base::Bytes headerEnvelope;
    base::Instant expiresAt;
};

struct PacketRow {
    std::string upload;  // the content's file name
    packet::PacketHeader header;
    base::Bytes headerEnvelope;
    base::Bytes receipt;
    base::Instant receivedAt;
    packet::PacketState state = packet::PacketState::Unknown;
};

// Every key a station or one of its officers ever registered, retired ones too: packets of before must still
// open.
struct Signers {
    packet::KeyRing station;
    packet::KeyRing officers;
};

struct PacketFilter {
    std::string station;                                       // empty: all
    packet::PacketState state = packet::PacketState::Unknown;  // Unknown: all
    std::size_t limit = 100;
};

struct PackRow {
    std::uint64_t version = 0;
    std::string digest;  // of the file
    std::uint64_t size = 0;
    base::Instant issuedAt;
    base::Instant publishedAt;
    std::string note;
    base::Bytes notice;  // signed, as the feed tells it
};

// Makes the signed event of the number the store gives it.
using EventMaker = std::function<base::Result<base::Bytes>(std::uint64_t number)>;

class Store {
public:
    static base::Result<std::unique_ptr<Store>> open(const std::filesystem::path& file);
    virtual ~Store() = default;

    // A known station gets a new certificate: the old one and the registered keys are retired.
    virtual base::Result<void> putStation(const StationRow& row) = 0;
    virtual base::Result<void> revokeStation(const std::string& id, base::Instant at) = 0;  // NotFound
    virtual base::Result<StationRow> station(const std::string& id) = 0;                    // NotFound
    virtual base::Result<std::vector<StationRow>> stations() = 0;
    // Binds the keys to the station's certificate the first time; later they must be of the same signing key,
    // and may change the correction key and add officers. Conflict otherwise; NotFound for another
    // certificate.
    virtual base::Result<void> registerKeys(const packet::StationKeys& keys,
                                            const std::string& certificate) = 0;
    virtual base::Result<Signers> signersOf(const std::string& station) = 0;

    virtual base::Result<void> addUpload(const UploadRow& row) = 0;
    virtual base::Result<UploadRow> upload(
        const std::string& id) = 0;  // NotFound; Gone when ended or expired
    virtual base::Result<UploadRow> uploadOf(const std::string& station,
                                             const std::string& packet) = 0;  // NotFound
    virtual base::Result<std::size_t> countUploads(const std::string& station) = 0;
    virtual base::Result<void> endUpload(const std::string& id) = 0;  // its id answers Gone from now on
    virtual base::Result<void> prolongUpload(const std::string& id, base::Instant expiresAt) = 0;
    virtual base::Result<std::vector<std::string>> expiredUploads(base::Instant now) = 0;
    // Ended uploads that expired before `before` answer NotFound from now on.
    virtual base::Result<void> forgetUploads(base::Instant before) = 0;
    // Content that an open upload or a packet refers to; every other file is a leftover.
    virtual base::Result<std::set<std::string>> contentInUse() = 0;

    // In one transaction: the upload ends, the packet stands, the feed says so. AlreadyExists when the packet
    // does.
    virtual base::Result<void> storePacket(const PacketRow& row, const EventMaker& event) = 0;
    virtual base::Result<PacketRow> packet(const std::string& id) = 0;                     // NotFound
    virtual base::Result<PacketRow> packetOfUpload(const std::string& upload) = 0;         // NotFound
    virtual base::Result<std::vector<PacketRow>> packets(const PacketFilter& filter) = 0;  // newest first
    virtual base::Result<std::vector<std::string>> unexamined() = 0;                       // oldest first
    virtual base::Result<void> markExamined(const std::string& packet) = 0;
    // Moves the packet on and appends to its station's feed. WrongState when it is no longer in `from`.
    virtual base::Result<void> advance(const std::string& packet, packet::PacketState from,
                                       packet::PacketState to, const EventMaker& event) = 0;
    // States the packet went through, in order.
    virtual base::Result<std::vector<packet::PacketState>> history(const std::string& packet) = 0;
    // Signed events in order, at least one if there is any, else as many as `bytes` allows.
    virtual base::Result<std::vector<base::Bytes>> events(const std::string& station, std::uint64_t after,
                                                          std::size_t bytes) = 0;
    virtual base::Result<std::vector<base::Bytes>> eventsOf(const std::string& packet) = 0;

    virtual base::Result<void> addPack(const PackRow& row) = 0;     // Conflict unless it is the latest
    virtual base::Result<std::uint64_t> newestPack() = 0;           // 0: none
    virtual base::Result<PackRow> pack(std::uint64_t version) = 0;  // NotFound
    virtual base::Result<std::vector<PackRow>> packs() = 0;         // newest first
};

}  // namespace gateway
