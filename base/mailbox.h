// A mailbox that keeps only the newest item: how camera frames and progress reach a slower reader.
// Threads: any number of writers and one reader. put() tells whether the reader must be woken; while an item waits
// unread, further puts replace it and need no second wake-up.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace base {

template <class T>
class Mailbox {
public:
    // True when the box was empty: wake the reader once.
    bool put(T item) {
        const std::lock_guard lock(mutex_);
        const bool wasEmpty = !item_.has_value();
        item_ = std::move(item);
        return wasEmpty;
    }
    std::optional<T> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(item_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::optional<T> item_;
};

}  // namespace base
