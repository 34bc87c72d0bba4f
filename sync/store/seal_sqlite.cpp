#include <algorithm>

#include "base/digest.h"
#include "base/id.h"
#include "sync/store/content.h"
#include "sync/store/rows.h"
#include "sync/store/store.h"

namespace store {

using base::Code;
using base::Result;

namespace {

base::Failure badRequest() {
    return base::fail(Code::BadInput, base::Recovery::Bug, "seal request");
}

Result<SealTail> askTail(const Store::TailSource& source) {
    auto tail = source();
    if (tail && (tail->header.empty() || tail->header.size() > kMaxSmallBytes)) return badRequest();
    return tail;
}

// A packet of this id is already there: good when it is this very one and only the answer of an earlier call
// was lost.
Result<void> sealAgain(sqlite::Db& db, const SealRequest& request, const Store::ByteSource& packet,
                       const Store::TailSource& source) {
    while (true) {
        const auto piece = packet();
        if (!piece) return base::Failure(piece.error());
        if (piece->empty()) break;
    }
    const auto tail = askTail(source);
    if (!tail) return base::Failure(tail.error());
    const auto same = db.number(
        "SELECT p.digest = ? AND i.id = ? AND p.road <> ? FROM packet p JOIN item i ON i.key = p.item WHERE "
        "p.id = ?",
        base::ByteView(tail->digest), request.draftId, numberOf(Road::Withdrawn), request.packetId);
    if (!same) return base::Failure(same.error());
    if (*same == 0) return base::fail(Code::Conflict, "another packet has this id");
    return {};
}

// The content's id and size.
Result<std::pair<std::int64_t, std::uint64_t>> writePacket(sqlite::Db& db, const Store::ByteSource& source) {
    auto writer = ContentWriter::begin(db);
    if (!writer) return base::Failure(writer.error());
    while (true) {
        const auto piece = source();
        if (!piece) return base::Failure(piece.error());
        if (piece->empty()) break;
        if (writer->size() + piece->size() > kMaxPacketBytes)
            return base::fail(Code::TooLarge, "packet over limit");
        if (auto added = writer->add(*piece); !added) return base::Failure(added.error());
    }
    const auto content = writer->finish();
    if (!content) return base::Failure(content.error());
    if (writer->size() == 0) return base::fail(Code::BadInput, base::Recovery::Bug, "an empty packet");
    return std::pair{*content, writer->size()};
}

}  // namespace

Result<void> Store::sealDraft(const SealRequest& request, base::ByteView packet, const Act& act) {
    if (base::sha256(packet) != request.digest) {
        return base::fail(Code::BadInput, base::Recovery::Bug, "the packet does not match its digest");
    }
    std::size_t given = 0;
    return sealDraft(
        request,
        [&]() -> Result<base::Bytes> {
            const base::ByteView piece = packet.subspan(given, std::min(kChunkBytes, packet.size() - given));
            given += piece.size();
            return base::Bytes(piece.begin(), piece.end());
        },
        [&]() -> Result<SealTail> { return SealTail{request.header, request.digest, std::nullopt}; }, act);
}

Result<void> Store::sealDraft(const SealRequest& request, const ByteSource& packet, const TailSource& source,
                              const Act& act) {
    if (!base::isId(request.packetId) || request.priority > 9) return badRequest();
    return sqlite::inTransaction(db(), [&]() -> Result<void> {
        const auto there = db().number("SELECT EXISTS(SELECT 1 FROM packet WHERE id = ?)", request.packetId);
        if (!there) return base::Failure(there.error());
        if (*there != 0) return sealAgain(db(), request, packet, source);
        const auto item = findDraft(db(), request.draftId);
        if (!item) return base::Failure(item.error());
        const auto slot = sealSlot();
        if (!slot) return base::Failure(slot.error());
        if (slot->sequence != request.slot.sequence || slot->journalHead != request.slot.journalHead) {
            return base::fail(Code::Conflict, base::Recovery::AutoRetry,
                              "sequence or journal head have moved");
        }
        const auto written = writePacket(db(), packet);
        if (!written) return base::Failure(written.error());
        const auto tail = askTail(source);
        if (!tail) return base::Failure(tail.error());

        auto done = db().run(
            "INSERT INTO packet(id, item, sequence, road, priority, size, digest, header, content, "
            "sealed_at) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            request.packetId, item->key, static_cast<std::int64_t>(request.slot.sequence),
            numberOf(Road::Waiting), static_cast<std::int64_t>(request.priority),
            static_cast<std::int64_t>(written->second), base::ByteView(tail->digest),
            base::ByteView(tail->header), written->first, millisOf(act.at));
        if (!done) return done;
        done = db().run("UPDATE item SET packet = ?, window_ends_at = ? WHERE key = ?", db().lastRowId(),
                        millisOf(request.windowEndsAt), item->key);
        if (done) done = setState(db(), item->key, ItemState::Sealed, act.at);
        if (done && tail->index) done = writeIndex(db(), item->key, *tail->index, act.at);
        if (!done) return done;
        const std::string detail = "{\"draft\":\"" + request.draftId +
                                   "\",\"sequence\":" + std::to_string(request.slot.sequence) +
                                   ",\"digest\":\"" + base::toHex(tail->digest) + "\"}";
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
