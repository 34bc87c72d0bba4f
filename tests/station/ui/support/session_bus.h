// A D-Bus session of the test's own, with folders of its own, for what talks over one: a screen reader, an input method. Main thread.
#pragma once

namespace uitest {

// For this program and its children, before startGui(); ends with the program. False when there is no dbus-daemon: the
// test says SKIPPED.
bool startSessionBus();

}  // namespace uitest
