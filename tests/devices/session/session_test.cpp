#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "devices/session.h"

using namespace devices;
using namespace std::chrono_literals;

namespace {

// A socket into which a test plugs a device by hand.
struct Socket {
    std::mutex mutex;
    std::condition_variable changed;
    bool plugged = false;
    int opened = 0;

    void plug(bool in) {
        const std::lock_guard lock(mutex);
        plugged = in;
        changed.notify_all();
    }
};

struct Lamp : Device {
    explicit Lamp(Socket& s) : socket(s) { lampInfo.name = "lamp"; lampInfo.id = {"test", "0"}; }
    const DeviceInfo& info() const override { return lampInfo; }
    base::Result<void> ping() override {
        const std::lock_guard lock(socket.mutex);
        if (!socket.plugged) return base::fail(base::Code::Disconnected, "gone");
        return {};
    }
    Socket& socket;
    DeviceInfo lampInfo;
};

struct LampBackend : Backend<Lamp> {
    explicit LampBackend(Socket& s) : socket(s) {}
    std::string name() const override { return "test"; }
    std::vector<DeviceInfo> enumerate() override {
        const std::lock_guard lock(socket.mutex);
        if (!socket.plugged) return {};
        DeviceInfo info;
        info.id = {"test", "0"};
        return {info};
    }
    base::Result<std::unique_ptr<Lamp>> open(const DeviceId&, std::stop_token) override {
        const std::lock_guard lock(socket.mutex);
        ++socket.opened;
        return std::make_unique<Lamp>(socket);
    }
    Socket& socket;
};

struct StatusLog {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<SessionState> states;
    void add(SessionState s) {
        const std::lock_guard lock(mutex);
        states.push_back(s);
        changed.notify_all();
    }
    bool waitFor(SessionState s) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 60s, [&] { return !states.empty() && states.back() == s; });
    }
};

std::unique_ptr<Session<Lamp>> makeSession(Socket& socket, StatusLog& log) {
    std::vector<std::unique_ptr<Backend<Lamp>>> backends;
    backends.push_back(std::make_unique<LampBackend>(socket));
    return std::make_unique<Session<Lamp>>(std::move(backends), std::nullopt,
                                           [&log](const SessionStatus& s) { log.add(s.state); }, 5ms);
}

}  // namespace

SCENARIO("a device that is unplugged in the middle of a job is taken up again when it returns") {
    Socket socket;
    StatusLog log;
    auto session = makeSession(socket, log);
    REQUIRE(log.waitFor(SessionState::Searching));
    socket.plug(true);
    REQUIRE(log.waitFor(SessionState::Ready));

    std::atomic<int> runs = 0;
    std::promise<bool> ended;
    session->post(
        [&](Lamp& lamp, std::stop_token) -> base::Result<void> {
            if (++runs == 1) {
                socket.plug(false);
                return lamp.ping();
            }
            return {};
        },
        [&](JobId, const base::Result<void>& r) { ended.set_value(r.has_value()); }, Resume::WhenDeviceReturns);
    REQUIRE(log.waitFor(SessionState::Searching));
    socket.plug(true);
    CHECK(ended.get_future().get());
    CHECK(runs == 2);
    CHECK(socket.opened == 2);
}

SCENARIO("unplugging an idle device is noticed") {
    Socket socket;
    StatusLog log;
    socket.plug(true);
    auto session = makeSession(socket, log);
    REQUIRE(log.waitFor(SessionState::Ready));
    socket.plug(false);
    REQUIRE(log.waitFor(SessionState::Searching));
    CHECK(session->status().lastProblem.value().code == base::Code::Disconnected);
}

SCENARIO("cancelling ends the running job and the waiting ones, each once") {
    Socket socket;
    StatusLog log;
    socket.plug(true);
    auto session = makeSession(socket, log);
    std::promise<void> begun;
    std::promise<base::Code> first, second;
    session->post(
        [&](Lamp&, std::stop_token stop) -> base::Result<void> {
            begun.set_value();
            std::mutex m;
            std::unique_lock lock(m);
            std::condition_variable_any never;
            never.wait(lock, stop, [] { return false; });
            return base::fail(base::Code::Cancelled, "stopped");
        },
        [&](JobId, const base::Result<void>& r) { first.set_value(r.error().code); });
    begun.get_future().wait();
    session->post([](Lamp&, std::stop_token) -> base::Result<void> { return {}; },
                  [&](JobId, const base::Result<void>& r) { second.set_value(r.error().code); });
    session->cancelAll();
    CHECK(first.get_future().get() == base::Code::Cancelled);
    CHECK(second.get_future().get() == base::Code::Cancelled);
    REQUIRE(log.waitFor(SessionState::Ready));
}
