-- The store as version 1 made it: docs/formats/store.md. Never change this file.

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

-- A station with one draft, one waiting packet and one received packet. Invented.
INSERT INTO schema_version VALUES(1, 1700000000000);
INSERT INTO content(id, size) VALUES(1, 5), (2, 6);
INSERT INTO chunk VALUES(1, 0, x'2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', x'68656c6c6f');
INSERT INTO chunk VALUES(2, 0, x'7426afc489d0eef99a0b438def226ad139f752350c25cf2c04900281afbb79e0', x'7061636b6574');
INSERT INTO item(key, id, kind, schema_version, title_key, officer, state, created_at, changed_at, wrapped_key)
  VALUES(1, '00000000-0000-7000-8000-000000000001', 'card-from-14', '2026.1', 'procedure.first-issue', 'officer-1', 1,
         1700000000000, 1700000000000, x'01');
INSERT INTO item(key, id, kind, schema_version, title_key, officer, state, created_at, changed_at)
  VALUES(2, '00000000-0000-7000-8000-000000000002', 'eid-level-2', '2026.1', 'procedure.eid', 'officer-1', 2,
         1700000000000, 1700000000000);
INSERT INTO item(key, id, kind, schema_version, title_key, officer, state, created_at, changed_at)
  VALUES(3, '00000000-0000-7000-8000-000000000003', 'eid-level-2', '2026.1', 'procedure.eid', 'officer-1', 4,
         1700000000000, 1700000000000);
INSERT INTO blob VALUES(1, 'fields', 3, 1700000000000, 1);
INSERT INTO packet(key, id, item, sequence, road, priority, size, digest, header, content, sealed_at)
  VALUES(1, '00000000-0000-7000-8000-0000000000a1', 2, 1, 1, 5, 6,
         x'7426afc489d0eef99a0b438def226ad139f752350c25cf2c04900281afbb79e0', x'7b7d', 2, 1700000000000);
INSERT INTO packet(key, id, item, sequence, road, priority, size, digest, header, sealed_at, received_at, receipt)
  VALUES(2, '00000000-0000-7000-8000-0000000000a2', 3, 2, 3, 5, 9, zeroblob(32), x'7b7d', 1700000000000,
         1700000000001, x'72');
UPDATE item SET packet = 1 WHERE key = 2;
UPDATE item SET packet = 2 WHERE key = 3;
INSERT INTO setting VALUES('unit.code', x'303031');
PRAGMA application_id = 1128481604;
