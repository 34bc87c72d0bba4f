#include "devices/scanner/wia_scanner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/log.h"
#include "devices/scanner/page_image.h"
#include "devices/scanner/wia_service_win.h"
#include "devices/scanner/wia_transfer_win.h"

namespace devices {
namespace {

using base::Code;

constexpr const char* kBackendName = "wia";
constexpr std::chrono::milliseconds kPingLimit{2000};
constexpr std::chrono::milliseconds kCancelLimit{150};  // of the 300 ms in which a cancel must answer

// The COM thread with the service that lives on it.
struct WiaThread {
    std::shared_ptr<WiaService> service = std::make_shared<WiaService>();
    ComThread thread;  // last: ends before its service goes
    ~WiaThread() {
        thread.post([service = std::exchange(service, nullptr)]() mutable { service.reset(); });
    }
};

// Where the pages of one scan go. Shut before scan() returns: no page of a transfer that was given up reaches
// a sink that is gone.
class Gate {
public:
    explicit Gate(const DocumentScanner::PageSink& sink) : sink_(&sink) {}
    void shut() {
        const std::lock_guard lock(mutex_);
        sink_ = nullptr;
    }
    void pass(ImagePtr image) {
        const bool blank = looksBlank(*image);
        const std::lock_guard lock(mutex_);
        if (sink_ == nullptr) return;
        PageEvent event;
        event.index = pages_++;
        event.rowsRead = image->height;
        event.complete = true;
        event.looksBlank = blank;
        event.image = std::move(image);
        (*sink_)(event);
    }

private:
    std::mutex mutex_;
    const DocumentScanner::PageSink* sink_;
    int pages_ = 0;
};

ImagePtr finished(const ImagePtr& page, const WiaScan& scan) {
    Image image = scan.makeLineart ? toLineart(*page) : *page;
    image.dpi = scan.dpi;  // drivers write anything into the file
    return std::make_shared<const Image>(std::move(image));
}

base::Result<void> passPages(const base::Bytes& file, const WiaScan& scan, Gate& gate) {
    const auto pages = decodePages(file, {}, [&](const ImagePtr& page) -> base::Result<void> {
        gate.pass(finished(page, scan));
        return {};
    });
    if (pages) return {};
    // What we asked for was right; what came was not a picture.
    const Code code = pages.error().code == Code::BadInput ? Code::ProtocolError : pages.error().code;
    return base::fail(code, base::Recovery::OperatorRetry, "WIA page: " + pages.error().detail);
}

// What one scan shares between the session's thread and COM's.
struct Job {
    Job(const DocumentScanner::PageSink& sink, PageSource source)
        : gate(sink),
          transfer(new WiaTransfer(
              source == PageSource::Flatbed ? WiaTransfer::Pages::One : WiaTransfer::Pages::All,
              [this](const base::Bytes& file) { return passPages(file, scan, gate); })) {}

    Gate gate;
    WiaScan scan;  // set before the first page
    ComPtr<WiaTransfer> transfer;
};

base::Result<void> runJob(Job& job, const WiaDevice::Source& source, const ScanRequest& request) {
    WiaProperties properties(source.item.as<wia::IWiaPropertyStorage>());
    const WiaStatus format = properties.setGuid(WiaId::Format, wia::kFormatBmp);
    if (isWiaFailure(format)) return tl::unexpected(wiaError(format, "format"));
    if (const auto tymed = properties.property(WiaId::Tymed); tymed && tymed->now != wia::kTymedFile) {
        const WiaStatus set = properties.set(WiaId::Tymed, wia::kTymedFile);
        if (isWiaFailure(set)) return tl::unexpected(wiaError(set, "medium"));
    }
    auto scan = configureWia(properties, source.input, request);
    if (!scan) return tl::unexpected(scan.error());
    job.scan = *scan;
    return job.transfer->run(source.item);
}

class WiaScanner final : public DocumentScanner {
public:
    WiaScanner(std::shared_ptr<WiaThread> com, DeviceInfo info, std::shared_ptr<WiaDevice> device,
               WiaPatience patience)
        : com_(std::move(com)), info_(std::move(info)), device_(std::move(device)), patience_(patience) {
        std::vector<WiaInput> inputs;
        for (const auto& source : device_->sources) inputs.push_back(source.input);
        caps_ = wiaCaps(inputs);
    }
    // What COM made goes on COM's thread.
    ~WiaScanner() override {
        com_->thread.post([device = std::exchange(device_, nullptr)]() mutable { device.reset(); });
    }
    WiaScanner(const WiaScanner&) = delete;
    WiaScanner& operator=(const WiaScanner&) = delete;

    const DeviceInfo& info() const override { return info_; }
    base::Result<void> ping() override;
    ScannerCaps caps() override { return caps_; }
    base::Result<void> scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) override;

private:
    base::Result<void> wait(const std::shared_ptr<Job>& job, const ScanRequest& request,
                            const std::stop_token& stop);

    std::shared_ptr<WiaThread> com_;
    DeviceInfo info_;
    std::shared_ptr<WiaDevice> device_;
    WiaPatience patience_;
    ScannerCaps caps_;
};

// No answer in time is a service that is busy, not a scanner that has gone.
base::Result<void> WiaScanner::ping() {
    const auto listed = com_->thread.call([service = com_->service] { return service->list(); }, kPingLimit);
    if (!listed || !*listed) return {};
    const bool there = std::any_of((*listed)->begin(), (*listed)->end(),
                                   [&](const DeviceInfo& d) { return d.id == info_.id; });
    if (!there) return base::fail(Code::Disconnected, "the WIA scanner has gone");
    return {};
}

base::Result<void> WiaScanner::wait(const std::shared_ptr<Job>& job, const ScanRequest& request,
                                    const std::stop_token& stop) {
    struct End {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::optional<base::Result<void>> result;
    };
    const auto end = std::make_shared<End>();
    com_->thread.post([end, job, request, device = device_] {
        const auto source = std::find_if(device->sources.begin(), device->sources.end(),
                                         [&](const auto& s) { return s.input.source == request.source; });
        auto result = runJob(*job, *source, request);
        const std::lock_guard lock(end->mutex);
        end->result = std::move(result);
        end->wake.notify_all();
    });
    const auto over = [&] { return end->result.has_value(); };
    std::unique_lock lock(end->mutex);
    while (!over() && !stop.stop_requested()) {
        const auto deadline = job->transfer->lastSign() + patience_.silence;
        if (std::chrono::steady_clock::now() >= deadline) break;
        end->wake.wait_until(lock, stop, deadline, over);
    }
    if (over()) return *end->result;
    lock.unlock();
    job->transfer->cancel();
    lock.lock();
    end->wake.wait_for(lock, kCancelLimit, over);
    if (stop.stop_requested()) return base::fail(Code::Cancelled, "scan cancelled");
    return base::fail(Code::Timeout, "the WIA scanner said nothing for too long");
}

base::Result<void> WiaScanner::scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) {
    if (stop.stop_requested()) return base::fail(Code::Cancelled, "scan cancelled");
    const bool known = std::any_of(device_->sources.begin(), device_->sources.end(),
                                   [&](const auto& s) { return s.input.source == request.source; });
    if (!known) return base::fail(Code::Unsupported, "the WIA scanner has no such source");
    const InApartment apartment;  // cancelling is a COM call too
    const auto job = std::make_shared<Job>(sink, request.source);
    auto result = wait(job, request, stop);
    job->gate.shut();
    return result;
}

class WiaBackend final : public ScannerBackend {
public:
    explicit WiaBackend(WiaPatience patience) : patience_(patience) {}

    std::string name() const override { return kBackendName; }

    std::vector<DeviceInfo> enumerate() override {
        auto listed =
            com().thread.call([service = com_->service] { return service->list(); }, patience_.control);
        if (!listed) {
            told(base::fail(Code::Timeout, "the WIA service does not answer").value());
        } else if (!*listed) {
            told((*listed).error());
        } else {
            problem_.clear();
        }
        return listed && *listed ? std::move(**listed) : std::vector<DeviceInfo>();
    }

    base::Result<std::unique_ptr<DocumentScanner>> open(const DeviceId& id, std::stop_token stop) override {
        if (id.backend != kBackendName) return base::fail(Code::NoDevice, "not a WIA scanner");
        DeviceInfo info;
        for (auto& device : enumerate()) {
            if (device.id == id) info = std::move(device);
        }
        if (info.id != id) return base::fail(Code::NoDevice, "no such WIA scanner");
        auto opened = com().thread.call(
            [service = com_->service, address = id.address] { return service->open(address); },
            patience_.control, stop);
        if (!opened && stop.stop_requested()) return base::fail(Code::Cancelled, "opening cancelled");
        if (!opened) return base::fail(Code::Timeout, "the WIA scanner does not open");
        if (!*opened) return tl::unexpected((*opened).error());
        return std::make_unique<WiaScanner>(com_, std::move(info), std::move(**opened), patience_);
    }

private:
    // Started late: on the session's thread, not the window's.
    WiaThread& com() {
        if (!com_) com_ = std::make_shared<WiaThread>();
        return *com_;
    }

    // It is looked for every second: a service that is switched off is said once.
    void told(const base::Error& error) {
        if (std::exchange(problem_, error.detail) != error.detail) base::log::failure("wia-list", error);
    }

    WiaPatience patience_;
    std::shared_ptr<WiaThread> com_;
    std::string problem_;
};

}  // namespace

std::unique_ptr<ScannerBackend> makeWiaScanner(WiaPatience patience) {
    return std::make_unique<WiaBackend>(patience);
}

}  // namespace devices
