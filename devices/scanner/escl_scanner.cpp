#include "devices/scanner/escl_scanner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/pause.h"
#include "base/text.h"
#include "devices/scanner/escl_http.h"
#include "devices/scanner/escl_xml.h"
#include "devices/scanner/page_builder.h"
#include "devices/scanner/page_jpeg.h"

namespace devices {
namespace {

constexpr const char* kBackendName = "escl";
constexpr double kMmPerInch = 25.4;
constexpr int kSlack = 24;                              // 2 mm: a bed of 2550 x 3500 units still takes an A4
constexpr std::chrono::milliseconds kDeleteLimit{200};  // a cancel must answer within 300 ms
constexpr std::chrono::milliseconds kRetryLeast{100};
constexpr std::chrono::milliseconds kRetryDefault{2000};
constexpr std::uint64_t kMaxPageBytes = 256u << 20;
constexpr int kMaxPages = 1000;  // of one job: a scanner that never ends is broken

int unitsOf(double mm) {
    return dotsOf(mm, kEsclUnitsPerInch);
}
double mmOf(int units) {
    return units / kEsclUnitsPerInch * kMmPerInch;
}

// What the scanner's state means for a scan from this source; success when nothing is wrong.
base::Result<void> judge(const EsclStatus& status, PageSource source) {
    if (source != PageSource::Flatbed) {
        switch (status.feeder) {
            case EsclFeeder::Empty:
                return base::fail(base::Code::NoPaper, "eSCL feeder is empty");
            case EsclFeeder::Jam:
                return base::fail(base::Code::PaperJam, "eSCL feeder is jammed");
            case EsclFeeder::Mispick:
                return base::fail(base::Code::PaperJam, "eSCL feeder took no or several sheets");
            case EsclFeeder::HatchOpen:
                return base::fail(base::Code::CoverOpen, "eSCL feeder hatch is open");
            case EsclFeeder::Fault:
                return base::fail(base::Code::DeviceFault, "eSCL feeder fault");
            default:
                break;
        }
    }
    if (status.state == EsclState::Stopped || status.state == EsclState::Down) {
        return base::fail(base::Code::DeviceFault, "eSCL scanner is out of service");
    }
    return {};
}

class EsclClient {
public:
    EsclClient(const EsclTarget& target, const EsclPatience& patience)
        : http_(target, patience.connect), patience_(patience) {}

    base::Result<EsclCaps> caps(const std::stop_token& stop) {
        auto reply = control(EsclHttp::Method::Get, http_.root() + "/ScannerCapabilities", stop);
        if (!reply) return tl::unexpected(reply.error());
        if (reply->status != 200) return unexpected("capabilities", reply->status);
        return parseEsclCaps(reply->body);
    }
    base::Result<EsclStatus> status(const std::stop_token& stop) {
        auto reply = control(EsclHttp::Method::Get, http_.root() + "/ScannerStatus", stop);
        if (!reply) return tl::unexpected(reply.error());
        if (reply->status != 200) return unexpected("status", reply->status);
        return parseEsclStatus(reply->body);
    }
    // The path of the new job. A busy scanner is asked again until its patience is at an end.
    base::Result<std::string> createJob(const EsclJob& job, const std::stop_token& stop);

    enum class Next { Unknown = 0, Page, NoMore };
    base::Result<Next> nextDocument(const std::string& job, const EsclHttp::BodySink& sink,
                                    const std::stop_token& stop);
    void deleteJob(const std::string& job) {
        EsclHttp::Request request;
        request.method = EsclHttp::Method::Delete;
        request.path = job;
        request.limit = kDeleteLimit;
        if (auto done = http_.send(request, {}); !done) base::log::failure("escl-delete-job", done.error());
    }

private:
    base::Result<HttpReply> control(EsclHttp::Method method, const std::string& path,
                                    const std::stop_token& stop) {
        EsclHttp::Request request;
        request.method = method;
        request.path = path;
        request.limit = patience_.control;
        return http_.send(request, stop);
    }
    static tl::unexpected<base::Error> unexpected(const std::string& what, long status) {
        return base::fail(base::Code::ProtocolError, "eSCL " + what + " answered " + std::to_string(status));
    }
    // Sends until the answer is not 503 or the scanner has been busy for too long.
    base::Result<HttpReply> sendPatiently(const EsclHttp::Request& request, const std::stop_token& stop);

    EsclHttp http_;
    EsclPatience patience_;
};

base::Result<HttpReply> EsclClient::sendPatiently(const EsclHttp::Request& request,
                                                  const std::stop_token& stop) {
    const auto deadline = std::chrono::steady_clock::now() + patience_.busy;
    for (;;) {
        auto reply = http_.send(request, stop);
        if (!reply || reply->status != 503) return reply;
        const auto wait =
            reply->retryAfter.count() > 0 ? std::max(kRetryLeast, reply->retryAfter) : kRetryDefault;
        if (std::chrono::steady_clock::now() + wait > deadline) {
            return base::fail(base::Code::Busy, "eSCL scanner stays busy");
        }
        if (auto waited = base::pauseFor(wait, stop); !waited) return tl::unexpected(waited.error());
    }
}

base::Result<std::string> EsclClient::createJob(const EsclJob& job, const std::stop_token& stop) {
    EsclHttp::Request request;
    request.method = EsclHttp::Method::Post;
    request.path = http_.root() + "/ScanJobs";
    request.body = esclScanSettings(job);
    request.limit = patience_.control;
    auto reply = sendPatiently(request, stop);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status == 409 || reply->status == 400) {
        return base::fail(base::Code::Unsupported, "eSCL scanner refuses these settings");
    }
    if (reply->status != 201) return unexpected("job", reply->status);
    // Only the path is taken: the scanner may not send us to another host.
    std::string path = pathOfUrl(reply->location);
    while (!path.empty() && path.back() == '/') path.pop_back();
    if (path.empty()) return base::fail(base::Code::ProtocolError, "eSCL job without a location");
    return path;
}

base::Result<EsclClient::Next> EsclClient::nextDocument(const std::string& job,
                                                        const EsclHttp::BodySink& sink,
                                                        const std::stop_token& stop) {
    EsclHttp::Request request;
    request.path = job + "/NextDocument";
    request.limit = std::chrono::milliseconds(0);
    request.silence = patience_.silence;
    request.maxBody = kMaxPageBytes;
    request.sink = sink;
    auto reply = sendPatiently(request, stop);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status == 404 || reply->status == 410) return Next::NoMore;
    if (reply->status != 200) return unexpected("page", reply->status);
    return Next::Page;
}

class EsclScanner final : public DocumentScanner {
public:
    EsclScanner(DeviceInfo info, EsclCaps caps, std::unique_ptr<EsclClient> client)
        : info_(std::move(info)), caps_(std::move(caps)), client_(std::move(client)) {}

    const DeviceInfo& info() const override { return info_; }
    base::Result<void> ping() override {
        auto status = client_->status({});
        if (!status) return base::fail(base::Code::Disconnected, status.error().detail);
        return {};
    }
    ScannerCaps caps() override;
    base::Result<void> scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) override;

private:
    base::Result<EsclJob> plan(const ScanRequest& request) const;
    base::Result<int> readPages(const EsclJob& job, const std::string& path, const ScanRequest& request,
                                const PageSink& sink, const std::stop_token& stop);
    base::Result<EsclClient::Next> readPage(int index, const EsclJob& job, const std::string& path,
                                            const ScanRequest& request, const PageSink& sink,
                                            const std::stop_token& stop);
    base::Error explained(const base::Error& error, PageSource source, const std::stop_token& stop);

    DeviceInfo info_;
    EsclCaps caps_;
    std::unique_ptr<EsclClient> client_;
};

ScannerCaps EsclScanner::caps() {
    ScannerCaps all;
    for (const auto source : {PageSource::Flatbed, PageSource::Feeder, PageSource::FeederDuplex}) {
        const EsclInput* input = caps_.input(source);
        if (input == nullptr) continue;
        if (all.sources.empty()) {
            all.dpi = input->dpi;
            all.modes = input->modes;
        }
        // Named is what every source can do, so that any choice of them is a request that works.
        std::erase_if(
            all.dpi, [&](int dpi) { return !std::binary_search(input->dpi.begin(), input->dpi.end(), dpi); });
        std::erase_if(all.modes, [&](ColorMode mode) {
            return std::find(input->modes.begin(), input->modes.end(), mode) == input->modes.end();
        });
        all.sources.push_back(source);
        all.maxWidthMm = std::max(all.maxWidthMm, mmOf(input->maxWidth));
        all.maxHeightMm = std::max(all.maxHeightMm, mmOf(input->maxHeight));
    }
    return all;
}

base::Result<EsclJob> EsclScanner::plan(const ScanRequest& request) const {
    const EsclInput* input = caps_.input(request.source);
    if (input == nullptr) return base::fail(base::Code::Unsupported, "the eSCL scanner has no such source");
    if (!std::binary_search(input->dpi.begin(), input->dpi.end(), request.dpi)) {
        return base::fail(base::Code::Unsupported, "the eSCL scanner has no such resolution");
    }
    if (std::find(input->modes.begin(), input->modes.end(), request.mode) == input->modes.end()) {
        return base::fail(base::Code::Unsupported, "the eSCL scanner has no such color mode");
    }
    EsclJob job{caps_.version, request.source, request.mode, request.dpi, input->maxWidth, input->maxHeight};
    if (request.size != PageSize::Auto) {
        const PaperMm paper = paperMm(request.size);
        const int width = unitsOf(paper.width);
        const int height = unitsOf(paper.height);
        if (width == 0 || width > input->maxWidth + kSlack || height > input->maxHeight + kSlack) {
            return base::fail(base::Code::Unsupported, "the paper is larger than the eSCL scanner");
        }
        job.width = std::min(width, input->maxWidth);
        job.height = std::min(height, input->maxHeight);
    }
    return job;
}

// The scanner's own state says more than an HTTP status or a broken connection.
base::Error EsclScanner::explained(const base::Error& error, PageSource source, const std::stop_token& stop) {
    if (error.code == base::Code::Cancelled || error.code == base::Code::Busy) return error;
    const auto status = client_->status(stop);
    if (!status) {
        const bool silent =
            status.error().code == base::Code::Disconnected || status.error().code == base::Code::Timeout;
        return silent ? base::fail(base::Code::Disconnected, status.error().detail).value() : error;
    }
    const auto judged = judge(*status, source);
    if (!judged && judged.error().code != base::Code::NoPaper) return judged.error();
    // What we asked for was right; what came was not a picture.
    if (error.code == base::Code::BadInput)
        return base::fail(base::Code::ProtocolError, error.detail).value();
    return error;
}

base::Result<EsclClient::Next> EsclScanner::readPage(int index, const EsclJob& job, const std::string& path,
                                                     const ScanRequest& request, const PageSink& sink,
                                                     const std::stop_token& stop) {
    const bool lineart = request.mode == ColorMode::Lineart;
    PageBuilder page(index, sink, lineart ? PageBuilder::Finish::Lineart : PageBuilder::Finish::AsRead);
    JpegStream::Sinks rows;
    rows.begin = [&](int width, int height, PixelFormat format, double dpi) {
        // Many scanners write 72 or nothing into the file. The region's width is known, so the truth can be
        // told.
        const double implied = width * kEsclUnitsPerInch / job.width;
        const bool asAsked =
            std::abs(dpi - request.dpi) < 1 || std::abs(implied - request.dpi) < 0.03 * request.dpi;
        page.begin(width, height, format, asAsked ? request.dpi : implied);
    };
    rows.row = [&](int y, base::ByteView row) {
        std::copy(row.begin(), row.end(), page.row(y).begin());
        page.reached(y + 1);
    };
    JpegStream stream({}, std::move(rows));
    auto next = client_->nextDocument(
        path, [&](base::ByteView bytes) { return stream.feed(bytes); }, stop);
    if (!next || *next == EsclClient::Next::NoMore) return next;
    if (auto whole = stream.finish(); !whole) {
        return base::fail(whole.error().code, base::Recovery::OperatorRetry,
                          "eSCL page: " + whole.error().detail);
    }
    page.complete();
    return next;
}

base::Result<int> EsclScanner::readPages(const EsclJob& job, const std::string& path,
                                         const ScanRequest& request, const PageSink& sink,
                                         const std::stop_token& stop) {
    for (int index = 0; index < kMaxPages; ++index) {
        const auto next = readPage(index, job, path, request, sink, stop);
        if (!next) return tl::unexpected(explained(next.error(), request.source, stop));
        if (*next == EsclClient::Next::NoMore) return index;
        if (request.source == PageSource::Flatbed) return 1;
    }
    return base::fail(base::Code::ProtocolError, "the eSCL job does not end");
}

base::Result<void> EsclScanner::scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) {
    const auto job = plan(request);
    if (!job) return tl::unexpected(job.error());
    const auto before = client_->status(stop);
    if (!before) return tl::unexpected(before.error());
    if (auto ready = judge(*before, request.source); !ready) return ready;
    const auto path = client_->createJob(*job, stop);
    if (!path) return tl::unexpected(explained(path.error(), request.source, stop));

    const auto pages = readPages(*job, *path, request, sink, stop);
    if (!pages) {
        client_->deleteJob(*path);
        return tl::unexpected(pages.error());
    }
    if (request.source == PageSource::Flatbed) {
        client_->deleteJob(*path);  // some scanners keep a flatbed job open for a second page
        return *pages > 0 ? base::Result<void>{}
                          : base::fail(base::Code::DeviceFault, "the eSCL scanner gave no page");
    }
    // The pages end alike when the feeder ran empty and when it jammed.
    const auto after = client_->status(stop);
    if (!after) return tl::unexpected(after.error());
    const auto judged = judge(*after, request.source);
    if (!judged && (judged.error().code != base::Code::NoPaper || *pages == 0)) return judged;
    if (*pages == 0) return base::fail(base::Code::NoPaper, "the eSCL feeder gave no page");
    return {};
}

class EsclBackend final : public ScannerBackend {
public:
    EsclBackend(std::vector<EsclTarget> targets, EsclPatience patience)
        : targets_(std::move(targets)), patience_(patience) {}

    std::string name() const override { return kBackendName; }

    std::vector<DeviceInfo> enumerate() override {
        std::vector<DeviceInfo> found;
        for (const auto& target : targets_) {
            EsclPatience quick = patience_;
            quick.control = std::min(patience_.control, 2 * patience_.connect);
            EsclClient client(target, quick);
            if (auto caps = client.caps({})) {
                found.push_back(describe(target, *caps));
            } else if (caps.error().code != base::Code::Disconnected) {
                base::log::failure("escl-enumerate", caps.error());
            }
        }
        return found;
    }

    base::Result<std::unique_ptr<DocumentScanner>> open(const DeviceId& id, std::stop_token stop) override {
        const auto target = std::find_if(targets_.begin(), targets_.end(), [&](const EsclTarget& t) {
            return id.backend == kBackendName && t.url == id.address;
        });
        if (target == targets_.end())
            return base::fail(base::Code::NoDevice, "no such eSCL scanner is configured");
        auto client = std::make_unique<EsclClient>(*target, patience_);
        auto caps = client->caps(stop);
        if (!caps) return base::pass(caps.error(), "eSCL open");
        auto info = describe(*target, *caps);
        return std::make_unique<EsclScanner>(std::move(info), std::move(*caps), std::move(client));
    }

private:
    static DeviceInfo describe(const EsclTarget& target, const EsclCaps& caps) {
        DeviceInfo info;
        info.id = {kBackendName, target.url};
        info.kind = Kind::Scanner;
        info.name = !target.name.empty() ? target.name : !caps.name.empty() ? caps.name : "eSCL scanner";
        info.serial = caps.serial;
        info.reality = Reality::Real;
        return info;
    }

    std::vector<EsclTarget> targets_;
    EsclPatience patience_;
};

}  // namespace

std::unique_ptr<ScannerBackend> makeEsclScanner(std::vector<EsclTarget> targets, EsclPatience patience) {
    return std::make_unique<EsclBackend>(std::move(targets), patience);
}

}  // namespace devices
