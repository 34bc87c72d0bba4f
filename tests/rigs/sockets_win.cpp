#include "tests/rigs/sockets.h"

#include <winsock2.h>
#include <ws2tcpip.h>

#include <array>
#include <stdexcept>

namespace rigs {
namespace {

SOCKET raw(Socket socket) { return static_cast<SOCKET>(socket); }
Socket own(SOCKET socket) { return socket == INVALID_SOCKET ? kNoSocket : static_cast<Socket>(socket); }

void startSockets() {
    static const int failed = [] {
        WSADATA data{};
        return ::WSAStartup(MAKEWORD(2, 2), &data);
    }();
    if (failed != 0) throw std::runtime_error("no sockets");
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template <class T>
void set(SOCKET socket, int level, int name, const T& value) {
    ::setsockopt(socket, level, name, reinterpret_cast<const char*>(&value), sizeof value);
}

std::uint16_t portOf(SOCKET socket) {
    sockaddr_in address{};
    int size = sizeof address;
    return ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 ? ntohs(address.sin_port) : 0;
}

}  // namespace

Socket listenOnLoopback(std::uint16_t& port, int receiveBuffer) {
    startSockets();
    const SOCKET listener = ::socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (receiveBuffer > 0) set(listener, SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    const auto address = loopback(0);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(listener, 64) != 0) {
        ::closesocket(listener);
        return kNoSocket;
    }
    port = portOf(listener);
    return own(listener);
}

Socket acceptFrom(Socket listener) { return own(::accept(raw(listener), nullptr, nullptr)); }

Socket connectToLoopback(std::uint16_t port, int sendBuffer) {
    startSockets();
    const SOCKET made = ::socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (sendBuffer > 0) set(made, SOL_SOCKET, SO_SNDBUF, sendBuffer);
    const auto address = loopback(port);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return own(made);
    ::closesocket(made);
    return kNoSocket;
}

void sendAtOnce(Socket socket) { set(raw(socket), IPPROTO_TCP, TCP_NODELAY, BOOL{TRUE}); }
void giveUpAfter(Socket socket, std::chrono::seconds silence) {
    set(raw(socket), SOL_SOCKET, SO_RCVTIMEO, static_cast<DWORD>(std::chrono::milliseconds(silence).count()));
}
long receiveFrom(Socket socket, char* buffer, std::size_t size) { return ::recv(raw(socket), buffer, static_cast<int>(size), 0); }
long sendTo(Socket socket, const char* data, std::size_t size) { return ::send(raw(socket), data, static_cast<int>(size), 0); }
void closeSocket(Socket socket) { ::closesocket(raw(socket)); }

void resetSocket(Socket socket) {
    set(raw(socket), SOL_SOCKET, SO_LINGER, linger{1, 0});
    ::closesocket(raw(socket));
}

bool waitForAny(std::vector<Watched>& watched, int milliseconds) {
    std::vector<WSAPOLLFD> handles;
    std::vector<std::size_t> of;
    for (std::size_t i = 0; i < watched.size(); ++i) {
        watched[i].ready = false;
        if (watched[i].socket == kNoSocket) continue;
        handles.push_back({raw(watched[i].socket), POLLRDNORM, 0});
        of.push_back(i);
    }
    if (::WSAPoll(handles.data(), static_cast<ULONG>(handles.size()), milliseconds) == SOCKET_ERROR) return false;
    for (std::size_t i = 0; i < of.size(); ++i) watched[of[i]].ready = handles[i].revents != 0;
    return true;
}

// A datagram to itself: pipes cannot be waited for together with sockets.
Waker::Waker() {
    startSockets();
    const SOCKET reading = ::socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    const SOCKET writing = ::socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    auto address = loopback(0);
    u_long nonBlocking = 1;
    const bool bound = ::bind(reading, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    address = loopback(portOf(reading));
    if (!bound || ::connect(writing, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::ioctlsocket(reading, FIONBIO, &nonBlocking) != 0)
        throw std::runtime_error("no socket to wake by");
    reading_ = own(reading);
    writing_ = own(writing);
}

Waker::~Waker() {
    ::closesocket(raw(reading_));
    ::closesocket(raw(writing_));
}

void Waker::wake() { (void)sendTo(writing_, "", 1); }

void Waker::drain() {
    std::array<char, 64> drained{};
    while (receiveFrom(reading_, drained.data(), drained.size()) > 0) {
    }
}

}  // namespace rigs
