#include "tests/rigs/sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace rigs {
namespace {

int fd(Socket socket) { return static_cast<int>(socket); }

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

Socket listenOnLoopback(std::uint16_t& port, int receiveBuffer) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBuffer > 0) ::setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener, 64) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        ::close(listener);
        return kNoSocket;
    }
    port = ntohs(address.sin_port);
    return listener;
}

Socket acceptFrom(Socket listener) { return ::accept4(fd(listener), nullptr, nullptr, SOCK_CLOEXEC); }

Socket connectToLoopback(std::uint16_t port, int sendBuffer) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sendBuffer > 0) ::setsockopt(made, SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
    const auto address = loopback(port);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return made;
    ::close(made);
    return kNoSocket;
}

void sendAtOnce(Socket socket) {
    const int on = 1;
    ::setsockopt(fd(socket), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void giveUpAfter(Socket socket, std::chrono::seconds silence) {
    const timeval patience{silence.count(), 0};
    ::setsockopt(fd(socket), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

long receiveFrom(Socket socket, char* buffer, std::size_t size) { return ::recv(fd(socket), buffer, size, 0); }
long sendTo(Socket socket, const char* data, std::size_t size) { return ::send(fd(socket), data, size, MSG_NOSIGNAL); }
void closeSocket(Socket socket) { ::close(fd(socket)); }

void resetSocket(Socket socket) {
    const linger now{1, 0};
    ::setsockopt(fd(socket), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(fd(socket));
}

bool waitForAny(std::vector<Watched>& watched, int milliseconds) {
    std::vector<pollfd> handles;
    for (const auto& one : watched) handles.push_back({fd(one.socket), POLLIN, 0});  // a negative one is passed over
    if (::poll(handles.data(), handles.size(), milliseconds) < 0) return errno == EINTR;
    for (std::size_t i = 0; i < watched.size(); ++i) watched[i].ready = handles[i].revents != 0;
    return true;
}

Waker::Waker() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) != 0) throw std::runtime_error("no pipe to wake by");
    reading_ = ends[0];
    writing_ = ends[1];
}

Waker::~Waker() {
    ::close(fd(reading_));
    ::close(fd(writing_));
}

void Waker::wake() {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(fd(writing_), &byte, 1);
}

void Waker::drain() {
    std::array<char, 64> drained{};
    while (::read(fd(reading_), drained.data(), drained.size()) > 0) {
    }
}

}  // namespace rigs
