#include "sync/gateway/db_sqlite.h"

#include <sqlite3.h>

#include "base/files.h"

namespace gateway {
namespace {

using base::Code;

constexpr int kBusyMilliseconds = 10'000;

base::Failure sqliteFailure(sqlite3* db, int code) {
    const std::string detail = std::string("sqlite: ") + (db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return base::fail(Code::Busy, detail);
        case SQLITE_FULL:
            return base::fail(Code::DiskFull, detail);
        case SQLITE_READONLY:
            return base::fail(Code::ReadOnly, detail);
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return base::fail(Code::PermissionDenied, detail);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return base::fail(Code::Corrupt, detail);
        case SQLITE_CONSTRAINT:
            return base::fail(Code::AlreadyExists, detail);
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
            return base::fail(Code::Internal, base::Recovery::Bug, detail);
        default:
            return base::fail(Code::IoError, detail);
    }
}

}  // namespace

Statement& Statement::bind(std::string_view text) {
    const char* data = text.data() ? text.data() : "";
    const int code =
        sqlite3_bind_text64(statement_.get(), ++bound_, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) bindError_ = code;
    return *this;
}

Statement& Statement::bind(base::ByteView blob) {
    const void* data = blob.data() ? static_cast<const void*>(blob.data()) : "";
    const int code = sqlite3_bind_blob64(statement_.get(), ++bound_, data, blob.size(), SQLITE_TRANSIENT);
    if (code != SQLITE_OK) bindError_ = code;
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    const int code = sqlite3_bind_int64(statement_.get(), ++bound_, number);
    if (code != SQLITE_OK) bindError_ = code;
    return *this;
}

Statement& Statement::bindNull() {
    const int code = sqlite3_bind_null(statement_.get(), ++bound_);
    if (code != SQLITE_OK) bindError_ = code;
    return *this;
}

base::Result<bool> Statement::step() {
    if (bindError_ != SQLITE_OK) return sqliteFailure(sqlite3_db_handle(statement_.get()), bindError_);
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return sqliteFailure(sqlite3_db_handle(statement_.get()), code);
}

base::Result<void> Statement::run() {
    for (;;) {
        const auto row = step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return {};
    }
}

std::string Statement::text(int column) const {
    return std::string(base::textOf(blob(column)));
}

base::Bytes Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return data ? base::Bytes(data, data + size) : base::Bytes();
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

base::Result<Db> Db::open(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        base::pathForSystem(file).c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Db db(handle);
    if (code != SQLITE_OK) return sqliteFailure(handle, code);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyMilliseconds);
    if (auto set = db.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                              "PRAGMA trusted_schema=OFF;");
        !set) {
        return tl::unexpected(set.error());
    }
    return db;
}

base::Result<Statement> Db::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return sqliteFailure(handle_.get(), code);
    return Statement(statement);
}

base::Result<void> Db::execute(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sqliteFailure(handle_.get(), code);
    return {};
}

int Db::changes() const {
    return sqlite3_changes(handle_.get());
}

base::Result<Transaction> Transaction::begin(Db& db) {
    if (auto begun = db.execute("BEGIN IMMEDIATE"); !begun) return tl::unexpected(begun.error());
    return Transaction(db);
}

Transaction::~Transaction() {
    if (db_) (void)db_->execute("ROLLBACK");
}

base::Result<void> Transaction::commit() {
    if (auto done = db_->execute("COMMIT"); !done) return done;
    db_ = nullptr;
    return {};
}

}  // namespace gateway
