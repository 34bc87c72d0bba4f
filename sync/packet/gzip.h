// gzip (RFC 1952) as a stream, with a switch for content that is compressed already: it is stored, which
// costs a copy and a CRC instead of a second of deflate. Internal to the room. Threads: each object on one
// thread at a time.
#pragma once

#include <memory>

#include "sync/packet/age.h"

namespace packet {

enum class Content { Unknown = 0, Compressible, Compressed };

class GzipWriter {
public:
    explicit GzipWriter(ByteSink sink);
    ~GzipWriter();
    GzipWriter(const GzipWriter&) = delete;
    GzipWriter& operator=(const GzipWriter&) = delete;

    base::Result<void> write(base::ByteView bytes, Content content);
    base::Result<void> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Corrupt for anything but exactly one intact gzip member.
class GzipReader {
public:
    explicit GzipReader(ByteSink sink);
    ~GzipReader();
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;

    base::Result<void> write(base::ByteView bytes);
    base::Result<void> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace packet
