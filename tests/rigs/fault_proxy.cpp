#include "tests/rigs/fault_proxy.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace rigs {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 16u << 10;
constexpr int kLineBuffer = 16 << 10;  // a line holds little

}  // namespace

struct FaultProxy::Pair {
    Socket client = kNoSocket;
    Socket server = kNoSocket;
    std::uint64_t sent = 0;       // by the client
    std::uint64_t allowance = 0;  // bytes that may pass now under a rate
    Clock::time_point filled = Clock::now();
};

FaultProxy::FaultProxy(std::uint16_t targetPort) : target_(targetPort) {
    listener_ = listenOnLoopback(port_, kLineBuffer);
    if (listener_ == kNoSocket) throw std::runtime_error("the fault proxy cannot listen");
    thread_ = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy() {
    stop_ = true;
    waker_.wake();
    thread_.join();
    for (const auto& pair : pairs_) {
        resetSocket(pair.client);
        resetSocket(pair.server);
    }
    closeSocket(listener_);
}

void FaultProxy::line(Line state) {
    line_ = state;
    waker_.wake();
}

void FaultProxy::cutNow() {
    cutNow_ = true;
    waker_.wake();
}

bool FaultProxy::waitForwarded(std::uint64_t bytes, std::chrono::milliseconds most) const {
    std::unique_lock lock(mutex_);
    return forwardedMore_.wait_for(lock, most, [&] { return forwarded_ >= bytes; });
}

std::string FaultProxy::lastConnect() const {
    const std::lock_guard lock(mutex_);
    return lastConnect_;
}

// Reads an HTTP CONNECT and says yes to it.
bool FaultProxy::answerConnect(Socket client) {
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
        char piece[1024];
        const auto got = receiveFrom(client, piece, sizeof piece);
        if (got <= 0 || request.size() > 8192) return false;
        request.append(piece, static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(mutex_);
    lastConnect_ = request.substr(0, request.find("\r\n"));
    constexpr std::string_view kYes = "HTTP/1.1 200 Connection established\r\n\r\n";
    return sendTo(client, kYes.data(), kYes.size()) == static_cast<long>(kYes.size());
}

void FaultProxy::accept() {
    const Socket client = acceptFrom(listener_);
    if (client == kNoSocket) return;
    if (line_ == Line::Refusing || (demandConnect_ && !answerConnect(client))) return resetSocket(client);
    const Socket server = connectToLoopback(target_, kLineBuffer);
    if (server == kNoSocket) return resetSocket(client);
    sendAtOnce(client);
    sendAtOnce(server);
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
    const auto got = receiveFrom(fromClient ? pair.client : pair.server, piece, most);
    if (got <= 0) return false;
    for (long done = 0; done < got;) {
        const auto sent = sendTo(fromClient ? pair.server : pair.client, piece + done, static_cast<std::size_t>(got - done));
        if (sent <= 0) return false;
        done += sent;
    }
    if (!fromClient) return true;
    pair.sent += static_cast<std::uint64_t>(got);
    {
        const std::lock_guard lock(mutex_);
        forwarded_ += static_cast<std::uint64_t>(got);
    }
    forwardedMore_.notify_all();
    if (rate_ > 0) pair.allowance -= static_cast<std::uint64_t>(got);
    return limit == 0 || pair.sent < limit;
}

void FaultProxy::run() {
    while (!stop_) {
        const bool frozen = line_ == Line::Frozen;
        std::vector<Watched> handles{{waker_.watched()}, {frozen ? kNoSocket : listener_}};
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
            handles.push_back({frozen || !mayRead ? kNoSocket : pair.client});
            handles.push_back({frozen ? kNoSocket : pair.server});
        }
        if (!waitForAny(handles, timeout)) return;
        waker_.drain();
        const bool cutAll = cutNow_.exchange(false);
        const auto count = pairs_.size();
        for (std::size_t i = 0; i < count; ++i) {
            auto& pair = pairs_[i];
            bool alive = !cutAll && (line_ != Line::Refusing);
            if (alive && handles[2 + 2 * i].ready) alive = pump(pair, true);
            if (alive && handles[3 + 2 * i].ready) alive = pump(pair, false);
            if (alive) continue;
            resetSocket(pair.client);
            resetSocket(pair.server);
            pair.client = kNoSocket;
        }
        std::erase_if(pairs_, [](const Pair& pair) { return pair.client == kNoSocket; });
        if (handles[1].ready) accept();
    }
}

}  // namespace rigs
