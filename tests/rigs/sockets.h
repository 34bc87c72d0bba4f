// Plain TCP on the loopback for rigs, the same on both systems. sockets_posix.cpp, sockets_win.cpp.
// Threads: free functions, any; a Waker's wake() from any thread, the rest on one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rigs {

using Socket = std::intptr_t;
inline constexpr Socket kNoSocket = -1;

// Listening on a port that the system chose; kNoSocket when it cannot. Small buffers make a line that holds little; 0: as usual.
Socket listenOnLoopback(std::uint16_t& port, int receiveBuffer = 0);
Socket acceptFrom(Socket listener);
Socket connectToLoopback(std::uint16_t port, int sendBuffer = 0);
void sendAtOnce(Socket socket);  // without waiting for more to send
void giveUpAfter(Socket socket, std::chrono::seconds silence);
// How many bytes; 0 at the end, negative for an error.
long receiveFrom(Socket socket, char* buffer, std::size_t size);
long sendTo(Socket socket, const char* data, std::size_t size);
void closeSocket(Socket socket);
void resetSocket(Socket socket);  // closes so that nothing more passes in either direction

struct Watched {
    Socket socket = kNoSocket;  // kNoSocket: not watched
    bool ready = false;         // something to read, or its end
};
// Waits until one is ready or the time is over (negative: never); false when waiting failed.
bool waitForAny(std::vector<Watched>& watched, int milliseconds);

// Wakes a thread out of waitForAny().
class Waker {
public:
    Waker();
    ~Waker();
    Waker(const Waker&) = delete;
    Waker& operator=(const Waker&) = delete;
    Socket watched() const { return reading_; }
    void wake();
    void drain();

private:
    Socket reading_ = kNoSocket;
    Socket writing_ = kNoSocket;
};

}  // namespace rigs
