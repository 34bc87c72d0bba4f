// The bridge to the main thread. Workers never touch models or windows; they post a closure with std payloads.
// The GUI's dispatcher uses wxEvtHandler::CallAfter; command line and tests run a LoopDispatcher.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace station {

class Dispatcher {
public:
    virtual ~Dispatcher() = default;
    // From any thread. Closures run on the main thread, in order. After the program began to close they are dropped.
    virtual void post(std::function<void()> closure) = 0;
};

// A main loop without a window: runs what was posted until a condition holds.
class LoopDispatcher final : public Dispatcher {
public:
    void post(std::function<void()> closure) override {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(closure));
        }
        wake_.notify_all();
    }
    // On the main thread. False when `limit` passed before `done` held; `done` is asked after every closure.
    template <class Condition>
    bool runUntil(Condition done, std::chrono::milliseconds limit) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!done()) {
            std::function<void()> next;
            {
                std::unique_lock lock(mutex_);
                if (!wake_.wait_until(lock, end, [this] { return !waiting_.empty(); })) return false;
                next = std::move(waiting_.front());
                waiting_.pop_front();
            }
            next();
        }
        return true;
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;
};

}  // namespace station
