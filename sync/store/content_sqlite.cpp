#include <algorithm>

#include "sync/store/content.h"

namespace store {

using base::Code;
using base::Result;

Result<ContentWriter> ContentWriter::begin(sqlite::Db& db) {
    if (auto made = db.run("INSERT INTO content(size) VALUES(0)"); !made) return base::Failure(made.error());
    return ContentWriter(db, db.lastRowId());
}

Result<void> ContentWriter::add(base::ByteView bytes) {
    while (!bytes.empty()) {
        if (rest_.empty() && bytes.size() >= kChunkBytes) {  // whole chunks go to the disk without a copy
            if (auto done = write(bytes.first(kChunkBytes)); !done) return done;
            bytes = bytes.subspan(kChunkBytes);
            continue;
        }
        const std::size_t count = std::min(bytes.size(), kChunkBytes - rest_.size());
        rest_.insert(rest_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
        bytes = bytes.subspan(count);
        if (rest_.size() < kChunkBytes) continue;
        if (auto done = write(rest_); !done) return done;
        rest_.clear();
    }
    return {};
}

Result<void> ContentWriter::write(base::ByteView chunk) {
    size_ += chunk.size();
    return db_->run("INSERT INTO chunk VALUES(?, ?, ?, ?)", id_, chunks_++,
                    base::ByteView(base::damageCheck(chunk)), chunk);
}

Result<std::int64_t> ContentWriter::finish() {
    if (!rest_.empty()) {
        if (auto done = write(rest_); !done) return base::Failure(done.error());
        rest_.clear();
    }
    auto sized = db_->run("UPDATE content SET size = ? WHERE id = ?", static_cast<std::int64_t>(size_), id_);
    if (!sized) return base::Failure(sized.error());
    return id_;
}

Result<std::int64_t> writeContent(sqlite::Db& db, base::ByteView bytes) {
    auto writer = ContentWriter::begin(db);
    if (!writer) return base::Failure(writer.error());
    if (auto added = writer->add(bytes); !added) return base::Failure(added.error());
    return writer->finish();
}

bool isUndamaged(base::ByteView chunk, base::ByteView check) {
    if (check.size() == std::tuple_size_v<base::Digest>) return std::ranges::equal(base::sha256(chunk), check);
    return std::ranges::equal(base::damageCheck(chunk), check);
}

Result<base::Bytes> readContentChunk(sqlite::Db& db, std::int64_t id, std::uint32_t number) {
    auto query = db.query("SELECT digest, bytes FROM chunk WHERE content = ? AND number = ?", id,
                          static_cast<std::int64_t>(number));
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return base::fail(Code::NotFound, "no such chunk");
    const base::ByteView bytes = query.view(1);
    if (!isUndamaged(bytes, query.view(0))) return base::fail(Code::Corrupt, "a chunk does not match its check");
    return base::Bytes(bytes.begin(), bytes.end());
}

Result<base::Bytes> readContent(sqlite::Db& db, std::int64_t id) {
    const sqlite::Snapshot snapshot(db);
    const auto size = db.number("SELECT size FROM content WHERE id = ?", id);
    if (!size) return base::Failure(size.error());
    base::Bytes all;
    for (std::uint32_t number = 0; number < chunksOf(static_cast<std::uint64_t>(*size)); ++number) {
        const auto chunk = readContentChunk(db, id, number);
        if (!chunk && chunk.error().code == Code::NotFound)
            return base::fail(Code::Corrupt, "a chunk is missing");
        if (!chunk) return base::Failure(chunk.error());
        all.insert(all.end(), chunk->begin(), chunk->end());
    }
    if (all.size() != static_cast<std::uint64_t>(*size))
        return base::fail(Code::Corrupt, "content has another size");
    return all;
}

Result<void> dropContent(sqlite::Db& db, std::int64_t id) {
    return db.run("DELETE FROM content WHERE id = ?", id);
}

}  // namespace store
