#include "base/digest.h"
#include "base/id.h"
#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/store.h"

namespace store {

using base::Code;
using base::Result;

namespace {

Result<void> checkEvent(const StatusEvent& event) {
    const bool fits = event.number >= 1 && event.number < (std::uint64_t{1} << 62) &&
                      base::isId(event.packetId) && event.state >= ItemState::Received &&
                      event.state <= ItemState::Activated && event.content.size() <= kMaxSmallBytes &&
                      event.correction.size() <= kMaxBlobBytes;
    if (!fits) return base::fail(Code::BadInput, base::Recovery::Fatal, "status event");
    return {};
}

// Tells the same event again from another one under the same number; a correction may be gone by then.
Digest digestOf(const StatusEvent& event) {
    const std::string head = event.packetId + ' ' + std::to_string(numberOf(event.state)) + ' ' +
                             std::to_string(millisOf(event.at)) + ' ' + std::to_string(event.content.size()) +
                             ' ';
    return base::Sha256().update(base::viewOf(head)).update(event.content).update(event.correction).finish();
}

// Unknown when the number is new.
Result<Applied> seenBefore(sqlite::Db& db, std::uint64_t number, const Digest& digest) {
    auto query =
        db.query("SELECT digest FROM status_event WHERE number = ?", static_cast<std::int64_t>(number));
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return Applied::Unknown;
    if (digestAt(query, 0) != digest) return base::fail(Code::Conflict, "another event has this number");
    return Applied::AlreadyThere;
}

Result<void> insertEvent(sqlite::Db& db, const StatusEvent& event, const Digest& digest) {
    std::optional<std::int64_t> correction;
    if (!event.correction.empty()) {
        const auto content = writeContent(db, event.correction);
        if (!content) return base::Failure(content.error());
        correction = *content;
    }
    return db.run("INSERT INTO status_event VALUES(?, ?, ?, ?, ?, ?, ?)",
                  static_cast<std::int64_t>(event.number), event.packetId, numberOf(event.state),
                  millisOf(event.at), base::ByteView(digest), base::ByteView(event.content), correction);
}

// Moves the counter over every number that is now here without a gap.
Result<void> closeGaps(sqlite::Db& db) {
    return db.run(
        "UPDATE counter SET value = (WITH RECURSIVE run(n) AS (SELECT value FROM counter WHERE name = "
        "'status' "
        "UNION ALL SELECT n + 1 FROM run WHERE EXISTS(SELECT 1 FROM status_event WHERE number = n + 1)) "
        "SELECT max(n) FROM run) WHERE name = 'status'");
}

// The newest event decides. That something was received is believed from a verified receipt only.
Result<Applied> moveItem(sqlite::Db& db, const StatusEvent& event, base::Instant now) {
    const auto packet = findPacket(db, event.packetId);
    if (!packet && packet.error().code == Code::NotFound) return Applied::ForeignPacket;
    if (!packet) return base::Failure(packet.error());
    const auto number = static_cast<std::int64_t>(event.number);
    auto done = db.run("UPDATE item SET last_event = ? WHERE key = ? AND last_event < ?", number,
                       packet->item, number);
    if (!done) return base::Failure(done.error());
    const bool newest = db.changes() == 1;
    const bool decides = event.state != ItemState::Received && packet->road != Road::Withdrawn;
    if (!newest || !decides) return Applied::Kept;
    if (packet->itemState != event.state) {
        if (done = setState(db, packet->item, event.state, now); !done) return base::Failure(done.error());
    }
    return Applied::Changed;
}

}  // namespace

Result<Applied> Store::applyStatusEvent(const StatusEvent& event, const Act& act) {
    if (auto checked = checkEvent(event); !checked) return base::Failure(checked.error());
    const Digest digest = digestOf(event);
    return sqlite::inTransaction(db(), [&]() -> Result<Applied> {
        const auto seen = seenBefore(db(), event.number, digest);
        if (!seen || *seen != Applied::Unknown) return seen;
        auto done = insertEvent(db(), event, digest);
        if (done) done = closeGaps(db());
        if (!done) return base::Failure(done.error());
        const auto applied = moveItem(db(), event, act.at);
        if (!applied) return applied;
        const std::string detail = "{\"number\":" + std::to_string(event.number) + "}";
        const auto entry = writeJournal(db(), act, "status-" + std::string(itemStateName(event.state)),
                                        event.packetId, detail);
        if (!entry) return base::Failure(entry.error());
        return applied;
    });
}

Result<std::uint64_t> StoreView::lastStatusNumber() const {
    const auto number = db().number("SELECT value FROM counter WHERE name = 'status'");
    if (!number) return base::Failure(number.error());
    return static_cast<std::uint64_t>(*number);
}

Result<std::vector<StatusEvent>> StoreView::statusEvents(const std::string& packetId) const {
    auto query = db().query(
        "SELECT number, state, at, bytes FROM status_event WHERE packet = ? ORDER BY number", packetId);
    std::vector<StatusEvent> events;
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) return events;
        events.push_back({static_cast<std::uint64_t>(query.integer(0)),
                          packetId,
                          static_cast<ItemState>(query.integer(1)),
                          instantOf(query.integer(2)),
                          query.blob(3),
                          {}});
    }
}

Result<base::Bytes> StoreView::correction(const std::string& packetId) const {
    const sqlite::Snapshot snapshot(db());
    const auto content = db().number(
        "SELECT correction FROM status_event WHERE packet = ? AND correction IS NOT NULL ORDER BY number "
        "DESC LIMIT 1",
        packetId);
    if (!content) return base::Failure(content.error());
    return readContent(db(), *content);
}

}  // namespace store
