#include "base/digest.h"
#include "sync/store/recover.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/files.h"
#include "base/id.h"
#include "sync/store/content.h"
#include "sync/store/rows.h"

namespace store {

using base::Code;
using base::Result;

namespace {

namespace fs = std::filesystem;

struct Wanted {
    std::string id;
    std::uint64_t size = 0;
    Digest digest{};
    std::set<std::uint32_t> saved;
};

using WantedByContent = std::map<std::int64_t, Wanted>;

std::string chunkName(std::uint32_t number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits + ".chunk";
}

// A read-only connection; when the log of the damaged file cannot be used, one that does without it.
Result<std::unique_ptr<sqlite::Db>> openDamaged(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return base::fail(Code::NotFound, "no such store");
    for (const auto access : {sqlite::Access::ReadOnly, sqlite::Access::Immutable}) {
        auto db = sqlite::Db::open(path, access);
        if (db && (*db)->number("SELECT count(*) FROM sqlite_schema WHERE name IN ('chunk', 'packet')")
                          .value_or(0) == 2) {
            return db;
        }
    }
    return base::fail(Code::Corrupt, "the table of contents cannot be read");
}

// The greatest row id that may exist. Where the tree cannot be asked, more than the file can hold.
std::int64_t lastRowOf(sqlite::Db& db, const std::string& table) {
    constexpr std::int64_t kRowsPerPage = 4;
    const auto last = db.number("SELECT coalesce(max(rowid), 0) FROM " + table);
    if (last) return *last;
    return db.number("PRAGMA page_count").value_or(0) * kRowsPerPage;
}

// Row by row, so that one damaged page hides only its own rows.
Result<WantedByContent> findPackets(sqlite::Db& db, const fs::path& folder) {
    WantedByContent packets;
    const std::int64_t last = lastRowOf(db, "packet");
    for (std::int64_t key = 1; key <= last; ++key) {
        auto query = db.query(
            "SELECT content, id, size, digest, header FROM packet WHERE key = ? AND content IS NOT NULL",
            key);
        if (!query.next().value_or(false)) continue;
        const std::string id = query.text(1);
        const std::int64_t size = query.integer(2);
        if (!base::isId(id) || size < 1 || static_cast<std::uint64_t>(size) > kMaxPacketBytes) continue;
        packets[query.integer(0)] = {id, static_cast<std::uint64_t>(size), digestAt(query, 3), {}};
        auto written = base::writeFileDurably(folder / (id + ".header.json"), query.view(4));
        if (!written) return base::Failure(written.error());
    }
    return packets;
}

Result<void> saveChunk(const sqlite::Statement& row, const fs::path& folder, WantedByContent& packets,
                       Recovered& recovered) {
    const std::int64_t content = row.integer(0);
    const std::int64_t number = row.integer(1);
    const base::ByteView bytes = row.view(3);
    if (number < 0 || number > chunksOf(kMaxPacketBytes) || !isUndamaged(bytes, row.view(2))) return {};
    const auto packet = packets.find(content);
    const bool stray = packet == packets.end();
    const fs::path place = folder / (stray ? "stray-" + std::to_string(content) : packet->second.id);
    auto done = base::makePrivateFolder(place);
    if (done) done = base::writeFileDurably(place / chunkName(static_cast<std::uint32_t>(number)), bytes);
    if (!done) return done;
    if (stray)
        ++recovered.strayChunks;
    else
        packet->second.saved.insert(static_cast<std::uint32_t>(number));
    return {};
}

Result<void> saveChunks(sqlite::Db& db, const fs::path& folder, WantedByContent& packets,
                        Recovered& recovered) {
    const std::int64_t last = lastRowOf(db, "chunk");
    for (std::int64_t row = 1; row <= last; ++row) {
        auto query = db.query("SELECT content, number, digest, bytes FROM chunk WHERE rowid = ?", row);
        if (!query.next().value_or(false)) continue;
        if (auto saved = saveChunk(query, folder, packets, recovered); !saved) return saved;
    }
    return {};
}

// Joins the chunks of a packet when all are there and the whole is what the header promises.
Result<bool> joinPacket(const fs::path& folder, const Wanted& packet) {
    if (packet.saved.size() != chunksOf(packet.size)) return false;
    base::Bytes whole;
    for (const std::uint32_t number : packet.saved) {
        const auto chunk = base::readFile(folder / packet.id / chunkName(number), kChunkBytes);
        if (!chunk) return base::Failure(chunk.error());
        whole.insert(whole.end(), chunk->begin(), chunk->end());
    }
    if (whole.size() != packet.size || base::sha256(whole) != packet.digest) return false;
    if (auto done = base::writeFileDurably(folder / (packet.id + ".age"), whole); !done) {
        return base::Failure(done.error());
    }
    if (auto done = base::removeFolder(folder / packet.id); !done) return base::Failure(done.error());
    return true;
}

}  // namespace

Result<Recovered> recoverPackets(const fs::path& damaged, const fs::path& folder) {
    const auto db = openDamaged(damaged);
    if (!db) return base::Failure(db.error());
    if (auto made = base::makePrivateFolder(folder); !made) return base::Failure(made.error());
    auto packets = findPackets(**db, folder);
    if (!packets) return base::Failure(packets.error());
    Recovered recovered;
    if (auto saved = saveChunks(**db, folder, *packets, recovered); !saved)
        return base::Failure(saved.error());
    for (const auto& [content, packet] : *packets) {
        const auto whole = joinPacket(folder, packet);
        if (!whole) return base::Failure(whole.error());
        ++(*whole ? recovered.wholePackets : recovered.brokenPackets);
        recovered.savedChunks += packet.saved.size();
        recovered.lostChunks +=
            chunksOf(packet.size) - std::min<std::uint64_t>(chunksOf(packet.size), packet.saved.size());
    }
    return recovered;
}

}  // namespace store
