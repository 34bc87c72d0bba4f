// Digests of bytes: SHA-256 (FIPS 180-4) where somebody else relies on it, and a check of what a disk gave back.
// SHA-256 is OpenSSL's, which uses the processor's own instructions where libsodium 1.0.18 does not.
// Threads: pure functions; one Sha256 on one thread at a time. Errors: none; without memory for a digest the program
// ends, since nothing could be trusted.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/bytes.h"

namespace base {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();
    Sha256& update(ByteView bytes);
    Digest finish();  // once

private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest sha256(ByteView bytes);
std::string sha256Hex(ByteView bytes);  // 64 digits, lower case

// Finds damage, not forgery: XXH3 with 128 bits and seed 0 (xxHash 0.8), in its canonical order of bytes.
using DamageCheck = std::array<std::uint8_t, 16>;
DamageCheck damageCheck(ByteView bytes);

}  // namespace base
