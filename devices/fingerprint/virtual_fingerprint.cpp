#include "devices/fingerprint/virtual_fingerprint.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "base/pause.h"
#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/live_judge.h"
#include "devices/fingerprint/virtual_hand.h"

namespace devices {
namespace {

using base::Code;

constexpr const char* kBackend = "virtual";
constexpr int kUnplugFrame = 4;
constexpr int kTimeoutFrame = 6;

// What outlives one opened device: whether it is plugged in, and how often it was pressed.
struct Socket {
    std::atomic<int> searchesWithout{0};  // this many searches still find nothing
    std::atomic<bool> opened{false};
    std::atomic<std::uint64_t> touches{0};
};

DeviceInfo describe(VirtualModel model) {
    const bool slap = model == VirtualModel::SlapScanner;
    return {{kBackend, slap ? "slap" : "single"},
            Kind::Fingerprint,
            slap ? "Virtual ten-print scanner" : "Virtual single-finger reader",
            "",
            Reality::Virtual};
}

FingerprintCaps capsOf(VirtualModel model) {
    FingerprintCaps caps;
    const bool slap = model == VirtualModel::SlapScanner;
    caps.rightFour = slap;
    caps.twoThumbs = slap;
    caps.single = true;
    caps.rolled = slap;
    const GlassSize glass = glassOf(model);
    caps.imageWidth = glass.width;
    caps.imageHeight = glass.height;
    caps.dpi = 500;
    return caps;
}

// The Desk's next fault if it can happen to this request; any other stays planned for the device it concerns.
Fault takeOwnFault(Desk& desk, const FingerprintRequest& request) {
    const Fault fault = desk.takeFault(Kind::Fingerprint);
    const bool four = request.placement == Placement::RightFour || request.placement == Placement::LeftFour;
    const bool several =
        request.expected.size() > 1 || (request.expected.empty() && !fingersOf(request.placement).empty());
    switch (fault) {
        case Fault::Unplug:
        case Fault::Timeout:
            return fault;
        case Fault::WrongHand:
            if (four) return fault;
            break;
        case Fault::MissingFinger:
            if (several) return fault;
            break;
        default:
            break;
    }
    if (fault != Fault::None) desk.plan(Kind::Fingerprint, fault);
    return Fault::None;
}

// Even steps of time that a stop request ends at once.
class Ticker {
public:
    explicit Ticker(std::chrono::milliseconds every)
        : every_(every), next_(std::chrono::steady_clock::now()) {}
    // False when stopped. A late picture does not make the next ones hurry.
    bool wait(const std::stop_token& stop) {
        next_ = std::max(next_ + every_, std::chrono::steady_clock::now());
        return base::pauseUntil(next_, stop).has_value();
    }

private:
    std::chrono::milliseconds every_;
    std::chrono::steady_clock::time_point next_;
};

class VirtualScanner final : public FingerprintScanner {
public:
    VirtualScanner(std::shared_ptr<Desk> desk, std::shared_ptr<Socket> socket,
                   VirtualFingerprintOptions options)
        : desk_(std::move(desk)),
          socket_(std::move(socket)),
          options_(options),
          info_(describe(options.model)) {}
    VirtualScanner(const VirtualScanner&) = delete;
    VirtualScanner& operator=(const VirtualScanner&) = delete;
    ~VirtualScanner() override { socket_->opened = false; }

    const DeviceInfo& info() const override { return info_; }
    FingerprintCaps caps() const override { return capsOf(options_.model); }

    base::Result<void> ping() override {
        if (socket_->searchesWithout > 0) return base::fail(Code::Disconnected, "virtual scanner unplugged");
        return {};
    }

    base::Result<FingerprintResult> capture(const FingerprintRequest& request, const PreviewSink& preview,
                                            std::stop_token stop) override {
        if (auto good = checkRequest(caps(), request); !good) return tl::unexpected(good.error());
        if (auto here = ping(); !here) return tl::unexpected(here.error());
        const Fault fault = takeOwnFault(*desk_, request);
        VirtualHand hand(*desk_, options_.model, request, fault, ++socket_->touches);
        LiveJudge judge(request);
        Ticker ticker(options_.frameEvery);
        for (int frame = 0;; ++frame) {
            if (!ticker.wait(stop)) return base::fail(Code::Cancelled, "capture cancelled");
            if (fault == Fault::Unplug && frame == kUnplugFrame) return unplug();
            if (fault == Fault::Timeout && frame == kTimeoutFrame)
                return base::fail(Code::Timeout, "virtual scanner does not answer");
            auto picture = hand.frame(frame, stop);
            if (!picture) return base::fail(Code::Cancelled, "capture cancelled");
            const auto seen = judge.look(std::move(picture));
            const bool now = preview && preview(seen);
            if (!now && !(request.autoCapture && judge.satisfied())) continue;
            if (seen.fingers.empty()) return base::fail(Code::QualityTooLow, "no finger on the glass");
            return judge.finish(seen);
        }
    }

private:
    base::Result<FingerprintResult> unplug() {
        socket_->searchesWithout = 1;
        return base::fail(Code::Disconnected, "virtual scanner unplugged");
    }

    std::shared_ptr<Desk> desk_;
    std::shared_ptr<Socket> socket_;
    VirtualFingerprintOptions options_;
    DeviceInfo info_;
};

class VirtualBackend final : public FingerprintBackend {
public:
    VirtualBackend(std::shared_ptr<Desk> desk, VirtualFingerprintOptions options)
        : desk_(std::move(desk)), options_(options), socket_(std::make_shared<Socket>()) {}

    std::string name() const override { return kBackend; }

    std::vector<DeviceInfo> enumerate() override {
        if (socket_->searchesWithout > 0) {
            --socket_->searchesWithout;
            return {};
        }
        return {describe(options_.model)};
    }

    base::Result<std::unique_ptr<FingerprintScanner>> open(const DeviceId& id,
                                                           std::stop_token stop) override {
        if (stop.stop_requested()) return base::fail(Code::Cancelled, "open cancelled");
        if (!(id == describe(options_.model).id))
            return base::fail(Code::NoDevice, "no such virtual scanner");
        if (socket_->searchesWithout > 0) return base::fail(Code::Disconnected, "virtual scanner unplugged");
        if (socket_->opened.exchange(true)) return base::fail(Code::Busy, "virtual scanner is already open");
        return std::make_unique<VirtualScanner>(desk_, socket_, options_);
    }

private:
    std::shared_ptr<Desk> desk_;
    VirtualFingerprintOptions options_;
    std::shared_ptr<Socket> socket_;
};

}  // namespace

std::unique_ptr<FingerprintBackend> makeVirtualFingerprintBackend(std::shared_ptr<Desk> desk,
                                                                  VirtualFingerprintOptions options) {
    return std::make_unique<VirtualBackend>(std::move(desk), options);
}

}  // namespace devices
