// SHA-256 at the processor's own speed: OpenSSL uses the SHA instructions, libsodium does not, and a packet
// is digested twice. Threads: one object on one thread at a time.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"

namespace packet {

class FastSha256 {
public:
    FastSha256();
    FastSha256(FastSha256&&) noexcept;
    FastSha256& operator=(FastSha256&&) noexcept;
    ~FastSha256();

    void update(base::ByteView bytes);
    std::string finish();  // 64 hex digits; once

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256Hex(base::ByteView bytes);

}  // namespace packet
