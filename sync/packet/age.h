// age v1 files (https://c2sp.org/age) for X25519 recipients: what the standard `age` tool reads and writes.
// The payload streams through in chunks of 64 KiB, so neither direction holds a whole file.
// Threads: each object on one thread at a time.
// Errors: BadInput (no age file, malformed header), KeyUnknown (not encrypted to this identity), Corrupt (a
// header or payload that was changed or cut), TooLarge, and whatever a sink returns.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "base/bytes.h"
#include "sync/packet/keys.h"

namespace packet {

// Takes the next bytes of a stream; an error ends the stream and is handed to its writer.
using ByteSink = std::function<base::Result<void>(base::ByteView)>;

class AgeWriter {
public:
    // Writes the header at once. BadInput without a recipient.
    static base::Result<AgeWriter> start(std::span<const AgeRecipient> recipients, ByteSink sink);
    AgeWriter(AgeWriter&&) noexcept;
    AgeWriter& operator=(AgeWriter&&) noexcept;
    ~AgeWriter();

    base::Result<void> write(base::ByteView plain);
    // Writes the last chunk; without it the file is one that nobody opens. WrongState when called twice.
    base::Result<void> finish();

private:
    struct State;
    explicit AgeWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class AgeReader {
public:
    AgeReader(const AgeIdentity& identity, ByteSink sink);  // the identity is cloned
    AgeReader(AgeReader&&) noexcept;
    AgeReader& operator=(AgeReader&&) noexcept;
    ~AgeReader();

    // Feeds file bytes in pieces of any size. Only authenticated plain text reaches the sink, but the end of
    // the file is proven only by finish(): use nothing for good before that.
    base::Result<void> write(base::ByteView file);
    base::Result<void> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

base::Result<base::Bytes> ageEncrypt(base::ByteView plain, std::span<const AgeRecipient> recipients);
// TooLarge when the plain text exceeds `limit`.
base::Result<base::Bytes> ageDecrypt(base::ByteView file, const AgeIdentity& identity, std::size_t limit);

}  // namespace packet
