#include "tests/rigs/fault_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

namespace rigs {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 16u << 10;
constexpr int kLineBuffer = 16 << 10;  // a line holds little

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// Closes with a reset: nothing more passes in either direction.
void reset(int handle) {
    const linger now{1, 0};
    ::setsockopt(handle, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(handle);
}

}  // namespace

struct FaultProxy::Pair {
    int client = -1;
    int server = -1;
    std::uint64_t sent = 0;       // by the client
    std::uint64_t allowance = 0;  // bytes that may pass now under a rate
    Clock::time_point filled = Clock::now();
};

FaultProxy::FaultProxy(std::uint16_t targetPort) : target_(targetPort) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &kLineBuffer, sizeof kLineBuffer);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::pipe2(wakeup_, O_NONBLOCK | O_CLOEXEC) != 0) {
        throw std::runtime_error("the fault proxy cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy() {
    stop_ = true;
    wake();
    thread_.join();
    for (const auto& pair : pairs_) {
        reset(pair.client);
        reset(pair.server);
    }
    ::close(listener_);
    ::close(wakeup_[0]);
    ::close(wakeup_[1]);
}

void FaultProxy::wake() {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wakeup_[1], &byte, 1);
}

void FaultProxy::line(Line state) {
    line_ = state;
    wake();
}

void FaultProxy::cutNow() {
    cutNow_ = true;
    wake();
}

bool FaultProxy::waitForwarded(std::uint64_t bytes, std::chrono::milliseconds most) const {
    const auto end = Clock::now() + most;
    while (forwarded_ < bytes) {
        if (Clock::now() > end) return false;
        pollfd none{-1, 0, 0};
        ::poll(&none, 1, 1);
    }
    return true;
}

std::string FaultProxy::lastConnect() const {
    const std::lock_guard lock(mutex_);
    return lastConnect_;
}

// Reads an HTTP CONNECT and says yes to it.
bool FaultProxy::answerConnect(int client) {
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
        char piece[1024];
        const auto got = ::recv(client, piece, sizeof piece, 0);
        if (got <= 0 || request.size() > 8192) return false;
        request.append(piece, static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(mutex_);
    lastConnect_ = request.substr(0, request.find("\r\n"));
    constexpr std::string_view kYes = "HTTP/1.1 200 Connection established\r\n\r\n";
    return ::send(client, kYes.data(), kYes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(kYes.size());
}

void FaultProxy::accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    if (line_ == Line::Refusing || (demandConnect_ && !answerConnect(client))) return reset(client);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::setsockopt(server, SOL_SOCKET, SO_SNDBUF, &kLineBuffer, sizeof kLineBuffer);
    const auto address = loopback(target_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(server);
        return reset(client);
    }
    const int on = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    pairs_.push_back({client, server, 0, 0, Clock::now()});
}

// Passes what is there in one direction; false when the pair is at its end.
bool FaultProxy::pump(Pair& pair, bool fromClient) {
    std::size_t most = kPiece;
    const auto limit = cutEvery_.load();
    if (fromClient && limit > 0)
        most = static_cast<std::size_t>(std::min<std::uint64_t>(most, limit - pair.sent));
    if (fromClient && rate_ > 0)
        most = static_cast<std::size_t>(std::min<std::uint64_t>(most, pair.allowance));
    char piece[kPiece];
    const auto got = ::recv(fromClient ? pair.client : pair.server, piece, most, 0);
    if (got <= 0) return false;
    for (ssize_t done = 0; done < got;) {
        const auto sent = ::send(fromClient ? pair.server : pair.client, piece + done,
                                 static_cast<std::size_t>(got - done), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        done += sent;
    }
    if (!fromClient) return true;
    pair.sent += static_cast<std::uint64_t>(got);
    forwarded_ += static_cast<std::uint64_t>(got);
    if (rate_ > 0) pair.allowance -= static_cast<std::uint64_t>(got);
    return limit == 0 || pair.sent < limit;
}

void FaultProxy::run() {
    while (!stop_) {
        const bool frozen = line_ == Line::Frozen;
        std::vector<pollfd> handles{{wakeup_[0], POLLIN, 0}, {frozen ? -1 : listener_, POLLIN, 0}};
        int timeout = -1;
        for (auto& pair : pairs_) {
            if (rate_ > 0) {
                const auto now = Clock::now();
                const auto ms =
                    std::chrono::duration_cast<std::chrono::milliseconds>(now - pair.filled).count();
                if (ms >= 5) {
                    pair.allowance = std::min<std::uint64_t>(
                        pair.allowance + rate_ * static_cast<std::uint64_t>(ms) / 1000, rate_ / 10 + 1);
                    pair.filled = now;
                }
                timeout = 5;
            }
            const bool mayRead = rate_ == 0 || pair.allowance > 0;
            handles.push_back({frozen || !mayRead ? -1 : pair.client, POLLIN, 0});
            handles.push_back({frozen ? -1 : pair.server, POLLIN, 0});
        }
        if (::poll(handles.data(), handles.size(), timeout) < 0 && errno != EINTR) return;
        char drained[64];
        while (::read(wakeup_[0], drained, sizeof drained) > 0) {
        }
        const bool cutAll = cutNow_.exchange(false);
        const auto count = pairs_.size();
        for (std::size_t i = 0; i < count; ++i) {
            auto& pair = pairs_[i];
            bool alive = !cutAll && (line_ != Line::Refusing);
            if (alive && handles[2 + 2 * i].revents != 0) alive = pump(pair, true);
            if (alive && handles[3 + 2 * i].revents != 0) alive = pump(pair, false);
            if (alive) continue;
            reset(pair.client);
            reset(pair.server);
            pair.client = -1;
        }
        std::erase_if(pairs_, [](const Pair& pair) { return pair.client < 0; });
        if (handles[1].revents != 0) accept();
    }
}

}  // namespace rigs
