#include "devices/scanner/wia_com_win.h"

#include "base/log.h"
#include "base/system_win.h"

namespace devices {
namespace {

constexpr std::chrono::seconds kFarewell{5};

}  // namespace

Bstr::Bstr(std::string_view utf8) {
    const std::wstring wide = base::win::wide(utf8);
    text_ = ::SysAllocStringLen(wide.data(), static_cast<UINT>(wide.size()));
}

struct ComThread::Shared {
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> jobs;
    bool ending = false;
    bool ended = false;
};

ComThread::ComThread() : shared_(std::make_shared<Shared>()), thread_([shared = shared_] { run(shared); }) {}

ComThread::~ComThread() {
    std::unique_lock lock(shared_->mutex);
    shared_->ending = true;
    shared_->wake.notify_all();
    const bool ended = shared_->wake.wait_for(lock, kFarewell, [this] { return shared_->ended; });
    lock.unlock();
    if (ended) {
        thread_.join();
    } else {
        base::log::warning("wia-thread-left-behind");
        thread_.detach();
    }
}

void ComThread::post(std::function<void()> job) {
    const std::lock_guard lock(shared_->mutex);
    shared_->jobs.push_back(std::move(job));
    shared_->wake.notify_all();
}

void ComThread::run(const std::shared_ptr<Shared>& shared) {
    const InApartment apartment;
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->wake.wait(lock, [&] { return shared->ending || !shared->jobs.empty(); });
        if (shared->jobs.empty()) break;
        auto job = std::move(shared->jobs.front());
        shared->jobs.pop_front();
        lock.unlock();
        job();
        job = nullptr;  // what it owned goes on this thread
        lock.lock();
    }
    shared->ended = true;
    shared->wake.notify_all();
}

}  // namespace devices
