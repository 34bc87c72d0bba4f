#include <algorithm>

#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/store.h"

namespace store {

using base::Code;
using base::Result;

namespace {

// Bits of packet.touched: something may have reached the upstream in the attempt that runs, or in one before.
constexpr std::int64_t kTouchedNow = 2;
constexpr std::int64_t kTouchedBefore = 1;

constexpr base::Duration kLongestDelay = std::chrono::hours(24);

Result<PacketKey> findUnsent(sqlite::Db& db, const std::string& packetId) {
    auto packet = findPacket(db, packetId);
    if (packet && packet->road != Road::Waiting && packet->road != Road::Sending) {
        return base::fail(Code::WrongState, "received or withdrawn");
    }
    return packet;
}

// The state that lists show follows the road only until the upstream has said something about the
// application.
Result<void> followRoad(sqlite::Db& db, const PacketKey& packet, ItemState state, base::Instant at) {
    if (packet.itemState != ItemState::Sealed && packet.itemState != ItemState::Sending) return {};
    if (packet.itemState == state) return {};
    return setState(db, packet.item, state, at);
}

}  // namespace

// From here on something may have reached the upstream, even if nobody lives to tell.
Result<void> Store::setSending(const std::string& packetId, base::Instant at) {
    auto result = sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto packet = findUnsent(db(), packetId);
        if (!packet) return base::Failure(packet.error());
        if (packet->road == Road::Sending) return {};
        auto done = db().run(
            "UPDATE packet SET road = ?, attempts = attempts + 1, touched = touched | ? WHERE key = ?",
            numberOf(Road::Sending), kTouchedNow, packet->key);
        if (done) done = followRoad(db(), *packet, ItemState::Sending, at);
        return done;
    });
    if (result) progress_->set(packetId, 0);
    return result;
}

Result<void> Store::setUploadState(const std::string& packetId, const std::string& state) {
    if (state.size() > 4096)
        return base::fail(Code::BadInput, base::Recovery::Bug, "upload state over limit");
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto packet = findUnsent(db(), packetId);
        if (!packet) return base::Failure(packet.error());
        return db().run("UPDATE packet SET upload_state = ?, touched = touched | ? WHERE key = ?", state,
                        kTouchedBefore, packet->key);
    });
}

Result<void> Store::scheduleRetry(const std::string& packetId, base::Instant now, base::Duration delay,
                                  const std::string& errorCode, Reached reached) {
    if (!isWord(errorCode)) return base::fail(Code::BadInput, base::Recovery::Bug, "error code");
    const base::Duration wait = std::clamp(delay, base::Duration(0), kLongestDelay);
    auto result = sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto packet = findUnsent(db(), packetId);
        if (!packet) return base::Failure(packet.error());
        const std::int64_t touched = reached == Reached::Nothing ? 0 : kTouchedBefore;
        auto done = db().run(
            "UPDATE packet SET road = ?, not_before = ?, last_error = ?, touched = (touched & ?) | ? WHERE "
            "key = ?",
            numberOf(Road::Waiting), millisOf(now) + wait.count(), errorCode, kTouchedBefore, touched,
            packet->key);
        if (done) done = followRoad(db(), *packet, ItemState::Sealed, now);
        return done;
    });
    if (result) progress_->forget(packetId);
    return result;
}

Result<void> Store::markReceived(const std::string& packetId, base::ByteView verifiedReceipt,
                                 const Act& act) {
    if (verifiedReceipt.empty() || verifiedReceipt.size() > kMaxSmallBytes) {
        return base::fail(Code::BadInput, base::Recovery::Bug, "receipt");
    }
    auto result = sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto packet = findPacket(db(), packetId);
        if (!packet) return base::Failure(packet.error());
        if (packet->road == Road::Received) return {};
        if (packet->road == Road::Withdrawn) return base::fail(Code::WrongState, "withdrawn");
        const auto content = db().number("SELECT content FROM packet WHERE key = ?", packet->key);
        if (!content) return base::Failure(content.error());
        auto done = db().run(
            "UPDATE packet SET road = ?, receipt = ?, received_at = ?, content = NULL, upload_state = '', "
            "last_error = '' WHERE key = ?",
            numberOf(Road::Received), verifiedReceipt, millisOf(act.at), packet->key);
        if (done) done = dropContent(db(), *content);
        if (done) done = eraseDraftContent(db(), packet->item);
        if (done) done = followRoad(db(), *packet, ItemState::Received, act.at);
        if (!done) return done;
        const auto entry = writeJournal(db(), act, "packet-received", packetId, "");
        if (!entry) return base::Failure(entry.error());
        return {};
    });
    if (result) progress_->forget(packetId);
    return result;
}

}  // namespace store
