#include "devices/scanner/virtual_scanner.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

#include "base/pause.h"
#include "devices/scanner/page_builder.h"
#include "devices/virtual/page.h"

namespace devices {
namespace {

constexpr int kBands = 16;  // of rows in which a page is delivered
const DeviceId kId{"virtual", "scanner"};

DeviceInfo virtualInfo() {
    DeviceInfo info;
    info.id = kId;
    info.kind = Kind::Scanner;
    info.name = "Virtual scanner A3";
    info.reality = Reality::Virtual;
    return info;
}

// Whether the cable is in; shared by the backend and the device it opened.
struct Plug {
    std::mutex mutex;
    int absentFor = 0;  // look-ups during which the scanner stays away after an unplug

    bool in() {
        const std::lock_guard lock(mutex);
        return absentFor == 0;
    }
    void pull() {
        const std::lock_guard lock(mutex);
        absentFor = 1;
    }
    bool lookFor() {
        const std::lock_guard lock(mutex);
        if (absentFor == 0) return true;
        --absentFor;
        return false;
    }
};

bool concernsUs(Fault fault, PageSource source) {
    switch (fault) {
        case Fault::Unplug:
        case Fault::Timeout:
        case Fault::ShortRead:
            return true;
        case Fault::PaperJam:
        case Fault::FeederEmpty:
            return source != PageSource::Flatbed;
        default:
            return false;
    }
}

class VirtualScanner final : public DocumentScanner {
public:
    VirtualScanner(std::shared_ptr<Desk> desk, VirtualScannerPace pace, std::shared_ptr<Plug> plug)
        : desk_(std::move(desk)), pace_(pace), plug_(std::move(plug)) {}

    const DeviceInfo& info() const override { return info_; }
    base::Result<void> ping() override {
        if (!plug_->in()) return base::fail(base::Code::Disconnected, "virtual scanner unplugged");
        return {};
    }
    ScannerCaps caps() override {
        return {{PageSource::Flatbed, PageSource::Feeder, PageSource::FeederDuplex},
                {150, 200, 300},  // drawing more would take longer than a cancel may
                {ColorMode::Color, ColorMode::Grey, ColorMode::Lineart},
                297,
                420};
    }
    base::Result<void> scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) override;

private:
    Fault takeFault(PageSource source);
    base::Result<void> deliver(int index, const PageParams& params, Fault fault, const PageSink& sink,
                               const std::stop_token& stop);

    std::shared_ptr<Desk> desk_;
    VirtualScannerPace pace_;
    std::shared_ptr<Plug> plug_;
    DeviceInfo info_ = virtualInfo();
    std::uint64_t seated_ = 0;  // whose papers lie on the flatbed
    int nextOnBed_ = 0;
};

// A fault meant for another device stays on the desk.
Fault VirtualScanner::takeFault(PageSource source) {
    const Fault fault = desk_->takeFault(Kind::Scanner);
    if (fault == Fault::None || concernsUs(fault, source)) return fault;
    desk_->plan(Kind::Scanner, fault);
    return Fault::None;
}

base::Result<void> VirtualScanner::deliver(int index, const PageParams& params, Fault fault,
                                           const PageSink& sink, const std::stop_token& stop) {
    auto drawn = drawPage(desk_->citizen(), params);
    if (!drawn) return base::pass(drawn.error(), "virtual page");
    PageBuilder page(index, sink);
    page.begin(drawn->width, drawn->height, drawn->format, drawn->dpi);
    const std::size_t stride = drawn->pixels.size() / static_cast<std::size_t>(drawn->height);
    int y = 0;
    for (int band = 1; band <= kBands; ++band) {
        if (auto waited = base::pauseFor(pace_.perPage / kBands, stop); !waited) return waited;
        if (band == kBands / 2 && fault == Fault::PaperJam)
            return base::fail(base::Code::PaperJam, "virtual paper jam");
        if (band == kBands / 2 && fault == Fault::Timeout)
            return base::fail(base::Code::Timeout, "virtual time-out");
        if (band == kBands / 2 && fault == Fault::ShortRead)
            return base::fail(base::Code::DeviceFault, "virtual short read");
        if (band == kBands / 2 && fault == Fault::Unplug) {
            plug_->pull();
            return base::fail(base::Code::Disconnected, "virtual scanner unplugged");
        }
        for (const int end = drawn->height * band / kBands; y < end; ++y) {
            std::memcpy(page.row(y).data(), drawn->pixels.data() + stride * static_cast<std::size_t>(y),
                        stride);
        }
        page.reached(y);
    }
    page.complete();
    return {};
}

base::Result<void> VirtualScanner::scan(const ScanRequest& request, const PageSink& sink,
                                        std::stop_token stop) {
    const auto known = caps();
    if (request.source == PageSource::Unknown || request.size == PageSize::Unknown ||
        std::find(known.dpi.begin(), known.dpi.end(), request.dpi) == known.dpi.end()) {
        return base::fail(base::Code::Unsupported, "the virtual scanner cannot scan that");
    }
    if (auto there = ping(); !there) return there;
    Fault fault = takeFault(request.source);
    if (fault == Fault::FeederEmpty) return base::fail(base::Code::NoPaper, "virtual feeder is empty");

    const VirtualCitizen citizen = desk_->citizen();
    if (seated_ != citizen.seed) nextOnBed_ = 0;
    seated_ = citizen.seed;
    const auto paper = [&](int number) {
        PageParams params = paperBrought(citizen, number);
        params.size = request.size;
        params.mode = request.mode;
        params.dpi = request.dpi;
        return params;
    };
    if (request.source == PageSource::Flatbed) {
        auto done = deliver(0, paper(nextOnBed_), fault, sink, stop);
        if (done) nextOnBed_ = (nextOnBed_ + 1) % kPapersBrought;
        return done;
    }
    int index = 0;
    for (int number = 0; number < kPapersBrought; ++number) {
        // Paper jams after the first page, so that there is something to keep.
        const Fault now =
            number == 0 && fault == Fault::PaperJam ? Fault::None : std::exchange(fault, Fault::None);
        if (auto done = deliver(index++, paper(number), now, sink, stop); !done) return done;
        if (request.source != PageSource::FeederDuplex) continue;
        PageParams back = paper(number);
        back.kind = PaperKind::Blank;
        if (auto done = deliver(index++, back, Fault::None, sink, stop); !done) return done;
    }
    return {};
}

class VirtualScannerBackend final : public ScannerBackend {
public:
    VirtualScannerBackend(std::shared_ptr<Desk> desk, VirtualScannerPace pace)
        : desk_(std::move(desk)), pace_(pace), plug_(std::make_shared<Plug>()) {}

    std::string name() const override { return kId.backend; }
    std::vector<DeviceInfo> enumerate() override {
        if (!plug_->lookFor()) return {};
        return {virtualInfo()};
    }
    base::Result<std::unique_ptr<DocumentScanner>> open(const DeviceId& id, std::stop_token) override {
        if (id != kId || !plug_->in()) return base::fail(base::Code::NoDevice, "no such virtual scanner");
        return std::make_unique<VirtualScanner>(desk_, pace_, plug_);
    }

private:
    std::shared_ptr<Desk> desk_;
    VirtualScannerPace pace_;
    std::shared_ptr<Plug> plug_;
};

}  // namespace

std::unique_ptr<ScannerBackend> makeVirtualScanner(std::shared_ptr<Desk> desk, VirtualScannerPace pace) {
    return std::make_unique<VirtualScannerBackend>(std::move(desk), pace);
}

}  // namespace devices
