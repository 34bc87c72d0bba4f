#include <sqlite3.h>

#include <cerrno>

#include "base/files.h"
#include "sync/store/db.h"

namespace store::sqlite {

using base::Code;
using base::Result;

namespace {

Code codeOfSystemError(int error) {
    switch (error) {
        case ENOSPC:
#ifdef EDQUOT
        case EDQUOT:
#endif
        case EFBIG:
            return Code::DiskFull;
        case EROFS:
            return Code::ReadOnly;
        case EACCES:
        case EPERM:
            return Code::PermissionDenied;
        case ENOENT:
        case ENOTDIR:
            return Code::NotFound;
        default:
            return Code::IoError;
    }
}

// SQLite's result codes: https://www.sqlite.org/rescode.html
Code codeOf(int extended, int systemError) {
    switch (extended & 0xff) {
        case SQLITE_FULL:
            return Code::DiskFull;
        case SQLITE_READONLY:
            return Code::ReadOnly;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Code::Corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Code::Busy;
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return Code::PermissionDenied;
        case SQLITE_IOERR:
            // A file shorter than its header says is damage, not a device that fails.
            if (extended == SQLITE_IOERR_SHORT_READ || extended == SQLITE_IOERR_CORRUPTFS)
                return Code::Corrupt;
            return codeOfSystemError(systemError);
        case SQLITE_CANTOPEN:
            return codeOfSystemError(systemError);
        case SQLITE_TOOBIG:
            return Code::TooLarge;
        default:
            return Code::Internal;
    }
}

// Why the last call on a file failed. SQLite asks for it after it has tidied up, when errno is already
// another one; the file itself (the database or its log) still knows about a write.
int systemErrorOf(sqlite3* connection, int extended) {
    if (extended != SQLITE_IOERR_WRITE && extended != SQLITE_IOERR_FSYNC)
        return sqlite3_system_errno(connection);
    for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        sqlite3_file* file = nullptr;
        int error = 0;
        if (sqlite3_file_control(connection, "main", which, &file) != SQLITE_OK || file == nullptr) continue;
        if (file->pMethods == nullptr) continue;
        if (file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK && error != 0)
            return error;
    }
    return sqlite3_system_errno(connection);
}

base::Failure failureOf(int extended, int systemError, const char* message, std::string_view where) {
    return base::fail(codeOf(extended, systemError),
                      std::string(where) + ": " + message + " (" + std::to_string(extended) + ")");
}

std::string uriOf(const std::filesystem::path& path, const char* parameters) {
    std::string uri = "file:";
    for (const char c : base::pathForSystem(path)) {
        if (c == '?' || c == '#' || c == '%') {
            const auto value = static_cast<std::uint8_t>(c);
            uri += '%' + base::toHex({&value, 1});
        } else {
            uri += c;
        }
    }
    return uri + parameters;
}

}  // namespace

void closeConnection(sqlite3* connection) {
    sqlite3_close_v2(connection);
}
void finalizeStatement(sqlite3_stmt* statement) {
    sqlite3_finalize(statement);
}

Statement::Statement(Db& db, std::string_view sql) : db_(&db), sql_(sql) {
    if (auto found = db.idle_.find(sql); found != db.idle_.end()) {
        handle_ = std::move(found->second);
        db.idle_.erase(found);
        return;
    }
    sqlite3_stmt* made = nullptr;
    note(sqlite3_prepare_v3(db.raw(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                            &made, nullptr));
    handle_.reset(made);
}

Statement::~Statement() {
    if (!handle_ || broken_) return;
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
    db_->idle_.insert_or_assign(std::string(sql_), std::move(handle_));
}

void Statement::note(int result) {
    if (result != SQLITE_OK && !broken_) broken_ = db_->failure("prepare").value();
}

void Statement::bind(int index, Lifetime, std::int64_t value) {
    if (handle_) note(sqlite3_bind_int64(handle_.get(), index, value));
}

void Statement::bind(int index, Lifetime lifetime, std::string_view value) {
    if (!handle_) return;
    const char* start = value.empty() ? "" : value.data();
    note(sqlite3_bind_text64(handle_.get(), index, start, value.size(),
                             lifetime == Lifetime::Borrowed ? SQLITE_STATIC : SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int index, Lifetime lifetime, base::ByteView value) {
    if (!handle_) return;
    if (value.empty()) {
        note(sqlite3_bind_zeroblob(handle_.get(), index, 0));
        return;
    }
    note(sqlite3_bind_blob64(handle_.get(), index, value.data(), value.size(),
                             lifetime == Lifetime::Borrowed ? SQLITE_STATIC : SQLITE_TRANSIENT));
}

void Statement::bind(int index, Lifetime, std::nullopt_t) {
    if (handle_) note(sqlite3_bind_null(handle_.get(), index));
}

Result<bool> Statement::next() {
    if (broken_) return base::Failure(*broken_);
    switch (sqlite3_step(handle_.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            broken_ = db_->failure("step").value();
            return base::Failure(*broken_);
    }
}

Result<void> Statement::run() {
    while (true) {
        const auto row = next();
        if (!row) return base::Failure(row.error());
        if (!*row) return {};
    }
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    if (start == nullptr) return {};
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

base::ByteView Statement::view(int column) const {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
    if (start == nullptr) return {};
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

base::Bytes Statement::blob(int column) const {
    const base::ByteView bytes = view(column);
    return {bytes.begin(), bytes.end()};
}

Result<std::unique_ptr<Db>> Db::open(const std::filesystem::path& path, Access access) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    flags |= access == Access::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const std::string uri = uriOf(path, access == Access::Immutable ? "?immutable=1" : "");
    sqlite3* made = nullptr;
    const int result = sqlite3_open_v2(uri.c_str(), &made, flags, nullptr);
    ConnectionHandle connection(made);
    if (result != SQLITE_OK) {
        const int systemError = made != nullptr ? sqlite3_system_errno(made) : 0;
        return failureOf(result, systemError, sqlite3_errstr(result), "open database");
    }
    sqlite3_busy_timeout(made, kBusyMs);
    sqlite3_db_config(made, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(made, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return std::unique_ptr<Db>(new Db(std::move(connection)));
}

Result<void> Db::script(const std::string& sql) {
    if (sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure("script");
    return {};
}

Result<std::int64_t> Db::first(Statement& statement) {
    const auto row = statement.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such row");
    return statement.integer(0);
}

std::int64_t Db::changes() const {
    return sqlite3_changes64(connection_.get());
}
std::int64_t Db::lastRowId() const {
    return sqlite3_last_insert_rowid(connection_.get());
}
bool Db::isReadOnly() const {
    return sqlite3_db_readonly(connection_.get(), "main") == 1;
}
bool Db::isInTransaction() const {
    return sqlite3_get_autocommit(connection_.get()) == 0;
}

base::Failure Db::failure(std::string_view where) const {
    sqlite3* connection = connection_.get();
    const int extended = sqlite3_extended_errcode(connection);
    // Of a damaged file SQLite's own text may quote bytes of the file.
    const bool damaged = codeOf(extended, 0) == Code::Corrupt;
    return failureOf(extended, systemErrorOf(connection, extended),
                     damaged ? sqlite3_errstr(extended) : sqlite3_errmsg(connection), where);
}

Result<Transaction> Transaction::begin(Db& db) {
    if (auto begun = db.run("BEGIN IMMEDIATE"); !begun) return base::Failure(begun.error());
    return Transaction(db);
}

Transaction::Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

// Some errors (disk full, I/O) make SQLite roll back by itself; then nothing is left to do here.
Transaction::~Transaction() {
    if (db_ == nullptr || !db_->isInTransaction()) return;
    sqlite3_exec(db_->raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
    if (auto done = db_->run("COMMIT"); !done) return done;
    db_ = nullptr;
    return {};
}

// If BEGIN fails the first read tells the same error.
Snapshot::Snapshot(Db& db) : db_(!db.isInTransaction() && db.run("BEGIN") ? &db : nullptr) {}

Snapshot::~Snapshot() {
    if (db_ != nullptr && db_->isInTransaction())
        sqlite3_exec(db_->raw(), "COMMIT", nullptr, nullptr, nullptr);
}

Result<void> copyInto(Db& source, Db& target, const std::stop_token& stop) {
    constexpr int kPagesPerStep = 256;
    const Snapshot snapshot(source);  // what others write meanwhile does not start the copy again
    sqlite3_backup* backup = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
    if (backup == nullptr) return target.failure("backup");
    int stepped = SQLITE_OK;
    while (stepped == SQLITE_OK && !stop.stop_requested())
        stepped = sqlite3_backup_step(backup, kPagesPerStep);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
    if (stepped == SQLITE_OK) return base::fail(Code::Cancelled, "backup stopped");
    return failureOf(stepped, systemErrorOf(target.raw(), stepped), sqlite3_errstr(stepped), "backup");
}

}  // namespace store::sqlite
