#include "devices/scanner/escl_http.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <mutex>
#include <optional>
#include <utility>

#include <curl/curl.h>

#include "base/handle.h"
#include "base/text.h"

namespace devices {
namespace {

using Easy = base::UniqueHandle<CURL, &curl_easy_cleanup>;
using Multi = base::UniqueHandle<CURLM, &curl_multi_cleanup>;
using HeaderList = base::UniqueHandle<curl_slist, &curl_slist_free_all>;

constexpr std::size_t kMaxPath = 1024;
constexpr int kPollMs = 1000;  // a stop wakes the poll at once

void startCurlOnce() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// What one request collects while curl runs.
struct Exchange {
    CURL* easy = nullptr;
    const EsclHttp::Request* request = nullptr;
    HttpReply reply;
    std::uint64_t received = 0;
    std::optional<base::Error> failure;

    bool take(base::ByteView bytes) {
        received += bytes.size();
        if (received > request->maxBody) {
            failure = base::fail(base::Code::TooLarge, "eSCL answer beyond the limit").value();
            return false;
        }
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply.status);
        if (!request->sink || reply.status != 200) {
            reply.body.append(base::textOf(bytes));
            return true;
        }
        if (auto taken = request->sink(bytes); !taken) {
            failure = taken.error();
            return false;
        }
        return true;
    }

    void header(std::string_view line) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return;
        const std::string name = base::toLower(line.substr(0, colon));
        const std::string_view value = base::trim(line.substr(colon + 1));
        if (name == "location") reply.location = value;
        if (name == "content-type") reply.contentType = value;
        if (name == "retry-after") {
            int seconds = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
            if (error == std::errc() && seconds >= 0)
                reply.retryAfter = std::chrono::seconds(std::min(seconds, 3600));
        }
    }
};

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* user) {
    const std::size_t bytes = size * count;
    return static_cast<Exchange*>(user)->take({reinterpret_cast<const std::uint8_t*>(data), bytes}) ? bytes
                                                                                                    : 0;
}

std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* user) {
    static_cast<Exchange*>(user)->header({data, size * count});
    return size * count;
}

base::Error errorOf(CURLcode code) {
    const std::string text = std::string("eSCL: ") + curl_easy_strerror(code);
    const auto as = [&](base::Code c) { return base::fail(c, text).value(); };
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return as(base::Code::Timeout);
        case CURLE_PARTIAL_FILE:
            return base::fail(base::Code::Corrupt, base::Recovery::OperatorRetry, text).value();
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
            return as(base::Code::TlsFailed);
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return as(base::Code::BadInput);
        case CURLE_WEIRD_SERVER_REPLY:
            return as(base::Code::ProtocolError);
        default:
            return as(base::Code::Disconnected);
    }
}

}  // namespace

struct EsclHttp::Curl {
    Multi multi{curl_multi_init()};
    Easy easy{curl_easy_init()};

    // Runs the prepared transfer. Cancelled when the stop comes first.
    base::Result<void> run(const std::stop_token& stop) {
        curl_multi_add_handle(multi.get(), easy.get());
        auto ended = wait(stop);
        curl_multi_remove_handle(multi.get(), easy.get());
        return ended;
    }

private:
    base::Result<void> wait(const std::stop_token& stop) {
        const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi.get()); });
        int running = 1;
        while (running > 0) {
            if (stop.stop_requested()) return base::fail(base::Code::Cancelled, "scan cancelled");
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK) {
                return base::fail(base::Code::Internal, "curl_multi_perform failed");
            }
            if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, kPollMs, nullptr);
        }
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
            if (message->msg == CURLMSG_DONE && message->data.result != CURLE_OK) {
                return tl::unexpected(errorOf(message->data.result));
            }
        }
        return {};
    }
};

EsclHttp::EsclHttp(const EsclTarget& target, std::chrono::milliseconds connectLimit)
    : trust_(target.trust), connectLimit_(connectLimit) {
    startCurlOnce();
    curl_ = std::make_unique<Curl>();
    root_ = pathOfUrl(target.url);
    origin_ = target.url.substr(0, target.url.size() - root_.size());
    while (!root_.empty() && root_.back() == '/') root_.pop_back();
}

EsclHttp::~EsclHttp() = default;

base::Result<HttpReply> EsclHttp::send(const Request& request, const std::stop_token& stop) {
    CURL* easy = curl_->easy.get();
    if (easy == nullptr || !curl_->multi) return base::fail(base::Code::Internal, "curl does not start");
    const std::string url = origin_ + request.path;
    Exchange exchange;
    exchange.easy = easy;
    exchange.request = &request;
    HeaderList headers(curl_slist_append(nullptr, "Content-Type: text/xml"));
    headers.reset(curl_slist_append(headers.release(), "Expect:"));  // no waiting for 100 Continue

    curl_easy_reset(easy);  // the connection stays
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // scanners are on the local network
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connectLimit_.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.limit.count()));
    if (request.silence.count() > 0) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
                         static_cast<long>((request.silence.count() + 999) / 1000));
    }
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
    if (trust_ == TlsTrust::AnyCertificate) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (request.method == Method::Delete) curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "DELETE");
    if (request.method == Method::Post) {
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    const auto ended = curl_->run(stop);
    if (exchange.failure) return tl::unexpected(*exchange.failure);
    if (!ended) return tl::unexpected(ended.error());
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &exchange.reply.status);
    return std::move(exchange.reply);
}

std::string pathOfUrl(const std::string& url) {
    std::size_t at = 0;
    if (const auto scheme = url.find("://"); scheme != std::string::npos && url.find('/') == scheme + 1) {
        at = url.find('/', scheme + 3);
    }
    if (at == std::string::npos || at >= url.size() || url[at] != '/' || url.size() - at > kMaxPath)
        return {};
    const std::string path = url.substr(at);
    const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view("/-._~%:@!$&'()*+,;=").find(c) != std::string_view::npos;
    });
    return plain ? path : std::string();
}

}  // namespace devices
