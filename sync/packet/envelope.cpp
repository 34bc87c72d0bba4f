#include "sync/packet/envelope.h"

#include "sync/packet/json.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

constexpr std::string_view kDomain = "enroll-v1";
constexpr std::size_t kMostType = 64;

// "enroll-v1" NUL type NUL message
Bytes signedBytes(std::string_view type, ByteView message) {
    Bytes out;
    out.reserve(kDomain.size() + type.size() + 2 + message.size());
    out.insert(out.end(), kDomain.begin(), kDomain.end());
    out.push_back(0);
    out.insert(out.end(), type.begin(), type.end());
    out.push_back(0);
    out.insert(out.end(), message.begin(), message.end());
    return out;
}

// The one form an envelope has. Every text in it is ASCII without anything to escape.
std::string canonical(std::string_view type, std::string_view key, std::string_view payload,
                      std::string_view signature) {
    std::string out;
    out.reserve(64 + type.size() + key.size() + payload.size() + signature.size());
    out.append("{\"key\":\"").append(key).append("\",\"payload\":\"").append(payload);
    out.append("\",\"sig\":\"").append(signature).append("\",\"type\":\"").append(type).append("\"}");
    return out;
}

struct Parsed {
    Envelope envelope;
    Bytes signature;
};

Result<Parsed> parse(ByteView bytes, std::size_t limit) {
    if (bytes.size() > limit) return fail(Code::TooLarge, "envelope over limit");
    const auto object = json::parseObject(bytes);
    if (!object) return base::pass(object.error(), "envelope");
    json::Reader reader(*object, "envelope: ");
    Parsed out;
    out.envelope.type = reader.filled("type", kMostType);
    out.envelope.key = reader.hex("key", 16);
    out.signature = reader.bytes("sig", 64);
    out.envelope.payload = reader.bytes("payload", limit);
    if (auto read = reader.done(); !read) return Failure(read.error());
    if (!json::isToken(out.envelope.type)) return fail(Code::BadInput, "envelope: type is malformed");
    // Nothing may hide in another spelling: members twice or in addition, blanks, escapes.
    if (canonical(out.envelope.type, out.envelope.key, base::toBase64Url(out.envelope.payload),
                  base::toBase64Url(out.signature)) != base::textOf(bytes)) {
        return fail(Code::BadInput, "envelope: not in its canonical form");
    }
    return out;
}

}  // namespace

Signature signDetached(std::string_view type, ByteView message, const SigningKey& key) {
    return key.sign(signedBytes(type, message));
}

Result<void> verifyDetached(std::string_view type, ByteView message, ByteView signature,
                            const VerifyKey& key) {
    return key.verify(signedBytes(type, message), signature);
}

Bytes signEnvelope(std::string_view type, ByteView payload, const SigningKey& key) {
    const Signature signature = signDetached(type, payload, key);
    return base::bytesOf(canonical(type, key.id(), base::toBase64Url(payload), base::toBase64Url(signature)));
}

Result<Envelope> peekEnvelope(ByteView bytes, std::size_t limit) {
    auto parsed = parse(bytes, limit);
    if (!parsed) return Failure(parsed.error());
    return std::move(parsed->envelope);
}

Result<Envelope> verifyEnvelope(ByteView bytes, std::string_view expectedType, const KeyLookup& trusted,
                                std::size_t limit) {
    auto parsed = parse(bytes, limit);
    if (!parsed) return Failure(parsed.error());
    Envelope& envelope = parsed->envelope;
    if (envelope.type != expectedType) {
        return fail(Code::ProtocolError, "envelope of type " + envelope.type + " where " +
                                             std::string(expectedType) + " was expected");
    }
    const auto key = trusted(envelope.key);
    // The name of the key is not under the signature: a lookup that answered with another key would let it be
    // changed.
    if (!key || key->id() != envelope.key) {
        return fail(Code::KeyUnknown, "envelope signed by unknown key " + envelope.key);
    }
    if (auto fits = verifyDetached(expectedType, envelope.payload, parsed->signature, *key); !fits) {
        return Failure(fits.error());
    }
    return std::move(envelope);
}

}  // namespace packet
