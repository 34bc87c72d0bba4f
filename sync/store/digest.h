// SHA-256 at the speed of the processor: a packet is digested twice between the seal and the disk, and
// OpenSSL uses the processor's own instructions where libsodium 1.0.18 does not. Threads: one object, one
// thread.
#pragma once

#include <memory>

#include "sync/store/store_types.h"

namespace store {

class Hasher {
public:
    Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();
    Hasher& add(base::ByteView bytes);
    Digest finish();  // once

private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest digestOf(base::ByteView bytes);

}  // namespace store
