#include "base/worker.h"

#include <utility>

namespace base {

Pool::Pool(std::size_t threads, std::size_t maxWaiting) : maxWaiting_(maxWaiting) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
    }
}

Pool::~Pool() {
    for (auto& thread : threads_) thread.request_stop();
    wake_.notify_all();
    threads_.clear();
}

bool Pool::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= maxWaiting_) return false;
        if (threads_.empty() || threads_.front().get_stop_token().stop_requested()) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void Pool::drain() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return waiting_.empty() && running_ == 0; });
}

void Pool::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
        if (stop.stop_requested()) break;
        Job job = std::move(waiting_.front());
        waiting_.pop_front();
        ++running_;
        lock.unlock();
        job(stop);
        job = nullptr;
        lock.lock();
        --running_;
        if (waiting_.empty() && running_ == 0) idle_.notify_all();
    }
    waiting_.clear();
    idle_.notify_all();
}

}  // namespace base
