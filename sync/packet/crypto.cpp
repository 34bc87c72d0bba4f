#include "sync/packet/crypto.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace packet {
namespace {

constexpr std::size_t kHash = crypto_auth_hmacsha256_BYTES;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonce + kTag == kBoxOverhead);

// libsodium wants a pointer even to nothing.
const std::uint8_t* pointerOf(base::ByteView bytes) {
    static constexpr std::uint8_t kNothing = 0;
    return bytes.empty() ? &kNothing : bytes.data();
}

void hmac(base::ByteView key, std::initializer_list<base::ByteView> parts, std::uint8_t* out) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, pointerOf(key), key.size());
    for (const base::ByteView part : parts)
        crypto_auth_hmacsha256_update(&state, pointerOf(part), part.size());
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

base::Failure doesNotOpen() {
    return base::fail(base::Code::CryptoFailed, "box does not open: wrong key, or changed bytes");
}

base::Result<void> openInto(base::ByteView key, base::ByteView box, base::ByteView bound, std::uint8_t* out) {
    cryptoReady();
    const base::ByteView nonce = box.first(kNonce);
    const base::ByteView rest = box.subspan(kNonce);
    unsigned long long length = 0;
    if (key.size() != kKeySize || crypto_aead_xchacha20poly1305_ietf_decrypt(
                                      out, &length, nullptr, rest.data(), rest.size(), bound.data(),
                                      bound.size(), nonce.data(), key.data()) != 0) {
        return doesNotOpen();
    }
    return {};
}

}  // namespace

void cryptoReady() {
    static const int once = sodium_init();
    if (once < 0) std::abort();
}

base::SecretBytes hkdf(base::ByteView keyMaterial, base::ByteView salt, std::string_view info,
                       std::size_t size) {
    if (size > 255 * kHash) std::abort();  // a promise of the caller
    cryptoReady();
    base::SecretBytes pseudoRandom(kHash);
    hmac(salt, {keyMaterial}, pseudoRandom.data());
    base::SecretBytes out(size);
    base::SecretBytes block(kHash);
    std::size_t done = 0;
    for (std::uint8_t counter = 1; done < size; ++counter) {
        const base::ByteView previous = counter == 1 ? base::ByteView{} : block.view();
        hmac(pseudoRandom.view(), {previous, base::viewOf(info), base::ByteView(&counter, 1)}, block.data());
        const std::size_t take = std::min(kHash, size - done);
        std::memcpy(out.data() + done, block.data(), take);
        done += take;
    }
    return out;
}

std::array<std::uint8_t, 32> hmacSha256(base::ByteView key, base::ByteView message) {
    cryptoReady();
    std::array<std::uint8_t, kHash> out{};
    hmac(key, {message}, out.data());
    return out;
}

base::Result<base::SecretBytes> keyFromPassphrase(std::string_view passphrase, base::ByteView salt,
                                                  const KdfCost& cost) {
    constexpr std::uint64_t kMostOperations = 20;
    constexpr std::uint64_t kMostMemory = 1u << 30;
    if (salt.size() != kSaltSize || cost.operations < 1 || cost.operations > kMostOperations ||
        cost.memory < crypto_pwhash_argon2id_MEMLIMIT_MIN || cost.memory > kMostMemory) {
        return base::fail(base::Code::BadInput, "Argon2id parameters out of range");
    }
    cryptoReady();
    base::SecretBytes key(kKeySize);
    const auto* password = reinterpret_cast<const char*>(pointerOf(base::viewOf(passphrase)));
    if (crypto_pwhash(key.data(), key.size(), password, passphrase.size(), salt.data(), cost.operations,
                      static_cast<std::size_t>(cost.memory), crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return base::fail(base::Code::CryptoFailed, "no memory for Argon2id");
    }
    return key;
}

base::Bytes sealBox(base::ByteView key, base::ByteView plain, base::ByteView bound) {
    if (key.size() != kKeySize) std::abort();  // a promise of the caller
    cryptoReady();
    base::Bytes box(kNonce + plain.size() + kTag);
    base::fillRandom({box.data(), kNonce});
    crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + kNonce, nullptr, plain.data(), plain.size(),
                                               bound.data(), bound.size(), nullptr, box.data(), key.data());
    return box;
}

base::Result<base::SecretBytes> openBox(base::ByteView key, base::ByteView box, base::ByteView bound) {
    if (box.size() < kBoxOverhead) return doesNotOpen();
    base::SecretBytes plain(box.size() - kBoxOverhead);
    if (auto opened = openInto(key, box, bound, plain.data()); !opened) return base::Failure(opened.error());
    return plain;
}

base::Result<base::Bytes> openBoxPlain(base::ByteView key, base::ByteView box, base::ByteView bound) {
    if (box.size() < kBoxOverhead) return doesNotOpen();
    base::Bytes plain(box.size() - kBoxOverhead);
    if (auto opened = openInto(key, box, bound, plain.data()); !opened) return base::Failure(opened.error());
    return plain;
}

}  // namespace packet
