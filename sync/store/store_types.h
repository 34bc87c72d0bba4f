// What the store keeps, as plain values. Content is opaque ciphertext: whoever calls encrypts and decrypts.
// Threads: plain values. Times are calendar instants kept to the millisecond.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"

namespace store {

// Where an application stands. The numbers are kept in the file: never renumber.
enum class ItemState {
    Unknown = 0,
    Draft = 1,
    Sealed = 2,
    Sending = 3,
    Received = 4,  // a verified receipt is kept
    Accepted = 5,
    Rejected = 6,
    CardPrinted = 7,
    CardArrived = 8,
    HandedOver = 9,
    EidApproved = 10,
    Activated = 11,
    Discarded = 12,
};
inline constexpr int kItemStates = 13;  // one past the last
std::string_view itemStateName(ItemState state);

// Who did it and when: goes into the journal.
struct Act {
    std::string actor;  // officer or service id, never a name
    base::Instant at;
};

struct NewDraft {
    std::string id;    // base::newId
    std::string kind;  // schema id
    std::string schemaVersion;
    std::string titleKey;  // of the procedure, for the list
    base::Bytes wrappedKey;
    std::string replaces;  // packet id of a rejected application, or empty
};

struct BlobWrite {
    std::string name;           // [a-z0-9][a-z0-9._-]{0,99}
    std::uint32_t version = 0;  // greater than any before of this name in this draft
    base::ByteView content;
};

struct Blob {
    std::uint32_t version = 0;
    base::Instant changedAt;
    base::Bytes content;
};

struct BlobInfo {
    std::string name;
    std::uint32_t version = 0;
    std::uint64_t size = 0;
    base::Instant changedAt;
};

// What lists show and duplicate alerts look up.
struct IndexEntry {
    base::Bytes encrypted;            // up to kMaxIndexBytes
    std::vector<base::Bytes> hashes;  // keyed hashes of 16 to 64 bytes, up to 32 of them
    std::string stage;                // how far the draft is; opaque to the store, up to 32 bytes
};

using Digest = base::Digest;  // SHA-256

// What the next seal must carry in its signed header. Another journal entry or seal makes it stale.
struct SealSlot {
    std::uint64_t sequence = 0;
    Digest journalHead{};
};

struct SealRequest {
    std::string draftId;
    std::string packetId;  // new for each seal
    SealSlot slot;
    base::Bytes header;          // as in SealTail; empty where the packet comes in pieces
    Digest digest{};             // as in SealTail; not looked at where the packet comes in pieces
    base::Instant windowEndsAt;  // until then the officer may reopen
    std::uint8_t priority = 5;   // 0 travels first, 9 last
};

// What is known of a packet only behind its last byte.
struct SealTail {
    base::Bytes header;               // the signed header that travels first
    Digest digest{};                  // of the packet's bytes, by who made them
    std::optional<IndexEntry> index;  // what lists show of the application from now on
};

// A packet on its way.
struct OutboxPacket {
    std::string id;
    std::string draftId;
    std::uint64_t sequence = 0;
    std::uint8_t priority = 0;
    base::Bytes header;
    Digest digest{};
    std::uint64_t size = 0;
    std::uint32_t chunks = 0;  // of kChunkBytes, the last one shorter
    std::string uploadState;   // what the transport wants to find again (its upload address)
    std::uint32_t attempts = 0;
};

// A place in the outbox's order.
struct SendKey {
    std::uint8_t priority = 0;
    std::uint64_t sequence = 0;
};

// Whether a failed attempt may have left anything at the upstream. Only a packet of which nothing left can be
// reopened.
enum class Reached { Unknown = 0, Nothing, Upstream };

struct StatusEvent {
    std::uint64_t number = 0;  // the upstream's count for this station, from 1 without gaps
    std::string packetId;
    ItemState state = ItemState::Unknown;
    base::Instant at;
    base::Bytes content;     // the verified event, without the correction
    base::Bytes correction;  // encrypted to this station; for Rejected
};

enum class Applied {
    Unknown = 0,
    Changed,        // the application's state is now the event's
    Kept,           // stored, but a newer event or the missing receipt decides the state
    AlreadyThere,   // the same event again
    ForeignPacket,  // stored; no packet of this id here
};

// One row of a list.
struct ItemRow {
    std::int64_t key = 0;  // order of creation; the keyset
    std::string id;
    std::string kind;
    std::string schemaVersion;
    std::string titleKey;
    std::string officer;
    std::string stage;
    std::string replaces;
    ItemState state = ItemState::Unknown;
    base::Instant createdAt;
    base::Instant changedAt;
    base::Bytes index;  // encrypted
    // of its newest packet; empty and zero before the first seal
    std::string packetId;
    std::uint64_t packetSize = 0;
    std::uint64_t sequence = 0;
    std::uint32_t attempts = 0;
    std::string lastError;
    std::optional<base::Instant> windowEndsAt;  // while it can still be reopened or its content is kept
};

struct ItemFilter {
    std::vector<ItemState> states;      // empty: all but Discarded
    std::vector<std::string> kinds;     // empty: all
    std::optional<base::Instant> from;  // created at or after
    std::optional<base::Instant> to;    // created before
};

struct Totals {
    std::array<std::int64_t, kItemStates> byState{};  // now, by ItemState
    std::array<std::int64_t, kItemStates> today{};    // how often a state was entered on the given day
    std::int64_t unsent = 0;                          // packets without a receipt
    std::uint64_t unsentBytes = 0;
    std::optional<base::Instant> oldestUnsent;  // sealed at
};

struct JournalEntry {
    std::uint64_t seq = 0;  // from 1 without gaps
    base::Instant at;
    std::string actor;
    std::string event;
    std::string subject;
    std::string detail;  // JSON without personal data, or empty
    Digest hash{};
};

struct JournalCheck {
    std::uint64_t entries = 0;
    Digest head{};                             // of the last good entry
    std::optional<std::uint64_t> firstBroken;  // its place in the chain
};

inline constexpr std::size_t kChunkBytes = 256 * 1024;
inline constexpr std::size_t kMaxIndexBytes = 16 * 1024;
inline constexpr std::size_t kMaxSmallBytes = 64 * 1024;  // header, receipt, wrapped key, setting
inline constexpr std::size_t kMaxBlobBytes = std::size_t{64} << 20;
inline constexpr std::uint64_t kMaxPacketBytes = std::uint64_t{1} << 30;

}  // namespace store
