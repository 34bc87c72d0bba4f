// Look-ups and checks that several parts of the store share. Private to this room. Threads: the connection's.
#pragma once

#include "sync/store/db.h"
#include "sync/store/store_types.h"
#include "sync/store/times.h"

namespace store {

// Where a packet stands on its road. The numbers are kept in the file.
enum class Road { Unknown = 0, Waiting = 1, Sending = 2, Received = 3, Withdrawn = 4 };

template <class Enum>
std::int64_t numberOf(Enum value) {
    return static_cast<std::int64_t>(value);
}

struct ItemKey {
    std::int64_t key = 0;
    ItemState state = ItemState::Unknown;
};

struct PacketKey {
    std::int64_t key = 0;
    std::int64_t item = 0;
    ItemState itemState = ItemState::Unknown;
    Road road = Road::Unknown;
    bool touched = false;  // something of it may have reached the upstream
    std::uint64_t sequence = 0;
};

base::Result<ItemKey> findItem(sqlite::Db& db, const std::string& id);
base::Result<ItemKey> findDraft(sqlite::Db& db, const std::string& id);  // WrongState unless a draft
base::Result<PacketKey> findPacket(sqlite::Db& db, const std::string& id);

// Key and content of a draft go for good; its row stays.
base::Result<void> eraseDraftContent(sqlite::Db& db, std::int64_t item);
base::Result<void> setState(sqlite::Db& db, std::int64_t item, ItemState state, base::Instant at);
// Replaces what lists show and duplicate alerts look up. BadInput over the limits.
base::Result<void> writeIndex(sqlite::Db& db, std::int64_t item, const IndexEntry& entry, base::Instant at);
base::Result<JournalEntry> writeJournal(sqlite::Db& db, const Act& act, const std::string& event,
                                        const std::string& subject, const std::string& detail);

Digest digestAt(const sqlite::Statement& row, int column);  // zero when the column is not 32 bytes
bool isBlobName(std::string_view name);
// A word for the journal and the outbox: [a-z0-9-], 1 to 64.
bool isWord(std::string_view word);
std::string idDetail(std::string_view name, std::string_view word);  // {"name":"word"}; both plain words

}  // namespace store
