// Threads with a queue. A Worker owns one thread and runs what is posted to it in order: the store writer, the
// transport and each device live on one. A Pool runs CPU work on a bounded number of threads.
// Threads: post() and submit() from any thread. The destructor lets the running job see its stop token, drops what
// waits, and joins. Jobs must not throw: one that does ends the process, because a promise of ours is broken.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace base {

class Pool {
public:
    using Job = std::function<void(std::stop_token)>;

    Pool(std::size_t threads, std::size_t maxWaiting);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // False when maxWaiting jobs already wait (the job is not taken) or the pool is closing.
    [[nodiscard]] bool submit(Job job);
    // Returns when nothing waits and nothing runs.
    void drain();

private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable idle_;
    std::deque<Job> waiting_;
    std::size_t maxWaiting_;
    std::size_t running_ = 0;
    std::vector<std::jthread> threads_;
};

class Worker {
public:
    Worker() : pool_(1, kMaxWaiting) {}
    [[nodiscard]] bool post(Pool::Job job) { return pool_.submit(std::move(job)); }
    void drain() { pool_.drain(); }

    // Runs `f` on the worker and waits for its value. Never call it from the worker itself.
    template <class F>
    auto call(F f) -> std::invoke_result_t<F> {
        using R = std::invoke_result_t<F>;
        auto task = std::make_shared<std::packaged_task<R()>>(std::move(f));
        auto value = task->get_future();
        if (!pool_.submit([task](const std::stop_token&) { (*task)(); })) (*task)();
        return value.get();
    }

private:
    static constexpr std::size_t kMaxWaiting = 4096;
    Pool pool_;
};

}  // namespace base
