#include <algorithm>

#include "sync/store/content.h"
#include "sync/store/rows.h"

namespace store {

using base::Code;
using base::Result;

namespace {

bool isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

Result<ItemKey> findItem(sqlite::Db& db, const std::string& id) {
    auto query = db.query("SELECT key, state FROM item WHERE id = ?", id);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such application");
    return ItemKey{query.integer(0), static_cast<ItemState>(query.integer(1))};
}

Result<ItemKey> findDraft(sqlite::Db& db, const std::string& id) {
    auto item = findItem(db, id);
    if (item && item->state != ItemState::Draft) return base::fail(Code::WrongState, "not a draft");
    return item;
}

Result<PacketKey> findPacket(sqlite::Db& db, const std::string& id) {
    auto query = db.query(
        "SELECT p.key, p.item, i.state, p.road, p.touched, p.sequence FROM packet p JOIN item i ON i.key = "
        "p.item "
        "WHERE p.id = ?",
        id);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such packet");
    return PacketKey{query.integer(0),
                     query.integer(1),
                     static_cast<ItemState>(query.integer(2)),
                     static_cast<Road>(query.integer(3)),
                     query.integer(4) != 0,
                     static_cast<std::uint64_t>(query.integer(5))};
}

Result<void> eraseDraftContent(sqlite::Db& db, std::int64_t item) {
    std::vector<std::int64_t> contents;
    auto query = db.query("SELECT content FROM blob WHERE item = ? AND content IS NOT NULL", item);
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) break;
        contents.push_back(query.integer(0));
    }
    if (auto done = db.run("DELETE FROM blob WHERE item = ?", item); !done) return done;
    for (const std::int64_t content : contents) {
        if (auto done = dropContent(db, content); !done) return done;
    }
    db.setErased(true);
    return db.run("UPDATE item SET wrapped_key = NULL, window_ends_at = NULL WHERE key = ?", item);
}

Result<void> setState(sqlite::Db& db, std::int64_t item, ItemState state, base::Instant at) {
    return db.run("UPDATE item SET state = ?, changed_at = ? WHERE key = ?", numberOf(state), millisOf(at),
                  item);
}

Result<void> writeIndex(sqlite::Db& db, std::int64_t item, const IndexEntry& entry, base::Instant at) {
    bool fits =
        entry.encrypted.size() <= kMaxIndexBytes && entry.hashes.size() <= 32 && entry.stage.size() <= 32;
    for (const base::Bytes& hash : entry.hashes) fits = fits && hash.size() >= 16 && hash.size() <= 64;
    if (!fits) return base::fail(Code::BadInput, base::Recovery::Bug, "index entry over limits");
    auto done = db.run("UPDATE item SET encrypted = ?, stage = ?, changed_at = ? WHERE key = ?",
                       base::ByteView(entry.encrypted), entry.stage, millisOf(at), item);
    if (done) done = db.run("DELETE FROM item_hash WHERE item = ?", item);
    for (const base::Bytes& hash : entry.hashes) {
        if (done) done = db.run("INSERT OR IGNORE INTO item_hash VALUES(?, ?)", base::ByteView(hash), item);
    }
    return done;
}

Digest digestAt(const sqlite::Statement& row, int column) {
    Digest digest{};
    const base::ByteView bytes = row.view(column);
    if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
    return digest;
}

bool isBlobName(std::string_view name) {
    if (name.empty() || name.size() > 100 || !isLowerOrDigit(name.front())) return false;
    return std::ranges::all_of(name,
                               [](char c) { return isLowerOrDigit(c) || c == '.' || c == '_' || c == '-'; });
}

bool isWord(std::string_view word) {
    return !word.empty() && word.size() <= 64 &&
           std::ranges::all_of(word, [](char c) { return isLowerOrDigit(c) || c == '-'; });
}

std::string idDetail(std::string_view name, std::string_view word) {
    return "{\"" + std::string(name) + "\":\"" + std::string(word) + "\"}";
}

}  // namespace store
