#include "tests/rigs/escl_rig.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace rigs {
namespace {

constexpr int kStartMs = 60'000;

std::filesystem::path scriptPath() {
    const char* source = std::getenv("ENROLL_SOURCE");
    return std::filesystem::path(source != nullptr ? source : ENROLL_SOURCE_DIR) /
           "tests/rigs/escl_server.py";
}

std::string readLine(int fd) {
    std::string line;
    pollfd waiting{fd, POLLIN, 0};
    char letter = 0;
    while (poll(&waiting, 1, kStartMs) > 0 && read(fd, &letter, 1) == 1 && letter != '\n') line += letter;
    return line;
}

}  // namespace

std::unique_ptr<EsclRig> EsclRig::start() {
    const std::string script = scriptPath().string();
    if (!std::filesystem::exists(script)) return nullptr;
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0) return nullptr;
    const pid_t process = fork();
    if (process == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        for (const int fd : {in[0], in[1], out[0], out[1]}) close(fd);
        unsetenv("LD_PRELOAD");
        execlp("python3", "python3", script.c_str(), nullptr);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    const std::string line = readLine(out[0]);
    close(out[0]);
    const int port = line.rfind("port ", 0) == 0 ? std::atoi(line.c_str() + 5) : 0;
    std::unique_ptr<EsclRig> rig(new EsclRig(process, in[1], port));
    return port > 0 ? std::move(rig) : nullptr;
}

EsclRig::~EsclRig() {
    close(input_);
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

std::string EsclRig::exchange(const std::string& method, const std::string& path,
                              const std::string& body) const {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{60, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        close(fd);
        throw std::runtime_error("the eSCL rig does not answer");
    }
    const std::string request =
        method + " " + path +
        " HTTP/1.1\r\nHost: rig\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    std::string answer;
    if (send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
        std::array<char, 4096> piece{};
        for (ssize_t count = 0; (count = recv(fd, piece.data(), piece.size(), 0)) > 0;) {
            answer.append(piece.data(), static_cast<std::size_t>(count));
        }
    }
    close(fd);
    const auto split = answer.find("\r\n\r\n");
    if (answer.rfind("HTTP/1.1 200", 0) != 0 || split == std::string::npos) {
        throw std::runtime_error("the eSCL rig refuses " + path);
    }
    return answer.substr(split + 4);
}

void EsclRig::plan(const std::string& json) {
    exchange("POST", "/rig/plan", json);
}
void EsclRig::release() {
    exchange("POST", "/rig/release", "");
}
std::string EsclRig::log() {
    return exchange("GET", "/rig/log", "");
}

bool EsclRig::waitForLog(const std::string& part, int count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < end) {
        const std::string text = log();
        int found = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
            ++found;
        if (found >= count) return true;
    }
    return false;
}

}  // namespace rigs
