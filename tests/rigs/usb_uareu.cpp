#include "tests/rigs/usb_uareu.h"

#include <algorithm>
#include <cstring>

#include "devices/fingerprint/uareu_image.h"

namespace rigs {
namespace {

constexpr std::uint16_t kPoweredUp = 0x56AA;
constexpr std::uint16_t kFingerOn = 0x0101;
constexpr std::uint16_t kFingerOff = 0x0200;
constexpr std::uint16_t kDead = 0x0800;
constexpr std::size_t kWidth = devices::kUareuWidth;

struct Block {
    std::uint8_t flags = 0;
    int rows = 0;
};

// How a picture of `rows` rows is sent under a script: scrambled, skipped over, with a new key, ...
std::vector<Block> blocksOf(int rows, const UareuScript& script) {
    if (!script.scrambled) return {{0x00, std::min(rows, 200)}, {0x00, rows - std::min(rows, 200)}};
    const int first = rows / 3;
    std::vector<Block> blocks = {{0x02, first}, {0x00, 1}};  // a plain row only advances the register
    int rest = rows - first - 1;
    if (script.skipsRow) {
        blocks.push_back({0x01, 1});
        --rest;
    }
    blocks.push_back({0x04, 1});  // plain, the register rests
    --rest;
    blocks.push_back({static_cast<std::uint8_t>(script.changesKey ? 0x82 : 0x02), rest});
    return blocks;
}

// The sensor's bytes of an upright picture: upside down and inverted.
std::vector<std::uint8_t> sensorBytes(const devices::Image& print) {
    std::vector<std::uint8_t> bytes(print.pixels.rbegin(), print.pixels.rend());
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(255 - byte);
    return bytes;
}

std::uint32_t advance(std::uint32_t key, std::size_t steps) {
    for (std::size_t i = 0; i < steps; ++i) key = devices::nextUareuKey(key);
    return key;
}

}  // namespace

void UareuModel::script(UareuScript script) {
    const std::lock_guard lock(mutex_);
    script_ = script;
    sleepyReads_ = 0;
}

void UareuModel::touch(devices::ImagePtr print) {
    const std::lock_guard lock(mutex_);
    print_ = std::move(print);
    if (print_ && mode_ == 0x10) events_.push_back(kFingerOn);
    if (!print_ && mode_ == 0x12) events_.push_back(kFingerOff);
}

int UareuModel::mode() const {
    const std::lock_guard lock(mutex_);
    return mode_;
}

std::vector<std::uint8_t> UareuModel::descriptors() const {
    return {18, 1, 0x00, 0x02, 0,  0,    0,    64,   0xba, 0x05, 0x0a, 0x00, 0x03, 0x01,
            1,  2, 3,    1,                                                             // device
            9,  2, 32,   0,    1,  1,    0,    0x80, 100,                               // configuration
            9,  4, 0,    0,    2,  0xff, 0xff, 0xff, 0,                                 // interface
            7,  5, 0x81, 3,    64, 0,    8,    7,    5,    0x82, 2,    64,   0,    0};  // endpoints
}

int UareuModel::control(const UsbSetup& setup, std::span<std::uint8_t> data) {
    const std::lock_guard lock(mutex_);
    if (script_.fault == UareuFault::SilentControl) return kNotYet;
    if (setup.request != 0x04) return kStall;
    return (setup.type & 0x80) != 0 ? readRegister(setup.value, data) : writeRegister(setup.value, data);
}

int UareuModel::writeRegister(std::uint16_t which, std::span<const std::uint8_t> data) {
    if (data.empty()) return kStall;
    switch (which) {
        case 0x07:
            if ((status_ & 0x80) != 0 && (data[0] & 0x80) == 0) {
                if (script_.fault != UareuFault::NoPowerEvent) events_.push_back(kPoweredUp);
                sleepyReads_ = script_.sleepyStatus;
            }
            status_ = data[0];
            return 1;
        case 0x33:
            if (data.size() != 5) return kStall;
            keyNumber_ = data[0];
            std::memcpy(&seed_, data.data() + 1, 4);
            return 5;
        case 0x4e:
            return setMode(data[0]);
        default:
            return kStall;
    }
}

int UareuModel::readRegister(std::uint16_t which, std::span<std::uint8_t> data) {
    const auto give = [&](const auto& bytes) {
        const auto count = std::min(data.size(), bytes.size());
        std::copy_n(bytes.begin(), count, data.begin());
        return static_cast<int>(count);
    };
    switch (which) {
        case 0x07: {
            const bool sleepy = (status_ & 0x80) == 0 && sleepyReads_ > 0;
            if (sleepy) --sleepyReads_;
            return give(std::vector<std::uint8_t>{static_cast<std::uint8_t>(status_ | (sleepy ? 0x80 : 0))});
        }
        case 0xf0:
            return give(std::vector<std::uint8_t>(16, 0x10));
        case 0x34: {
            const std::uint32_t value = keyOf(keyNumber_) ^ seed_;
            std::vector<std::uint8_t> bytes(4);
            std::memcpy(bytes.data(), &value, 4);
            return give(bytes);
        }
        default:
            return kStall;
    }
}

int UareuModel::setMode(std::uint8_t mode) {
    if (mode == 0x20 && script_.fault == UareuFault::StallCapture) {
        script_.fault = UareuFault::None;
        return kStall;
    }
    mode_ = mode;
    if (mode == 0x10 && script_.fault == UareuFault::Dead) {
        script_.fault = UareuFault::None;
        events_.push_back(kDead);
    }
    if (mode == 0x10 && print_) events_.push_back(kFingerOn);
    if (mode == 0x12) events_.push_back(kFingerOff);  // fingers lift at once
    if (mode == 0x20 && print_) {
        picture_ = frame();
        pictureReady_ = true;
    }
    return 1;
}

int UareuModel::read(std::uint8_t endpoint, std::span<std::uint8_t> data) {
    const std::lock_guard lock(mutex_);
    if (endpoint == 0x81) {
        if (events_.empty()) return kNotYet;
        const auto event = events_.front();
        events_.pop_front();
        std::fill(data.begin(), data.end(), std::uint8_t{0});
        data[0] = static_cast<std::uint8_t>(event >> 8);
        data[1] = static_cast<std::uint8_t>(event);
        return static_cast<int>(data.size());
    }
    if (!pictureReady_) return kNotYet;
    switch (script_.fault) {
        case UareuFault::SilentBulk:
            return kNotYet;
        case UareuFault::UnplugInPicture:
            script_.fault = UareuFault::None;
            pictureReady_ = false;
            if (unplugSoon_) unplugSoon_();
            return kNotYet;
        case UareuFault::StallBulk:
            script_.fault = UareuFault::None;
            pictureReady_ = false;
            return kStall;
        default:
            break;
    }
    pictureReady_ = false;
    const auto count = std::min(data.size(), picture_.size());
    std::copy_n(picture_.begin(), count, data.begin());
    return static_cast<int>(count);
}

std::uint32_t UareuModel::keyOf(std::uint8_t number) const {
    return 0x9E3779B9u * (number + 1u);
}

std::vector<std::uint8_t> UareuModel::frame() const {
    const int rows = print_->height;
    const auto blocks = blocksOf(rows, script_);
    const auto plain = sensorBytes(*print_);
    std::vector<std::uint8_t> out(devices::kUareuHeaderSize, 0);
    std::uint8_t number = 3;
    std::uint32_t key = keyOf(number);
    std::size_t at = 0;
    int present = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto& block = blocks[i];
        out[16 + 2 * i] = block.flags;
        out[17 + 2 * i] = static_cast<std::uint8_t>(block.rows);
        const std::size_t count = static_cast<std::size_t>(block.rows) * kWidth;
        if ((block.flags & 0x80) != 0) key = keyOf(++number);
        if ((block.flags & 0x01) == 0) {
            present += block.rows;
            if ((block.flags & 0x02) != 0) {
                out.push_back(0x5a);  // the first byte means nothing
                for (std::size_t k = 0; k + 1 < count; ++k) {
                    out.push_back(plain[at + k] ^ devices::uareuKeyByte(key));
                    key = devices::nextUareuKey(key);
                }
                key = devices::nextUareuKey(key);
            } else {
                out.insert(out.end(), plain.begin() + static_cast<std::ptrdiff_t>(at),
                           plain.begin() + static_cast<std::ptrdiff_t>(at + count));
            }
        }
        if ((block.flags & 0x06) == 0) key = advance(key, count);
        at += count;
    }
    out[4] = static_cast<std::uint8_t>(present);
    out[5] = static_cast<std::uint8_t>(present >> 8);
    out[6] = 3;
    if (script_.fault == UareuFault::ShortFrame) out.resize(out.size() / 2);
    if (script_.fault == UareuFault::BadHeader) out[5] = 0xff;
    return out;
}

devices::Image UareuModel::expected(const devices::Image& print, const UareuScript& script) {
    auto bytes = sensorBytes(print);
    std::size_t at = 0;
    for (const auto& block : blocksOf(print.height, script)) {
        const std::size_t count = static_cast<std::size_t>(block.rows) * kWidth;
        if ((block.flags & 0x02) != 0) bytes[at + count - 1] = 0;  // scrambling loses the last byte
        if ((block.flags & 0x01) != 0)
            std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at + count), count,
                        bytes.begin() + static_cast<std::ptrdiff_t>(at));
        at += count;
    }
    devices::Image out = print;
    std::transform(bytes.rbegin(), bytes.rend(), out.pixels.begin(),
                   [](std::uint8_t byte) { return static_cast<std::uint8_t>(255 - byte); });
    return out;
}

}  // namespace rigs
