// Where uploads arrive: who may send what, at which offset, and when a finished upload becomes a stored
// packet. Knows nothing of HTTP, so that another resumable protocol can stand before it.
//
// An offset is told only after the bytes before it are synced. Content is hashed again from the disk before
// the receipt is signed, so what a power cut left half-written is noticed and sent again.
//
// Threads: any. One PATCH per upload holds its lease; asking for the offset ends a lease that does not end by
// itself, because a client that asks has lost the connection that held it. Errors, and the HTTP status the
// service makes of them: BadInput 400, Refused, KeyUnknown and SignatureInvalid 403, NotFound 404, Conflict
// 409, Gone 410, TooLarge 413, WrongState 423 (another PATCH runs), LockedOut 429 (too many unfinished
// uploads), ProtocolError 460 (checksum or digest differs), DiskFull 507.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "sync/gateway/checksum.h"
#include "sync/gateway/content.h"
#include "sync/gateway/store.h"

namespace gateway {

struct UploadLimits {
    std::uint64_t packetBytes = 64ull << 20;
    std::size_t unfinishedPerStation = 64;
    std::uint64_t diskReserve = 256ull << 20;  // bytes left free on the disk
    std::chrono::hours life{24 * 7};           // of an upload since its last PATCH
};

struct UploadPlace {
    std::string id;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    base::Instant expiresAt;  // of an unfinished upload
};

enum class Lease { Unknown = 0, Respect, TakeOver };

class UploadDesk {
public:
    // One PATCH under way. Destroyed without finish(): the connection broke, and the bytes stay unless they
    // came under a checksum that can no longer be verified.
    class Patch {
    public:
        ~Patch();
        Patch(const Patch&) = delete;
        Patch& operator=(const Patch&) = delete;
        base::Result<void> take(base::ByteView bytes);
        base::Result<UploadPlace> finish();

    private:
        friend class UploadDesk;
        struct Live;
        Patch(UploadDesk& desk, UploadRow row, std::shared_ptr<Live> live, ContentFile file);
        bool holdsLease() const;

        UploadDesk& desk_;
        UploadRow row_;
        std::shared_ptr<Live> live_;
        ContentFile file_;
        std::optional<BodyChecksum> checksum_;
        std::uint64_t begin_ = 0;
        std::uint64_t at_ = 0;
        std::uint64_t lease_ = 0;
        bool finished_ = false;
    };

    struct Identity {
        std::string name;  // the gateway's, as written in receipts
        packet::Purpose purpose = packet::Purpose::Unknown;
    };
    // `stored` is told the id of each packet newly stored.
    UploadDesk(Identity identity, UploadLimits limits, Store& store, ContentFolder& content,
               const packet::SigningKey& signingKey, const base::Clock& clock,
               std::function<void(const std::string&)> stored);

    // Opens an upload, or finds the one that is open for this packet already, or the finished one of a packet
    // that is stored already.
    base::Result<UploadPlace> create(const std::string& station, base::ByteView headerEnvelope,
                                     std::uint64_t length);
    base::Result<UploadPlace> place(const std::string& station, const std::string& id, Lease lease);
    base::Result<std::unique_ptr<Patch>> patch(const std::string& station, const std::string& id,
                                               std::uint64_t offset, std::optional<std::uint64_t> length,
                                               std::optional<tus::Checksum> checksum);
    base::Result<void> terminate(const std::string& station, const std::string& id);

    // Ends uploads that expired and removes leftover files.
    base::Result<void> sweep();

private:
    base::Result<packet::PacketHeader> admit(const std::string& station, base::ByteView envelope,
                                             std::uint64_t length);
    base::Result<std::optional<UploadPlace>> known(const std::string& station,
                                                   const packet::PacketHeader& header);
    base::Result<UploadRow> ownUpload(const std::string& station, const std::string& id);
    base::Result<UploadPlace> complete(const UploadRow& row, ContentFile& file);
    base::Result<void> end(const std::string& id);
    std::shared_ptr<Patch::Live> live(const std::string& id);

    Identity identity_;
    UploadLimits limits_;
    Store& store_;
    ContentFolder& content_;
    const packet::SigningKey& signingKey_;
    const base::Clock& clock_;
    std::function<void(const std::string&)> stored_;
    std::mutex createMutex_;
    std::mutex liveMutex_;
    std::map<std::string, std::weak_ptr<Patch::Live>> live_;  // guarded by liveMutex_
};

}  // namespace gateway
