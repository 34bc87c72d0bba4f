#include "sync/packet/keys.h"

#include <sodium.h>

#include <algorithm>

#include "base/digest.h"
#include "sync/packet/bech32.h"
#include "sync/packet/crypto.h"

namespace packet {
namespace {

constexpr std::string_view kPublicPrefix = "ed25519:";
constexpr std::string_view kSecretPrefix = "ed25519-secret:";
constexpr std::string_view kRecipientPrefix = "age";
constexpr std::string_view kIdentityPrefix = "age-secret-key-";
constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kSize = 32;

base::Failure notAKey(const char* what) {
    return base::fail(base::Code::BadInput, std::string("not ") + what);
}

void toUpper(base::SecretBytes& text) {
    for (std::uint8_t& c : std::span(text.data(), text.size())) {
        if (c >= 'a' && c <= 'z') c = static_cast<std::uint8_t>(c - 'a' + 'A');
    }
}

// "<prefix><base64url>" of `bytes`, without a copy outside guarded memory.
base::SecretBytes secretText(std::string_view prefix, base::ByteView bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    const std::size_t encoded = sodium_base64_encoded_len(bytes.size(), kVariant);  // with a final zero
    base::SecretBytes withZero(encoded);
    sodium_bin2base64(reinterpret_cast<char*>(withZero.data()), encoded, bytes.data(), bytes.size(),
                      kVariant);
    base::SecretBytes text(prefix.size() + encoded - 1);
    std::copy(prefix.begin(), prefix.end(), text.data());
    std::copy_n(withZero.data(), encoded - 1, text.data() + prefix.size());
    return text;
}

}  // namespace

VerifyKey::VerifyKey(const std::array<std::uint8_t, 32>& bytes)
    : bytes_(bytes), id_(base::sha256Hex(bytes).substr(0, kIdDigits)) {}

base::Result<VerifyKey> VerifyKey::fromBytes(base::ByteView bytes) {
    if (bytes.size() != kSize) return notAKey("an Ed25519 public key");
    std::array<std::uint8_t, 32> key{};
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return VerifyKey(key);
}

base::Result<VerifyKey> VerifyKey::parse(std::string_view text) {
    if (!text.starts_with(kPublicPrefix)) return notAKey("an Ed25519 public key");
    const auto bytes = base::fromBase64Url(text.substr(kPublicPrefix.size()));
    if (!bytes) return notAKey("an Ed25519 public key");
    return fromBytes(*bytes);
}

std::string VerifyKey::text() const {
    return std::string(kPublicPrefix) + base::toBase64Url(bytes_);
}

base::Result<void> VerifyKey::verify(base::ByteView message, base::ByteView signature) const {
    cryptoReady();
    if (signature.size() != crypto_sign_BYTES ||
        crypto_sign_verify_detached(signature.data(), message.data(), message.size(), bytes_.data()) != 0) {
        return base::fail(base::Code::SignatureInvalid, "signature of key " + id_ + " does not fit");
    }
    return {};
}

SigningKey::SigningKey(base::SecretBytes secret, VerifyKey key)
    : secret_(std::move(secret)), public_(std::move(key)) {}

SigningKey SigningKey::generate() {
    return fromSeed(base::SecretBytes::random(kSize).view()).value();
}

base::Result<SigningKey> SigningKey::fromSeed(base::ByteView seed) {
    if (seed.size() != crypto_sign_SEEDBYTES) return notAKey("an Ed25519 seed");
    cryptoReady();
    std::array<std::uint8_t, 32> key{};
    base::SecretBytes secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(key.data(), secret.data(), seed.data());
    return SigningKey(std::move(secret), VerifyKey(key));
}

base::Result<SigningKey> SigningKey::parse(std::string_view text) {
    if (!text.starts_with(kSecretPrefix)) return notAKey("an Ed25519 secret key");
    const std::string_view encoded = text.substr(kSecretPrefix.size());
    base::SecretBytes seed(kSize);
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(seed.data(), seed.size(), encoded.data(), encoded.size(), nullptr, &length, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != encoded.data() + encoded.size() || length != kSize) {
        return notAKey("an Ed25519 secret key");
    }
    return fromSeed(seed.view());
}

base::SecretBytes SigningKey::seed() const {
    return base::SecretBytes::copyOf(secret_.view().first(kSize));
}
base::SecretBytes SigningKey::text() const {
    return secretText(kSecretPrefix, secret_.view().first(kSize));
}
SigningKey SigningKey::clone() const {
    return {secret_.clone(), public_};
}

Signature SigningKey::sign(base::ByteView message) const {
    cryptoReady();
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
    return signature;
}

std::optional<VerifyKey> KeyRing::find(const std::string& keyId) const {
    const auto found = keys_.find(keyId);
    if (found == keys_.end()) return std::nullopt;
    return found->second;
}

KeyLookup KeyRing::lookup() const {
    return [ring = *this](const std::string& keyId) { return ring.find(keyId); };
}

base::Result<AgeRecipient> AgeRecipient::fromBytes(base::ByteView bytes) {
    if (bytes.size() != kSize) return notAKey("an X25519 public key");
    cryptoReady();
    // A point of low order gives everybody the same shared secret; libsodium refuses it for any scalar.
    const base::SecretBytes scalar = base::SecretBytes::random(kSize);
    base::SecretBytes shared(kSize);
    if (crypto_scalarmult(shared.data(), scalar.data(), bytes.data()) != 0)
        return notAKey("an X25519 public key");
    AgeRecipient out;
    std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
    return out;
}

base::Result<AgeRecipient> AgeRecipient::parse(std::string_view text) {
    if (!text.starts_with("age1")) return notAKey("an age recipient");
    const auto bytes = fromBech32(kRecipientPrefix, text);
    if (!bytes) return base::pass(bytes.error(), "age recipient");
    return fromBytes(bytes->view());
}

std::string AgeRecipient::text() const {
    return std::string(base::textOf(toBech32(kRecipientPrefix, bytes_).view()));
}

AgeIdentity::AgeIdentity(base::SecretBytes secret, AgeRecipient recipient)
    : secret_(std::move(secret)), recipient_(recipient) {}

AgeIdentity AgeIdentity::generate() {
    return fromSecret(base::SecretBytes::random(kSize).view()).value();
}

base::Result<AgeIdentity> AgeIdentity::fromSecret(base::ByteView secret) {
    if (secret.size() != kSize) return notAKey("an X25519 secret key");
    cryptoReady();
    AgeRecipient recipient;
    crypto_scalarmult_base(recipient.bytes_.data(), secret.data());
    return AgeIdentity(base::SecretBytes::copyOf(secret), recipient);
}

base::Result<AgeIdentity> AgeIdentity::parse(std::string_view text) {
    if (!text.starts_with("AGE-SECRET-KEY-1")) return notAKey("an age identity");
    const auto secret = fromBech32(kIdentityPrefix, text);
    if (!secret) return base::pass(secret.error(), "age identity");
    return fromSecret(secret->view());
}

base::SecretBytes AgeIdentity::text() const {
    base::SecretBytes text = toBech32(kIdentityPrefix, secret_.view());
    toUpper(text);
    return text;
}

AgeIdentity AgeIdentity::clone() const {
    return {secret_.clone(), recipient_};
}

}  // namespace packet
