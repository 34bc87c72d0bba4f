#include <mutex>

#include "sync/gateway/db_sqlite.h"
#include "sync/gateway/store.h"

namespace gateway {
namespace {

using base::Code;
using base::fail;
using base::Result;
using packet::PacketState;

constexpr std::int64_t kVersion = 2;
constexpr std::size_t kEventsAtOnce = 200;

constexpr const char* kFirstTables = R"(
CREATE TABLE station(
  id TEXT PRIMARY KEY, unit_code TEXT NOT NULL, unit_name TEXT NOT NULL, certificate TEXT NOT NULL,
  issued_at INTEGER NOT NULL, revoked_at INTEGER, signing_key TEXT, correction TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE signer(
  station TEXT NOT NULL, key_id TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL,
  PRIMARY KEY(station, owner, key_id)) STRICT, WITHOUT ROWID;
CREATE TABLE upload(
  id TEXT PRIMARY KEY, station TEXT NOT NULL, packet TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL,
  header BLOB NOT NULL, expires_at INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX upload_open ON upload(station, packet) WHERE ended = 0;
CREATE TABLE packet(
  id TEXT PRIMARY KEY, upload TEXT NOT NULL UNIQUE, station TEXT NOT NULL, size INTEGER NOT NULL,
  digest TEXT NOT NULL, header BLOB NOT NULL, receipt BLOB NOT NULL, received_at INTEGER NOT NULL,
  state INTEGER NOT NULL, examined INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX packet_list ON packet(station, received_at);
CREATE INDEX packet_unexamined ON packet(received_at) WHERE examined = 0;
CREATE TABLE event(
  station TEXT NOT NULL, number INTEGER NOT NULL, packet TEXT NOT NULL, state INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(station, number)) STRICT;
CREATE INDEX event_packet ON event(packet, number);
)";

// Version 2
constexpr const char* kPackTable = R"(
CREATE TABLE pack(
  version INTEGER PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL, issued_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL, note TEXT NOT NULL, notice BLOB NOT NULL) STRICT;
)";

std::int64_t millis(base::Instant at) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}
base::Instant instant(std::int64_t ms) {
    return base::Instant(std::chrono::milliseconds(ms));
}

class SqliteStore final : public Store {
public:
    explicit SqliteStore(Db db) : db_(std::move(db)) {}

    Result<void> prepareTables() {
        auto transaction = Transaction::begin(db_);
        if (!transaction) return tl::unexpected(transaction.error());
        auto query = db_.prepare("PRAGMA user_version");
        if (!query) return tl::unexpected(query.error());
        if (auto row = query->step(); !row) return tl::unexpected(row.error());
        const auto version = query->number(0);
        if (version > kVersion) return fail(Code::Unsupported, "the gateway's store is of a newer version");
        if (version == kVersion) return {};
        if (version < 1) {
            if (auto made = db_.execute(kFirstTables); !made) return made;
        }
        if (auto made = db_.execute(kPackTable); !made) return made;
        if (auto set = db_.execute("PRAGMA user_version=2"); !set) return set;
        return transaction->commit();
    }

    Result<void> putStation(const StationRow& row) override {
        const std::lock_guard lock(mutex_);
        return run(
            "INSERT INTO station(id, unit_code, unit_name, certificate, issued_at) VALUES(?,?,?,?,?) "
            "ON CONFLICT(id) DO UPDATE SET unit_code=excluded.unit_code, unit_name=excluded.unit_name, "
            "certificate=excluded.certificate, issued_at=excluded.issued_at, revoked_at=NULL, "
            "signing_key=NULL, correction=NULL",
            row.id, row.unitCode, row.unitName, row.certificate, millis(row.issuedAt));
    }

    Result<void> revokeStation(const std::string& id, base::Instant at) override {
        const std::lock_guard lock(mutex_);
        auto done = run("UPDATE station SET revoked_at=coalesce(revoked_at, ?) WHERE id=?", millis(at), id);
        if (done && db_.changes() == 0) return fail(Code::NotFound, "no such station");
        return done;
    }

    Result<StationRow> station(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        return findStation(id);
    }

    Result<std::vector<StationRow>> stations() override {
        const std::lock_guard lock(mutex_);
        return rows<StationRow>(std::string(kStationColumns) + " ORDER BY id", readStation);
    }

    Result<void> registerKeys(const packet::StationKeys& keys, const std::string& certificate) override {
        const std::lock_guard lock(mutex_);
        auto transaction = Transaction::begin(db_);
        if (!transaction) return tl::unexpected(transaction.error());
        const auto known = findStation(keys.station);
        if (!known) return tl::unexpected(known.error());
        if (known->certificate != certificate) return fail(Code::NotFound, "not the station's certificate");
        if (known->signingKey && !(*known->signingKey == keys.signingKey)) {
            return fail(Code::Conflict, "the station registered another signing key");
        }
        if (auto set = run("UPDATE station SET signing_key=?, correction=? WHERE id=?",
                           keys.signingKey.text(), keys.correction.text(), keys.station);
            !set) {
            return set;
        }
        if (auto added = addSigner(keys.station, "", keys.signingKey); !added) return added;
        for (const auto& officer : keys.officers) {
            if (auto added = addSigner(keys.station, officer.officer, officer.key); !added) return added;
        }
        return transaction->commit();
    }

    Result<Signers> signersOf(const std::string& station) override {
        const std::lock_guard lock(mutex_);
        return findSigners(station);
    }

    Result<void> addUpload(const UploadRow& row) override {
        const std::lock_guard lock(mutex_);
        return run(
            "INSERT INTO upload(id, station, packet, size, digest, header, expires_at) VALUES(?,?,?,?,?,?,?)",
            row.id, row.station, row.header.id, static_cast<std::int64_t>(row.header.size), row.header.digest,
            base::ByteView(row.headerEnvelope), millis(row.expiresAt));
    }

    Result<UploadRow> upload(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        auto query = select("SELECT id, station, header, expires_at, ended FROM upload WHERE id=?", id);
        if (!query) return tl::unexpected(query.error());
        if (query->number(4) != 0) return fail(Code::Gone, "the upload has ended");
        return uploadRow(*query);
    }

    Result<UploadRow> uploadOf(const std::string& station, const std::string& packetId) override {
        const std::lock_guard lock(mutex_);
        auto query = select(
            "SELECT id, station, header, expires_at FROM upload "
            "WHERE station=? AND packet=? AND ended=0",
            station, packetId);
        if (!query) return tl::unexpected(query.error());
        return uploadRow(*query);
    }

    Result<std::size_t> countUploads(const std::string& station) override {
        const std::lock_guard lock(mutex_);
        auto query = select("SELECT count(*) FROM upload WHERE station=? AND ended=0", station);
        if (!query) return tl::unexpected(query.error());
        return static_cast<std::size_t>(query->number(0));
    }

    Result<void> endUpload(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        return run("UPDATE upload SET ended=1, header=x'' WHERE id=?", id);
    }

    Result<void> prolongUpload(const std::string& id, base::Instant expiresAt) override {
        const std::lock_guard lock(mutex_);
        return run("UPDATE upload SET expires_at=? WHERE id=?", millis(expiresAt), id);
    }

    Result<std::vector<std::string>> expiredUploads(base::Instant now) override {
        const std::lock_guard lock(mutex_);
        return rows<std::string>("SELECT id FROM upload WHERE ended=0 AND expires_at<?", readText,
                                 millis(now));
    }

    Result<void> forgetUploads(base::Instant before) override {
        const std::lock_guard lock(mutex_);
        return run("DELETE FROM upload WHERE ended=1 AND expires_at<?", millis(before));
    }

    Result<std::set<std::string>> contentInUse() override {
        const std::lock_guard lock(mutex_);
        const auto ids = rows<std::string>(
            "SELECT id FROM upload WHERE ended=0 UNION ALL SELECT upload FROM packet", readText);
        if (!ids) return tl::unexpected(ids.error());
        return std::set<std::string>(ids->begin(), ids->end());
    }

    Result<void> storePacket(const PacketRow& row, const EventMaker& event) override {
        const std::lock_guard lock(mutex_);
        auto transaction = Transaction::begin(db_);
        if (!transaction) return tl::unexpected(transaction.error());
        if (auto added = run(
                "INSERT INTO packet(id, upload, station, size, digest, header, receipt, received_at, state) "
                "VALUES(?,?,?,?,?,?,?,?,?)",
                row.header.id, row.upload, row.header.station, static_cast<std::int64_t>(row.header.size),
                row.header.digest, base::ByteView(row.headerEnvelope), base::ByteView(row.receipt),
                millis(row.receivedAt), static_cast<std::int64_t>(PacketState::Received));
            !added) {
            return added;
        }
        if (auto ended = run("DELETE FROM upload WHERE id=?", row.upload); !ended) return ended;
        if (auto told = append(row.header.station, row.header.id, PacketState::Received, event); !told)
            return told;
        return transaction->commit();
    }

    Result<PacketRow> packet(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        return onePacket("id", id);
    }

    Result<PacketRow> packetOfUpload(const std::string& upload) override {
        const std::lock_guard lock(mutex_);
        return onePacket("upload", upload);
    }

    Result<std::vector<PacketRow>> packets(const PacketFilter& filter) override {
        const std::lock_guard lock(mutex_);
        const auto state = static_cast<std::int64_t>(filter.state);
        const auto ids = rows<std::string>(
            "SELECT id FROM packet WHERE (?1='' OR station=?1) AND (?2=0 OR state=?2) "
            "ORDER BY received_at DESC, id DESC LIMIT ?3",
            readText, filter.station, state, static_cast<std::int64_t>(filter.limit));
        if (!ids) return tl::unexpected(ids.error());
        std::vector<PacketRow> list;
        for (const auto& id : *ids) {
            auto row = onePacket("id", id);
            if (!row) return tl::unexpected(row.error());
            list.push_back(std::move(*row));
        }
        return list;
    }

    Result<std::vector<std::string>> unexamined() override {
        const std::lock_guard lock(mutex_);
        return rows<std::string>("SELECT id FROM packet WHERE examined=0 ORDER BY received_at, id", readText);
    }

    Result<void> markExamined(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        return run("UPDATE packet SET examined=1 WHERE id=?", id);
    }

    Result<void> advance(const std::string& id, PacketState from, PacketState to,
                         const EventMaker& event) override {
        const std::lock_guard lock(mutex_);
        auto transaction = Transaction::begin(db_);
        if (!transaction) return tl::unexpected(transaction.error());
        auto query = select("SELECT station, state FROM packet WHERE id=?", id);
        if (!query) return tl::unexpected(query.error());
        if (query->number(1) != static_cast<std::int64_t>(from)) {
            return fail(Code::WrongState, "the packet's state has changed meanwhile");
        }
        if (auto told = append(query->text(0), id, to, event); !told) return told;
        if (auto set =
                run("UPDATE packet SET state=?, examined=1 WHERE id=?", static_cast<std::int64_t>(to), id);
            !set) {
            return set;
        }
        return transaction->commit();
    }

    Result<std::vector<PacketState>> history(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        return rows<PacketState>(
            "SELECT state FROM event WHERE packet=? ORDER BY number",
            [](Statement& row) { return static_cast<PacketState>(row.number(0)); }, id);
    }

    Result<std::vector<base::Bytes>> events(const std::string& station, std::uint64_t after,
                                            std::size_t bytes) override {
        const std::lock_guard lock(mutex_);
        auto query = prepared("SELECT body FROM event WHERE station=? AND number>? ORDER BY number", station,
                              static_cast<std::int64_t>(after));
        if (!query) return tl::unexpected(query.error());
        std::vector<base::Bytes> list;
        for (std::size_t total = 0; list.size() < kEventsAtOnce;) {
            const auto row = query->step();
            if (!row) return tl::unexpected(row.error());
            if (!*row) break;
            auto body = query->blob(0);
            total += body.size();
            if (!list.empty() && total > bytes) break;
            list.push_back(std::move(body));
        }
        return list;
    }

    Result<std::vector<base::Bytes>> eventsOf(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        return rows<base::Bytes>("SELECT body FROM event WHERE packet=? ORDER BY number", readBlob, id);
    }

    Result<void> addPack(const PackRow& row) override {
        const std::lock_guard lock(mutex_);
        auto transaction = Transaction::begin(db_);
        if (!transaction) return tl::unexpected(transaction.error());
        const auto newest = findNewestPack();
        if (!newest) return tl::unexpected(newest.error());
        if (row.version <= *newest) return fail(Code::Conflict, "a later pack was published meanwhile");
        if (auto added =
                run("INSERT INTO pack(version, digest, size, issued_at, published_at, note, notice) "
                    "VALUES(?,?,?,?,?,?,?)",
                    static_cast<std::int64_t>(row.version), row.digest, static_cast<std::int64_t>(row.size),
                    millis(row.issuedAt), millis(row.publishedAt), row.note, base::ByteView(row.notice));
            !added) {
            return added;
        }
        return transaction->commit();
    }

    Result<std::uint64_t> newestPack() override {
        const std::lock_guard lock(mutex_);
        return findNewestPack();
    }

    Result<PackRow> pack(std::uint64_t version) override {
        const std::lock_guard lock(mutex_);
        auto query = select(kOnePack, static_cast<std::int64_t>(version));
        if (!query) return tl::unexpected(query.error());
        return readPack(*query);
    }

    Result<std::vector<PackRow>> packs() override {
        const std::lock_guard lock(mutex_);
        return rows<PackRow>(kEveryPack, readPack);
    }

private:
    static constexpr std::string_view kOnePack =
        "SELECT version, digest, size, issued_at, published_at, note, notice FROM pack WHERE version=?";
    static constexpr std::string_view kEveryPack =
        "SELECT version, digest, size, issued_at, published_at, note, notice FROM pack ORDER BY version DESC";

    static PackRow readPack(Statement& query) {
        return {static_cast<std::uint64_t>(query.number(0)),
                query.text(1),
                static_cast<std::uint64_t>(query.number(2)),
                instant(query.number(3)),
                instant(query.number(4)),
                query.text(5),
                query.blob(6)};
    }

    Result<std::uint64_t> findNewestPack() {
        auto query = select("SELECT coalesce(max(version), 0) FROM pack");
        if (!query) return tl::unexpected(query.error());
        return static_cast<std::uint64_t>(query->number(0));
    }

    static constexpr const char* kStationColumns =
        "SELECT id, unit_code, unit_name, certificate, issued_at, revoked_at, signing_key, correction FROM "
        "station";

    static std::string readText(Statement& row) { return row.text(0); }
    static base::Bytes readBlob(Statement& row) { return row.blob(0); }

    static StationRow readStation(Statement& query) {
        StationRow row;
        row.id = query.text(0);
        row.unitCode = query.text(1);
        row.unitName = query.text(2);
        row.certificate = query.text(3);
        row.issuedAt = instant(query.number(4));
        if (!query.isNull(5)) row.revokedAt = instant(query.number(5));
        if (auto key = packet::VerifyKey::parse(query.text(6))) row.signingKey = *key;
        if (auto key = packet::AgeRecipient::parse(query.text(7))) row.correction = *key;
        return row;
    }

    template <class... Values>
    Result<Statement> prepared(std::string_view sql, const Values&... values) {
        auto statement = db_.prepare(sql);
        if (statement) (statement->bind(values), ...);
        return statement;
    }

    template <class... Values>
    Result<void> run(std::string_view sql, const Values&... values) {
        auto statement = prepared(sql, values...);
        if (!statement) return tl::unexpected(statement.error());
        return statement->run();
    }

    // The first row; NotFound when there is none.
    template <class... Values>
    Result<Statement> select(std::string_view sql, const Values&... values) {
        auto statement = prepared(sql, values...);
        if (!statement) return statement;
        const auto row = statement->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return fail(Code::NotFound, "no such row");
        return statement;
    }

    template <class Row, class Read, class... Values>
    Result<std::vector<Row>> rows(std::string_view sql, Read read, const Values&... values) {
        auto statement = prepared(sql, values...);
        if (!statement) return tl::unexpected(statement.error());
        std::vector<Row> list;
        for (;;) {
            const auto row = statement->step();
            if (!row) return tl::unexpected(row.error());
            if (!*row) return list;
            list.push_back(read(*statement));
        }
    }

    Result<StationRow> findStation(const std::string& id) {
        auto query = select(std::string(kStationColumns) + " WHERE id=?", id);
        if (!query) return tl::unexpected(query.error());
        return readStation(*query);
    }

    Result<Signers> findSigners(const std::string& station) {
        auto query = prepared("SELECT owner, key FROM signer WHERE station=?", station);
        if (!query) return tl::unexpected(query.error());
        Signers signers;
        for (;;) {
            const auto row = query->step();
            if (!row) return tl::unexpected(row.error());
            if (!*row) return signers;
            const auto key = packet::VerifyKey::parse(query->text(1));
            if (!key) return fail(Code::Corrupt, "a stored key is damaged");
            (query->text(0).empty() ? signers.station : signers.officers).add(*key);
        }
    }

    Result<void> addSigner(const std::string& station, const std::string& owner,
                           const packet::VerifyKey& key) {
        return run("INSERT INTO signer(station, key_id, owner, key) VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
                   station, key.id(), owner, key.text());
    }

    Result<packet::PacketHeader> storedHeader(const std::string& station, base::ByteView envelope) {
        const auto signers = findSigners(station);
        if (!signers) return tl::unexpected(signers.error());
        return packet::verifyPacketHeader(envelope, signers->station.lookup());
    }

    Result<UploadRow> uploadRow(Statement& query) {
        UploadRow row;
        row.id = query.text(0);
        row.station = query.text(1);
        row.headerEnvelope = query.blob(2);
        row.expiresAt = instant(query.number(3));
        auto header = storedHeader(row.station, row.headerEnvelope);
        if (!header) return tl::unexpected(header.error());
        row.header = std::move(*header);
        return row;
    }

    Result<PacketRow> onePacket(std::string_view column, const std::string& value) {
        auto query = select("SELECT upload, station, header, receipt, received_at, state FROM packet WHERE " +
                                std::string(column) + "=?",
                            value);
        if (!query) return tl::unexpected(query.error());
        PacketRow row;
        row.upload = query->text(0);
        row.headerEnvelope = query->blob(2);
        row.receipt = query->blob(3);
        row.receivedAt = instant(query->number(4));
        row.state = static_cast<PacketState>(query->number(5));
        auto header = storedHeader(query->text(1), row.headerEnvelope);
        if (!header) return tl::unexpected(header.error());
        row.header = std::move(*header);
        return row;
    }

    // The next line of the station's feed; inside a transaction.
    Result<void> append(const std::string& station, const std::string& packetId, PacketState state,
                        const EventMaker& event) {
        auto last = select("SELECT coalesce(max(number), 0) FROM event WHERE station=?", station);
        if (!last) return tl::unexpected(last.error());
        const auto number = last->number(0) + 1;
        const auto body = event(static_cast<std::uint64_t>(number));
        if (!body) return tl::unexpected(body.error());
        return run("INSERT INTO event(station, number, packet, state, body) VALUES(?,?,?,?,?)", station,
                   number, packetId, static_cast<std::int64_t>(state), base::ByteView(*body));
    }

    std::mutex mutex_;
    Db db_;  // guarded by mutex_
};

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file) {
    auto db = Db::open(file);
    if (!db) return tl::unexpected(db.error());
    auto store = std::make_unique<SqliteStore>(std::move(*db));
    if (auto ready = store->prepareTables(); !ready) return tl::unexpected(ready.error());
    return std::unique_ptr<Store>(std::move(store));
}

}  // namespace gateway
