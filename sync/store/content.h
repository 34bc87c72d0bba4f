// Large content as rows of 256 KiB, each with a check against damage. Private to this room.
// Threads: the connection's. Errors: those of db.h; Corrupt when a chunk is missing or does not match its
// check.
#pragma once

#include "sync/store/db.h"
#include "sync/store/store_types.h"

namespace store {

// Writes one content inside the caller's transaction.
class ContentWriter {
public:
    static base::Result<ContentWriter> begin(sqlite::Db& db);
    base::Result<void> add(base::ByteView bytes);
    // Writes what is left and the size; the content's id.
    base::Result<std::int64_t> finish();
    std::uint64_t size() const { return size_; }

private:
    ContentWriter(sqlite::Db& db, std::int64_t id) : db_(&db), id_(id) {}
    base::Result<void> write(base::ByteView chunk);

    sqlite::Db* db_;
    std::int64_t id_;
    std::int64_t chunks_ = 0;
    std::uint64_t size_ = 0;
    base::Bytes rest_;  // less than one chunk
};

base::Result<std::int64_t> writeContent(sqlite::Db& db, base::ByteView bytes);
base::Result<base::Bytes> readContent(sqlite::Db& db, std::int64_t id);
// NotFound for a number beyond the last.
base::Result<base::Bytes> readContentChunk(sqlite::Db& db, std::int64_t id, std::uint32_t number);
base::Result<void> dropContent(sqlite::Db& db, std::int64_t id);

// `check` as it stands beside the chunk: 16 bytes, or the SHA-256 that was written before version 3.
bool isUndamaged(base::ByteView chunk, base::ByteView check);

inline std::uint32_t chunksOf(std::uint64_t size) {
    return static_cast<std::uint32_t>((size + kChunkBytes - 1) / kChunkBytes);
}

}  // namespace store
