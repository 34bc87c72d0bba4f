// Runs tests/rigs/escl_server.py and talks to it: an eSCL scanner that misbehaves on demand.
// Threads: one. Ends the server with itself.
#pragma once

#include <sys/types.h>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace rigs {

class EsclRig {
public:
    // Null when python3 or the script is missing, or it does not come up within a minute.
    static std::unique_ptr<EsclRig> start();
    ~EsclRig();
    EsclRig(const EsclRig&) = delete;
    EsclRig& operator=(const EsclRig&) = delete;

    int port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/eSCL"; }
    // Begins afresh with this plan (JSON, see the script).
    void plan(const std::string& json);
    // Lets go what a plan with "held" holds back.
    void release();
    // "METHOD path" of every request since the last plan, as one text.
    std::string log();
    // Returns when `part` stands `count` times in the log; false when it does not within a minute.
    bool waitForLog(const std::string& part, int count);

private:
    EsclRig(pid_t process, int input, int port) : process_(process), input_(input), port_(port) {}
    std::string exchange(const std::string& method, const std::string& path, const std::string& body) const;

    pid_t process_;
    int input_;  // closing it ends the server
    int port_;
};

}  // namespace rigs
