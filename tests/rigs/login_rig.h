// A system bus of the test's own, with or without somebody who answers as logind does. The bus is the real
// dbus-daemon. Threads: made and destroyed on one thread; what happened may be asked for at any time.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>

namespace rigs {

class LoginRig {
public:
    enum class Answer { Unknown = 0, Grants, Refuses, NobodyThere };
    explicit LoginRig(Answer answer);
    ~LoginRig();
    LoginRig(const LoginRig&) = delete;
    LoginRig& operator=(const LoginRig&) = delete;

    std::string asked() const;  // "what|mode" of the last request
    // Whether the lock that was granted is closed, by its taker and by the bus that carried it.
    bool released(std::chrono::milliseconds within);

private:
    void serve(const std::string& address);

    Answer answer_;
    mutable std::mutex mutex_;
    std::string asked_;  // guarded, as the next
    int ours_ = -1;      // our end of the lock
    std::atomic<bool> ready_{false};
    std::atomic<bool> ending_{false};
    std::thread thread_;
};

}  // namespace rigs
