// Source: org.freedesktop.login1, method Inhibit: the lock lasts as long as the file descriptor that it gives
// is open.
#include <dbus/dbus.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "base/handle.h"
#include "station/workflow/awake.h"

namespace station {
namespace {

using base::Code;

constexpr int kPatience = 1000;  // milliseconds; the send waits for it

struct Problem {
    DBusError error;
    Problem() { dbus_error_init(&error); }
    Problem(const Problem&) = delete;
    Problem& operator=(const Problem&) = delete;
    ~Problem() { dbus_error_free(&error); }

    base::Failure failure() const {
        const std::string name = error.name != nullptr ? error.name : "";
        const Code code = name == DBUS_ERROR_ACCESS_DENIED                            ? Code::PermissionDenied
                          : name == DBUS_ERROR_NO_REPLY || name == DBUS_ERROR_TIMEOUT ? Code::Timeout
                                                                                      : Code::Unsupported;
        return base::fail(code, "keeping the machine awake: " + name);
    }
};

void closeConnection(DBusConnection* connection) {
    dbus_connection_close(connection);
    dbus_connection_unref(connection);
}

using Connection = base::UniqueHandle<DBusConnection, &closeConnection>;
using Message = base::UniqueHandle<DBusMessage, &dbus_message_unref>;

Message request() {
    Message message(dbus_message_new_method_call("org.freedesktop.login1", "/org/freedesktop/login1",
                                                 "org.freedesktop.login1.Manager", "Inhibit"));
    const char* what = "sleep:idle";
    const char* who = "Enrollment station";
    const char* why = "A sealed application is being sent";
    const char* mode = "block";
    if (message) {
        dbus_message_append_args(message.get(), DBUS_TYPE_STRING, &what, DBUS_TYPE_STRING, &who,
                                 DBUS_TYPE_STRING, &why, DBUS_TYPE_STRING, &mode, DBUS_TYPE_INVALID);
    }
    return message;
}

}  // namespace

base::Result<Awake> Awake::hold() {
    Problem problem;
    // A connection of its own: the toolkit may have another, with other habits.
    const Connection connection(dbus_bus_get_private(DBUS_BUS_SYSTEM, &problem.error));
    if (!connection) return problem.failure();
    dbus_connection_set_exit_on_disconnect(connection.get(), FALSE);
    const Message message = request();
    if (!message) return base::fail(Code::Internal, "no memory for a D-Bus message");
    const Message reply(dbus_connection_send_with_reply_and_block(connection.get(), message.get(), kPatience,
                                                                  &problem.error));
    if (!reply) return problem.failure();
    int lock = -1;
    if (dbus_message_get_args(reply.get(), &problem.error, DBUS_TYPE_UNIX_FD, &lock, DBUS_TYPE_INVALID) ==
        FALSE)
        return problem.failure();
    return Awake(lock);
}

Awake::Awake(Awake&& other) noexcept : held_(std::exchange(other.held_, -1)) {}

Awake::~Awake() {
    if (held_ >= 0) ::close(static_cast<int>(held_));
}

}  // namespace station
