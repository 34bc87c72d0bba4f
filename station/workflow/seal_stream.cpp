#include "station/workflow/seal_stream.h"

#include <algorithm>

#include "base/byte_pipe.h"
#include "base/id.h"

namespace station {
namespace {

constexpr std::size_t kPiecesBetween = 4;  // a megabyte: what one side may be ahead of the other

packet::Manifest manifestOf(const SealOrder& order, const store::SealSlot& slot, base::Instant now) {
    packet::Manifest manifest = order.manifest;
    manifest.id = base::newId(now);
    manifest.sealedAt = now;
    manifest.sequence = slot.sequence;
    manifest.journalHead = base::toHex(slot.journalHead);
    return manifest;
}

store::SealTail tailOf(const SealOrder& order, packet::SealedHeader&& sealed) {
    store::SealTail tail;
    tail.header = std::move(sealed.headerEnvelope);
    const auto digest = base::fromHex(sealed.header.digest);
    std::copy_n(digest->begin(), tail.digest.size(), tail.digest.begin());
    if (order.index) tail.index = order.index(sealed.header);
    return tail;
}

}  // namespace

base::Result<packet::PacketHeader> sealIntoStore(StoreRoom& store, const SealOrder& order, base::Instant now) {
    const auto slot = store.call([](store::Store& s) { return s.sealSlot(); });
    if (!slot) return base::Failure(slot.error());
    packet::Manifest manifest = manifestOf(order, *slot, now);
    store::SealRequest request;
    request.draftId = order.draftId;
    request.packetId = manifest.id;
    request.slot = *slot;
    request.windowEndsAt = now + order.window;

    // The store's side owns all it uses, so that this one may end at any moment.
    auto [writer, reader] = base::makePipe(store::kChunkBytes, kPiecesBetween);
    const auto tail = std::make_shared<store::SealTail>();  // written before the pipe's end, read behind it
    const bool taken = store.post([request, tail, act = store::Act{order.actor, now}, end = std::move(reader)](store::Store& s) mutable {
        const auto piece = [&end] { return end.read(); };
        const auto last = [&tail]() -> base::Result<store::SealTail> { return std::move(*tail); };
        end.close(s.sealDraft(request, piece, last, act));
    });
    if (!taken) return base::fail(base::Code::Busy, "the store takes no more work");

    auto sealed = packet::sealPacket(std::move(manifest), order.attachments, order.signers, order.recipients,
                                     [&pipe = writer](base::ByteView bytes) { return pipe.write(bytes); });
    packet::PacketHeader header;
    if (sealed) {
        header = sealed->header;
        *tail = tailOf(order, std::move(*sealed));
        writer.finish();
    } else {
        writer.fail(sealed.error());
    }
    if (auto kept = writer.answer(); !kept) return base::Failure(kept.error());
    if (!sealed) return base::Failure(sealed.error());
    return header;
}

}  // namespace station
