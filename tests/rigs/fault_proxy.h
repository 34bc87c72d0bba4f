// A bad line on the loopback: a TCP proxy that cuts, freezes, slows and refuses on request, and counts.
// Threads: one of its own; every call from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/rigs/sockets.h"

namespace rigs {

class FaultProxy {
public:
    enum class Line { Unknown = 0, Open, Frozen, Refusing };  // Frozen: connections stand, no byte passes

    explicit FaultProxy(std::uint16_t targetPort);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::uint16_t port() const { return port_; }
    void target(std::uint16_t port) { target_ = port; }  // of connections to come
    void cutEvery(std::uint64_t bytes) {
        cutEvery_ = bytes;
    }  // sent by the client on one connection; 0: never
    void rate(std::uint64_t bytesPerSecond) { rate_ = bytesPerSecond; }  // client to server; 0: no limit
    void line(Line state);
    void demandConnect() { demandConnect_ = true; }  // an HTTP proxy: each connection begins with CONNECT
    std::string lastConnect() const;                 // the request line it came with
    void cutNow();                                   // every connection

    std::uint64_t forwarded() const { return forwarded_; }  // bytes from clients to the server
    std::uint64_t connections() const { return connections_; }
    // Blocks until that many bytes were forwarded in all; false when the time is over.
    bool waitForwarded(std::uint64_t bytes, std::chrono::milliseconds most = std::chrono::seconds(60)) const;

private:
    struct Pair;
    void run();
    void accept();
    bool answerConnect(Socket client);
    bool pump(Pair& pair, bool fromClient);

    Socket listener_ = kNoSocket;
    Waker waker_;
    std::uint16_t port_ = 0;
    std::atomic<std::uint16_t> target_;
    std::atomic<std::uint64_t> cutEvery_{0};
    std::atomic<std::uint64_t> rate_{0};
    std::atomic<Line> line_{Line::Open};
    std::atomic<bool> cutNow_{false};
    std::atomic<bool> demandConnect_{false};
    mutable std::mutex mutex_;
    std::string lastConnect_;  // guarded by mutex_
    std::atomic<bool> stop_{false};
    std::atomic<std::uint64_t> forwarded_{0};
    mutable std::condition_variable forwardedMore_;
    std::atomic<std::uint64_t> connections_{0};
    std::vector<Pair> pairs_;  // the proxy's thread only
    std::thread thread_;
};

}  // namespace rigs
