// Any bytes as a signed envelope, and any bytes as the payload of each kind of signed message.
#include "sync/packet/envelope.h"

#include <cstdlib>

#include "sync/packet/pack_notice.h"
#include "sync/packet/provisioning.h"
#include "sync/packet/receipt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const packet::SigningKey kKey = packet::SigningKey::fromSeed(base::Bytes(32, 31)).value();
    const packet::KeyLookup trusted = [](const std::string&) { return kKey.verifyKey(); };
    const base::ByteView bytes(data, size);
    const auto peeked = packet::peekEnvelope(bytes);
    const auto verified = packet::verifyEnvelope(bytes, "receipt", trusted);
    if (verified && !peeked) std::abort();
    // What verifies has one form only.
    if (verified &&
        packet::signEnvelope("receipt", verified->payload, kKey) != base::Bytes(data, data + size)) {
        std::abort();
    }
    (void)packet::verifyReceipt(packet::signEnvelope(packet::kReceiptType, bytes, kKey), trusted);
    (void)packet::verifyStatus(packet::signEnvelope(packet::kStatusType, bytes, kKey), "tram-01", trusted);
    (void)packet::verifyPacketHeader(packet::signEnvelope(packet::kPacketHeaderType, bytes, kKey), trusted);
    (void)packet::verifyStationKeys(packet::signEnvelope(packet::kStationKeysType, bytes, kKey));
    (void)packet::verifyPackNotice(packet::signEnvelope(packet::kPackNoticeType, bytes, kKey), trusted);
    return 0;
}
