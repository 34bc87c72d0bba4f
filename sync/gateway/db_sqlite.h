// A thin owner around SQLite's C interface for the gateway's store.
// Threads: one at a time. Errors: Busy, DiskFull, ReadOnly, Corrupt, AlreadyExists (a broken constraint),
// IoError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/handle.h"

struct sqlite3;
struct sqlite3_stmt;
extern "C" int sqlite3_close_v2(sqlite3*);
extern "C" int sqlite3_finalize(sqlite3_stmt*);

namespace gateway {

class Statement {
public:
    // Parameters are bound in order, from the first.
    Statement& bind(std::string_view text);
    Statement& bind(base::ByteView blob);
    Statement& bind(std::int64_t number);
    Statement& bindNull();

    base::Result<bool> step();  // true: a row stands ready
    base::Result<void> run();   // to its end, rows ignored
    std::string text(int column) const;
    base::Bytes blob(int column) const;
    std::int64_t number(int column) const;
    bool isNull(int column) const;

private:
    friend class Db;
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    base::UniqueHandle<sqlite3_stmt, sqlite3_finalize> statement_;
    int bound_ = 0;
    int bindError_ = 0;
};

class Db {
public:
    static base::Result<Db> open(const std::filesystem::path& file);
    base::Result<Statement> prepare(std::string_view sql);
    base::Result<void> execute(const char* sql);  // one or more statements without parameters
    int changes() const;                          // rows the last statement changed

private:
    explicit Db(sqlite3* handle) : handle_(handle) {}
    base::UniqueHandle<sqlite3, sqlite3_close_v2> handle_;
};

// Rolls back unless committed. Takes the write lock at once, so that nothing read inside can change before
// the commit.
class Transaction {
public:
    static base::Result<Transaction> begin(Db& db);
    Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    base::Result<void> commit();

private:
    explicit Transaction(Db& db) : db_(&db) {}
    Db* db_;
};

}  // namespace gateway
