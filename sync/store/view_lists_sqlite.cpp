#include <algorithm>
#include <functional>
#include <limits>

#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/store_view.h"

namespace store {

using base::Code;
using base::Result;

namespace {

constexpr std::string_view kRows =
    "SELECT i.key, i.id, i.kind, i.schema_version, i.title_key, i.officer, i.stage, i.replaces, i.state, "
    "i.created_at, i.changed_at, i.encrypted, i.window_ends_at, p.id, p.size, p.sequence, p.attempts, "
    "p.last_error "
    "FROM item i LEFT JOIN packet p ON p.key = i.packet ";
const std::string kRowByKey = std::string(kRows) + "WHERE i.key = ?";
const std::string kRowById = std::string(kRows) + "WHERE i.id = ?";
const std::string kRowByPacket = std::string(kRows) + "WHERE i.key = (SELECT item FROM packet WHERE id = ?)";
const std::string kRowsByHash =
    std::string(kRows) +
    "WHERE i.key IN (SELECT item FROM item_hash WHERE hash = ?) ORDER BY i.key DESC LIMIT 100";

ItemRow rowAt(const sqlite::Statement& query) {
    ItemRow row;
    row.key = query.integer(0);
    row.id = query.text(1);
    row.kind = query.text(2);
    row.schemaVersion = query.text(3);
    row.titleKey = query.text(4);
    row.officer = query.text(5);
    row.stage = query.text(6);
    row.replaces = query.text(7);
    row.state = static_cast<ItemState>(query.integer(8));
    row.createdAt = instantOf(query.integer(9));
    row.changedAt = instantOf(query.integer(10));
    row.index = query.blob(11);
    if (!query.isNull(12)) row.windowEndsAt = instantOf(query.integer(12));
    row.packetId = query.text(13);
    row.packetSize = static_cast<std::uint64_t>(query.integer(14));
    row.sequence = static_cast<std::uint64_t>(query.integer(15));
    row.attempts = static_cast<std::uint32_t>(query.integer(16));
    row.lastError = query.text(17);
    return row;
}

Result<ItemRow> onlyRow(sqlite::Statement query) {
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such application");
    return rowAt(query);
}

std::vector<ItemState> statesOf(const ItemFilter& filter) {
    if (!filter.states.empty()) return filter.states;
    std::vector<ItemState> all;
    for (int state = 1; state < kItemStates; ++state) {
        if (static_cast<ItemState>(state) != ItemState::Discarded)
            all.push_back(static_cast<ItemState>(state));
    }
    return all;
}

bool passes(const ItemFilter& filter, std::string_view kind, base::Instant createdAt) {
    if (filter.from && createdAt < *filter.from) return false;
    if (filter.to && createdAt >= *filter.to) return false;
    return filter.kinds.empty() || std::ranges::find(filter.kinds, kind) != filter.kinds.end();
}

// The newest keys of one state, read from the index alone.
Result<void> collectKeys(sqlite::Db& db, const ItemFilter& filter, ItemState state, std::int64_t below,
                         std::size_t limit, std::vector<std::int64_t>& keys) {
    auto query = db.query(
        "SELECT key, kind, created_at FROM item INDEXED BY item_by_state WHERE state = ? AND key < ? ORDER "
        "BY key DESC",
        numberOf(state), below);
    for (std::size_t found = 0; found < limit;) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) break;
        if (!passes(filter, base::textOf(query.view(1)), instantOf(query.integer(2)))) continue;
        keys.push_back(query.integer(0));
        ++found;
    }
    return {};
}

}  // namespace

Result<base::Bytes> StoreView::wrappedKey(const std::string& draftId) const {
    auto query = db().query("SELECT wrapped_key FROM item WHERE id = ?", draftId);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such application");
    if (query.isNull(0)) return base::fail(Code::Gone, "the draft's key was destroyed");
    return query.blob(0);
}

Result<Blob> StoreView::getBlob(const std::string& draftId, const std::string& name) const {
    const sqlite::Snapshot snapshot(db());
    auto query = db().query(
        "SELECT b.version, b.changed_at, b.content FROM blob b JOIN item i ON i.key = b.item "
        "WHERE i.id = ? AND b.name = ? AND b.content IS NOT NULL",
        draftId, name);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such blob");
    auto content = readContent(db(), query.integer(2));
    if (!content) return base::Failure(content.error());
    return Blob{static_cast<std::uint32_t>(query.integer(0)), instantOf(query.integer(1)),
                std::move(*content)};
}

Result<std::vector<BlobInfo>> StoreView::listBlobs(const std::string& draftId) const {
    const sqlite::Snapshot snapshot(db());
    const auto item = findItem(db(), draftId);
    if (!item) return base::Failure(item.error());
    auto query = db().query(
        "SELECT b.name, b.version, c.size, b.changed_at FROM blob b JOIN content c ON c.id = b.content "
        "WHERE b.item = ? ORDER BY b.name",
        item->key);
    std::vector<BlobInfo> blobs;
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) return blobs;
        blobs.push_back({query.text(0), static_cast<std::uint32_t>(query.integer(1)),
                         static_cast<std::uint64_t>(query.integer(2)), instantOf(query.integer(3))});
    }
}

Result<std::uint32_t> StoreView::blobVersion(const std::string& draftId, const std::string& name) const {
    const auto version = db().number(
        "SELECT coalesce((SELECT version FROM blob WHERE item = i.key AND name = ?), 0) FROM item i WHERE "
        "i.id = ?",
        name, draftId);
    if (!version) return base::Failure(version.error());
    return static_cast<std::uint32_t>(*version);
}

Result<ItemRow> StoreView::row(const std::string& id) const {
    return onlyRow(db().query(kRowById, id));
}

Result<ItemRow> StoreView::rowOfPacket(const std::string& packetId) const {
    return onlyRow(db().query(kRowByPacket, packetId));
}

Result<std::vector<ItemRow>> StoreView::listDrafts() const {
    constexpr std::size_t kAll = 1'000'000;
    ItemFilter drafts;
    drafts.states = {ItemState::Draft};
    return page(drafts, 0, kAll);
}

Result<std::vector<ItemRow>> StoreView::page(const ItemFilter& filter, std::int64_t afterKey,
                                             std::size_t limit) const {
    const sqlite::Snapshot snapshot(db());
    const std::int64_t below = afterKey > 0 ? afterKey : std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> keys;
    for (const ItemState state : statesOf(filter)) {
        if (auto done = collectKeys(db(), filter, state, below, limit, keys); !done)
            return base::Failure(done.error());
    }
    std::ranges::sort(keys, std::greater<>());
    const auto repeated = std::ranges::unique(keys);
    keys.erase(repeated.begin(), repeated.end());
    if (keys.size() > limit) keys.resize(limit);

    std::vector<ItemRow> rows;
    rows.reserve(keys.size());
    for (const std::int64_t key : keys) {
        auto row = onlyRow(db().query(kRowByKey, key));
        if (!row) return base::Failure(row.error());
        rows.push_back(std::move(*row));
    }
    return rows;
}

Result<std::vector<ItemRow>> StoreView::findByHash(base::ByteView hash) const {
    auto query = db().query(kRowsByHash, hash);
    std::vector<ItemRow> rows;
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) return rows;
        rows.push_back(rowAt(query));
    }
}

Result<Totals> StoreView::totals(const base::Day& today) const {
    const sqlite::Snapshot snapshot(db());
    const std::chrono::sys_days date = std::chrono::year(today.year) / today.month / today.day;
    Totals totals;
    auto query = db().query(
        "SELECT 0, state, count FROM state_total UNION ALL SELECT 1, state, count FROM day_total WHERE day = "
        "?",
        static_cast<std::int64_t>(date.time_since_epoch().count()));
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) break;
        const std::int64_t state = query.integer(1);
        if (state < 1 || state >= kItemStates) return base::fail(Code::Corrupt, "a total of no known state");
        auto& counts = query.integer(0) == 0 ? totals.byState : totals.today;
        counts[static_cast<std::size_t>(state)] = query.integer(2);
    }
    auto unsent = db().query(
        "SELECT count, bytes, (SELECT sealed_at FROM packet WHERE content IS NOT NULL ORDER BY sequence "
        "LIMIT 1) "
        "FROM unsent_total");
    const auto row = unsent.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::Corrupt, "the total of unsent packets is missing");
    totals.unsent = unsent.integer(0);
    totals.unsentBytes = static_cast<std::uint64_t>(unsent.integer(1));
    if (!unsent.isNull(2)) totals.oldestUnsent = instantOf(unsent.integer(2));
    return totals;
}

}  // namespace store
