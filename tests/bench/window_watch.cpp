#include "tests/bench/window_watch.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kMostStart{20};
constexpr std::chrono::milliseconds kLook{5};
constexpr int kLeastWidth = 600, kLeastHeight = 400;
constexpr std::size_t kLeastColors = 12;  // letters are drawn with many shades, a ground with one

struct CloseDisplay {
    void operator()(Display* display) const { XCloseDisplay(display); }
};
using DisplayPtr = std::unique_ptr<Display, CloseDisplay>;

DisplayPtr openDisplay() {
    // A window may go between the question and the answer.
    XSetErrorHandler([](Display*, XErrorEvent*) { return 0; });
    DisplayPtr display(XOpenDisplay(nullptr));
    if (!display) throw std::runtime_error("no X display");
    return display;
}

bool showsContent(Display* display, Window window, const XWindowAttributes& its) {
    XImage* image = XGetImage(display, window, 0, 0, static_cast<unsigned>(its.width), static_cast<unsigned>(its.height), AllPlanes, ZPixmap);
    if (image == nullptr) return false;
    std::set<unsigned long> colors;
    for (int y = 0; y < its.height && colors.size() < kLeastColors; y += 3) {
        for (int x = 0; x < its.width && colors.size() < kLeastColors; ++x) colors.insert(XGetPixel(image, x, y));
    }
    XDestroyImage(image);
    return colors.size() >= kLeastColors;
}

// The first such window below the root; 0 when there is none.
Window paintedWindow(Display* display) {
    Window root = 0, parent = 0, *children = nullptr, found = 0;
    unsigned count = 0;
    if (XQueryTree(display, DefaultRootWindow(display), &root, &parent, &children, &count) == 0) return 0;
    for (unsigned i = 0; i < count && found == 0; ++i) {
        XWindowAttributes its{};
        if (XGetWindowAttributes(display, children[i], &its) == 0 || its.map_state != IsViewable) continue;
        if (its.width >= kLeastWidth && its.height >= kLeastHeight && showsContent(display, children[i], its)) found = children[i];
    }
    if (children != nullptr) XFree(children);
    return found;
}

// Clock ticks a process has used; its name may hold spaces, so count from the last parenthesis.
long ticksOf(int process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(in, line);
    long user = 0, system = 0;
    const auto end = line.rfind(')');
    if (end == std::string::npos) return -1;
    char state = 0;
    long skip = 0;
    std::string rest = line.substr(end + 2);
    std::sscanf(rest.c_str(), "%c %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld %ld", &state, &skip, &skip, &skip, &skip, &skip, &skip, &skip,
                &skip, &skip, &skip, &user, &system);
    return user + system;
}

}  // namespace

Memory memoryOf(int process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/status");
    Memory memory;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("VmRSS:", 0) == 0) memory.nowMb = std::atol(line.c_str() + 6) / 1024;
        if (line.rfind("VmHWM:", 0) == 0) memory.peakMb = std::atol(line.c_str() + 6) / 1024;
    }
    return memory;
}

WatchedProgram::WatchedProgram(const std::filesystem::path& program)
    : child_([&] {
          auto started = base::ChildProcess::start(program, {});
          if (!started) throw std::runtime_error(program.string() + " does not start");
          return std::move(*started);
      }()) {}

std::chrono::milliseconds WatchedProgram::untilPainted() {
    const auto display = openDisplay();
    while (Clock::now() - begun_ < kMostStart) {
        window_ = paintedWindow(display.get());
        if (window_ != 0) return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun_);
        std::this_thread::sleep_for(kLook);
    }
    return {};
}

void WatchedProgram::giveKeyboard() const {
    const auto display = openDisplay();
    XSetInputFocus(display.get(), window_, RevertToNone, CurrentTime);
    XSync(display.get(), False);
}

Memory WatchedProgram::atRest() {
    const long perTwoSeconds = 2 * sysconf(_SC_CLK_TCK) * 2 / 100;
    for (int look = 0; look < 30; ++look) {
        const long before = ticksOf(child_.id());
        std::this_thread::sleep_for(std::chrono::seconds(2));
        if (ticksOf(child_.id()) - before <= perTwoSeconds) break;
    }
    return memoryOf(child_.id());
}

}  // namespace bench
