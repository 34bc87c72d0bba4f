// The few constructions that packet and vault share, each from libsodium's own primitives.
// Threads: pure functions. Errors: as each function says.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace packet {

// Cost of deriving a key from a passphrase or code (Argon2id). Why these: docs/decisions/002-passphrase-cost.md.
struct KdfCost {
    std::uint64_t operations = 6;
    std::uint64_t memory = 128u << 20;  // bytes
    bool operator==(const KdfCost&) const = default;
};

inline constexpr std::size_t kSaltSize = 16;
inline constexpr std::size_t kKeySize = 32;
inline constexpr std::size_t kBoxOverhead = 24 + 16;  // nonce, tag

// libsodium, initialized (this also chooses its fast code paths). Cheap after the first call.
void cryptoReady();

// HKDF with SHA-256 (RFC 5869), at most 255 * 32 bytes.
base::SecretBytes hkdf(base::ByteView keyMaterial, base::ByteView salt, std::string_view info,
                       std::size_t size);

std::array<std::uint8_t, 32> hmacSha256(base::ByteView key, base::ByteView message);

// Argon2id, 32 bytes from a salt of kSaltSize. BadInput for a cost outside what we accept from a file (1-20
// operations, 8 KiB-1 GiB), CryptoFailed when the memory cannot be had.
base::Result<base::SecretBytes> keyFromPassphrase(std::string_view passphrase, base::ByteView salt,
                                                  const KdfCost& cost);

// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) under a 32-byte key: random nonce, cipher text, tag in one
// piece. What was bound at sealing must be given again at opening. open: CryptoFailed when key, bytes or
// binding differ.
base::Bytes sealBox(base::ByteView key, base::ByteView plain, base::ByteView bound);
base::Result<base::SecretBytes> openBox(base::ByteView key, base::ByteView box, base::ByteView bound);
// The same for content that is no secret key and may be large.
base::Result<base::Bytes> openBoxPlain(base::ByteView key, base::ByteView box, base::ByteView bound);

}  // namespace packet
