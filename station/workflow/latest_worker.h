// A thread that works on the newest of what it is given: live judging that is slower than the camera skips frames and
// never queues them, and works in the background so that the camera itself is not slowed down. Threads: give() from any thread; the destructor waits for the item in work.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/background.h"

namespace station {

template <class T>
class LatestWorker {
public:
    explicit LatestWorker(std::function<void(T)> work)
        : work_(std::move(work)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

    void give(T item) {
        {
            const std::lock_guard lock(mutex_);
            waiting_ = std::move(item);
        }
        wake_.notify_one();
    }

private:
    void run(const std::stop_token& stop) {
        base::putThreadInBackground(base::Background::Third);
        std::unique_lock lock(mutex_);
        while (wake_.wait(lock, stop, [this] { return waiting_.has_value(); })) {
            T item = std::move(*waiting_);
            waiting_.reset();
            lock.unlock();
            work_(std::move(item));
            lock.lock();
        }
    }

    std::function<void(T)> work_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<T> waiting_;
    std::jthread thread_;  // last: starts when everything above is there
};

}  // namespace station
