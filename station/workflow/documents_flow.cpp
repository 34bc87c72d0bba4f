#include "station/workflow/documents_flow.h"

#include <algorithm>

#include "base/files.h"
#include "base/log.h"
#include "base/path.h"
#include "devices/scanner/page_image.h"

namespace station {
namespace {


struct PartialPage {
    devices::ImagePtr thumbnail;
};

}  // namespace

struct DocumentsFlowModel::Shared : std::enable_shared_from_this<Shared> {
    Dispatcher* dispatcher = nullptr;
    DocumentsFlowModel* owner = nullptr;  // main thread; null when the step has closed
    base::Mailbox<PartialPage> partial;

    template <class Work>
    void post(Work work) {
        dispatcher->post([self = this->shared_from_this(), work = std::move(work)]() mutable {
            if (self->owner != nullptr) work(*self->owner);
        });
    }

    void showPartial(const devices::ImagePtr& image) {
        if (!partial.put({devices::thumbnail(image, kThumbnailSide)})) return;
        post([self = shared_from_this()](DocumentsFlowModel& flow) {
            if (auto page = self->partial.take()) flow.partial_ = std::move(page->thumbnail);
            flow.progress.emit();
        });
    }

    base::Result<void> deliver(const std::string& paper, const devices::ImagePtr& image, bool blank, const devices::DeviceInfo* device) {
        auto capture = devices::encodePage(*image);
        if (!capture) return base::Failure(capture.error());
        if (device != nullptr) {
            capture->device = device->name;
            capture->fromVirtualDevice = device->reality == devices::Reality::Virtual;
        }
        auto page = std::make_shared<devices::Capture>(std::move(*capture));
        post([paper, page, small = devices::thumbnail(image, kThumbnailSide), blank](DocumentsFlowModel& flow) {
            flow.pageDone(paper, std::move(*page), small, blank);
        });
        return {};
    }

    base::Result<void> scan(devices::DocumentScanner& scanner, const devices::ScanRequest& request, const std::string& paper, std::stop_token stop) {
        base::Result<void> kept;
        auto scanned = scanner.scan(request, [&](const devices::PageEvent& event) {
            if (!event.image) return;
            if (!event.complete) return showPartial(event.image);
            if (auto done = deliver(paper, event.image, event.looksBlank, &scanner.info()); !done && kept) kept = done;
        }, std::move(stop));
        return scanned ? kept : scanned;
    }

    base::Result<void> import(const std::string& paper, const std::vector<std::string>& paths, const std::stop_token& stop) {
        for (const auto& path : paths) {
            if (stop.stop_requested()) return base::fail(base::Code::Cancelled, "import stopped");
            const auto file = base::readFile(base::pathOf(path));
            if (!file) return base::Failure(file.error());
            auto read = devices::decodePages(*file, {}, [&](devices::ImagePtr image) { return deliver(paper, image, devices::looksBlank(*image), nullptr); });
            if (!read) return base::Failure(read.error());
        }
        return {};
    }
};

DocumentsFlowModel::DocumentsFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, const Preferences& preferences, base::Pool& pool)
    : enrollment_(enrollment), room_(room), pool_(pool), shared_(std::make_shared<Shared>()),
      deviceLink_(room.changed.connect([this](devices::Kind kind) {
          if (kind != devices::Kind::Scanner) return;
          askCaps();
          deviceChanged.emit();
      })) {
    shared_->dispatcher = &dispatcher;
    shared_->owner = this;
    request_.dpi = preferences.scanDpi;
    askCaps();
}

DocumentsFlowModel::~DocumentsFlowModel() {
    shared_->owner = nullptr;
    cancel();
}

DeviceChip DocumentsFlowModel::scanner() const { return room_.chip(devices::Kind::Scanner); }

void DocumentsFlowModel::askCaps() {
    const auto status = room_.scanner().status();
    if (!status.device) {
        caps_.reset();
        return;
    }
    if (caps_ || status.state == devices::SessionState::Opening) return;
    room_.scanner().post(
        [shared = shared_](devices::DocumentScanner& scanner, std::stop_token) -> base::Result<void> {
            shared->post([caps = scanner.caps()](DocumentsFlowModel& flow) {
                flow.caps_ = caps;
                // A feeder is what a desk with a pile of papers wants.
                const auto has = [&](devices::PageSource s) { return std::find(caps.sources.begin(), caps.sources.end(), s) != caps.sources.end(); };
                if (!has(flow.request_.source) && !caps.sources.empty()) flow.request_.source = caps.sources.front();
                flow.deviceChanged.emit();
            });
            return {};
        },
        nullptr);
}

void DocumentsFlowModel::scan(const std::string& paper) {
    if (scanning()) return;
    pages_ = 0;
    job_ = room_.scanner().post(
        [shared = shared_, request = request_, paper](devices::DocumentScanner& scanner, std::stop_token stop) {
            return shared->scan(scanner, request, paper, std::move(stop));
        },
        [shared = shared_](devices::JobId job, const base::Result<void>& how) {
            shared->post([job, how](DocumentsFlowModel& flow) { flow.scanEnded(job, how); });
        });
    progress.emit();
}

void DocumentsFlowModel::importFiles(const std::string& paper, std::vector<std::string> paths) {
    if (scanning()) return;
    pages_ = 0;
    importStop_ = std::stop_source();
    importing_ = pool_.submit([shared = shared_, paper, paths = std::move(paths), stop = importStop_.get_token()](std::stop_token) {
        const auto how = shared->import(paper, paths, stop);
        shared->post([how](DocumentsFlowModel& flow) { flow.importEnded(how); });
    });
    if (!importing_) ended.emit(base::fail(base::Code::Busy, "too much work waits"));
    progress.emit();
}

void DocumentsFlowModel::cancel() {
    if (job_) room_.scanner().cancel(*job_);
    importStop_.request_stop();
}

void DocumentsFlowModel::pageDone(const std::string& paper, devices::Capture capture, devices::ImagePtr thumbnail, bool looksBlank) {
    partial_.reset();
    ++pages_;
    enrollment_.addPage(paper, std::move(capture), std::move(thumbnail), looksBlank);
    progress.emit();
}

void DocumentsFlowModel::scanEnded(devices::JobId job, const base::Result<void>& how) {
    if (job_ != job) return;
    job_.reset();
    partial_.reset();
    if (!how && how.error().code != base::Code::Cancelled) base::log::failure("scan", how.error());
    ended.emit(how);
}

void DocumentsFlowModel::importEnded(const base::Result<void>& how) {
    importing_ = false;
    if (!how && how.error().code != base::Code::Cancelled) base::log::failure("import", how.error());
    ended.emit(how);
}

}  // namespace station
