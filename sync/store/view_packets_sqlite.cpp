#include "base/files.h"
#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/schema.h"
#include "sync/store/store_view.h"

namespace store {

using base::Code;
using base::Result;

namespace {

// A retry further ahead than any delay we give was planned before the calendar jumped back: it is due.
constexpr std::int64_t kLongestDelayMs = 24 * 60 * 60 * 1000;

Result<OutboxPacket> packetAt(sqlite::Db& db, std::int64_t key) {
    auto query = db.query(
        "SELECT p.id, i.id, p.sequence, p.priority, p.header, p.digest, p.size, p.upload_state, p.attempts "
        "FROM packet p JOIN item i ON i.key = p.item WHERE p.key = ?",
        key);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::Corrupt, "a packet without its application");
    OutboxPacket packet;
    packet.id = query.text(0);
    packet.draftId = query.text(1);
    packet.sequence = static_cast<std::uint64_t>(query.integer(2));
    packet.priority = static_cast<std::uint8_t>(query.integer(3));
    packet.header = query.blob(4);
    packet.digest = digestAt(query, 5);
    packet.size = static_cast<std::uint64_t>(query.integer(6));
    packet.chunks = chunksOf(packet.size);
    packet.uploadState = query.text(7);
    packet.attempts = static_cast<std::uint32_t>(query.integer(8));
    return packet;
}

}  // namespace

StoreView::StoreView(std::unique_ptr<sqlite::Db> db) : db_(std::move(db)) {}
StoreView::StoreView(StoreView&&) noexcept = default;
StoreView& StoreView::operator=(StoreView&&) noexcept = default;
StoreView::~StoreView() = default;

Result<StoreReader> StoreReader::open(const std::filesystem::path& path) {
    auto opened = sqlite::Db::open(path, sqlite::Access::ReadOnly);
    if (!opened) return base::Failure(opened.error());
    sqlite::Db& db = **opened;
    if (auto set = sqlite::configureReader(db); !set) return base::Failure(set.error());
    const auto version = sqlite::schemaVersion(db);
    if (!version) return base::Failure(version.error());
    if (*version != sqlite::kSchemaVersion)
        return base::fail(Code::Unsupported, "not yet brought up to date");
    return StoreReader(std::move(*opened));
}

Result<SealSlot> StoreView::sealSlot() const {
    const sqlite::Snapshot snapshot(db());
    const auto last = db().number("SELECT coalesce(max(sequence), 0) FROM packet");
    if (!last) return base::Failure(last.error());
    const auto head = journalHead();
    if (!head) return base::Failure(head.error());
    return SealSlot{static_cast<std::uint64_t>(*last) + 1, *head};
}

Result<OutboxPacket> StoreView::nextToSend(base::Instant now, std::optional<SendKey> after) const {
    const sqlite::Snapshot snapshot(db());
    const std::int64_t priority = after ? after->priority : -1;
    const std::int64_t sequence = after ? static_cast<std::int64_t>(after->sequence) : 0;
    const auto key = db().number(
        "SELECT key FROM packet WHERE road = 1 AND (priority, sequence) > (?1, ?2) "
        "AND (not_before <= ?3 OR not_before > ?4) ORDER BY priority, sequence LIMIT 1",
        priority, sequence, millisOf(now), millisOf(now) + kLongestDelayMs);
    if (!key) return base::Failure(key.error());
    return packetAt(db(), *key);
}

Result<OutboxPacket> StoreView::outboxPacket(const std::string& packetId) const {
    const sqlite::Snapshot snapshot(db());
    const auto packet = findPacket(db(), packetId);
    if (!packet) return base::Failure(packet.error());
    if (packet->road != Road::Waiting && packet->road != Road::Sending) {
        return base::fail(Code::WrongState, "received or withdrawn");
    }
    return packetAt(db(), packet->key);
}

Result<base::Bytes> StoreView::readChunk(const std::string& packetId, std::uint32_t number) const {
    const sqlite::Snapshot snapshot(db());
    auto query = db().query("SELECT content FROM packet WHERE id = ?", packetId);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such packet");
    if (query.isNull(0)) return base::fail(Code::Gone, "the packet's bytes were deleted");
    return readContentChunk(db(), query.integer(0), number);
}

Result<base::Bytes> StoreView::receipt(const std::string& packetId) const {
    auto query = db().query("SELECT receipt FROM packet WHERE id = ? AND receipt IS NOT NULL", packetId);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no receipt");
    return query.blob(0);
}

Result<std::vector<std::string>> StoreView::windowsEnded(base::Instant now, std::size_t limit) const {
    auto query = db().query(
        "SELECT p.id FROM item i JOIN packet p ON p.key = i.packet "
        "WHERE i.window_ends_at <= ? ORDER BY i.window_ends_at LIMIT ?",
        millisOf(now), static_cast<std::int64_t>(limit));
    std::vector<std::string> packets;
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) return packets;
        packets.push_back(query.text(0));
    }
}

Result<base::Bytes> StoreView::setting(const std::string& name) const {
    auto query = db().query("SELECT value FROM setting WHERE name = ?", name);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such setting");
    return query.blob(0);
}

Result<void> StoreView::backup(const std::filesystem::path& target, const std::stop_token& stop) const {
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored))
        return base::fail(Code::AlreadyExists, "the backup file is there");
    auto copied = [&]() -> Result<void> {
        auto file = sqlite::Db::open(target, sqlite::Access::ReadWrite);
        if (!file) return base::Failure(file.error());
        return sqlite::copyInto(db(), **file, stop);
    }();
    if (copied) copied = base::syncFile(target);
    if (copied) copied = base::syncFolder(sqlite::folderOf(target));
    if (!copied) {  // half a copy must not pass for one
        for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
            std::filesystem::path part = target;
            std::filesystem::remove(part += suffix, ignored);
        }
    }
    return copied;
}

}  // namespace store
