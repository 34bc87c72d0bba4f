// The only translation unit with Boost.Beast: it is slow to compile.
#include "sync/gateway/http_server.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <thread>

#include "base/handle.h"
#include "base/log.h"

namespace gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Stream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t kPiece = 64u << 10;        // bytes read from a body at a time
constexpr std::uint64_t kDrainLimit = 1u << 20;  // bytes of a refused body read so that the reply arrives
constexpr std::chrono::seconds kDrainTime{3};
constexpr std::chrono::seconds kSlowGrace{30};  // before the least speed counts

struct Peer {
    std::string station;
    std::string certificate;
};

struct Shared {
    HttpServerOptions options;
    HttpHandler& handler;
    asio::ssl::context& tls;
    std::atomic<std::size_t> connections{0};
};

// The verified certificate of the other side. A resumed session keeps the certificate it began with.
std::optional<Peer> peerOf(Stream& stream) {
    const base::UniqueHandle<X509, X509_free> certificate(SSL_get1_peer_certificate(stream.native_handle()));
    if (!certificate || SSL_get_verify_result(stream.native_handle()) != X509_V_OK) return std::nullopt;
    char name[128] = {};
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName,
                                                 name, sizeof name);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (length <= 0 || length >= 127 || X509_digest(certificate.get(), EVP_sha256(), digest, &size) != 1) {
        return std::nullopt;
    }
    return Peer{std::string(name, static_cast<std::size_t>(length)), base::toHex({digest, size})};
}

HttpRequest requestOf(const http::request_header<>& header, const Peer& peer) {
    HttpRequest request;
    request.method = std::string(header.method_string());
    request.target = std::string(header.target());
    request.station = peer.station;
    request.certificate = peer.certificate;
    for (const auto& field : header) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
        });
        auto& value = request.headers[name];
        // A header given twice becomes one that no parser of ours accepts.
        value = value.empty() ? std::string(field.value()) : value + ", " + std::string(field.value());
    }
    return request;
}

// One connection from handshake to close.
class Session {
public:
    Session(Shared& shared, asio::ip::tcp::socket socket)
        : shared_(shared), stream_(beast::tcp_stream(std::move(socket)), shared.tls) {
        ++shared_.connections;
    }
    ~Session() { --shared_.connections; }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    asio::awaitable<void> run() {
        if (!co_await shakeHands()) co_return;
        while (co_await serveOne()) {
        }
        error_code ignored;
        lowest().expires_after(kDrainTime);
        co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
    }

private:
    enum class Next { Unknown = 0, Serve, Close };

    beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

    asio::awaitable<bool> shakeHands() {
        error_code error;
        lowest().socket().set_option(asio::ip::tcp::no_delay(true), error);
        lowest().expires_after(shared_.options.handshakeTime);
        co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                         asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            base::log::warning("gateway.handshake-refused", {{"reason", error.message()}});
            co_return false;
        }
        auto peer = peerOf(stream_);
        if (!peer) co_return false;
        peer_ = std::move(*peer);
        co_return true;
    }

    // True when the connection may serve another request.
    asio::awaitable<bool> serveOne() {
        http::request_parser<http::buffer_body> parser;
        parser.header_limit(shared_.options.headerLimit);
        parser.body_limit(shared_.options.bodyLimit);
        error_code error;
        lowest().expires_after(shared_.options.idleTime);
        co_await http::async_read_header(stream_, buffer_, parser,
                                         asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return co_await refuseHeader(error);

        auto request = requestOf(parser.get(), peer_);
        if (const auto length = parser.content_length()) request.contentLength = *length;
        auto started = shared_.handler.start(request);
        const bool keep = parser.get().keep_alive();
        if (auto* reply = std::get_if<HttpReply>(&started)) {
            const bool whole = parser.is_done();
            if (!co_await answer(*reply, keep && whole ? Next::Serve : Next::Close)) co_return false;
            if (!whole) co_await drain(parser);
            co_return keep&& whole;
        }
        auto receiver = std::move(std::get<std::unique_ptr<BodyReceiver>>(started));
        if (!co_await invite(request)) co_return false;
        auto early = co_await receive(parser, *receiver);
        if (broken_) co_return false;  // the receiver keeps what it took
        if (early) {
            receiver.reset();
            // Named: GCC 12 destroys a temporary of a co_await twice.
            const HttpReply refusal{std::move(*early), {}, {}, {}};
            co_await answer(refusal, Next::Close);
            co_await drain(parser);
            co_return false;
        }
        auto reply = receiver->finish();
        receiver.reset();
        co_return co_await answer(reply, keep ? Next::Serve : Next::Close) && keep;
    }

    asio::awaitable<bool> refuseHeader(error_code error) {
        unsigned status = 0;
        if (error == http::error::header_limit)
            status = 431;
        else if (error == http::error::body_limit)
            status = 413;
        else if (error.category() == http::make_error_code(http::error::bad_method).category() &&
                 error != http::error::end_of_stream && error != http::error::partial_message)
            status = 400;
        if (status == 0) co_return false;  // closed, timed out or cut
        base::log::warning("gateway.bad-request", {{"station", peer_.station}, {"reason", error.message()}});
        HttpReply reply;
        reply.response.status = status;
        co_await answer(reply, Next::Close);
        co_return false;
    }

    // Tells a client that asks before sending its body to go on.
    asio::awaitable<bool> invite(const HttpRequest& request) {
        if (request.header("expect").empty()) co_return true;
        http::response<http::empty_body> go(http::status::continue_, 11);
        error_code error;
        lowest().expires_after(shared_.options.bodySilence);
        co_await http::async_write(stream_, go, asio::redirect_error(asio::use_awaitable, error));
        co_return !error;
    }

    asio::awaitable<std::optional<HttpResponse>> receive(http::request_parser<http::buffer_body>& parser,
                                                         BodyReceiver& receiver) {
        std::vector<std::uint8_t> piece(kPiece);
        const auto begun = Clock::now();
        std::uint64_t taken = 0;
        while (!parser.is_done()) {
            parser.get().body().data = piece.data();
            parser.get().body().size = piece.size();
            error_code error;
            lowest().expires_after(shared_.options.bodySilence);
            co_await http::async_read_some(stream_, buffer_, parser,
                                           asio::redirect_error(asio::use_awaitable, error));
            if (error == http::error::need_buffer) error = {};
            const auto got = piece.size() - parser.get().body().size;
            taken += got;
            if (got > 0) {
                if (auto early = receiver.take({piece.data(), got})) co_return early;
            }
            if (error || isTooSlow(begun, taken)) {
                broken_ = true;
                co_return std::nullopt;
            }
        }
        co_return std::nullopt;
    }

    bool isTooSlow(Clock::time_point begun, std::uint64_t bytes) const {
        const auto time = Clock::now() - begun;
        if (time < kSlowGrace) return false;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time - kSlowGrace).count();
        return bytes < static_cast<std::uint64_t>(seconds) * shared_.options.leastBytesPerSecond;
    }

    asio::awaitable<bool> answer(const HttpReply& reply, Next next) {
        HttpResponse response = reply.response;
        if (reply.again) {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            const auto end = Clock::now() + reply.patience;
            for (;;) {
                if (auto ready = reply.again()) {
                    response = std::move(*ready);
                    break;
                }
                if (Clock::now() >= end) break;
                timer.expires_after(reply.every);
                error_code ignored;
                co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            }
        }
        http::response<http::string_body> message(static_cast<http::status>(response.status), 11);
        for (const auto& [name, value] : response.headers) message.set(name, value);
        message.body() = std::move(response.body);
        if (response.status != 204) message.content_length(message.body().size());
        message.keep_alive(next == Next::Serve);
        error_code error;
        lowest().expires_after(shared_.options.bodySilence);
        co_await http::async_write(stream_, message, asio::redirect_error(asio::use_awaitable, error));
        co_return !error;
    }

    // A connection closed on unread bytes is reset, and the reset may overtake the reply: read some first.
    asio::awaitable<void> drain(http::request_parser<http::buffer_body>& parser) {
        std::vector<std::uint8_t> piece(kPiece);
        std::uint64_t drained = 0;
        lowest().expires_after(kDrainTime);
        while (!parser.is_done() && drained < kDrainLimit) {
            parser.get().body().data = piece.data();
            parser.get().body().size = piece.size();
            error_code error;
            co_await http::async_read_some(stream_, buffer_, parser,
                                           asio::redirect_error(asio::use_awaitable, error));
            if (error && error != http::error::need_buffer) co_return;
            drained += piece.size() - parser.get().body().size;
        }
    }

    Shared& shared_;
    Stream stream_;
    beast::flat_buffer buffer_{256u << 10};
    Peer peer_;
    bool broken_ = false;
};

base::Result<void> prepareTls(asio::ssl::context& tls, const HttpServerOptions& options) {
    error_code error;
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                        asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                    error);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    tls.add_certificate_authority(asio::buffer(options.authorityPem), error);
    if (error) return base::fail(base::Code::BadInput, "authority certificate: " + error.message());
    tls.use_certificate_chain(asio::buffer(options.certificatePem), error);
    if (error) return base::fail(base::Code::BadInput, "server certificate: " + error.message());
    tls.use_private_key(asio::buffer(options.keyPem), asio::ssl::context::pem, error);
    if (error) return base::fail(base::Code::BadInput, "server key: " + error.message());
    tls.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, error);
    // Sessions resume only within this server's own context.
    static constexpr unsigned char kContextId[] = "enrollment-gateway";
    SSL_CTX_set_session_id_context(tls.native_handle(), kContextId, sizeof kContextId - 1);
    return {};
}

class BeastServer final : public HttpServer {
public:
    BeastServer(const HttpServerOptions& options, HttpHandler& handler)
        : tls_(asio::ssl::context::tls_server),
          shared_{options, handler, tls_, {}},
          context_(static_cast<int>(options.threads)),
          acceptor_(context_) {}

    ~BeastServer() override {
        context_.stop();
        for (auto& thread : threads_) thread.join();
    }

    base::Result<void> open() {
        if (auto ready = prepareTls(tls_, shared_.options); !ready) return ready;
        error_code error;
        const auto address = asio::ip::make_address(shared_.options.address, error);
        if (error) return base::fail(base::Code::BadInput, "listen address: " + error.message());
        const asio::ip::tcp::endpoint endpoint(address, shared_.options.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error == asio::error::address_in_use)
            return base::fail(base::Code::AlreadyExists, "the port is taken");
        if (error) return base::fail(base::Code::IoError, "listen: " + error.message());
        port_ = acceptor_.local_endpoint(error).port();
        asio::co_spawn(context_, accept(), asio::detached);
        for (std::size_t i = 0; i < shared_.options.threads; ++i)
            threads_.emplace_back([this] { context_.run(); });
        return {};
    }

    std::uint16_t port() const override { return port_; }

private:
    asio::awaitable<void> accept() {
        asio::steady_timer pause(context_);
        for (;;) {
            error_code error;
            asio::ip::tcp::socket socket(asio::make_strand(context_));
            co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
            if (error) {  // out of descriptors: let connections end
                base::log::warning("gateway.accept-failed", {{"reason", error.message()}});
                pause.expires_after(std::chrono::milliseconds(100));
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
                continue;
            }
            if (shared_.connections >= shared_.options.maxConnections) continue;  // closes it
            const auto executor = socket.get_executor();
            asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> serve(asio::ip::tcp::socket socket) {
        Session session(shared_, std::move(socket));
        co_await session.run();
    }

    asio::ssl::context tls_;
    Shared shared_;
    asio::io_context context_;
    asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpServerOptions& options,
                                                            HttpHandler& handler) {
    try {
        auto server = std::make_unique<BeastServer>(options, handler);
        if (auto opened = server->open(); !opened) return tl::unexpected(opened.error());
        return std::unique_ptr<HttpServer>(std::move(server));
    } catch (const std::exception& error) {
        return base::fail(base::Code::Internal, error.what());
    }
}

}  // namespace gateway
