// HTTP/1.1 over TLS 1.2+ with mutual authentication: a client without a certificate of our authority gets no
// further than the handshake. Guards against slow and greedy peers: time limits on handshake, header, body
// and idling, a least average speed, limits on header, body and number of connections. Threads: owns its own;
// the handler is called from them. start() returns when connections are accepted.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "sync/gateway/http.h"

namespace gateway {

struct HttpServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;    // 0: the system chooses
    std::string authorityPem;  // certificates of clients must come from it
    std::string certificatePem;
    std::string keyPem;
    std::uint64_t bodyLimit = 64ull << 20;  // bytes
    std::uint32_t headerLimit = 16u << 10;  // bytes
    std::size_t maxConnections = 2048;
    std::size_t threads = 4;
    std::chrono::seconds handshakeTime{10};
    std::chrono::seconds idleTime{60};        // from the last reply to the end of the next header
    std::chrono::seconds bodySilence{15};     // longest pause between two pieces of a body
    std::uint64_t leastBytesPerSecond = 256;  // of a body, after the first half minute
};

class HttpServer {
public:
    // Errors: BadInput (address, certificate, key), AlreadyExists (port taken), IoError.
    static base::Result<std::unique_ptr<HttpServer>> start(const HttpServerOptions& options,
                                                           HttpHandler& handler);
    virtual ~HttpServer() = default;  // closes every connection and joins
    virtual std::uint16_t port() const = 0;
};

}  // namespace gateway
