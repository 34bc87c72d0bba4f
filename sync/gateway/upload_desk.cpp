#include "sync/gateway/upload_desk.h"

#include "base/log.h"

namespace gateway {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::chrono::hours kRemembered{24 * 30};  // how long an ended upload answers Gone

}  // namespace

// What the connections of one upload share.
struct UploadDesk::Patch::Live {
    std::mutex mutex;         // held while content is written, measured or finished
    std::uint64_t lease = 0;  // number of the PATCH that may write; guarded by mutex
    bool held = false;        // guarded by mutex
};

UploadDesk::Patch::Patch(UploadDesk& desk, UploadRow row, std::shared_ptr<Live> live, ContentFile file)
    : desk_(desk), row_(std::move(row)), live_(std::move(live)), file_(std::move(file)) {}

UploadDesk::Patch::~Patch() {
    if (finished_) return;
    const std::lock_guard lock(live_->mutex);
    if (!holdsLease()) return;
    if (checksum_) {
        if (auto cut = file_.truncate(begin_); !cut)
            base::log::failure("gateway.discard-failed", cut.error());
    }
    live_->held = false;
}

bool UploadDesk::Patch::holdsLease() const {
    return live_->held && live_->lease == lease_;
}

Result<void> UploadDesk::Patch::take(base::ByteView bytes) {
    const std::lock_guard lock(live_->mutex);
    if (!holdsLease()) return fail(Code::Conflict, "the upload goes on over another connection");
    if (bytes.size() > row_.header.size - at_) return fail(Code::TooLarge, "more bytes than announced");
    if (auto written = file_.write(at_, bytes); !written) return written;
    if (checksum_) checksum_->update(bytes);
    at_ += bytes.size();
    return {};
}

Result<UploadPlace> UploadDesk::Patch::finish() {
    const std::lock_guard lock(live_->mutex);
    if (!holdsLease()) return fail(Code::Conflict, "the upload goes on over another connection");
    finished_ = true;
    live_->held = false;
    if (checksum_ && !checksum_->matches()) {
        if (auto cut = file_.truncate(begin_); !cut) return tl::unexpected(cut.error());
        return fail(Code::ProtocolError, "the body does not have the announced checksum");
    }
    if (auto synced = file_.sync(); !synced) return tl::unexpected(synced.error());
    if (at_ == row_.header.size) return desk_.complete(row_, file_);
    return UploadPlace{row_.id, at_, row_.header.size, row_.expiresAt};
}

UploadDesk::UploadDesk(Identity identity, UploadLimits limits, Store& store, ContentFolder& content,
                       const packet::SigningKey& signingKey, const base::Clock& clock,
                       std::function<void(const std::string&)> stored)
    : identity_(std::move(identity)),
      limits_(limits),
      store_(store),
      content_(content),
      signingKey_(signingKey),
      clock_(clock),
      stored_(std::move(stored)) {}

std::shared_ptr<UploadDesk::Patch::Live> UploadDesk::live(const std::string& id) {
    const std::lock_guard lock(liveMutex_);
    std::erase_if(live_, [](const auto& entry) { return entry.second.expired(); });
    auto& slot = live_[id];
    auto found = slot.lock();
    if (!found) {
        found = std::make_shared<Patch::Live>();
        slot = found;
    }
    return found;
}

// Verifies that the header is the station's and that this gateway wants such a packet.
Result<packet::PacketHeader> UploadDesk::admit(const std::string& station, base::ByteView envelope,
                                               std::uint64_t length) {
    const auto row = store_.station(station);
    if (!row) return tl::unexpected(row.error());
    packet::KeyRing ring;
    if (row->signingKey) ring.add(*row->signingKey);
    auto header = packet::verifyPacketHeader(envelope, ring.lookup());
    if (!header) return header;
    if (header->station != station) return fail(Code::Refused, "the header names another station");
    if (header->purpose != identity_.purpose)
        return fail(Code::Refused, "training and real packets do not mix");
    if (header->size != length) return fail(Code::BadInput, "Upload-Length differs from the header's size");
    if (length == 0) return fail(Code::BadInput, "an empty packet");
    if (length > limits_.packetBytes) return fail(Code::TooLarge, "packet beyond the limit");
    return header;
}

// The place of a packet that is stored or under way already.
Result<std::optional<UploadPlace>> UploadDesk::known(const std::string& station,
                                                     const packet::PacketHeader& header) {
    const auto stored = store_.packet(header.id);
    if (stored) {
        if (stored->header.digest != header.digest || stored->header.station != station) {
            return fail(Code::Conflict, "another packet is stored under this id");
        }
        return UploadPlace{stored->upload, header.size, header.size, {}};
    }
    if (stored.error().code != Code::NotFound) return tl::unexpected(stored.error());
    const auto open = store_.uploadOf(station, header.id);
    if (open) {
        if (open->header.digest == header.digest) {
            auto found = place(station, open->id, Lease::TakeOver);
            if (found) return *found;
            if (found.error().code != Code::ProtocolError) return tl::unexpected(found.error());
            return std::nullopt;  // its content was damaged and has been dropped
        }
        // Sealed again before it was ever complete here: the old bytes are of no use.
        if (auto ended = end(open->id); !ended) return tl::unexpected(ended.error());
    } else if (open.error().code != Code::NotFound) {
        return tl::unexpected(open.error());
    }
    return std::nullopt;
}

Result<UploadPlace> UploadDesk::create(const std::string& station, base::ByteView headerEnvelope,
                                       std::uint64_t length) {
    const std::lock_guard lock(createMutex_);
    const auto header = admit(station, headerEnvelope, length);
    if (!header) return tl::unexpected(header.error());
    const auto found = known(station, *header);
    if (!found) return tl::unexpected(found.error());
    if (*found) return **found;

    const auto open = store_.countUploads(station);
    if (!open) return tl::unexpected(open.error());
    if (*open >= limits_.unfinishedPerStation) return fail(Code::LockedOut, "too many unfinished uploads");
    const auto free = content_.freeBytes();
    if (!free) return tl::unexpected(free.error());
    if (*free < length + limits_.diskReserve)
        return fail(Code::DiskFull, "the disk has no room for the packet");
    UploadRow row;
    row.id = newUploadId();
    row.station = station;
    row.header = *header;
    row.headerEnvelope.assign(headerEnvelope.begin(), headerEnvelope.end());
    row.expiresAt = clock_.now() + limits_.life;
    if (auto made = content_.create(row.id); !made) return tl::unexpected(made.error());
    if (auto added = store_.addUpload(row); !added) return tl::unexpected(added.error());
    return UploadPlace{row.id, 0, length, row.expiresAt};
}

Result<UploadRow> UploadDesk::ownUpload(const std::string& station, const std::string& id) {
    if (!isUploadId(id)) return fail(Code::NotFound, "no such upload");
    auto row = store_.upload(id);
    if (row && row->station != station) return fail(Code::NotFound, "no such upload");
    if (row && row->expiresAt < clock_.now()) return fail(Code::Gone, "the upload has expired");
    return row;
}

Result<UploadPlace> UploadDesk::place(const std::string& station, const std::string& id, Lease lease) {
    const auto shared = live(id);
    const std::lock_guard lock(shared->mutex);
    const auto row = ownUpload(station, id);
    if (!row) {
        if (row.error().code != Code::NotFound || !isUploadId(id)) return tl::unexpected(row.error());
        const auto stored = store_.packetOfUpload(id);
        if (!stored || stored->header.station != station) return tl::unexpected(row.error());
        return UploadPlace{id, stored->header.size, stored->header.size, {}};
    }
    if (shared->held && lease == Lease::Respect) return fail(Code::WrongState, "another PATCH runs");
    shared->held = false;
    auto file = content_.open(id);
    if (!file) return tl::unexpected(file.error());
    if (auto synced = file->sync(); !synced) return tl::unexpected(synced.error());
    const auto offset = file->size();
    if (!offset) return tl::unexpected(offset.error());
    if (*offset == row->header.size)
        return complete(*row, *file);  // a crash came between the last byte and the end
    return UploadPlace{id, *offset, row->header.size, row->expiresAt};
}

Result<std::unique_ptr<UploadDesk::Patch>> UploadDesk::patch(const std::string& station,
                                                             const std::string& id, std::uint64_t offset,
                                                             std::optional<std::uint64_t> length,
                                                             std::optional<tus::Checksum> checksum) {
    const auto shared = live(id);
    const std::lock_guard lock(shared->mutex);
    auto row = ownUpload(station, id);
    if (!row) return tl::unexpected(row.error());
    if (shared->held) return fail(Code::WrongState, "another PATCH runs");
    auto file = content_.open(id);
    if (!file) return tl::unexpected(file.error());
    const auto size = file->size();
    if (!size) return tl::unexpected(size.error());
    if (*size != offset) return fail(Code::Conflict, "Upload-Offset differs from the stored offset");
    if (length && *length > row->header.size - offset)
        return fail(Code::TooLarge, "more bytes than announced");
    row->expiresAt = clock_.now() + limits_.life;
    if (auto set = store_.prolongUpload(id, row->expiresAt); !set) return tl::unexpected(set.error());

    std::unique_ptr<Patch> patch(new Patch(*this, std::move(*row), shared, std::move(*file)));
    if (checksum) patch->checksum_.emplace(std::move(*checksum));
    patch->begin_ = patch->at_ = offset;
    shared->held = true;
    patch->lease_ = ++shared->lease;
    return patch;
}

// The last byte is here: compare, sign, store. The upload's mutex is held.
Result<UploadPlace> UploadDesk::complete(const UploadRow& row, ContentFile& file) {
    const auto digest = file.digest();
    if (!digest) return tl::unexpected(digest.error());
    if (*digest != row.header.digest) {
        base::log::warning("gateway.digest-differs", {{"packet", row.header.id}, {"station", row.station}});
        if (auto ended = end(row.id); !ended) return tl::unexpected(ended.error());
        return fail(Code::ProtocolError, "the packet does not have the announced digest");
    }
    const auto now = clock_.now();
    PacketRow stored{row.id, row.header, row.headerEnvelope, {}, now, packet::PacketState::Received};
    stored.receipt =
        packet::signReceipt({row.header.id, row.header.digest, now, identity_.name}, signingKey_);
    const auto put = store_.storePacket(stored, [&](std::uint64_t number) {
        packet::StatusEvent event;
        event.number = number;
        event.station = row.station;
        event.packet = row.header.id;
        event.state = packet::PacketState::Received;
        event.at = now;
        return packet::signStatus(event, signingKey_);
    });
    if (put) {
        base::log::info("gateway.stored",
                        {{"packet", row.header.id}, {"station", row.station}, {"size", row.header.size}});
        stored_(row.header.id);
    } else if (put.error().code == Code::AlreadyExists) {
        const auto other = store_.packet(row.header.id);
        if (!other) return tl::unexpected(other.error());
        if (auto ended = end(row.id); !ended) return tl::unexpected(ended.error());
        if (other->header.digest != row.header.digest) {
            return fail(Code::Conflict, "another packet is stored under this id");
        }
    } else {
        return tl::unexpected(put.error());
    }
    return UploadPlace{row.id, row.header.size, row.header.size, {}};
}

Result<void> UploadDesk::end(const std::string& id) {
    if (auto ended = store_.endUpload(id); !ended) return ended;
    return content_.remove(id);
}

Result<void> UploadDesk::terminate(const std::string& station, const std::string& id) {
    const auto shared = live(id);
    const std::lock_guard lock(shared->mutex);
    const auto row = ownUpload(station, id);
    if (!row) return tl::unexpected(row.error());
    shared->held = false;
    return end(id);
}

Result<void> UploadDesk::sweep() {
    const auto expired = store_.expiredUploads(clock_.now());
    if (!expired) return tl::unexpected(expired.error());
    for (const auto& id : *expired) {
        const auto shared = live(id);
        const std::lock_guard lock(shared->mutex);
        shared->held = false;
        if (auto ended = end(id); !ended) return ended;
        base::log::info("gateway.upload-expired", {{"upload", id}});
    }
    if (auto forgotten = store_.forgetUploads(clock_.now() - kRemembered); !forgotten) return forgotten;
    // New content is created under this mutex before its row exists.
    const std::lock_guard creating(createMutex_);
    const auto used = store_.contentInUse();
    if (!used) return tl::unexpected(used.error());
    for (const auto& id : content_.list()) {
        if (used->contains(id)) continue;
        if (auto removed = content_.remove(id); !removed) return removed;
    }
    return {};
}

}  // namespace gateway
