#include "devices/fingerprint/uareu_image.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

namespace devices {
namespace {

using base::Code;

constexpr std::uint8_t kChangeKey = 0x80;
constexpr std::uint8_t kNoKeyUpdate = 0x04;
constexpr std::uint8_t kScrambled = 0x02;
constexpr std::uint8_t kNotPresent = 0x01;
constexpr std::size_t kRowsAt = 4;
constexpr std::size_t kKeyNumberAt = 6;
constexpr std::size_t kBlocksAt = 16;
constexpr std::size_t kMostBlocks = 15;
constexpr std::uint32_t kFeedback = 0x9248144d;

// Undoes the scrambling of one block in place; the last byte cannot be known and becomes zero.
std::uint32_t unscramble(std::span<std::uint8_t> block, std::uint32_t key) {
    for (std::size_t i = 0; i + 1 < block.size(); ++i) {
        block[i] = block[i + 1] ^ uareuKeyByte(key);
        key = nextUareuKey(key);
    }
    if (!block.empty()) block.back() = 0;
    return nextUareuKey(key);
}

// Appends the rows of every block to `out`.
class BlockReader {
public:
    BlockReader(base::ByteView rows, const UareuKeySource& keyOf, std::uint8_t keyNumber)
        : rows_(rows), keyOf_(keyOf), keyNumber_(keyNumber) {}

    base::Result<void> start() { return fetchKey(); }

    base::Result<void> read(const UareuBlock& block, std::vector<std::uint8_t>& out) {
        if ((block.flags & kChangeKey) != 0) {
            ++keyNumber_;
            if (auto fetched = fetchKey(); !fetched) return fetched;
        }
        const std::size_t count = std::size_t{block.rows} * kUareuWidth;
        const bool present = (block.flags & kNotPresent) == 0;
        if (present && count > rows_.size() - at_)
            return base::fail(Code::DeviceFault, "short read: fewer rows than the header tells");
        // Rows that are not in the data repeat what stands at this place; past the end they stay white (zero
        // inverted).
        const std::size_t available = std::min(count, rows_.size() - at_);
        const auto from = rows_.begin() + static_cast<std::ptrdiff_t>(at_);
        std::vector<std::uint8_t> bytes(from, from + static_cast<std::ptrdiff_t>(available));
        bytes.resize(count, 0);
        const bool scrambled = (block.flags & kScrambled) != 0;
        const bool keepsKey = (block.flags & kNoKeyUpdate) != 0;
        if (scrambled && !keepsKey) key_ = unscramble(bytes, key_);
        if (!scrambled && !keepsKey) {
            for (std::size_t i = 0; i < count; ++i) key_ = nextUareuKey(key_);
        }
        if (present) at_ += count;
        out.insert(out.end(), bytes.begin(), bytes.end());
        return {};
    }

private:
    base::Result<void> fetchKey() {
        auto key = keyOf_(keyNumber_);
        if (!key) return tl::unexpected(key.error());
        key_ = *key;
        return {};
    }

    base::ByteView rows_;
    const UareuKeySource& keyOf_;
    std::uint8_t keyNumber_;
    std::uint32_t key_ = 0;
    std::size_t at_ = 0;
};

base::Result<std::vector<std::uint8_t>> plainRows(base::ByteView frame, const UareuHeader& header) {
    const std::size_t count = static_cast<std::size_t>(header.rows) * kUareuWidth;
    const auto data = frame.subspan(kUareuHeaderSize);
    if (data.size() < count)
        return base::fail(Code::DeviceFault, "short read: fewer rows than the header tells");
    return std::vector<std::uint8_t>(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(count));
}

base::Result<std::vector<std::uint8_t>> scrambledRows(base::ByteView frame, const UareuHeader& header,
                                                      const UareuKeySource& keyOf) {
    std::vector<std::uint8_t> rows;
    BlockReader reader(frame.subspan(kUareuHeaderSize), keyOf, header.keyNumber);
    if (auto started = reader.start(); !started) return tl::unexpected(started.error());
    for (const auto& block : header.blocks) {
        if (auto read = reader.read(block, rows); !read) return tl::unexpected(read.error());
    }
    return rows;
}

}  // namespace

std::uint32_t nextUareuKey(std::uint32_t key) {
    const auto parity = static_cast<std::uint32_t>(std::popcount(key & kFeedback) & 1);
    return (key >> 1) | (parity << 31);
}

std::uint8_t uareuKeyByte(std::uint32_t key) {
    constexpr std::array<int, 8> kTaps = {4, 8, 11, 14, 18, 21, 24, 29};
    unsigned value = 0;
    for (std::size_t bit = 0; bit < kTaps.size(); ++bit) value |= ((key >> kTaps[bit]) & 1u) << bit;
    return static_cast<std::uint8_t>(value);
}

base::Result<UareuHeader> parseUareuHeader(base::ByteView frame) {
    if (frame.size() < kUareuHeaderSize)
        return base::fail(Code::DeviceFault, "short read: no picture header");
    UareuHeader header;
    header.rows = frame[kRowsAt] | (frame[kRowsAt + 1] << 8);
    header.keyNumber = frame[kKeyNumberAt];
    if (header.rows < 1 || header.rows > kUareuMostRows) {
        return base::fail(Code::ProtocolError,
                          "picture header tells " + std::to_string(header.rows) + " rows");
    }
    int total = 0;
    for (std::size_t i = 0; i < kMostBlocks; ++i) {
        const UareuBlock block{frame[kBlocksAt + 2 * i], frame[kBlocksAt + 2 * i + 1]};
        if (block.rows == 0) break;
        total += block.rows;
        if (total > kUareuMostRows)
            return base::fail(Code::ProtocolError, "picture header: blocks exceed the sensor");
        header.blocks.push_back(block);
    }
    if (header.blocks.empty()) return base::fail(Code::ProtocolError, "picture header without blocks");
    return header;
}

bool looksScrambled(base::ByteView frame) {
    constexpr double kNoise = 4000;  // mean squared difference: random bytes give 10,922, ridges far less
    constexpr std::size_t kStep = 5;
    const auto data = frame.size() > kUareuHeaderSize ? frame.subspan(kUareuHeaderSize) : base::ByteView();
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i + kUareuWidth < data.size(); i += kStep, ++count) {
        const double difference = static_cast<double>(data[i]) - data[i + kUareuWidth];
        sum += difference * difference;
    }
    return count > 0 && sum / static_cast<double>(count) > kNoise;
}

base::Result<Image> decodeUareuFrame(base::ByteView frame, const UareuKeySource& keyOf) {
    auto header = parseUareuHeader(frame);
    if (!header) return tl::unexpected(header.error());
    auto rows = looksScrambled(frame) ? scrambledRows(frame, *header, keyOf) : plainRows(frame, *header);
    if (!rows) return tl::unexpected(rows.error());
    for (auto& value : *rows) value = static_cast<std::uint8_t>(255 - value);
    std::reverse(rows->begin(), rows->end());  // half a turn
    const int height = static_cast<int>(rows->size() / kUareuWidth);
    return Image{kUareuWidth, height, PixelFormat::Grey8, kUareuDpi, std::move(*rows)};
}

}  // namespace devices
