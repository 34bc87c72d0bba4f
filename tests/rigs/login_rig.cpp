#include "tests/rigs/login_rig.h"

#include <dbus/dbus.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "base/process.h"

namespace rigs {
namespace {

constexpr const char* kName = "org.freedesktop.login1";
constexpr std::chrono::seconds kPatience{10};

// Where the bus is; it runs until the program ends.
const std::string& bus() {
    static auto daemon =
        base::ChildProcess::start("/usr/bin/dbus-daemon", {"--session", "--nofork", "--print-address=1"});
    static const std::string address = daemon ? daemon->readLine(kPatience).value_or("") : "";
    return address;
}

}  // namespace

LoginRig::LoginRig(Answer answer) : answer_(answer) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", bus().c_str(), 1);
    if (answer == Answer::NobodyThere || bus().empty()) return;
    thread_ = std::thread([this] { serve(bus()); });
    ready_.wait(false);
}

LoginRig::~LoginRig() {
    ending_ = true;
    if (thread_.joinable()) thread_.join();
    if (ours_ >= 0) ::close(ours_);
}

std::string LoginRig::asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
}

// The taker holds the writing end of a pipe: when it is gone, the reading end is at its end.
bool LoginRig::released(std::chrono::milliseconds within) {
    pollfd end{-1, POLLIN, 0};
    {
        const std::lock_guard lock(mutex_);
        end.fd = ours_;
    }
    return end.fd >= 0 && ::poll(&end, 1, static_cast<int>(within.count())) == 1 &&
           (end.revents & POLLHUP) != 0;
}

void LoginRig::serve(const std::string& address) {
    DBusConnection* bus = dbus_connection_open_private(address.c_str(), nullptr);
    dbus_bus_register(bus, nullptr);
    dbus_connection_set_exit_on_disconnect(bus, FALSE);
    dbus_bus_request_name(bus, kName, 0, nullptr);
    ready_ = true;
    ready_.notify_all();
    while (!ending_ && dbus_connection_read_write(bus, 20) != FALSE) {
        DBusMessage* message = dbus_connection_pop_message(bus);
        if (message == nullptr) continue;
        if (dbus_message_is_method_call(message, "org.freedesktop.login1.Manager", "Inhibit") != FALSE) {
            const char *what = "", *who = "", *why = "", *mode = "";
            dbus_message_get_args(message, nullptr, DBUS_TYPE_STRING, &what, DBUS_TYPE_STRING, &who,
                                  DBUS_TYPE_STRING, &why, DBUS_TYPE_STRING, &mode, DBUS_TYPE_INVALID);
            DBusMessage* reply = nullptr;
            const std::lock_guard lock(mutex_);
            asked_ = std::string(what) + "|" + mode;
            int ends[2] = {-1, -1};
            if (answer_ == Answer::Grants && ::pipe(ends) == 0) {
                reply = dbus_message_new_method_return(message);
                dbus_message_append_args(reply, DBUS_TYPE_UNIX_FD, &ends[1],
                                         DBUS_TYPE_INVALID);  // keeps a copy
                ours_ = ends[0];
            } else {
                reply = dbus_message_new_error(message, DBUS_ERROR_ACCESS_DENIED, "not this one");
            }
            dbus_connection_send(bus, reply, nullptr);
            dbus_connection_flush(bus);
            dbus_message_unref(reply);
            if (ends[1] >= 0) ::close(ends[1]);
        }
        dbus_message_unref(message);
    }
    dbus_connection_close(bus);
    dbus_connection_unref(bus);
}

}  // namespace rigs
