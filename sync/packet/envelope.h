// A signed message: {"key":id,"payload":base64url,"sig":base64url,"type":type}, canonical JSON
// (docs/formats/packet.md). The signature covers the type, so that no message passes for one of another kind.
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "sync/packet/keys.h"

namespace packet {

struct Envelope {
    std::string type;
    std::string key;  // id of the key that signed
    base::Bytes payload;
};

inline constexpr std::size_t kMaxEnvelope = 64u << 20;

base::Bytes signEnvelope(std::string_view type, base::ByteView payload, const SigningKey& key);

// BadInput (not an envelope, or not its one canonical form), TooLarge, ProtocolError (another type than
// expected), KeyUnknown (`trusted` does not know the key), SignatureInvalid.
base::Result<Envelope> verifyEnvelope(base::ByteView bytes, std::string_view expectedType,
                                      const KeyLookup& trusted, std::size_t limit = kMaxEnvelope);

// What an envelope says before anything is verified: to find the key or for a log line, never to act upon.
base::Result<Envelope> peekEnvelope(base::ByteView bytes, std::size_t limit = kMaxEnvelope);

// A signature that stands beside its message, over the same bytes as an envelope of that type.
Signature signDetached(std::string_view type, base::ByteView message, const SigningKey& key);
base::Result<void> verifyDetached(std::string_view type, base::ByteView message, base::ByteView signature,
                                  const VerifyKey& key);

}  // namespace packet
