#include <algorithm>

#include "base/id.h"
#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/store.h"

namespace store {

using base::Code;
using base::Result;

namespace {

Result<void> checkRequest(const SealRequest& request) {
    const bool fits = base::isId(request.packetId) && !request.header.empty() &&
                      request.header.size() <= kMaxSmallBytes && request.priority <= 9;
    if (!fits) return base::fail(Code::BadInput, base::Recovery::Bug, "seal request");
    return {};
}

// True when this very packet is already sealed: the answer of an earlier call was lost.
Result<bool> isSealed(sqlite::Db& db, const SealRequest& request) {
    auto query = db.query(
        "SELECT p.digest = ? AND i.id = ? AND p.road <> ? FROM packet p JOIN item i ON i.key = p.item WHERE "
        "p.id = ?",
        base::ByteView(request.digest), request.draftId, numberOf(Road::Withdrawn), request.packetId);
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    if (!*row) return false;
    if (query.integer(0) == 0) return base::fail(Code::Conflict, "another packet has this id");
    return true;
}

// Writes the packet's bytes and compares them with the digest that the signed header promises.
Result<std::pair<std::int64_t, std::uint64_t>> writePacket(sqlite::Db& db, const Store::ByteSource& source,
                                                           const Digest& promised) {
    auto writer = ContentWriter::begin(db);
    if (!writer) return base::Failure(writer.error());
    Hasher hasher;
    while (true) {
        const auto piece = source();
        if (!piece) return base::Failure(piece.error());
        if (piece->empty()) break;
        if (writer->size() + piece->size() > kMaxPacketBytes)
            return base::fail(Code::TooLarge, "packet over limit");
        hasher.add(*piece);
        if (auto added = writer->add(*piece); !added) return base::Failure(added.error());
    }
    const auto content = writer->finish();
    if (!content) return base::Failure(content.error());
    if (writer->size() == 0) return base::fail(Code::BadInput, base::Recovery::Bug, "an empty packet");
    if (hasher.finish() != promised) {
        return base::fail(Code::BadInput, base::Recovery::Bug, "the packet does not match its digest");
    }
    return std::pair{*content, writer->size()};
}

}  // namespace

Result<void> Store::sealDraft(const SealRequest& request, base::ByteView packet, const Act& act) {
    std::size_t given = 0;
    return sealDraft(
        request,
        [&]() -> Result<base::Bytes> {
            const base::ByteView piece = packet.subspan(given, std::min(kChunkBytes, packet.size() - given));
            given += piece.size();
            return base::Bytes(piece.begin(), piece.end());
        },
        act);
}

Result<void> Store::sealDraft(const SealRequest& request, const ByteSource& packet, const Act& act) {
    if (auto checked = checkRequest(request); !checked) return checked;
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto sealed = isSealed(db(), request);
        if (!sealed) return base::Failure(sealed.error());
        if (*sealed) return {};
        const auto item = findDraft(db(), request.draftId);
        if (!item) return base::Failure(item.error());
        const auto slot = sealSlot();
        if (!slot) return base::Failure(slot.error());
        if (slot->sequence != request.slot.sequence || slot->journalHead != request.slot.journalHead) {
            return base::fail(Code::Conflict, base::Recovery::AutoRetry,
                              "sequence or journal head have moved");
        }
        const auto written = writePacket(db(), packet, request.digest);
        if (!written) return base::Failure(written.error());

        auto done = db().run(
            "INSERT INTO packet(id, item, sequence, road, priority, size, digest, header, content, "
            "sealed_at) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            request.packetId, item->key, static_cast<std::int64_t>(request.slot.sequence),
            numberOf(Road::Waiting), static_cast<std::int64_t>(request.priority),
            static_cast<std::int64_t>(written->second), base::ByteView(request.digest),
            base::ByteView(request.header), written->first, millisOf(act.at));
        if (!done) return done;
        done = db().run("UPDATE item SET packet = ?, window_ends_at = ? WHERE key = ?", db().lastRowId(),
                        millisOf(request.windowEndsAt), item->key);
        if (done) done = setState(db(), item->key, ItemState::Sealed, act.at);
        if (!done) return done;
        const std::string detail = "{\"draft\":\"" + request.draftId +
                                   "\",\"sequence\":" + std::to_string(request.slot.sequence) +
                                   ",\"digest\":\"" + base::toHex(request.digest) + "\"}";
        const auto entry = writeJournal(db(), act, "packet-sealed", request.packetId, detail);
        if (!entry) return base::Failure(entry.error());
        return {};
    });
}

Result<void> Store::reopenSealed(const std::string& packetId, const std::string& reasonKey, const Act& act) {
    if (!isWord(reasonKey)) return base::fail(Code::BadInput, base::Recovery::Bug, "reason key");
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto packet = findPacket(db(), packetId);
        if (!packet) return base::Failure(packet.error());
        if (packet->road == Road::Withdrawn) return {};
        if (packet->road != Road::Waiting) return base::fail(Code::WrongState, "on its way or received");
        if (packet->touched) return base::fail(Code::WrongState, "something may have reached the upstream");
        const auto window =
            db().number("SELECT window_ends_at IS NOT NULL AND window_ends_at > ? FROM item WHERE key = ?",
                        millisOf(act.at), packet->item);
        if (!window) return base::Failure(window.error());
        if (*window == 0) return base::fail(Code::WrongState, "the correction window has ended");

        const auto content = db().number("SELECT content FROM packet WHERE key = ?", packet->key);
        if (!content) return base::Failure(content.error());
        auto done = db().run("UPDATE packet SET road = ?, content = NULL WHERE key = ?",
                             numberOf(Road::Withdrawn), packet->key);
        if (done) done = dropContent(db(), *content);
        if (done)
            done =
                db().run("UPDATE item SET packet = NULL, window_ends_at = NULL WHERE key = ?", packet->item);
        if (done) done = setState(db(), packet->item, ItemState::Draft, act.at);
        if (!done) return done;
        const std::string detail =
            "{\"reason\":\"" + reasonKey + "\",\"sequence\":" + std::to_string(packet->sequence) + "}";
        const auto entry = writeJournal(db(), act, "packet-reopened", packetId, detail);
        if (!entry) return base::Failure(entry.error());
        return {};
    });
}

Result<void> Store::destroyContent(const std::string& packetId, const Act& act) {
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto packet = findPacket(db(), packetId);
        if (!packet) return base::Failure(packet.error());
        if (packet->road == Road::Withdrawn)
            return base::fail(Code::WrongState, "reopened: the draft is in use");
        const auto there =
            db().number("SELECT wrapped_key IS NOT NULL FROM item WHERE key = ?", packet->item);
        if (!there) return base::Failure(there.error());
        if (*there == 0) return {};
        if (auto done = eraseDraftContent(db(), packet->item); !done) return done;
        const auto entry = writeJournal(db(), act, "content-destroyed", packetId, "");
        if (!entry) return base::Failure(entry.error());
        return {};
    });
}

}  // namespace store
