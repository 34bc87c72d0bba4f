#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "base/handle.h"
#include "base/text.h"
#include "sync/transport/http_line.h"

#ifdef _WIN32
#include <winsock2.h>
#else
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#ifdef __linux__
#include <linux/sockios.h>
#endif
#endif

namespace transport {
namespace {

using base::Code;
using base::fail;
using base::Result;
using Clock = std::chrono::steady_clock;

// A TLS record is worth nothing until it is whole at the other side: small ones lose little when the line is
// cut. Libcurl makes one record of each piece it is handed.
constexpr std::size_t kRecord = 2u << 10;
// Bytes the system may hold that it has not sent: with more, progress lies and a cut loses more.
constexpr int kUnsentLimit = 16 << 10;
constexpr int kSendBuffer = 64 << 10;  // where the system has no limit on the unsent part
constexpr int kTickMs = 100;           // between two looks at the socket
constexpr std::size_t kHeaderLimit = 64u << 10;

using Easy = base::UniqueHandle<CURL, curl_easy_cleanup>;
using Multi = base::UniqueHandle<CURLM, curl_multi_cleanup>;
using List = base::UniqueHandle<curl_slist, curl_slist_free_all>;

void startLibrary() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// Bytes in the socket's send queue that the other side has not acknowledged; absent where the system cannot
// tell.
std::optional<std::uint64_t> unacknowledged(curl_socket_t socket) {
#ifdef __linux__
    int queued = 0;
    if (socket != CURL_SOCKET_BAD && ::ioctl(socket, SIOCOUTQ, &queued) == 0) {
        return static_cast<std::uint64_t>(queued);
    }
#else
    (void)socket;
#endif
    return std::nullopt;
}

// What one request needs while libcurl calls back. Callbacks run inside perform(), on its thread.
struct Exchange {
    const HttpCall& call;
    HttpAnswer answer;
    std::uint64_t handed = 0;
    std::optional<base::Error> error;  // of the body source, or an answer too long
    std::size_t headerBytes = 0;
    curl_socket_t socket = CURL_SOCKET_BAD;
    std::uint64_t acknowledged = 0;
    Clock::time_point moved = Clock::now();  // when bytes last moved in either direction
};

std::size_t onRead(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    const auto left = exchange.call.bodySize - exchange.handed;
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>({left, size * count, kRecord}));
    if (want == 0) return 0;
    auto piece = exchange.call.body(exchange.handed, want);
    if (!piece) {
        exchange.error = piece.error();
        return CURL_READFUNC_ABORT;
    }
    if (piece->empty() || piece->size() > want) {
        exchange.error = fail(Code::Internal, "a body source gave a wrong number of bytes").value();
        return CURL_READFUNC_ABORT;
    }
    std::memcpy(buffer, piece->data(), piece->size());
    exchange.handed += piece->size();
    exchange.moved = Clock::now();
    return piece->size();
}

std::size_t onWrite(char* data, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    const std::size_t bytes = size * count;
    exchange.moved = Clock::now();
    if (exchange.answer.body.size() + bytes > exchange.call.answerLimit) {
        exchange.error = fail(Code::TooLarge, "the answer is longer than allowed").value();
        return 0;
    }
    exchange.answer.body.insert(exchange.answer.body.end(), data, data + bytes);
    return bytes;
}

std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    const std::string_view line(data, size * count);
    exchange.moved = Clock::now();
    exchange.headerBytes += line.size();
    if (exchange.headerBytes > kHeaderLimit) {
        exchange.error = fail(Code::TooLarge, "the answer's header is longer than allowed").value();
        return 0;
    }
    if (line.substr(0, 5) == "HTTP/") exchange.answer.headers.clear();  // an interim answer came before
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        exchange.answer.headers[base::toLower(line.substr(0, colon))] =
            std::string(base::trim(line.substr(colon + 1)));
    }
    return line.size();
}

int onSocket(void* user, curl_socket_t socket, curlsocktype) {
    auto& exchange = *static_cast<Exchange*>(user);
    // Libcurl would send a body again by itself when a kept connection breaks under it. Only the server knows
    // where to go on, so the request ends here instead.
    if (exchange.handed > 0) return CURL_SOCKOPT_ERROR;
    exchange.socket = socket;
#ifdef TCP_NOTSENT_LOWAT
    const int limit = kUnsentLimit;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &limit, sizeof limit);
#else
    const int buffer = kSendBuffer;
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, reinterpret_cast<const char*>(&buffer), sizeof buffer);
#endif
    return CURL_SOCKOPT_OK;
}

curl_blob blobOf(base::ByteView bytes) {
    return {const_cast<std::uint8_t*>(bytes.data()), bytes.size(), CURL_BLOB_NOCOPY};
}

// A cap on the speed makes pauses of its own.
std::chrono::milliseconds pauseUnderCap(std::uint64_t bytesPerSecond) {
    if (bytesPerSecond == 0) return {};
    return std::chrono::milliseconds(2000 * kRecord / bytesPerSecond);
}

base::Error errorOf(CURLcode code, std::string_view text) {
    const std::string detail =
        std::string(curl_easy_strerror(code)) + (text.empty() ? "" : ": ") + std::string(text);
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
            return {Code::TlsFailed, base::Recovery::Fatal, detail};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return {Code::BadInput, base::Recovery::Fatal, detail};
        default:
            break;
    }
    // The other side refuses our certificate: in TLS 1.3 that is only seen by the first read.
    if (text.find("alert") != std::string_view::npos && text.find("close notify") == std::string_view::npos) {
        return {Code::TlsFailed, base::Recovery::Fatal, detail};
    }
    return {Code::NetworkDown, base::Recovery::AutoRetry, detail};
}

}  // namespace

struct HttpLine::State {
    Upstream upstream;
    LineTimes times;
    Easy easy;
    Multi multi;
    char reason[CURL_ERROR_SIZE] = {};

    void configure(const HttpCall& call, Exchange& exchange, curl_slist* headers);
    std::optional<base::Error> watch(Exchange& exchange, Clock::time_point begun);
    Result<void> run(Exchange& exchange, const std::stop_token& stop);
};

HttpLine::HttpLine(Upstream upstream, LineTimes times) : state_(std::make_unique<State>()) {
    startLibrary();
    state_->upstream = std::move(upstream);
    state_->times = times;
    state_->easy.reset(curl_easy_init());
    state_->multi.reset(curl_multi_init());
}

HttpLine::~HttpLine() = default;

const Upstream& HttpLine::upstream() const {
    return state_->upstream;
}

void HttpLine::State::configure(const HttpCall& call, Exchange& exchange, curl_slist* headers) {
    CURL* const curl = easy.get();
    curl_easy_reset(curl);  // keeps the TLS session cache, so that a new connection resumes
    curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT,
                     1L);  // a name server that does not answer must not hold up a stop
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
    reason[0] = 0;

    auto authority = blobOf(base::viewOf(upstream.caPem));
    curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &authority);
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!upstream.clientCertificatePem.empty() && upstream.clientKeyPem) {
        auto certificate = blobOf(base::viewOf(upstream.clientCertificatePem));
        auto key = blobOf(upstream.clientKeyPem->view());
        curl_easy_setopt(curl, CURLOPT_SSLCERTTYPE, "PEM");
        curl_easy_setopt(curl, CURLOPT_SSLCERT_BLOB, &certificate);
        curl_easy_setopt(curl, CURLOPT_SSLKEYTYPE, "PEM");
        curl_easy_setopt(curl, CURLOPT_SSLKEY_BLOB, &key);
    }
    curl_easy_setopt(curl, CURLOPT_PROXY,
                     upstream.proxy.c_str());  // empty: none, whatever the environment says
    if (upstream.bytesPerSecond > 0) {
        curl_easy_setopt(curl, CURLOPT_MAX_SEND_SPEED_LARGE,
                         static_cast<curl_off_t>(upstream.bytesPerSecond));
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(times.connect.count()));

    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
    if (call.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    if (call.bodySize > 0) {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(call.bodySize));
        curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, 16384L);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, onRead);
        curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, onWrite);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, onSocket);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, &exchange);
}

// Tells progress, and an error when nothing has moved for too long.
std::optional<base::Error> HttpLine::State::watch(Exchange& exchange, Clock::time_point begun) {
    if (exchange.socket == CURL_SOCKET_BAD) {  // a connection kept from the last request
        curl_socket_t socket = CURL_SOCKET_BAD;
        if (curl_easy_getinfo(easy.get(), CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK)
            exchange.socket = socket;
    }
    const auto queued = unacknowledged(exchange.socket);
    // The queue holds TLS records, a little more than the body in them: the estimate errs on the modest side.
    const auto arrived = exchange.handed - std::min(exchange.handed, queued.value_or(0));
    if (arrived > exchange.acknowledged) {
        exchange.acknowledged = arrived;
        exchange.moved = Clock::now();
    }
    if (exchange.call.progress) exchange.call.progress(exchange.handed, exchange.acknowledged);

    const auto now = Clock::now();
    const bool sending =
        exchange.handed > 0 && (exchange.handed < exchange.call.bodySize || queued.value_or(0) > 0);
    if (sending && now - exchange.moved > times.stall + pauseUnderCap(upstream.bytesPerSecond)) {
        return base::Error{Code::NetworkDown, base::Recovery::AutoRetry, "the line has stalled"};
    }
    const auto patience = std::max(times.answer, exchange.call.patience);
    if (!sending && now - std::max(exchange.moved, begun) > patience + times.connect) {
        return base::Error{Code::Timeout, base::Recovery::AutoRetry, "no answer"};
    }
    return std::nullopt;
}

Result<void> HttpLine::State::run(Exchange& exchange, const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi.get()); });
    const auto begun = Clock::now();
    for (;;) {
        int running = 0;
        if (curl_multi_perform(multi.get(), &running) != CURLM_OK)
            return fail(Code::Internal, "curl_multi_perform");
        if (stop.stop_requested()) return fail(Code::Cancelled, "stopped");
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            (void)watch(exchange, begun);
            if (exchange.error) return tl::unexpected(*exchange.error);
            if (message->data.result == CURLE_OK) return {};
            return tl::unexpected(errorOf(message->data.result, reason));
        }
        if (auto error = watch(exchange, begun)) return tl::unexpected(*error);
        curl_multi_poll(multi.get(), nullptr, 0, kTickMs, nullptr);
    }
}

Result<HttpAnswer> HttpLine::perform(const HttpCall& call, std::stop_token stop) {
    if (!state_->easy || !state_->multi) return fail(Code::Internal, "libcurl could not be started");
    if (call.url.substr(0, 8) != "https://") return fail(Code::BadInput, "only https is spoken");
    curl_slist* list = nullptr;
    for (const auto& [name, value] : call.headers)
        list = curl_slist_append(list, (name + ": " + value).c_str());
    list = curl_slist_append(list, "Expect:");  // never wait for an invitation to send
    const List headers(list);
    Exchange exchange{call, {}, 0, {}, 0, CURL_SOCKET_BAD, 0, Clock::now()};
    state_->configure(call, exchange, headers.get());
    if (curl_multi_add_handle(state_->multi.get(), state_->easy.get()) != CURLM_OK) {
        return fail(Code::Internal, "curl_multi_add_handle");
    }
    const auto done = state_->run(exchange, stop);
    long status = 0;
    curl_easy_getinfo(state_->easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(state_->multi.get(), state_->easy.get());
    curl_easy_setopt(state_->easy.get(), CURLOPT_ERRORBUFFER, nullptr);
    exchange.answer.status = static_cast<unsigned>(status);
    // An early refusal may come with a connection that then breaks under the rest of the body: the answer
    // counts.
    if (!done && done.error().code == Code::NetworkDown && status >= 400) return std::move(exchange.answer);
    if (!done) return tl::unexpected(done.error());
    return std::move(exchange.answer);
}

}  // namespace transport
