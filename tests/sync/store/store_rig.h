// What the store's tests share: a folder of their own and the steps of an application's life.
// Threads: one test, one thread.
#pragma once

#include <catch2/catch.hpp>

#include "sync/store/db.h"
#include "tests/sync/store/store_input.h"

namespace rig {

// An empty folder, removed with all it holds.
class Folder {
public:
    Folder() : path_(std::filesystem::absolute("store-" + base::newId(std::chrono::system_clock::now()))) {
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path file() const { return path_ / "station.db"; }

private:
    std::filesystem::path path_;
};

// Tells what went wrong instead of a bare false.
template <class T>
void good(const base::Result<T>& result) {
    if (!result) FAIL(base::codeName(result.error().code) << ": " << result.error().detail);
    SUCCEED();
}
template <class T>
T take(base::Result<T> result) {
    good(result);
    return std::move(*result);
}
template <class T>
base::Code codeOf(const base::Result<T>& result) {
    return result ? base::Code::Unknown : result.error().code;
}

inline store::Store open(const Folder& folder, store::StoreOptions options = {}) {
    return take(store::Store::open(folder.file(), kStart, std::move(options)));
}

inline std::string addDraft(store::Store& store, base::Instant at = kStart) {
    const store::NewDraft draft = newDraft();
    good(store.createDraft(draft, {}, act(at)));
    return draft.id;
}

inline store::SealRequest sealRequest(const store::Store& store, const std::string& draftId,
                                      base::ByteView packet, base::Instant at = kStart) {
    return take(requestSeal(store, draftId, packet, at));
}

// The packet's id.
inline std::string seal(store::Store& store, const std::string& draftId, base::ByteView packet,
                        base::Instant at = kStart) {
    const store::SealRequest request = sealRequest(store, draftId, packet, at);
    good(store.sealDraft(request, packet, act(at)));
    return request.packetId;
}

// Changes the file behind the store's back; nobody else has it open.
inline base::Result<void> trySql(const std::filesystem::path& file, const std::string& sql) {
    auto db = store::sqlite::Db::open(file, store::sqlite::Access::ReadWrite);
    if (!db) return base::Failure(db.error());
    return (*db)->script(sql);
}
inline void runSql(const std::filesystem::path& file, const std::string& sql) {
    good(trySql(file, sql));
}

inline base::Bytes wholePacket(const store::StoreView& view, const std::string& packetId) {
    base::Bytes whole;
    const store::OutboxPacket packet = take(view.outboxPacket(packetId));
    for (std::uint32_t number = 0; number < packet.chunks; ++number) {
        const base::Bytes chunk = take(view.readChunk(packetId, number));
        whole.insert(whole.end(), chunk.begin(), chunk.end());
    }
    return whole;
}

}  // namespace rig
