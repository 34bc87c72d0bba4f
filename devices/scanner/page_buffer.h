// A page's file in memory while a driver writes it: it may go back and fill in its header at the end, and
// cannot grow beyond the limit. Threads: use an object from one thread at a time. Errors: TooLarge, BadInput
// (a place before the beginning).
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/error.h"

namespace devices {

class PageBuffer {
public:
    enum class From { Unknown = 0, Begin, Here, End };

    explicit PageBuffer(std::uint64_t limit) : limit_(limit) {}

    base::Result<void> write(base::ByteView bytes);  // at the place, over what is there; gaps are zeros
    std::size_t read(std::span<std::uint8_t> out);   // fewer at the end
    base::Result<std::uint64_t> seek(std::int64_t offset,
                                     From from);  // the new place; may lie beyond the end
    base::Result<void> resize(std::uint64_t size);
    std::uint64_t size() const { return bytes_.size(); }
    base::Bytes take();  // leaves it empty, at its beginning

private:
    base::Bytes bytes_;
    std::uint64_t at_ = 0;
    std::uint64_t limit_;
};

}  // namespace devices
