// ChaCha20-Poly1305 (RFC 8439) at the processor's own speed, for the age payload: OpenSSL's is more than twice as fast
// as libsodium's, and a seal waits for it. Internal to the room. Threads: one object on one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/bytes.h"

namespace packet {

class ChunkSealer {
public:
    using Nonce = std::array<std::uint8_t, 12>;
    static constexpr std::size_t kTag = 16;

    explicit ChunkSealer(base::ByteView key);  // 32 bytes; wiped with the object
    ChunkSealer(ChunkSealer&&) noexcept;
    ChunkSealer& operator=(ChunkSealer&&) noexcept;
    ~ChunkSealer();

    // Cipher text and tag to `out`, plain.size() + kTag bytes. A nonce is used once.
    void seal(base::ByteView plain, const Nonce& nonce, std::uint8_t* out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace packet
