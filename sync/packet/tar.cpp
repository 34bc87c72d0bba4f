#include "sync/packet/tar.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "sync/packet/packet.h"

namespace packet {
namespace {

using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

// Fields of a ustar header: offset and length (POSIX.1-1988, section 10.1.1).
struct Place {
    std::size_t at;
    std::size_t length;
};
constexpr Place kName{0, 100}, kMode{100, 8}, kUid{108, 8}, kGid{116, 8}, kSize{124, 12}, kTime{136, 12},
    kSum{148, 8}, kType{156, 1}, kMagic{257, 8}, kDevMajor{329, 8}, kDevMinor{337, 8}, kPrefix{345, 155};

void putText(TarBlock& block, Place place, std::string_view text) {
    std::copy_n(text.begin(), std::min(text.size(), place.length),
                block.begin() + static_cast<std::ptrdiff_t>(place.at));
}

// Octal digits, zero filled, and a final NUL.
void putOctal(TarBlock& block, Place place, std::uint64_t value) {
    for (std::size_t i = place.length - 1; i-- > 0; value >>= 3) {
        block[place.at + i] = static_cast<std::uint8_t>('0' + (value & 7));
    }
}

std::optional<std::uint64_t> octalAt(const TarBlock& block, Place place) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i + 1 < place.length; ++i) {
        const std::uint8_t digit = block[place.at + i];
        if (digit < '0' || digit > '7') return std::nullopt;
        value = value << 3 | static_cast<std::uint64_t>(digit - '0');
    }
    return value;
}

std::string textAt(const TarBlock& block, Place place) {
    const auto start = block.begin() + static_cast<std::ptrdiff_t>(place.at);
    const auto end = start + static_cast<std::ptrdiff_t>(place.length);
    return {start, std::find(start, end, 0)};
}

// The sum of all bytes with the checksum field as blanks.
std::uint32_t checksumOf(const TarBlock& block) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        sum += i >= kSum.at && i < kSum.at + kSum.length ? std::uint32_t{' '} : block[i];
    }
    return sum;
}

// Six digits, NUL, blank.
void putChecksum(TarBlock& block) {
    putOctal(block, {kSum.at, 7}, checksumOf(block));
    block[kSum.at + 6] = 0;
    block[kSum.at + 7] = ' ';
}

bool isZero(const TarBlock& block) {
    return std::all_of(block.begin(), block.end(), [](std::uint8_t b) { return b == 0; });
}

bool isAllowed(const TarName& name) {
    if (name.folder.empty()) return name.file == "manifest.json" || name.file == "manifest.sig.json";
    return name.folder == kAttachmentFolder && isAttachmentName(name.file);
}

}  // namespace

TarBlock tarHeader(const TarName& name, std::uint64_t size, std::uint64_t time) {
    TarBlock block{};
    putText(block, kName, name.file);
    putOctal(block, kMode, 0600);
    putOctal(block, kUid, 0);
    putOctal(block, kGid, 0);
    putOctal(block, kSize, size);
    putOctal(block, kTime, time);
    block[kType.at] = '0';
    putText(block, kMagic, std::string_view("ustar\00000", 8));
    putOctal(block, kDevMajor, 0);
    putOctal(block, kDevMinor, 0);
    putText(block, kPrefix, name.folder);
    putChecksum(block);
    return block;
}

Result<void> TarReader::startEntry() {
    const auto sum = octalAt(block_, {kSum.at, 7});
    if (!sum || *sum != checksumOf(block_)) return fail(Code::Corrupt, "tar header is damaged");
    const auto size = octalAt(block_, kSize);
    const auto time = octalAt(block_, kTime);
    const TarName name{textAt(block_, kPrefix), textAt(block_, kName)};
    if (!isAllowed(name)) return fail(Code::ProtocolError, "tar entry of a forbidden name");
    // Type, owner, links and every byte besides: an entry that we would not write ourselves is none.
    if (!size || !time || tarHeader(name, *size, *time) != block_) {
        return fail(Code::ProtocolError, "tar entry is not a plain file of ours");
    }
    if (entries_.size() == limits_.entries) return fail(Code::TooLarge, "too many tar entries");
    if (*size > limits_.plain || (entries_.size() < 2 && *size > limits_.first)) {
        return fail(Code::TooLarge, "tar entry over limit");
    }
    constexpr std::uint64_t kMostReserved = 1u << 20;  // a size is only a claim until its bytes are there
    entries_.push_back({name, {}});
    entries_.back().content.reserve(static_cast<std::size_t>(std::min(*size, kMostReserved)));
    left_ = *size;
    expect_ = Expect::Content;
    if (left_ == 0) afterContent();
    return {};
}

void TarReader::afterContent() {
    left_ = tarPadding(entries_.back().content.size());
    expect_ = left_ == 0 ? Expect::Header : Expect::Padding;
}

Result<void> TarReader::takeBlock() {
    blockFill_ = 0;
    if (expect_ == Expect::Header && !isZero(block_)) return startEntry();
    if (!isZero(block_)) return fail(Code::Corrupt, "tar ends in a damaged block");
    expect_ = expect_ == Expect::Header ? Expect::SecondZeroBlock : Expect::Nothing;
    return {};
}

Result<void> TarReader::write(ByteView bytes) {
    if (bytes.size() > limits_.plain - read_) return fail(Code::TooLarge, "unpacked content over limit");
    read_ += bytes.size();
    while (!bytes.empty()) {
        std::size_t take = 0;
        switch (expect_) {
            case Expect::Header:
            case Expect::SecondZeroBlock: {
                take = std::min(bytes.size(), kTarBlock - blockFill_);
                std::copy_n(bytes.begin(), take, block_.begin() + static_cast<std::ptrdiff_t>(blockFill_));
                blockFill_ += take;
                if (blockFill_ < kTarBlock) break;
                if (auto taken = takeBlock(); !taken) return taken;
                break;
            }
            case Expect::Content: {
                take = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left_));
                auto& content = entries_.back().content;
                content.insert(content.end(), bytes.begin(),
                               bytes.begin() + static_cast<std::ptrdiff_t>(take));
                left_ -= take;
                if (left_ == 0) afterContent();
                break;
            }
            case Expect::Padding: {
                take = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left_));
                const ByteView padding = bytes.first(take);
                if (std::any_of(padding.begin(), padding.end(), [](std::uint8_t b) { return b != 0; })) {
                    return fail(Code::Corrupt, "tar padding is not zero");
                }
                left_ -= take;
                if (left_ == 0) expect_ = Expect::Header;
                break;
            }
            case Expect::Nothing:
            case Expect::Unknown:
                return fail(Code::Corrupt, "bytes behind the end of tar");
        }
        bytes = bytes.subspan(take);
    }
    return {};
}

Result<std::vector<TarEntry>> TarReader::finish() {
    if (expect_ != Expect::Nothing) return fail(Code::Corrupt, "tar ends early");
    return std::move(entries_);
}

}  // namespace packet
