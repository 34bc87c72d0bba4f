#include "sync/transport/upload_client.h"

#include <algorithm>
#include <random>

#include "base/log.h"
#include "sync/transport/answers.h"
#include "sync/transport/tus.h"

namespace transport {

using base::Code;
using base::fail;
using base::Recovery;
using base::Result;
using Clock = std::chrono::steady_clock;

namespace {

// One PATCH carries as much as the line moves in about this time, so that each ends soon enough to tell what
// is stored and seldom enough to cost nothing.
constexpr std::chrono::seconds kPatchTime{15};
constexpr std::uint64_t kSmallestPatch = 256u << 10;
constexpr std::uint64_t kFirstPatch = 1u << 20;
constexpr std::uint64_t kLargestPatch = 32u << 20;

std::uint64_t nextPatchSize(std::uint64_t bytes, Clock::duration time) {
    const auto ms =
        std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
    const auto perSecond = bytes * 1000 / static_cast<std::uint64_t>(ms);
    return std::clamp(perSecond * static_cast<std::uint64_t>(kPatchTime.count()), kSmallestPatch,
                      kLargestPatch);
}

// Half to all of the pause, so that a thousand stations do not come back in the same second.
std::chrono::milliseconds jittered(std::chrono::milliseconds pause) {
    thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<std::int64_t> spread(pause.count() / 2,
                                                       std::max<std::int64_t>(1, pause.count()));
    return std::chrono::milliseconds(spread(random));
}

}  // namespace

// One call of upload().
struct UploadClient::Run {
    const UploadJob& job;
    std::stop_token stop;
    std::string url;  // of the upload; empty: to be opened
    std::uint64_t offset = 0;
    bool offsetKnown = false;
    std::uint64_t onWire = 0;
    std::uint64_t patchSize = kFirstPatch;
    unsigned restarts = 0;
    unsigned failures = 0;  // in a row without progress
    Clock::time_point lastProgress = Clock::now();
    std::chrono::seconds waitAsked{0};

    void advancedTo(std::uint64_t stored) {
        if (stored > offset) {
            lastProgress = Clock::now();
            failures = 0;
        }
        offset = stored;
        offsetKnown = true;
    }
    void forgetUpload() {
        url.clear();
        offset = 0;
        offsetKnown = false;
        if (job.keepState) job.keepState("");
    }
};

UploadClient::UploadClient(Upstream upstream, packet::KeyLookup gatewayKeys, LineTimes times,
                           RetryRules rules)
    : line_(std::move(upstream), times), gatewayKeys_(std::move(gatewayKeys)), rules_(rules) {}

void UploadClient::retryNow() {
    {
        const std::lock_guard lock(mutex_);
        retryNow_ = true;
    }
    wake_.notify_all();
}

void UploadClient::tell(const Run& run, std::uint64_t arrived, std::uint64_t onWire) const {
    if (!run.job.progress) return;
    run.job.progress(Progress{run.job.header.size, run.offset, std::max(run.offset, arrived), onWire});
}

Result<HttpAnswer> UploadClient::call(Run& run, HttpCall call) {
    call.headers.emplace_back("Tus-Resumable", tus::kVersion);
    auto answer = line_.perform(call, run.stop);
    if (answer) run.waitAsked = waitAsked(*answer);
    return answer;
}

Result<void> UploadClient::open(Run& run) {
    HttpCall post;
    post.method = "POST";
    post.url = line_.upstream().url + std::string(kUploadsPath);
    post.headers = {{"Upload-Length", std::to_string(run.job.header.size)},
                    {"Upload-Metadata", tus::formatMetadata({{"header", run.job.headerEnvelope}})},
                    {"Content-Length", "0"}};
    const auto answer = call(run, post);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 201) return tl::unexpected(errorOfAnswer(*answer, "open upload"));
    auto url = tus::resolveLocation(post.url, answer->header("location"));
    if (!url) return fail(Code::ProtocolError, "the server named no usable place for the upload");
    run.url = std::move(*url);
    if (run.job.keepState) run.job.keepState(run.url);
    // Our gateway tells at once how much of the packet it has; a plain tus server begins at 0.
    const auto told = answer->header("upload-offset");
    const auto offset = told.empty() ? Result<std::uint64_t>(0) : tus::parseNumber(told);
    if (!offset || *offset > run.job.header.size)
        return fail(Code::ProtocolError, "impossible Upload-Offset");
    run.advancedTo(*offset);
    return {};
}

Result<void> UploadClient::askOffset(Run& run) {
    HttpCall head;
    head.method = "HEAD";
    head.url = run.url;
    const auto answer = call(run, head);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200 && answer->status != 204)
        return tl::unexpected(errorOfAnswer(*answer, "ask offset"));
    const auto offset = tus::parseNumber(answer->header("upload-offset"));
    if (!offset || *offset > run.job.header.size)
        return fail(Code::ProtocolError, "impossible Upload-Offset");
    run.advancedTo(*offset);
    return {};
}

Result<void> UploadClient::send(Run& run) {
    const auto begin = run.offset;
    HttpCall patch;
    patch.method = "PATCH";
    patch.url = run.url;
    patch.bodySize = std::min(run.patchSize, run.job.header.size - begin);
    patch.headers = {{"Upload-Offset", std::to_string(begin)},
                     {"Content-Type", std::string(tus::kContentType)}};
    patch.body = [&](std::uint64_t at, std::size_t size) { return run.job.read(begin + at, size); };
    std::uint64_t handedLast = 0;
    patch.progress = [&](std::uint64_t handed, std::uint64_t acknowledged) {
        handedLast = handed;
        tell(run, begin + acknowledged, run.onWire + handed);
    };
    const auto begun = Clock::now();
    run.offsetKnown = false;  // whatever happens now, only the server knows
    const auto answer = call(run, patch);
    run.onWire += handedLast;
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 204) return tl::unexpected(errorOfAnswer(*answer, "send"));
    const auto offset = tus::parseNumber(answer->header("upload-offset"));
    if (!offset || *offset != begin + patch.bodySize)
        return fail(Code::ProtocolError, "impossible Upload-Offset");
    run.advancedTo(*offset);
    run.patchSize = nextPatchSize(patch.bodySize, Clock::now() - begun);
    return {};
}

Result<base::Bytes> UploadClient::fetchReceipt(Run& run) {
    HttpCall get;
    get.method = "GET";
    get.url = line_.upstream().url + "/v1/packets/" + run.job.header.id + "/receipt";
    const auto answer = call(run, get);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200) return tl::unexpected(errorOfAnswer(*answer, "fetch receipt"));
    const auto receipt = packet::verifyReceipt(answer->body, run.job.header, gatewayKeys_);
    if (receipt) return answer->body;
    const auto code = receipt.error().code;
    const bool isForged = code == Code::SignatureInvalid || code == Code::KeyUnknown;
    return fail(isForged ? Code::SignatureInvalid : Code::ProtocolError, Recovery::Fatal,
                "the receipt proves nothing: " + receipt.error().detail);
}

// On from wherever the upload stands, to the receipt or the first error.
Result<base::Bytes> UploadClient::attempt(Run& run) {
    if (run.url.empty()) {
        if (auto opened = open(run); !opened) return tl::unexpected(opened.error());
    } else if (!run.offsetKnown) {
        if (auto asked = askOffset(run); !asked) return tl::unexpected(asked.error());
    }
    tell(run, run.offset, run.onWire);
    while (run.offset < run.job.header.size) {
        if (auto sent = send(run); !sent) return tl::unexpected(sent.error());
        tell(run, run.offset, run.onWire);
    }
    return fetchReceipt(run);
}

// Whether another attempt makes sense after the error, and what has to be forgotten before it.
Result<void> UploadClient::judge(Run& run, const base::Error& error) {
    run.offsetKnown = false;
    switch (error.code) {
        case Code::NetworkDown:
        case Code::Timeout:
        case Code::ServerError:
        case Code::Busy:
            return {};
        case Code::Conflict:  // of offsets, once an upload is open; of packets otherwise
            if (run.url.empty()) return tl::unexpected(error);
            return {};
        case Code::NotFound:  // the server forgot the upload, or has no receipt for what it said was complete
        case Code::Gone:
        case Code::Corrupt:  // it got other bytes than announced and dropped them
            if (++run.restarts > rules_.restarts) return tl::unexpected(error);
            run.forgetUpload();
            return {};
        default:
            return tl::unexpected(error);
    }
}

// Waits as long as the error and the server ask; an error when there is no use in waiting.
Result<void> UploadClient::pause(Run& run, const base::Error& error) {
    if (Clock::now() - run.lastProgress > rules_.giveUp) return tl::unexpected(error);
    const auto doubled = rules_.first * (1u << std::min(run.failures, 10u));
    std::chrono::milliseconds wait = jittered(std::min(doubled, rules_.longest));
    // The first break after progress is most likely a short one: go on at once.
    if (run.failures == 0 && error.code == Code::NetworkDown) wait = std::chrono::milliseconds(0);
    ++run.failures;
    if (run.waitAsked.count() > 0) {
        if (run.waitAsked > rules_.giveUp) return tl::unexpected(error);
        wait = std::max<std::chrono::milliseconds>(wait, run.waitAsked);
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, run.stop, wait, [this] { return retryNow_; });
    retryNow_ = false;
    if (run.stop.stop_requested()) return fail(Code::Cancelled, "stopped");
    return {};
}

Result<base::Bytes> UploadClient::upload(const UploadJob& job, std::stop_token stop) {
    Run run{job, stop, {}};
    // A place kept from an earlier run counts only on the same server.
    if (auto kept = tus::resolveLocation(line_.upstream().url + "/", job.state); kept) run.url = *kept;
    for (;;) {
        if (stop.stop_requested()) return fail(Code::Cancelled, "stopped");
        run.waitAsked = {};
        auto receipt = attempt(run);
        if (receipt) return receipt;
        auto error = receipt.error();
        if (error.code == Code::Cancelled) return tl::unexpected(error);
        base::log::info("road.break", {{"packet", job.header.id},
                                       {"code", base::codeName(error.code)},
                                       {"offset", run.offset},
                                       {"detail", error.detail}});
        const auto next = judge(run, error);
        if (!next) return tl::unexpected(next.error());
        if (auto paused = pause(run, error); !paused) return tl::unexpected(paused.error());
    }
}

}  // namespace transport
