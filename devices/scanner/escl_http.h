// The few HTTP requests eSCL needs, on one kept-alive connection, each ending at once when a stop is
// requested. Threads: use one object from one thread at a time. Errors: Cancelled, Disconnected (no
// connection, or lost), Timeout, TlsFailed, TooLarge, Corrupt (the body ended early). An HTTP status is not
// an error here: the caller judges it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "devices/scanner/escl_scanner.h"

namespace devices {

struct HttpReply {
    long status = 0;
    std::string location;
    std::string contentType;
    std::chrono::milliseconds retryAfter{0};  // 0 = the header is absent
    std::string body;                         // empty when it went to a sink
};

class EsclHttp {
public:
    // Takes a piece of a 200 answer's body; an error ends the request and is passed on.
    using BodySink = std::function<base::Result<void>(base::ByteView)>;
    enum class Method { Unknown = 0, Get, Post, Delete };

    struct Request {
        Method method = Method::Get;
        std::string path;                       // from the server's root
        std::string body;                       // of a Post, XML
        std::chrono::milliseconds limit{5000};  // for everything; 0 = none
        std::chrono::milliseconds silence{0};   // without a byte; 0 = not watched, rounded up to seconds
        std::uint64_t maxBody = 256u << 10;
        BodySink sink;  // optional
    };

    explicit EsclHttp(const EsclTarget& target, std::chrono::milliseconds connectLimit);
    ~EsclHttp();
    EsclHttp(const EsclHttp&) = delete;
    EsclHttp& operator=(const EsclHttp&) = delete;

    base::Result<HttpReply> send(const Request& request, const std::stop_token& stop);
    // The path of the service, "/eSCL".
    const std::string& root() const { return root_; }

private:
    struct Curl;
    std::string origin_;  // scheme, host, port
    std::string root_;
    TlsTrust trust_;
    std::chrono::milliseconds connectLimit_;
    std::unique_ptr<Curl> curl_;
};

// The path of a URL or of an absolute path; empty when it is neither or holds anything but plain URL letters.
std::string pathOfUrl(const std::string& url);

}  // namespace devices
