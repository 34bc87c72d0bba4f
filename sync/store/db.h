// SQLite as values: a connection, a statement and a transaction that end by themselves. Private to this room.
// Threads: one connection and all that hangs on it belong to one thread at a time.
// Errors: DiskFull, ReadOnly, Corrupt, Busy, PermissionDenied, NotFound, IoError, TooLarge; Internal for a
// broken promise of our own (SQL that does not compile, a constraint that the caller should have checked).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/handle.h"

struct sqlite3;
struct sqlite3_stmt;

namespace store::sqlite {

void closeConnection(sqlite3* connection);
void finalizeStatement(sqlite3_stmt* statement);
using ConnectionHandle = base::UniqueHandle<sqlite3, closeConnection>;
using StatementHandle = base::UniqueHandle<sqlite3_stmt, finalizeStatement>;

class Db;

// One prepared statement with its values bound. An error of preparing or binding is told by the first step.
class Statement {
public:
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // True when a row is there to be read, false after the last one.
    base::Result<bool> next();
    // Steps to the end; rows are passed over.
    base::Result<void> run();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    base::Bytes blob(int column) const;
    // The column without a copy; valid until the next step.
    base::ByteView view(int column) const;

private:
    friend class Db;
    // Whether SQLite keeps its own copy of bound text and bytes, or reads the caller's during the call.
    enum class Lifetime { Unknown = 0, Copied, Borrowed };

    Statement(Db& db, std::string_view sql);

    void bind(int index, Lifetime lifetime, std::int64_t value);
    void bind(int index, Lifetime lifetime, std::string_view value);
    void bind(int index, Lifetime lifetime, base::ByteView value);
    void bind(int index, Lifetime lifetime, std::nullopt_t value);
    template <class T>
    void bind(int index, Lifetime lifetime, const std::optional<T>& value) {
        if (value)
            bind(index, lifetime, *value);
        else
            bind(index, lifetime, std::nullopt);
    }
    template <class... Values>
    void bindAll([[maybe_unused]] Lifetime lifetime, const Values&... values) {
        int index = 0;
        (bind(++index, lifetime, values), ...);
    }
    void note(int result);

    Db* db_;
    std::string_view sql_;  // the key in the connection's cache, which lives longer
    StatementHandle handle_;
    std::optional<base::Error> broken_;
};

enum class Access {
    Unknown = 0,
    ReadWrite,  // created when absent
    ReadOnly,
    Immutable,  // no lock and no log is looked at: for a file on read-only or damaged media
};

class Db {
public:
    static base::Result<std::unique_ptr<Db>> open(const std::filesystem::path& path, Access access);
    Db(const Db&) = delete;
    Db& operator=(const Db&) = delete;

    // Runs a script of one or more statements without values.
    base::Result<void> script(const std::string& sql);

    // A statement to step through. Bound text and bytes are copied.
    template <class... Values>
    Statement query(std::string_view sql, const Values&... values) {
        Statement statement(*this, sql);
        statement.bindAll(Statement::Lifetime::Copied, values...);
        return statement;
    }
    // Runs one statement to its end. Bound text and bytes are not copied.
    template <class... Values>
    base::Result<void> run(std::string_view sql, const Values&... values) {
        Statement statement(*this, sql);
        statement.bindAll(Statement::Lifetime::Borrowed, values...);
        return statement.run();
    }
    // The first column of the first row as a number; NotFound without a row.
    template <class... Values>
    base::Result<std::int64_t> number(std::string_view sql, const Values&... values) {
        Statement statement(*this, sql);
        statement.bindAll(Statement::Lifetime::Borrowed, values...);
        return first(statement);
    }

    std::int64_t changes() const;  // rows changed by the last statement
    std::int64_t lastRowId() const;
    bool isReadOnly() const;
    bool isInTransaction() const;
    base::Failure failure(std::string_view where) const;
    sqlite3* raw() { return connection_.get(); }

    // Whether something was erased that the log may still hold. True at first: what was erased through an earlier
    // connection is not known here.
    bool erased() const { return erased_; }
    void setErased(bool erased) { erased_ = erased; }

private:
    friend class Statement;
    explicit Db(ConnectionHandle connection) : connection_(std::move(connection)) {}
    static base::Result<std::int64_t> first(Statement& statement);

    ConnectionHandle connection_;
    bool erased_ = true;
    std::map<std::string, StatementHandle, std::less<>>
        idle_;  // prepared, not in use; after connection_ on purpose
};

// BEGIN IMMEDIATE ... COMMIT; rolled back when destroyed before commit().
class Transaction {
public:
    static base::Result<Transaction> begin(Db& db);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    base::Result<void> commit();

private:
    explicit Transaction(Db& db) : db_(&db) {}
    Db* db_;
};

// One view of the file for several reads: joins a transaction that is already open.
class Snapshot {
public:
    explicit Snapshot(Db& db);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

private:
    Db* db_;  // null when there is nothing to end
};

// Runs `work` in one transaction: committed when it returns a value, rolled back when it returns an error.
template <class Work>
auto inTransaction(Db& db, Work work) -> decltype(work()) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return base::Failure(transaction.error());
    auto result = work();
    if (!result) return result;
    if (auto done = transaction->commit(); !done) return base::Failure(done.error());
    return result;
}

// Copies the whole database, as it is now, into a new file (online backup API). Cancelled when stopped; the
// target is then of no use.
base::Result<void> copyInto(Db& source, Db& target, const std::stop_token& stop);

// How long a connection waits for another one.
inline constexpr int kBusyMs = 10'000;

// The folder a file stands in; "." for a bare file name.
inline std::filesystem::path folderOf(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace store::sqlite
