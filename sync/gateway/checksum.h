// The digest of one PATCH body for tus' checksum extension, by the algorithm the client chose.
// Threads: one at a time. Errors: none; an algorithm is known before it comes here.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "sync/transport/tus.h"

namespace gateway {

class BodyChecksum {
public:
    explicit BodyChecksum(tus::Checksum expected);
    BodyChecksum(BodyChecksum&&) noexcept;
    BodyChecksum& operator=(BodyChecksum&&) noexcept;
    ~BodyChecksum();

    void update(base::ByteView bytes);
    bool matches();  // once, at the end of the body

private:
    struct State;
    std::unique_ptr<State> state_;
    tus::Checksum expected_;
};

}  // namespace gateway
