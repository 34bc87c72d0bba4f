#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "tests/station/ui/support/gui.h"

#include <wx/app.h>
#include <wx/evtloop.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "station/ui/a11y.h"
#include "station/ui/text.h"

namespace uitest {

namespace {

// Everything is slow under ThreadSanitizer.
#if defined(__SANITIZE_THREAD__)
constexpr int kTimesSlower = 4;
#else
constexpr int kTimesSlower = 1;
#endif

// A live preview may have something to do in every idle moment: the condition and the clock are looked at in between.
constexpr int kIdlePasses = 20;

}  // namespace

bool pumpUntil(const Condition& done, std::chrono::milliseconds limit) {
    using Clock = std::chrono::steady_clock;
    auto* loop = static_cast<wxGUIEventLoop*>(wxEventLoopBase::GetActive());
    const auto end = Clock::now() + limit * kTimesSlower;
    while (!done()) {
        if (Clock::now() >= end) return false;
        loop->DispatchTimeout(10);
        wxTheApp->ProcessPendingEvents();
        for (int pass = 0; pass < kIdlePasses && loop->ProcessIdle(); ++pass) {
        }
    }
    return true;
}

std::filesystem::path shotFolder() {
    const char* given = std::getenv("ENROLL_SHOTS");
    return given != nullptr && *given != '\0' ? given : ".";
}

namespace {

wxWindow* findWindow(wxWindow& root, const std::string& namePrefix,
                     const std::function<bool(const wxWindow&)>& fits) {
    for (auto* child : root.GetChildren()) {
        if (!child->IsShown()) continue;
        if (fits(*child) && ui::fromWx(ui::accessibleName(*child)).rfind(namePrefix, 0) == 0) return child;
        if (wxWindow* inner = findWindow(*child, namePrefix, fits)) return inner;
    }
    return nullptr;
}

}  // namespace

wxWindow* findNamed(wxWindow& root, const std::string& namePrefix) {
    return findWindow(root, namePrefix, [](const wxWindow&) { return true; });
}

wxWindow* findControl(wxWindow& root, const std::string& namePrefix) {
    return findWindow(root, namePrefix, [](const wxWindow& window) {
        return window.AcceptsFocus() && window.GetChildren().empty();
    });
}

namespace {

// Ends wx and the X server after the last test, while everything they need still lives.
struct GuiEnd : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;
    void testRunEnded(const Catch::TestRunStats&) override { stopGui(); }
};
CATCH_REGISTER_LISTENER(GuiEnd)

}  // namespace
}  // namespace uitest
