// What the gateway's logic sees of HTTP: plain requests and replies, bodies that arrive in pieces, replies
// that wait. The library that speaks HTTP and TLS stays in http_server_beast.cpp. Threads: an HttpHandler is
// called from several threads at once; one BodyReceiver from one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.h"

namespace gateway {

struct HttpRequest {
    std::string method;                          // upper case
    std::string target;                          // as received: path and query
    std::string station;                         // common name of the verified client certificate
    std::string certificate;                     // SHA-256 of that certificate, hex
    std::map<std::string, std::string> headers;  // names in lower case
    std::optional<std::uint64_t> contentLength;

    // Empty when absent.
    std::string_view header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    }
};

struct HttpResponse {
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

// A reply that is ready, or one that is asked for again every few milliseconds until it is there. When the
// patience is over, `response` is sent.
struct HttpReply {
    HttpResponse response;
    std::function<std::optional<HttpResponse>()> again;  // empty: ready now
    std::chrono::milliseconds every{0};
    std::chrono::milliseconds patience{0};
};

// Takes a body as it arrives. Destroyed without finish() when the connection broke: what was taken so far
// counts.
class BodyReceiver {
public:
    virtual ~BodyReceiver() = default;
    // A response ends the request early and closes the connection.
    virtual std::optional<HttpResponse> take(base::ByteView piece) = 0;
    virtual HttpReply finish() = 0;
};

using HttpStart = std::variant<HttpReply, std::unique_ptr<BodyReceiver>>;

class HttpHandler {
public:
    virtual ~HttpHandler() = default;
    // Called when the header of a request is complete. Must not throw.
    virtual HttpStart start(const HttpRequest& request) = 0;
};

}  // namespace gateway
