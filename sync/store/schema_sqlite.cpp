#include <algorithm>
#include <array>

#include "sync/store/schema.h"
#include "sync/store/times.h"

namespace store::sqlite {

using base::Code;
using base::Result;

namespace {

// The first version: content, applications, packets, journal, settings.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE schema_version(
  version INTEGER PRIMARY KEY,
  at INTEGER NOT NULL);

CREATE TABLE content(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  size INTEGER NOT NULL CHECK(size >= 0));

CREATE TABLE chunk(
  content INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 0),
  digest BLOB NOT NULL CHECK(length(digest) = 32),
  bytes BLOB NOT NULL CHECK(length(bytes) BETWEEN 1 AND 262144),
  PRIMARY KEY(content, number));

CREATE TABLE item(
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK(length(id) = 36),
  kind TEXT NOT NULL,
  schema_version TEXT NOT NULL,
  title_key TEXT NOT NULL,
  officer TEXT NOT NULL,
  stage TEXT NOT NULL DEFAULT '',
  replaces TEXT NOT NULL DEFAULT '',
  state INTEGER NOT NULL CHECK(state BETWEEN 1 AND 12),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  window_ends_at INTEGER,
  wrapped_key BLOB CHECK(length(wrapped_key) BETWEEN 1 AND 65536),
  packet INTEGER REFERENCES packet(key),
  last_event INTEGER NOT NULL DEFAULT 0,
  encrypted BLOB NOT NULL DEFAULT x'' CHECK(length(encrypted) <= 16384));
CREATE INDEX item_by_state ON item(state, key, kind, created_at);
CREATE INDEX item_by_window ON item(window_ends_at) WHERE window_ends_at IS NOT NULL;

CREATE TABLE item_hash(
  hash BLOB NOT NULL CHECK(length(hash) BETWEEN 16 AND 64),
  item INTEGER NOT NULL REFERENCES item(key),
  PRIMARY KEY(hash, item)) WITHOUT ROWID;
CREATE INDEX item_hash_by_item ON item_hash(item);

CREATE TABLE blob(
  item INTEGER NOT NULL REFERENCES item(key),
  name TEXT NOT NULL CHECK(length(name) BETWEEN 1 AND 100),
  version INTEGER NOT NULL CHECK(version BETWEEN 1 AND 4294967295),
  changed_at INTEGER NOT NULL,
  content INTEGER UNIQUE REFERENCES content(id),
  PRIMARY KEY(item, name)) WITHOUT ROWID;

CREATE TABLE packet(
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK(length(id) = 36),
  item INTEGER NOT NULL REFERENCES item(key),
  sequence INTEGER NOT NULL UNIQUE CHECK(sequence >= 1),
  road INTEGER NOT NULL CHECK(road BETWEEN 1 AND 4),
  touched INTEGER NOT NULL DEFAULT 0 CHECK(touched BETWEEN 0 AND 3),
  priority INTEGER NOT NULL CHECK(priority BETWEEN 0 AND 9),
  not_before INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  upload_state TEXT NOT NULL DEFAULT '' CHECK(length(upload_state) <= 4096),
  size INTEGER NOT NULL CHECK(size >= 1),
  digest BLOB NOT NULL CHECK(length(digest) = 32),
  header BLOB NOT NULL CHECK(length(header) BETWEEN 1 AND 65536),
  content INTEGER UNIQUE REFERENCES content(id),
  sealed_at INTEGER NOT NULL,
  received_at INTEGER,
  receipt BLOB CHECK(length(receipt) BETWEEN 1 AND 65536),
  CHECK((road = 3) = (receipt IS NOT NULL)),
  CHECK((road IN (1, 2)) = (content IS NOT NULL)));
CREATE INDEX packet_outbox ON packet(road, priority, sequence, not_before);
CREATE INDEX packet_unsent ON packet(sequence, sealed_at) WHERE content IS NOT NULL;

CREATE TABLE status_event(
  number INTEGER PRIMARY KEY CHECK(number >= 1),
  packet TEXT NOT NULL CHECK(length(packet) = 36),
  state INTEGER NOT NULL CHECK(state BETWEEN 4 AND 11),
  at INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK(length(digest) = 32),
  bytes BLOB NOT NULL CHECK(length(bytes) <= 65536),
  correction INTEGER UNIQUE REFERENCES content(id));
CREATE INDEX status_event_by_packet ON status_event(packet, number);

CREATE TABLE counter(
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES('status', 0);

CREATE TABLE journal(
  seq INTEGER PRIMARY KEY CHECK(seq >= 1),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  event TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32));
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_values BEFORE UPDATE ON journal BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE setting(
  name TEXT PRIMARY KEY CHECK(length(name) BETWEEN 1 AND 100),
  value BLOB NOT NULL CHECK(length(value) <= 65536)) WITHOUT ROWID;
)sql";

// Totals kept by triggers, so that the first page never counts rows. A day is that of Vietnam (UTC+7,
// 25,200,000 ms), as days since 1970-01-01. Going back (a failed attempt, a reopened packet) is not counted
// as entering.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE state_total(
  state INTEGER PRIMARY KEY,
  count INTEGER NOT NULL);
CREATE TABLE day_total(
  day INTEGER NOT NULL,
  state INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY(day, state)) WITHOUT ROWID;
CREATE TABLE unsent_total(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  count INTEGER NOT NULL,
  bytes INTEGER NOT NULL);

INSERT INTO state_total SELECT state, count(*) FROM item GROUP BY state;
INSERT INTO unsent_total SELECT 1, count(*), coalesce(sum(size), 0) FROM packet WHERE road IN (1, 2);

CREATE TRIGGER item_is_counted AFTER INSERT ON item BEGIN
  INSERT INTO state_total VALUES(new.state, 1) ON CONFLICT(state) DO UPDATE SET count = count + 1;
  INSERT INTO day_total VALUES((new.changed_at + 25200000) / 86400000, new.state, 1)
    ON CONFLICT(day, state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER item_state_is_counted AFTER UPDATE OF state ON item WHEN new.state <> old.state BEGIN
  UPDATE state_total SET count = count - 1 WHERE state = old.state;
  INSERT INTO state_total VALUES(new.state, 1) ON CONFLICT(state) DO UPDATE SET count = count + 1;
  INSERT INTO day_total SELECT (new.changed_at + 25200000) / 86400000, new.state, 1 WHERE new.state > old.state
    ON CONFLICT(day, state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER packet_is_counted AFTER INSERT ON packet WHEN new.road IN (1, 2) BEGIN
  UPDATE unsent_total SET count = count + 1, bytes = bytes + new.size;
END;
CREATE TRIGGER packet_is_sent AFTER UPDATE OF road ON packet
  WHEN old.road IN (1, 2) AND new.road NOT IN (1, 2) BEGIN
  UPDATE unsent_total SET count = count - 1, bytes = bytes - old.size;
END;
)sql";

// A chunk's check is 16 bytes now; the digests that are there stay and are still read.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE checked_chunk(
  content INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 0),
  digest BLOB NOT NULL CHECK(length(digest) IN (16, 32)),
  bytes BLOB NOT NULL CHECK(length(bytes) BETWEEN 1 AND 262144),
  PRIMARY KEY(content, number));
INSERT INTO checked_chunk SELECT content, number, digest, bytes FROM chunk;
DROP TABLE chunk;
ALTER TABLE checked_chunk RENAME TO chunk;
)sql";

constexpr std::array kVersions = {kVersion1, kVersion2, kVersion3};
static_assert(kVersions.size() == kSchemaVersion);

Result<void> stepTo(Db& db, std::size_t version, base::Instant now) {
    return inTransaction(db, [&]() -> Result<void> {
        if (auto made = db.script(kVersions[version - 1]); !made) return made;
        return db.run("INSERT INTO schema_version VALUES(?, ?)", static_cast<std::int64_t>(version),
                      millisOf(now));
    });
}

}  // namespace

Result<void> shapeNewFile(Db& db) {
    return db.script("PRAGMA page_size=16384; PRAGMA auto_vacuum=INCREMENTAL");
}

Result<void> configureWriter(Db& db) {
    return db.script(
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA fullfsync=ON;"  // has a meaning on systems where fsync is not enough
        "PRAGMA foreign_keys=ON;"
        "PRAGMA cell_size_check=ON;"
        "PRAGMA secure_delete=FAST;"  // erased keys are overwritten; freed pages of ciphertext are not
        "PRAGMA journal_size_limit=67108864;"
        "PRAGMA wal_autocheckpoint=4000;"  // 64 MB: copying the log back is left to idle ticks, not to a seal
        "PRAGMA cache_size=-16384;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=0");  // a failing disk must be an error, not a signal
}

Result<void> configureReader(Db& db) {
    return db.script(
        "PRAGMA cell_size_check=ON; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0");
}

Result<std::int64_t> schemaVersion(Db& db) {
    const auto application = db.number("PRAGMA application_id");
    if (!application) return application;
    const auto tables = db.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables;
    if (*tables == 0 && *application == 0) return 0;
    if (*application != kApplicationId) return base::fail(Code::Unsupported, "a database of another program");
    const auto version = db.number("SELECT coalesce(max(version), 0) FROM schema_version");
    if (version && *version > kSchemaVersion) {
        return base::fail(Code::Unsupported, "made by a newer program: version " + std::to_string(*version));
    }
    return version;
}

Result<void> migrate(Db& db, base::Instant now) {
    const auto version = schemaVersion(db);
    if (!version) return base::Failure(version.error());
    if (*version == 0) {
        const auto mark = inTransaction(db, [&]() -> Result<void> {
            if (auto made = db.script(kVersions[0]); !made) return made;
            if (auto made = db.run("INSERT INTO schema_version VALUES(1, ?)", millisOf(now)); !made)
                return made;
            return db.script("PRAGMA application_id=" + std::to_string(kApplicationId));
        });
        if (!mark) return mark;
    }
    for (std::int64_t next = std::max<std::int64_t>(*version, 1) + 1; next <= kSchemaVersion; ++next) {
        if (auto done = stepTo(db, static_cast<std::size_t>(next), now); !done) return done;
    }
    return {};
}

}  // namespace store::sqlite
