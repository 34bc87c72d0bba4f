// The two kinds of keys of the road: Ed25519 keys that sign (docs/formats/keys.md) and X25519 keys that open
// age files (C2SP age v1). Text forms are what provisioning files and the vault hold. Threads: immutable
// values after construction; verify() and sign() may be called from any thread. Errors: BadInput for a text
// or bytes that are no such key.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace packet {

using Signature = std::array<std::uint8_t, 64>;

class VerifyKey {
public:
    static base::Result<VerifyKey> fromBytes(base::ByteView bytes);  // 32 bytes
    static base::Result<VerifyKey> parse(std::string_view text);     // "ed25519:<base64url>"
    std::string text() const;
    const std::string& id() const { return id_; }  // first 16 hex digits of SHA-256(bytes)
    base::ByteView bytes() const { return bytes_; }
    // SignatureInvalid when it does not fit.
    base::Result<void> verify(base::ByteView message, base::ByteView signature) const;
    bool operator==(const VerifyKey& other) const { return bytes_ == other.bytes_; }

private:
    explicit VerifyKey(const std::array<std::uint8_t, 32>& bytes);
    friend class SigningKey;
    std::array<std::uint8_t, 32> bytes_{};
    std::string id_;
};

class SigningKey {
public:
    static SigningKey generate();
    static base::Result<SigningKey> fromSeed(base::ByteView seed);  // 32 bytes
    static base::Result<SigningKey> parse(std::string_view text);  // "ed25519-secret:<base64url of the seed>"
    base::SecretBytes text() const;
    base::SecretBytes seed() const;
    const VerifyKey& verifyKey() const { return public_; }
    const std::string& id() const { return public_.id(); }
    Signature sign(base::ByteView message) const;
    SigningKey clone() const;

private:
    SigningKey(base::SecretBytes secret, VerifyKey key);
    base::SecretBytes secret_;  // libsodium's 64 bytes: seed, public key
    VerifyKey public_;
};

// Finds a key one already trusts by its id; nothing when it is unknown.
using KeyLookup = std::function<std::optional<VerifyKey>(const std::string& keyId)>;

// The plain set of trusted keys, for those who hold a few.
class KeyRing {
public:
    void add(const VerifyKey& key) { keys_.insert_or_assign(key.id(), key); }
    std::optional<VerifyKey> find(const std::string& keyId) const;
    KeyLookup lookup() const;  // a copy: later add() calls do not reach it

private:
    std::map<std::string, VerifyKey> keys_;
};

class AgeRecipient {
public:
    static base::Result<AgeRecipient> fromBytes(
        base::ByteView bytes);  // 32 bytes; a low-order point is BadInput
    static base::Result<AgeRecipient> parse(std::string_view text);  // "age1..."
    std::string text() const;
    base::ByteView bytes() const { return bytes_; }
    bool operator==(const AgeRecipient&) const = default;

private:
    friend class AgeIdentity;
    std::array<std::uint8_t, 32> bytes_{};
};

class AgeIdentity {
public:
    static AgeIdentity generate();
    static base::Result<AgeIdentity> fromSecret(base::ByteView secret);  // 32 bytes
    static base::Result<AgeIdentity> parse(std::string_view text);       // "AGE-SECRET-KEY-1..."
    base::SecretBytes text() const;
    const base::SecretBytes& secret() const { return secret_; }
    const AgeRecipient& recipient() const { return recipient_; }
    AgeIdentity clone() const;

private:
    AgeIdentity(base::SecretBytes secret, AgeRecipient recipient);
    base::SecretBytes secret_;
    AgeRecipient recipient_;
};

}  // namespace packet
