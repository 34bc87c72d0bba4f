// Any bytes as a forms pack and as the payload of a signed one; what is taken has one form only.
#include <cstdlib>

#include "sync/packet/envelope.h"
#include "sync/packet/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const packet::SigningKey kKey = packet::SigningKey::fromSeed(base::Bytes(32, 31)).value();
    const packet::KeyLookup trusted = [](const std::string&) { return kKey.verifyKey(); };
    const base::ByteView bytes(data, size);
    (void)packet::verifyPack(bytes, trusted);
    (void)packet::peekPack(bytes);
    const base::Bytes envelope = packet::signEnvelope(packet::kPackType, bytes, kKey);
    const auto pack = packet::verifyPack(envelope, trusted);
    if (pack && packet::signPack(*pack, kKey).value_or(base::Bytes()) != envelope) std::abort();
    return 0;
}
