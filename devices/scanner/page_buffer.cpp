#include "devices/scanner/page_buffer.h"

#include <algorithm>
#include <utility>

namespace devices {

base::Result<void> PageBuffer::resize(std::uint64_t size) {
    if (size > limit_) return base::fail(base::Code::TooLarge, "a page beyond the limit");
    bytes_.resize(static_cast<std::size_t>(size));
    return {};
}

base::Result<void> PageBuffer::write(base::ByteView bytes) {
    if (bytes.size() > limit_ || at_ > limit_ - bytes.size()) {
        return base::fail(base::Code::TooLarge, "a page beyond the limit");
    }
    if (at_ + bytes.size() > bytes_.size()) bytes_.resize(static_cast<std::size_t>(at_) + bytes.size());
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += bytes.size();
    return {};
}

std::size_t PageBuffer::read(std::span<std::uint8_t> out) {
    const std::uint64_t left = at_ < bytes_.size() ? bytes_.size() - at_ : 0;
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(left, out.size()));
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(taken > 0 ? at_ : 0), taken, out.begin());
    at_ += taken;
    return taken;
}

base::Result<std::uint64_t> PageBuffer::seek(std::int64_t offset, From from) {
    const std::uint64_t base = from == From::Here ? at_ : from == From::End ? bytes_.size() : 0;
    const bool back = offset < 0;
    const auto distance = back ? ~static_cast<std::uint64_t>(offset) + 1 : static_cast<std::uint64_t>(offset);
    if (back && distance > base) return base::fail(base::Code::BadInput, "a place before the beginning");
    if (!back && (distance > limit_ || base > limit_ - distance)) {
        return base::fail(base::Code::TooLarge, "a place beyond the limit");
    }
    at_ = back ? base - distance : base + distance;
    return at_;
}

base::Bytes PageBuffer::take() {
    at_ = 0;
    return std::exchange(bytes_, {});
}

}  // namespace devices
