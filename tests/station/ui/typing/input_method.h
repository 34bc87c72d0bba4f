// A real input method for Vietnamese with a configuration of its own, on the test's session bus and display. One at a
// time. Main thread; pumps events while it waits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/process.h"

namespace uitest {

enum class Framework { Unknown = 0, Fcitx, Ibus };
enum class Keys { Unknown = 0, Telex, Vni };

class InputMethod {
public:
    // Call after startSessionBus() and startGui(). Fails the test when the method is there and does not work.
    InputMethod(Framework framework, Keys keys);
    ~InputMethod();
    InputMethod(const InputMethod&) = delete;
    InputMethod& operator=(const InputMethod&) = delete;

    static bool isInstalled(Framework framework);
    // The keys that write these words.
    std::string keysFor(const std::string& words) const;

private:
    void startFcitx();
    void startIbus();
    void waitUntilItWrites();
    Keys keys_;
    std::optional<base::ChildProcess> daemon_;
};

}  // namespace uitest
