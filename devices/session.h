// One thread that owns one device of a kind: finds it, keeps it open, runs jobs on it, notices when it is unplugged and
// takes it up again when it returns. Jobs and the device live on that thread only.
//
// Threads: every public function may be called from any thread. Callbacks run on the session's thread; they post to the
// GUI and return. The destructor cancels the running job and joins.
// Errors: a job's end is reported once by its own callback; Disconnected closes the device and, for a job marked
// Resume::WhenDeviceReturns, starts it again when a device is there. Cancelled is an end like any other.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/log.h"
#include "devices/device.h"

namespace devices {

enum class SessionState { Unknown = 0, Searching, Opening, Ready, Working, Closed };

struct SessionStatus {
    SessionState state = SessionState::Unknown;
    std::optional<DeviceInfo> device;        // set from Opening to Working
    std::optional<base::Error> lastProblem;  // why the last open failed or the device was lost
};

enum class Resume { Unknown = 0, Never, WhenDeviceReturns };

using JobId = std::uint64_t;

template <class D>
class Session {
public:
    using Work = std::function<base::Result<void>(D&, std::stop_token)>;
    using Done = std::function<void(JobId, const base::Result<void>&)>;
    using StatusSink = std::function<void(const SessionStatus&)>;

    // Backends are asked in order; `preferred`, when set and present, is taken before any other device.
    Session(std::vector<std::unique_ptr<Backend<D>>> backends, std::optional<DeviceId> preferred, StatusSink onStatus,
            std::chrono::milliseconds pollEvery = std::chrono::milliseconds(1000))
        : backends_(std::move(backends)), preferred_(std::move(preferred)), onStatus_(std::move(onStatus)),
          pollEvery_(pollEvery), thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

    ~Session() {
        thread_.request_stop();
        cancelAll();
        thread_.join();
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    JobId post(Work work, Done done, Resume resume = Resume::Never) {
        JobId id = 0;
        {
            const std::lock_guard lock(mutex_);
            id = ++lastId_;
            jobs_.push_back({id, std::move(work), std::move(done), resume});
        }
        wake_.notify_all();
        return id;
    }

    // A waiting job ends with Cancelled at once; the running one when it sees its stop token.
    void cancel(JobId id) {
        Job dropped;
        {
            const std::lock_guard lock(mutex_);
            if (runningId_ == id) {
                runningStop_.request_stop();
                return;
            }
            for (auto it = jobs_.begin(); it != jobs_.end(); ++it) {
                if (it->id != id) continue;
                dropped = std::move(*it);
                jobs_.erase(it);
                break;
            }
        }
        if (dropped.done) dropped.done(dropped.id, base::fail(base::Code::Cancelled, "cancelled before it began"));
    }

    void cancelAll() {
        std::deque<Job> dropped;
        {
            const std::lock_guard lock(mutex_);
            dropped.swap(jobs_);
            runningStop_.request_stop();
        }
        for (auto& job : dropped) {
            if (job.done) job.done(job.id, base::fail(base::Code::Cancelled, "cancelled before it began"));
        }
    }

    // Takes another device (nullopt: whichever is found first). The running job ends with Cancelled.
    void prefer(std::optional<DeviceId> id) {
        {
            const std::lock_guard lock(mutex_);
            preferred_ = std::move(id);
            reopen_ = true;
            runningStop_.request_stop();
        }
        wake_.notify_all();
    }

    // Every device of this kind, found on the session's thread between jobs and handed over there.
    void look(std::function<void(std::vector<DeviceInfo>)> answer) {
        {
            const std::lock_guard lock(mutex_);
            looks_.push_back(std::move(answer));
        }
        wake_.notify_all();
    }

    SessionStatus status() const {
        const std::lock_guard lock(mutex_);
        return status_;
    }

private:
    struct Job {
        JobId id = 0;
        Work work;
        Done done;
        Resume resume = Resume::Never;
    };

    void run(std::stop_token stop) {
        std::unique_ptr<D> device;
        while (!stop.stop_requested()) {
            answerLooks();
            if (takeReopen()) device.reset();
            if (!device) {
                device = find(stop);
                if (!device) {
                    waitForWork(stop, /*onlyReopen=*/true);
                    continue;
                }
            }
            if (auto job = nextJob(stop)) {
                setState(SessionState::Working, device->info());
                const auto ended = job->work(*device, stopTokenOf(job->id));
                clearRunning();
                if (!ended && ended.error().code == base::Code::Disconnected) {
                    setLost(ended.error());
                    device.reset();
                    if (job->resume == Resume::WhenDeviceReturns && !stop.stop_requested()) {
                        putBack(std::move(*job));
                        continue;
                    }
                } else {
                    setState(SessionState::Ready, device->info());
                }
                if (job->done) job->done(job->id, ended);
                continue;
            }
            waitForWork(stop, /*onlyReopen=*/false);
            if (!stop.stop_requested() && !hasWork()) {
                if (auto alive = device->ping(); !alive) {
                    setLost(alive.error());
                    device.reset();
                }
            }
        }
        device.reset();
        publish({SessionState::Closed, std::nullopt, std::nullopt});
    }

    std::unique_ptr<D> find(std::stop_token stop) {
        std::optional<DeviceId> wanted;
        {
            const std::lock_guard lock(mutex_);
            wanted = preferred_;
        }
        std::vector<std::pair<Backend<D>*, DeviceInfo>> found;
        for (auto& backend : backends_) {
            if (stop.stop_requested()) return nullptr;
            for (auto& info : backend->enumerate()) {
                const bool first = wanted && info.id == *wanted;
                found.insert(first ? found.begin() : found.end(), {backend.get(), std::move(info)});
            }
        }
        std::optional<base::Error> problem;
        for (auto& [backend, info] : found) {
            if (stop.stop_requested()) return nullptr;
            setState(SessionState::Opening, info);
            auto opened = backend->open(info.id, stop);
            if (opened) {
                setState(SessionState::Ready, (*opened)->info());
                return std::move(*opened);
            }
            base::log::failure("device-open", opened.error());
            problem = opened.error();
        }
        if (problem) {
            setLost(*problem);
        } else {
            SessionStatus now = status();
            now.state = SessionState::Searching;
            now.device.reset();
            publish(now);
        }
        return nullptr;
    }

    void answerLooks() {
        std::vector<std::function<void(std::vector<DeviceInfo>)>> looks;
        {
            const std::lock_guard lock(mutex_);
            looks.swap(looks_);
        }
        if (looks.empty()) return;
        std::vector<DeviceInfo> found;
        for (auto& backend : backends_) {
            for (auto& info : backend->enumerate()) found.push_back(std::move(info));
        }
        for (auto& answer : looks) answer(found);
    }

    void waitForWork(const std::stop_token& stop, bool onlyReopen) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, pollEvery_, [&] { return reopen_ || !looks_.empty() || (!onlyReopen && !jobs_.empty()); });
    }

    bool takeReopen() {
        const std::lock_guard lock(mutex_);
        return std::exchange(reopen_, false);
    }
    bool hasWork() const {
        const std::lock_guard lock(mutex_);
        return reopen_ || !looks_.empty() || !jobs_.empty();
    }
    std::optional<Job> nextJob(const std::stop_token& stop) {
        const std::lock_guard lock(mutex_);
        if (jobs_.empty()) return std::nullopt;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        runningId_ = job.id;
        runningStop_ = std::stop_source();
        if (stop.stop_requested()) runningStop_.request_stop();
        return job;
    }
    std::stop_token stopTokenOf(JobId) const {
        const std::lock_guard lock(mutex_);
        return runningStop_.get_token();
    }
    void clearRunning() {
        const std::lock_guard lock(mutex_);
        runningId_ = 0;
    }
    void putBack(Job job) {
        const std::lock_guard lock(mutex_);
        jobs_.push_front(std::move(job));
    }
    void setState(SessionState state, const DeviceInfo& info) { publish({state, info, std::nullopt}); }
    void setLost(const base::Error& error) { publish({SessionState::Searching, std::nullopt, error}); }
    void publish(const SessionStatus& status) {
        {
            const std::lock_guard lock(mutex_);
            if (status_.state == status.state && status_.device.has_value() == status.device.has_value() &&
                (!status.device || status_.device->id == status.device->id) &&
                status_.lastProblem.has_value() == status.lastProblem.has_value()) {
                return;
            }
            status_ = status;
        }
        if (onStatus_) onStatus_(status);
    }

    std::vector<std::unique_ptr<Backend<D>>> backends_;
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<DeviceId> preferred_;
    StatusSink onStatus_;
    std::chrono::milliseconds pollEvery_;
    std::deque<Job> jobs_;
    std::vector<std::function<void(std::vector<DeviceInfo>)>> looks_;
    JobId lastId_ = 0;
    JobId runningId_ = 0;
    std::stop_source runningStop_;
    bool reopen_ = false;
    SessionStatus status_;
    std::jthread thread_;  // last: starts when everything above is there
};

}  // namespace devices
