// One HTTPS line to the upstream: a connection kept open, TLS with both certificates, everything that can
// hang bounded in time. libcurl stays in http_line_curl.cpp.
//
// Threads: an HttpLine belongs to one thread; a stop token may be triggered from any and ends a request
// within 300 ms. Errors: Cancelled; NetworkDown (no connection, cut, or stalled) and Timeout (connected, but
// no answer), both AutoRetry; TlsFailed (a certificate of either side is not accepted), Fatal; TooLarge (an
// answer beyond its limit); BadInput; and the error of a body source. An HTTP status is no error here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace transport {

// Where the upstream is and how to reach it. Certificates and keys are PEM texts.
struct Upstream {
    std::string url;    // https://host[:port]
    std::string caPem;  // the only authority that counts
    std::string clientCertificatePem;
    std::shared_ptr<const base::SecretBytes> clientKeyPem;
    std::string proxy;                 // "http://host:port", empty: none
    std::uint64_t bytesPerSecond = 0;  // cap on sending; 0: none
};

struct LineTimes {
    std::chrono::milliseconds connect{8000};  // name, TCP and TLS
    std::chrono::milliseconds stall{5000};    // no byte moved in the middle of a body
    std::chrono::milliseconds answer{20000};  // from the last body byte to the answer
};

struct HttpCall {
    std::string method;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint64_t bodySize = 0;
    // Gives the body bytes at an offset, at most `size` of them and at least one.
    std::function<base::Result<base::Bytes>(std::uint64_t offset, std::size_t size)> body;
    std::size_t answerLimit = 1u << 20;     // bytes
    std::chrono::milliseconds patience{0};  // longer than LineTimes::answer for a long poll
    // Body bytes handed to the system, and those of them the other side's system has acknowledged.
    std::function<void(std::uint64_t handed, std::uint64_t acknowledged)> progress;
};

struct HttpAnswer {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    base::Bytes body;

    std::string_view header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    }
};

class HttpLine {
public:
    HttpLine(Upstream upstream, LineTimes times);
    ~HttpLine();
    HttpLine(const HttpLine&) = delete;
    HttpLine& operator=(const HttpLine&) = delete;

    base::Result<HttpAnswer> perform(const HttpCall& call, std::stop_token stop);
    const Upstream& upstream() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace transport
