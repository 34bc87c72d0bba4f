// The tar (POSIX.1-1988 ustar) inside a packet: plain files of fixed ownership, at the top or in
// attachments/. The reader takes exactly what the writer writes; links, folders, other paths and other
// spellings are refused. Internal to the room. Threads: pure functions; each object on one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"

namespace packet {

inline constexpr std::size_t kTarBlock = 512;
inline constexpr std::string_view kAttachmentFolder = "attachments";

struct TarName {
    std::string folder;  // empty, or kAttachmentFolder
    std::string file;
    bool operator==(const TarName&) const = default;
};

using TarBlock = std::array<std::uint8_t, kTarBlock>;

// `time` in seconds since 1970, UTC. Sizes up to 8 GiB - 1.
TarBlock tarHeader(const TarName& name, std::uint64_t size, std::uint64_t time);
// How many zeros follow content of that size.
inline std::size_t tarPadding(std::uint64_t size) {
    return (kTarBlock - size % kTarBlock) % kTarBlock;
}
inline constexpr std::size_t kTarEnd = 2 * kTarBlock;  // zeros

struct TarEntry {
    TarName name;
    base::Bytes content;
};

struct TarLimits {
    std::size_t plain;  // bytes of the whole tar
    std::size_t entries;
    std::size_t first;  // bytes of each of the first two entries (manifest and signatures)
};

// TooLarge (a limit), Corrupt (damage, an early end, bytes behind the end), ProtocolError (an entry that is
// no plain file of an allowed name).
class TarReader {
public:
    explicit TarReader(const TarLimits& limits) : limits_(limits) {}
    base::Result<void> write(base::ByteView bytes);
    base::Result<std::vector<TarEntry>> finish();

private:
    enum class Expect { Unknown = 0, Header, Content, Padding, SecondZeroBlock, Nothing };
    base::Result<void> takeBlock();
    base::Result<void> startEntry();
    void afterContent();

    TarLimits limits_;
    Expect expect_ = Expect::Header;
    std::size_t read_ = 0;
    TarBlock block_{};
    std::size_t blockFill_ = 0;
    std::uint64_t left_ = 0;  // of content, then of padding
    std::vector<TarEntry> entries_;
};

}  // namespace packet
