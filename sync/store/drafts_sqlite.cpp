#include "base/id.h"
#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/store.h"

namespace store {

using base::Code;
using base::Result;

namespace {

struct StoredBlob {
    std::uint32_t version = 0;  // 0: no such name yet
    std::optional<std::int64_t> content;
};

Result<StoredBlob> findBlob(sqlite::Db& db, std::int64_t item, const std::string& name) {
    auto query = db.query("SELECT version, content FROM blob WHERE item = ? AND name = ?", item, name);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    StoredBlob blob;
    if (!*row) return blob;
    blob.version = static_cast<std::uint32_t>(query.integer(0));
    if (!query.isNull(1)) blob.content = query.integer(1);
    return blob;
}

Result<void> checkBlob(const BlobWrite& blob) {
    if (!isBlobName(blob.name)) return base::fail(Code::BadInput, base::Recovery::Bug, "blob name");
    if (blob.version == 0) return base::fail(Code::BadInput, base::Recovery::Bug, "blob version");
    if (blob.content.size() > kMaxBlobBytes) return base::fail(Code::TooLarge, "blob over limit");
    return {};
}

Result<bool> hasSameBytes(sqlite::Db& db, const StoredBlob& stored, base::ByteView bytes) {
    if (!stored.content) return false;
    const auto kept = readContent(db, *stored.content);
    if (!kept) return base::Failure(kept.error());
    return kept->size() == bytes.size() && std::equal(bytes.begin(), bytes.end(), kept->begin());
}

Result<void> writeBlob(sqlite::Db& db, std::int64_t item, const BlobWrite& blob, base::Instant at) {
    const auto stored = findBlob(db, item, blob.name);
    if (!stored) return base::Failure(stored.error());
    if (blob.version <= stored->version) {
        if (blob.version < stored->version)
            return base::fail(Code::Conflict, "a newer version of the blob is kept");
        const auto same = hasSameBytes(db, *stored, blob.content);
        if (!same) return base::Failure(same.error());
        if (!*same) return base::fail(Code::Conflict, "this version of the blob has other bytes");
        return {};
    }
    const auto content = writeContent(db, blob.content);
    if (!content) return base::Failure(content.error());
    auto written = db.run(
        "INSERT INTO blob VALUES(?, ?, ?, ?, ?) ON CONFLICT(item, name) DO UPDATE SET "
        "version = excluded.version, changed_at = excluded.changed_at, content = excluded.content",
        item, blob.name, static_cast<std::int64_t>(blob.version), millisOf(at), *content);
    if (!written) return written;
    if (stored->content) {
        if (auto dropped = dropContent(db, *stored->content); !dropped) return dropped;
    }
    return db.run("UPDATE item SET changed_at = ? WHERE key = ?", millisOf(at), item);
}

Result<void> checkDraft(const NewDraft& draft) {
    const bool named = base::isId(draft.id) && !draft.kind.empty() && draft.kind.size() <= 100 &&
                       draft.schemaVersion.size() <= 100 && draft.titleKey.size() <= 100 &&
                       (draft.replaces.empty() || base::isId(draft.replaces));
    if (!named || draft.wrappedKey.empty() || draft.wrappedKey.size() > kMaxSmallBytes) {
        return base::fail(Code::BadInput, base::Recovery::Bug, "new draft");
    }
    return {};
}

// True when this very draft is already there: its creation was repeated.
Result<bool> isThere(sqlite::Db& db, const NewDraft& draft) {
    auto query = db.query("SELECT kind = ? AND schema_version = ? AND replaces = ? FROM item WHERE id = ?",
                          draft.kind, draft.schemaVersion, draft.replaces, draft.id);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return false;
    if (query.integer(0) == 0) return base::fail(Code::AlreadyExists, "another application has this id");
    return true;
}

Result<void> insertDraft(sqlite::Db& db, const NewDraft& draft, const Act& act) {
    auto made = db.run(
        "INSERT INTO item(id, kind, schema_version, title_key, officer, replaces, state, created_at, "
        "changed_at, "
        "wrapped_key) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        draft.id, draft.kind, draft.schemaVersion, draft.titleKey, act.actor, draft.replaces,
        numberOf(ItemState::Draft), millisOf(act.at), millisOf(act.at), base::ByteView(draft.wrappedKey));
    if (!made) return made;
    const std::string detail = draft.replaces.empty() ? "" : idDetail("replaces", draft.replaces);
    if (auto entry = writeJournal(db, act, "draft-created", draft.id, detail); !entry) {
        return base::Failure(entry.error());
    }
    return {};
}

Result<void> takeCorrection(sqlite::Db& db, const std::string& packetId) {
    auto query = db.query(
        "SELECT number, correction FROM status_event WHERE packet = ? AND correction IS NOT NULL "
        "ORDER BY number DESC LIMIT 1",
        packetId);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::WrongState, "no correction is kept for this packet");
    const std::int64_t content = query.integer(1);
    auto taken = db.run("UPDATE status_event SET correction = NULL WHERE number = ?", query.integer(0));
    if (!taken) return taken;
    return dropContent(db, content);
}

}  // namespace

Result<void> Store::createDraft(const NewDraft& draft, const std::vector<BlobWrite>& blobs, const Act& act) {
    if (auto checked = checkDraft(draft); !checked) return checked;
    const auto there = isThere(db(), draft);
    if (!there) return base::Failure(there.error());
    if (*there) return {};
    const bool correction = !draft.replaces.empty();
    const auto gauge = diskGauge();
    if (!gauge) return base::Failure(gauge.error());
    if (gauge->level == DiskGauge::Level::Low && !correction)
        return base::fail(Code::DiskFull, "under the reserve: no new drafts");
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        if (auto done = insertDraft(db(), draft, act); !done) return done;
        const auto item = findDraft(db(), draft.id);
        if (!item) return base::Failure(item.error());
        for (const BlobWrite& blob : blobs) {
            if (auto checked = checkBlob(blob); !checked) return checked;
            if (auto done = writeBlob(db(), item->key, blob, act.at); !done) return done;
        }
        return correction ? takeCorrection(db(), draft.replaces) : Result<void>();
    });
}

Result<void> Store::putBlob(const std::string& draftId, const BlobWrite& blob, base::Instant at) {
    if (auto checked = checkBlob(blob); !checked) return checked;
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto item = findDraft(db(), draftId);
        if (!item) return base::Failure(item.error());
        return writeBlob(db(), item->key, blob, at);
    });
}

// The row stays with its version, so that a name never runs through the same version twice.
Result<void> Store::deleteBlob(const std::string& draftId, const std::string& name, base::Instant at) {
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto item = findDraft(db(), draftId);
        if (!item) return base::Failure(item.error());
        const auto stored = findBlob(db(), item->key, name);
        if (!stored) return base::Failure(stored.error());
        if (!stored->content) return {};
        auto done = db().run("UPDATE blob SET content = NULL, changed_at = ? WHERE item = ? AND name = ?",
                             millisOf(at), item->key, name);
        if (done) done = dropContent(db(), *stored->content);
        if (done) done = db().run("UPDATE item SET changed_at = ? WHERE key = ?", millisOf(at), item->key);
        return done;
    });
}

Result<void> Store::setIndex(const std::string& id, const IndexEntry& entry, base::Instant at) {
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto item = findItem(db(), id);
        if (!item) return base::Failure(item.error());
        if (item->state == ItemState::Discarded) return base::fail(Code::WrongState, "discarded");
        return writeIndex(db(), item->key, entry, at);
    });
}

Result<void> Store::setWrappedKey(const std::string& draftId, base::ByteView wrappedKey) {
    if (wrappedKey.empty() || wrappedKey.size() > kMaxSmallBytes) {
        return base::fail(Code::BadInput, base::Recovery::Bug, "wrapped key");
    }
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto item = findItem(db(), draftId);
        if (!item) return base::Failure(item.error());
        db().setErased(true);  // the wraps that were there
        auto done = db().run("UPDATE item SET wrapped_key = ? WHERE key = ? AND wrapped_key IS NOT NULL",
                             wrappedKey, item->key);
        if (done && db().changes() == 0) return base::fail(Code::Gone, "the draft's key was destroyed");
        return done;
    });
}

Result<void> Store::discardDraft(const std::string& draftId, const std::string& reasonKey, const Act& act) {
    if (!isWord(reasonKey)) return base::fail(Code::BadInput, base::Recovery::Bug, "reason key");
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto item = findItem(db(), draftId);
        if (!item) return base::Failure(item.error());
        if (item->state == ItemState::Discarded) return {};
        if (item->state != ItemState::Draft) return base::fail(Code::WrongState, "not a draft");
        auto done = eraseDraftContent(db(), item->key);
        if (done) done = db().run("DELETE FROM item_hash WHERE item = ?", item->key);
        if (done) done = setState(db(), item->key, ItemState::Discarded, act.at);
        if (!done) return done;
        const auto entry = writeJournal(db(), act, "draft-discarded", draftId, idDetail("reason", reasonKey));
        if (!entry) return base::Failure(entry.error());
        return {};
    });
}

}  // namespace store
