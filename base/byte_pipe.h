// A bounded pipe of bytes from one thread to another, so that one makes what the other keeps and neither holds the
// whole. Neither end waits for ever: whichever goes away, for whatever reason, ends the other with an error.
// Threads: one owner per end, each on a thread of its own. Both ends together keep the pipe alive.
// Errors: those that the other end gave, and Cancelled when it went away without a word.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "base/bytes.h"

namespace base {

class PipeState;

class PipeWriter {
public:
    explicit PipeWriter(std::shared_ptr<PipeState> state);
    PipeWriter(PipeWriter&&) noexcept;
    PipeWriter& operator=(PipeWriter&&) = delete;
    ~PipeWriter();  // without finish() or fail(): Cancelled

    // Copies; waits while the pipe is full. An error when the reader has closed.
    Result<void> write(ByteView bytes);
    // The last piece and the end. What was written to memory before is seen by the reader behind the end.
    void finish();
    void fail(const Error& error);
    // Waits until the reader has closed: what it closed with. Only after finish() or fail().
    Result<void> answer();

private:
    std::shared_ptr<PipeState> state_;
    Bytes piece_;  // being filled
};

class PipeReader {
public:
    explicit PipeReader(std::shared_ptr<PipeState> state);
    PipeReader(PipeReader&&) noexcept;
    PipeReader& operator=(PipeReader&&) = delete;
    ~PipeReader();  // without close(): Cancelled

    // Waits for the next piece; an empty one is the end.
    Result<Bytes> read();
    // How the reading ended, good or bad; the writer's answer. Nothing is taken any more.
    void close(const Result<void>& answer);

private:
    std::shared_ptr<PipeState> state_;
};

// Pieces of exactly `pieceBytes`, the last one shorter; at most `mostWaiting` of them unread.
std::pair<PipeWriter, PipeReader> makePipe(std::size_t pieceBytes, std::size_t mostWaiting);

}  // namespace base
