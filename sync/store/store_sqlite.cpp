#include "sync/store/store.h"

#include "sync/store/rows.h"
#include "sync/store/schema.h"

namespace store {

using base::Code;
using base::Result;

namespace {

constexpr std::int64_t kVacuumPagesPerTick = 64;
Result<void> checked(sqlite::Db& db, const std::string& pragma) {
    auto query = db.query(pragma);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row || query.text(0) == "ok") return {};
    return base::fail(Code::Corrupt, "the check of the file found damage");
}

Result<void> checkFile(sqlite::Db& db, std::uint64_t wholeCheckBytes) {
    const auto pages = db.number("PRAGMA page_count");
    if (!pages) return base::Failure(pages.error());
    const auto pageSize = db.number("PRAGMA page_size");
    if (!pageSize) return base::Failure(pageSize.error());
    if (static_cast<std::uint64_t>(*pages * *pageSize) <= wholeCheckBytes)
        return checked(db, "PRAGMA quick_check(1)");
    // Everything but the chunks, whose digests are compared whenever they are read.
    auto tables = db.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'chunk'");
    while (true) {
        const auto row = tables.next();
        if (!row) return base::Failure(row.error());
        if (!*row) return {};
        if (auto done = checked(db, "PRAGMA quick_check(" + tables.text(0) + ")"); !done) return done;
    }
}

// Whatever was on its way when the program ended waits again; something of it may have arrived.
Result<void> settleSending(sqlite::Db& db) {
    return sqlite::inTransaction(db, [&]() -> Result<void> {
        auto done = db.run("UPDATE packet SET road = ?, touched = 1 WHERE road = ?", numberOf(Road::Waiting),
                           numberOf(Road::Sending));
        if (!done) return done;
        return db.run("UPDATE item SET state = ? WHERE state = ?", numberOf(ItemState::Sealed),
                      numberOf(ItemState::Sending));
    });
}

std::filesystem::path withSuffix(std::filesystem::path path, const char* suffix) {
    path += suffix;
    return path;
}

Result<std::unique_ptr<sqlite::Db>> openFile(const std::filesystem::path& path, base::Instant now,
                                             const StoreOptions& options) {
    auto opened = sqlite::Db::open(path, sqlite::Access::ReadWrite);
    if (!opened) return opened;
    sqlite::Db& db = **opened;
    if (db.isReadOnly()) return base::fail(Code::ReadOnly, "the store file cannot be written");
    const auto version = sqlite::schemaVersion(db);  // before anything of a strange file is changed
    if (!version) return base::Failure(version.error());
    base::Result<void> done;
    if (*version == 0) done = sqlite::shapeNewFile(db);
    if (done) done = sqlite::configureWriter(db);
    if (done && *version != 0) done = checkFile(db, options.wholeCheckBytes);
    if (done) done = sqlite::migrate(db, now);
    if (done) done = settleSending(db);
    if (!done) return base::Failure(done.error());
    return opened;
}

}  // namespace

Store::Store(std::unique_ptr<sqlite::Db> db, base::FileLock lock, std::filesystem::path path,
             StoreOptions options)
    : StoreView(std::move(db)),
      lock_(std::move(lock)),
      path_(std::move(path)),
      options_(std::move(options)) {}

Result<Store> Store::open(const std::filesystem::path& path, base::Instant now, StoreOptions options) {
    if (options.driveKind(sqlite::folderOf(path)) == base::DriveKind::Network) {
        return base::fail(Code::Unsupported, "the store must not live on a network drive");
    }
    auto lock = base::FileLock::acquire(withSuffix(path, ".lock"));
    if (!lock) return base::pass(lock.error(), "store lock");
    auto db = openFile(path, now, options);
    if (!db) return base::pass(db.error(), "open store");
    if (auto synced = base::syncFolder(sqlite::folderOf(path)); !synced) return base::Failure(synced.error());
    return Store(std::move(*db), std::move(*lock), path, std::move(options));
}

Result<void> Store::putSetting(const std::string& name, base::ByteView value) {
    if (!isBlobName(name) || value.size() > kMaxSmallBytes) {
        return base::fail(Code::BadInput, base::Recovery::Bug, "setting");
    }
    return db().run("INSERT INTO setting VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                    name, value);
}

Result<void> Store::removeSetting(const std::string& name) {
    return db().run("DELETE FROM setting WHERE name = ?", name);
}

Result<DiskGauge> Store::diskGauge() const {
    const auto space = options_.diskSpace(sqlite::folderOf(path_));
    if (!space) return base::Failure(space.error());
    const auto pageSize = db().number("PRAGMA page_size");
    const auto pages = db().number("PRAGMA page_count");
    const auto freePages = db().number("PRAGMA freelist_count");
    if (!pageSize || !pages || !freePages) return base::fail(Code::IoError, "page counts");
    DiskGauge gauge;
    gauge.freeBytes = space->freeBytes + static_cast<std::uint64_t>(*freePages * *pageSize);
    gauge.storeBytes = static_cast<std::uint64_t>(*pages * *pageSize);
    gauge.level = gauge.freeBytes < options_.reserveBytes ? DiskGauge::Level::Low : DiskGauge::Level::Enough;
    return gauge;
}

// Gives a few free pages back to the disk and empties the log, so that erased keys are gone from it too. A
// reader in the way is not waited for: the next tick tries again.
Result<bool> Store::idleTick() {
    const auto before = db().number("PRAGMA freelist_count");
    if (!before) return base::Failure(before.error());
    if (*before > 0) {
        const std::string vacuum = "PRAGMA incremental_vacuum(" + std::to_string(kVacuumPagesPerTick) + ")";
        if (auto done = db().run(vacuum); !done) return base::Failure(done.error());
    }
    auto done = db().script("PRAGMA busy_timeout=0");
    // The log keeps its room on the disk, so that the next writes only fill it; cut off where it may hold what was erased.
    const auto blocked = db().number(db().erased() ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(RESTART)");
    if (done) done = db().script("PRAGMA busy_timeout=" + std::to_string(sqlite::kBusyMs));
    if (!done) return base::Failure(done.error());
    if (!blocked) return base::Failure(blocked.error());
    if (*blocked == 0) db().setErased(false);
    return *before > kVacuumPagesPerTick || *blocked != 0;
}

}  // namespace store
