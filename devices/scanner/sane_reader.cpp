#include "devices/scanner/sane_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>

#include "base/pause.h"
#include "devices/scanner/sane_library.h"

namespace devices {
namespace {

using Time = std::chrono::steady_clock;

constexpr int kPollMs = 50;                       // between looks at the stop token
constexpr std::chrono::milliseconds kGrace{100};  // for a driver to return by itself after a stop
constexpr std::chrono::milliseconds kWarmUpPause{500};
constexpr std::size_t kReadBytes = 64u << 10;
constexpr int kMaxRowBytes = 1 << 20;
constexpr int kMaxRows = 60'000;

}  // namespace

// Interrupts a driver's blocking call: sane_cancel is the one function that may be called meanwhile
// (SANE 4.3.11). Fires a little after a stop, or when the call has taken too long, and never between two
// calls.
class SaneReader::Interrupter {
public:
    Interrupter(SANE_Handle device, std::chrono::milliseconds limit, std::stop_token stop)
        : device_(device),
          limit_(limit),
          stop_(std::move(stop)),
          onStop_(stop_, [this] { notify(); }),
          thread_([this](const std::stop_token& ended) { run(ended); }) {}

    template <class Call>
    auto during(const Call& call) {
        setBusy(Time::now() + limit_);
        const auto value = call();
        setBusy(std::nullopt);
        return value;
    }

private:
    void notify() {
        { const std::lock_guard lock(mutex_); }
        wake_.notify_all();
    }
    void setBusy(std::optional<Time::time_point> until) {
        {
            const std::lock_guard lock(mutex_);
            busyUntil_ = until;
        }
        wake_.notify_all();
    }
    void run(const std::stop_token& ended) {
        const auto idle = [this] { return !busyUntil_.has_value(); };
        std::unique_lock lock(mutex_);
        while (!ended.stop_requested()) {
            if (idle()) {
                wake_.wait(lock, ended, [&] { return !idle(); });
                continue;
            }
            wake_.wait_until(lock, ended, *busyUntil_, [&] { return idle() || stop_.stop_requested(); });
            if (idle() || wake_.wait_for(lock, ended, kGrace, idle) || ended.stop_requested()) continue;
            if (!stop_.stop_requested() && Time::now() < *busyUntil_) continue;  // meanwhile another call
            sane_cancel(device_);
            wake_.wait(lock, ended, idle);
        }
    }

    SANE_Handle device_;
    std::chrono::milliseconds limit_;
    std::stop_token stop_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Time::time_point> busyUntil_;  // a call is running
    std::stop_callback<std::function<void()>> onStop_;
    std::jthread thread_;  // last: it uses everything above
};

namespace {

// One row of a frame as Grey8, or into the blue-green-red of a page. SANE's one-bit rows have 1 for black.
struct RowShape {
    SANE_Frame format = SANE_FRAME_GRAY;
    int depth = 8;
    int width = 0;
    bool colorPage = false;

    // Where the sample `channel` of a frame goes in the page's dot.
    std::size_t target(std::size_t channel) const {
        switch (format) {
            case SANE_FRAME_RGB:
                return 2 - channel;
            case SANE_FRAME_RED:
                return 2;
            case SANE_FRAME_GREEN:
                return 1;
            default:
                return 0;
        }
    }
    std::uint8_t sample(std::span<const std::uint8_t> raw, std::size_t index) const {
        if (depth == 16) {
            std::array<std::uint8_t, 2> bytes{raw[index * 2], raw[index * 2 + 1]};
            return static_cast<std::uint8_t>(std::bit_cast<std::uint16_t>(bytes) >>
                                             8);  // the machine's byte order
        }
        return raw[index];
    }
    void convert(std::span<const std::uint8_t> raw, std::span<std::uint8_t> out) const {
        const std::size_t channels = format == SANE_FRAME_RGB ? 3 : 1;
        const std::size_t stride = colorPage ? 3 : 1;
        for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
            if (depth == 1) {
                const bool black = (raw[x / 8] >> (7 - x % 8) & 1) != 0;
                out[x * stride] = black ? 0 : 255;
                continue;
            }
            for (std::size_t c = 0; c < channels; ++c)
                out[x * stride + (colorPage ? target(c) : 0)] = sample(raw, x * channels + c);
        }
    }
};

base::Result<RowShape> shapeOf(const SANE_Parameters& p) {
    RowShape shape{p.format, p.depth, p.pixels_per_line, p.format != SANE_FRAME_GRAY};
    const int channels = p.format == SANE_FRAME_RGB ? 3 : 1;
    const std::int64_t bits = static_cast<std::int64_t>(p.pixels_per_line) * channels * p.depth;
    const bool known = p.depth == 8 || p.depth == 16 || (p.depth == 1 && p.format == SANE_FRAME_GRAY);
    const bool sound = p.pixels_per_line > 0 && p.bytes_per_line > 0 && p.bytes_per_line <= kMaxRowBytes &&
                       static_cast<std::int64_t>(p.bytes_per_line) * 8 >= bits && p.format <= SANE_FRAME_BLUE;
    if (!known || !sound) return base::fail(base::Code::Unsupported, "SANE frame of an unknown kind");
    return shape;
}

}  // namespace

SaneReader::SaneReader(SANE_Handle device, std::chrono::milliseconds silence, std::stop_token stop)
    : device_(device),
      silence_(silence),
      stop_(std::move(stop)),
      interrupter_(std::make_unique<Interrupter>(device, silence, stop_)) {}

SaneReader::~SaneReader() = default;

base::Result<void> SaneReader::gaveUp() const {
    if (stop_.stop_requested()) return base::fail(base::Code::Cancelled, "scan cancelled");
    if (Time::now() - lastByte_ > silence_)
        return base::fail(base::Code::Timeout, "the scanner has fallen silent");
    return {};
}

base::Result<void> SaneReader::start() {
    lastByte_ = Time::now();
    for (;;) {
        if (auto going = gaveUp(); !going) return going;
        const SANE_Status status = interrupter_->during([this] { return sane_start(device_); });
        if (auto going = gaveUp(); !going) return going;
        if (status == SANE_STATUS_GOOD) return {};
        if (static_cast<int>(status) != kSaneWarmingUp)
            return tl::unexpected(saneError(status, "sane_start"));
        if (auto waited = base::pauseFor(kWarmUpPause, stop_); !waited) return waited;
    }
}

void SaneReader::chooseWaiting() {
    wait_ = Wait::Blocking;
    if (sane_set_io_mode(device_, SANE_TRUE) != SANE_STATUS_GOOD) return;
    if (sane_get_select_fd(device_, &fd_) == SANE_STATUS_GOOD) {
        wait_ = Wait::Ready;
    } else {
        sane_set_io_mode(device_, SANE_FALSE);
    }
}

base::Result<void> SaneReader::waitForData() {
    for (;;) {
        if (auto going = gaveUp(); !going) return going;
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, kPollMs) > 0) return {};
    }
}

// Zero bytes mean the end of the frame.
base::Result<std::size_t> SaneReader::readSome(std::span<std::uint8_t> buffer) {
    for (;;) {
        if (auto going = gaveUp(); !going) return tl::unexpected(going.error());
        if (wait_ == Wait::Ready) {
            if (auto ready = waitForData(); !ready) return tl::unexpected(ready.error());
        }
        SANE_Int count = 0;
        const SANE_Status status = interrupter_->during(
            [&] { return sane_read(device_, buffer.data(), static_cast<SANE_Int>(buffer.size()), &count); });
        if (status == SANE_STATUS_EOF) return 0;
        if (auto going = gaveUp(); !going) return tl::unexpected(going.error());
        if (status != SANE_STATUS_GOOD) return tl::unexpected(saneError(status, "sane_read"));
        if (count > 0) {
            lastByte_ = Time::now();
            return static_cast<std::size_t>(count);
        }
    }
}

base::Result<SANE_Parameters> SaneReader::readFrame(PageBuilder& page, double dpi, int frameNumber) {
    if (auto started = start(); !started) return tl::unexpected(started.error());
    SANE_Parameters parameters{};
    if (const auto status = sane_get_parameters(device_, &parameters); status != SANE_STATUS_GOOD) {
        return tl::unexpected(saneError(status, "sane_get_parameters"));
    }
    const auto shape = shapeOf(parameters);
    if (!shape) return tl::unexpected(shape.error());
    chooseWaiting();
    if (frameNumber == 0) {
        page.begin(shape->width, std::max(0, parameters.lines),
                   shape->colorPage ? PixelFormat::Bgr24 : PixelFormat::Grey8, dpi);
    } else if (page.width() != shape->width || !shape->colorPage) {
        return base::fail(base::Code::DeviceFault, "SANE frames of one page differ");
    }
    const auto rowBytes = static_cast<std::size_t>(parameters.bytes_per_line);
    base::Bytes buffer(kReadBytes);
    base::Bytes row;
    row.reserve(rowBytes);
    int y = 0;
    for (;;) {
        const auto count = readSome(buffer);
        if (!count) return tl::unexpected(count.error());
        if (*count == 0) break;
        std::span<const std::uint8_t> rest(buffer.data(), *count);
        while (!rest.empty()) {
            const std::size_t taken = std::min(rowBytes - row.size(), rest.size());
            row.insert(row.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(taken));
            rest = rest.subspan(taken);
            if (row.size() < rowBytes) break;
            if (y >= kMaxRows) return base::fail(base::Code::TooLarge, "a SANE page without end");
            shape->convert(row, page.row(y));
            row.clear();
            page.reached(++y);
        }
    }
    if (y == 0 || (parameters.lines > 0 && y < parameters.lines)) {
        return base::fail(base::Code::DeviceFault, "the page ended after " + std::to_string(y) + " rows");
    }
    return parameters;
}

base::Result<void> SaneReader::readPage(PageBuilder& page, double dpi) {
    constexpr int kMostFrames = 3;
    for (int frame = 0; frame < kMostFrames; ++frame) {
        const auto parameters = readFrame(page, dpi, frame);
        if (!parameters) return tl::unexpected(parameters.error());
        if (parameters->last_frame) break;
    }
    page.complete();
    return {};
}

}  // namespace devices
