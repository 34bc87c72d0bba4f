// The store on its own thread. Work is posted and runs in order; answers go back through the dispatcher.
// Threads: any thread may post or call; `call` waits and is for workers and start-up, never for the main thread at work.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "base/worker.h"
#include "sync/store/store.h"

namespace station {

class StoreRoom {
public:
    // Opens on the calling thread, so that start-up errors are told at once.
    static base::Result<std::unique_ptr<StoreRoom>> open(const std::filesystem::path& file, base::Instant now) {
        auto store = store::Store::open(file, now);
        if (!store) return base::Failure(store.error());
        return std::unique_ptr<StoreRoom>(new StoreRoom(std::move(*store)));
    }

    // False when the program is closing or the queue is full: the work was not taken.
    template <class Work>
    [[nodiscard]] bool post(Work work) {
        return worker_.post([this, work = std::make_shared<Work>(std::move(work))](const std::stop_token&) { (*work)(store_); });
    }
    template <class Work>
    auto call(Work work) {
        return worker_.call([&] { return work(store_); });
    }

    // What was posted is still written: closing loses nothing.
    ~StoreRoom() { worker_.drain(); }
    StoreRoom(const StoreRoom&) = delete;
    StoreRoom& operator=(const StoreRoom&) = delete;

private:
    explicit StoreRoom(store::Store store) : store_(std::move(store)) {}
    store::Store store_;
    base::Worker worker_;  // last: stops first
};

}  // namespace station
