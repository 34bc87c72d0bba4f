#include "devices/fingerprint/uareu.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/log.h"
#include "base/secret_bytes.h"
#include "devices/fingerprint/live_judge.h"
#include "devices/fingerprint/uareu_image.h"
#include "devices/fingerprint/usb_link.h"

namespace devices {
namespace {

using base::Code;
using Milliseconds = std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* kBackend = "uareu";

// Supported readers. The Microsoft readers (045e:00ca and others) need an AES challenge and are not among
// them.
constexpr std::array<UsbModel, 1> kModels = {{{0x05ba, 0x000a, "DigitalPersona U.are.U 4500"}}};

constexpr int kInterface = 0;
constexpr std::uint8_t kInterruptEndpoint = 0x81;
constexpr std::size_t kMessageSize = 64;
constexpr std::uint8_t kBulkEndpoint = 0x82;
constexpr std::size_t kBulkSize = kUareuHeaderSize + kUareuWidth * kUareuMostRows;
static_assert(kBulkSize == 111424);

constexpr std::uint8_t kRegisterRequest = 0x04;
enum Register : std::uint16_t {
    kHardwareStatus = 0x07,
    kScrambleSeed = 0x33,
    kScrambleKey = 0x34,
    kMode = 0x4e,
    kDeviceInfo = 0xf0,
};
constexpr std::uint8_t kLowPower = 0x80;
constexpr std::uint8_t kFault = 0x04;
constexpr std::size_t kDeviceInfoSize = 16;

enum class Mode : std::uint8_t {
    Unknown = 0,
    AwaitFingerOn = 0x10,
    AwaitFingerOff = 0x12,
    Capture = 0x20,
    Off = 0x70
};

// The first two bytes of an interrupt message, big-endian.
enum Event : std::uint16_t { kPoweredUp = 0x56AA, kFingerOn = 0x0101, kFingerOff = 0x0200, kDead = 0x0800 };

constexpr Milliseconds kSlice{20};  // longest wait between looks at the stop token
constexpr Milliseconds kPowerStep{10};
constexpr int kPowerTries = 100;
constexpr Milliseconds kPowerEventWait{300};
constexpr int kPowerEventTries = 3;
constexpr Milliseconds kLiftWait{1500};  // after an accepted picture
constexpr Milliseconds kPreviewEvery{100};

base::Failure cancelled() {
    return base::fail(Code::Cancelled, "capture cancelled");
}

// The reader's registers and events: what it can be told and what it tells.
class Reader {
public:
    Reader(std::unique_ptr<UsbLink> link, UareuOptions options)
        : link_(std::move(link)), options_(std::move(options)) {}

    // Wakes the sensor: low power is toggled off and the reader says that it is there.
    base::Result<void> powerUp(const std::stop_token& stop) {
        if (auto listening = link_->listen(kInterruptEndpoint, kMessageSize); !listening) return listening;
        for (int attempt = 0; attempt < kPowerEventTries; ++attempt) {
            if (auto awake = wake(); !awake) return awake;
            auto seen = waitEvent(kPoweredUp, SteadyClock::now() + kPowerEventWait, stop);
            if (!seen) return tl::unexpected(seen.error());
            if (*seen) return finishPowerUp();
        }
        return base::fail(Code::Timeout, "reader does not power up");
    }

    base::Result<void> setMode(Mode mode) {
        const std::array<std::uint8_t, 1> value = {static_cast<std::uint8_t>(mode)};
        return link_->writeVendor(kRegisterRequest, kMode, value);
    }

    // Drops what came before, so that an old "finger off" is not taken for a new one.
    void forgetEvents() { link_->dropMessages(); }

    // True when the event came before the deadline.
    base::Result<bool> waitEvent(Event wanted, SteadyClock::time_point deadline,
                                 const std::stop_token& stop) {
        for (;;) {
            while (auto message = link_->takeMessage()) {
                if (message->size() < 2) continue;
                const int event = ((*message)[0] << 8) | (*message)[1];
                if (event == kDead) return base::fail(Code::DeviceFault, "the reader reports a dead sensor");
                if (event == wanted) return true;
            }
            if (stop.stop_requested()) return cancelled();
            const auto left = std::chrono::duration_cast<Milliseconds>(deadline - SteadyClock::now());
            if (left <= Milliseconds(0)) return false;
            if (auto moved = link_->pump(std::min(left, kSlice)); !moved)
                return tl::unexpected(moved.error());
        }
    }

    // The read is submitted before the sensor is started, as the reader expects.
    base::Result<Image> takePicture(const std::stop_token& stop) {
        if (auto started = link_->startBulk(kBulkEndpoint, kBulkSize); !started)
            return tl::unexpected(started.error());
        auto frame = readFrame(stop);
        link_->cancelBulk();
        if (!frame) return tl::unexpected(frame.error());
        return decodeUareuFrame(*frame, [this](std::uint8_t number) { return exchangeKey(number); });
    }

    base::Result<void> look() { return link_->pump(Milliseconds(0)); }

private:
    base::Result<std::uint8_t> status() {
        auto value = link_->readVendor(kRegisterRequest, kHardwareStatus, 1);
        if (!value) return tl::unexpected(value.error());
        return value->front();
    }
    base::Result<void> setStatus(int value) {
        const std::array<std::uint8_t, 1> data = {static_cast<std::uint8_t>(value)};
        return link_->writeVendor(kRegisterRequest, kHardwareStatus, data);
    }
    base::Result<void> pause(const std::stop_token& stop) {
        const auto until = SteadyClock::now() + kPowerStep;
        while (SteadyClock::now() < until) {
            if (stop.stop_requested()) return cancelled();
            const auto left = std::chrono::duration_cast<Milliseconds>(until - SteadyClock::now());
            if (auto moved = link_->pump(left + Milliseconds(1)); !moved) return moved;
        }
        return {};
    }

    base::Result<void> wake() {
        auto now = status();
        if (!now) return tl::unexpected(now.error());
        if ((*now & kLowPower) == 0) {  // to low power first, so that it wakes in a known state
            if (auto set = setStatus(*now | kLowPower); !set) return set;
        } else if ((*now & kFault) != 0) {
            base::log::warning("uareu-fault", {{"status", static_cast<int>(*now)}});
        }
        return setStatus(*now & 0x0f);
    }

    // The event has come; the status must agree, else the low nibble is written again.
    base::Result<void> finishPowerUp() {
        for (int attempt = 0; attempt < kPowerTries; ++attempt) {
            auto now = status();
            if (!now) return tl::unexpected(now.error());
            if ((*now & kLowPower) == 0) {
                auto details = link_->readVendor(kRegisterRequest, kDeviceInfo, kDeviceInfoSize);
                if (!details) return tl::unexpected(details.error());
                return {};
            }
            if (auto set = setStatus(*now & 0x0f); !set) return set;
            if (auto paused = pause({}); !paused) return paused;
        }
        return base::fail(Code::Timeout, "reader stays in low power");
    }

    base::Result<base::Bytes> readFrame(const std::stop_token& stop) {
        if (auto set = setMode(Mode::Capture); !set) return tl::unexpected(set.error());
        const auto deadline = SteadyClock::now() + options_.pictureWait;
        for (;;) {
            if (auto frame = link_->takeBulk()) return std::move(*frame);
            if (stop.stop_requested()) return cancelled();
            if (SteadyClock::now() >= deadline)
                return base::fail(Code::Timeout, "no picture from the reader");
            if (auto moved = link_->pump(kSlice); !moved) return tl::unexpected(moved.error());
        }
    }

    base::Result<std::uint32_t> exchangeKey(std::uint8_t number) {
        const std::uint32_t seed = options_.seed();
        base::Bytes request = {number};
        for (int shift = 0; shift < 32; shift += 8)
            request.push_back(static_cast<std::uint8_t>(seed >> shift));
        if (auto sent = link_->writeVendor(kRegisterRequest, kScrambleSeed, request); !sent)
            return tl::unexpected(sent.error());
        auto answer = link_->readVendor(kRegisterRequest, kScrambleKey, 4);
        if (!answer) return tl::unexpected(answer.error());
        std::uint32_t key = 0;
        for (std::size_t i = 0; i < 4; ++i) key |= std::uint32_t{(*answer)[i]} << (8 * i);
        return key ^ seed;
    }

    std::unique_ptr<UsbLink> link_;
    UareuOptions options_;
};

class UareuScanner final : public FingerprintScanner {
public:
    UareuScanner(DeviceInfo info, Reader reader) : info_(std::move(info)), reader_(std::move(reader)) {}

    const DeviceInfo& info() const override { return info_; }

    FingerprintCaps caps() const override {
        FingerprintCaps caps;
        caps.imageWidth = kUareuWidth;
        caps.imageHeight = kUareuMostRows;
        caps.dpi = kUareuDpi;
        return caps;
    }

    base::Result<void> ping() override { return reader_.look(); }

    base::Result<FingerprintResult> capture(const FingerprintRequest& request, const PreviewSink& preview,
                                            std::stop_token stop) override {
        if (auto good = checkRequest(caps(), request); !good) return tl::unexpected(good.error());
        auto result = touches(request, preview, stop);
        if (!result && result.error().code == Code::Disconnected) return result;
        if (auto off = reader_.setMode(Mode::Off); !off && result)
            base::log::failure("uareu-off", off.error());
        return result;
    }

private:
    base::Result<FingerprintResult> touches(const FingerprintRequest& request, const PreviewSink& preview,
                                            const std::stop_token& stop) {
        auto glass =
            std::make_shared<Image>(Image{kUareuWidth, kUareuMostRows, PixelFormat::Grey8, kUareuDpi, {}});
        glass->pixels.assign(static_cast<std::size_t>(kUareuWidth) * kUareuMostRows, 255);
        FingerprintPreview seen{glass, {}, "place-finger"};
        for (;;) {
            if (auto set = reader_.setMode(Mode::AwaitFingerOn); !set) return tl::unexpected(set.error());
            auto taken = waitWhileShowing(kFingerOn, preview, seen, stop);
            if (!taken) return tl::unexpected(taken.error());
            if (*taken == Wait::CaptureNow) return resultOf(seen);
            auto picture = reader_.takePicture(stop);
            if (!picture) return tl::unexpected(picture.error());
            seen = judgeStill(std::make_shared<const Image>(std::move(*picture)), request);
            const bool now = preview && preview(seen);
            const bool good = request.autoCapture && !seen.fingers.empty() &&
                              seen.fingers.front().quality.score >= request.gate;
            if (auto set = reader_.setMode(Mode::AwaitFingerOff); !set) return tl::unexpected(set.error());
            if ((now || good) && !seen.fingers.empty()) {
                auto lifted = reader_.waitEvent(kFingerOff, SteadyClock::now() + kLiftWait, stop);
                if (!lifted) return tl::unexpected(lifted.error());
                return resultOf(seen);
            }
            seen.advice = "lift-finger";
            taken = waitWhileShowing(kFingerOff, preview, seen, stop);
            if (!taken) return tl::unexpected(taken.error());
            if (*taken == Wait::CaptureNow) return resultOf(seen);
        }
    }

    enum class Wait { Unknown = 0, Event, CaptureNow };

    // Waits for the finger, calling the preview so that the officer's "capture now" is heard; without a print
    // yet it has nothing to take and waits on.
    base::Result<Wait> waitWhileShowing(Event wanted, const PreviewSink& preview,
                                        const FingerprintPreview& seen, const std::stop_token& stop) {
        for (;;) {
            const bool now = preview && preview(seen);
            if (now && !seen.fingers.empty()) return Wait::CaptureNow;
            auto came = reader_.waitEvent(wanted, SteadyClock::now() + kPreviewEvery, stop);
            if (!came) return tl::unexpected(came.error());
            if (*came) return Wait::Event;
        }
    }

    static FingerprintResult resultOf(const FingerprintPreview& seen) {
        return {seen.platen, seen.fingers, seen.advice == "lift-finger" ? std::string() : seen.advice};
    }

    DeviceInfo info_;
    Reader reader_;
};

std::uint32_t randomSeed() {
    std::array<std::uint8_t, 4> bytes{};
    base::fillRandom(bytes);
    return bytes[0] | (std::uint32_t{bytes[1]} << 8) | (std::uint32_t{bytes[2]} << 16) |
           (std::uint32_t{bytes[3]} << 24);
}

class UareuBackend final : public FingerprintBackend {
public:
    explicit UareuBackend(UareuOptions options) : options_(std::move(options)) {
        if (!options_.seed) options_.seed = randomSeed;
    }

    std::string name() const override { return kBackend; }

    std::vector<DeviceInfo> enumerate() override {
        std::vector<DeviceInfo> found;
        for (const auto& place : findUsb(kModels)) {
            found.push_back(
                {{kBackend, place.address}, Kind::Fingerprint, place.model.name, "", Reality::Real});
        }
        return found;
    }

    base::Result<std::unique_ptr<FingerprintScanner>> open(const DeviceId& id,
                                                           std::stop_token stop) override {
        auto link = UsbLink::open(kModels, id.address, kInterface);
        if (!link) return tl::unexpected(link.error());
        Reader reader(std::move(*link), options_);
        if (auto up = reader.powerUp(stop); !up) return base::pass(up.error(), "power up");
        DeviceInfo info{id, Kind::Fingerprint, kModels.front().name, "", Reality::Real};
        return std::make_unique<UareuScanner>(std::move(info), std::move(reader));
    }

private:
    UareuOptions options_;
};

}  // namespace

std::span<const UsbModel> uareuModels() { return kModels; }

std::unique_ptr<FingerprintBackend> makeUareuBackend(UareuOptions options) {
    return std::make_unique<UareuBackend>(std::move(options));
}

}  // namespace devices
