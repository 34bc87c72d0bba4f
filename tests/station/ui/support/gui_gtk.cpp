#include "tests/station/ui/support/gui.h"

#include <fcntl.h>
#include <gtk/gtk.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wx/app.h>
#include <wx/evtloop.h>
#include <wx/init.h>
#include <wx/uiaction.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>

#include "base/heap.h"
#include "station/ui/language.h"
#include "station/ui/native_style.h"
#include "station/ui/theme.h"
#include "tests/station/ui/support/keymap.h"

extern char** environ;

namespace uitest {
namespace {

using Clock = std::chrono::steady_clock;

class TestApp final : public wxApp {
public:
    bool OnInit() override { return true; }
};

struct World {
    pid_t server = 0;
    bool started = false;
    bool usable = false;
    std::unique_ptr<wxGUIEventLoop> loop;
    std::unique_ptr<wxEventLoopActivator> active;
};

World& world() {
    static World value;
    return value;
}

pid_t spawn(const std::vector<std::string>& words, int keptFd) {
    std::vector<char*> argv;
    for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (keptFd >= 0) posix_spawn_file_actions_adddup2(&actions, keptFd, 3);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t pid = 0;
    const int failed = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? pid : 0;
}

// Xvfb chooses a free display and writes its number to descriptor 3 when it accepts clients. Keys do not repeat
// themselves (-r): on a halted machine a key tapped by a tool would count as held.
bool startServer() {
    if (const char* given = std::getenv("ENROLL_TEST_DISPLAY")) {
        setenv("DISPLAY", given, 1);
        return true;
    }
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return false;
    world().server = spawn(
        {"Xvfb", "-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset", "-r"}, ends[1]);
    close(ends[1]);
    std::string number;
    pollfd wait{ends[0], POLLIN, 0};
    while (world().server != 0 && number.find('\n') == std::string::npos && poll(&wait, 1, 20000) > 0) {
        std::array<char, 16> buffer{};
        const ssize_t got = read(ends[0], buffer.data(), buffer.size());
        if (got <= 0) break;
        number.append(buffer.data(), static_cast<std::size_t>(got));
    }
    close(ends[0]);
    if (number.find('\n') == std::string::npos) return false;
    setenv("DISPLAY", (":" + number.substr(0, number.find('\n'))).c_str(), 1);
    return giveVietnameseKeys();
}

// A sentence of the toolkit is said once, and how often it came at the end: hundreds of the same would bury what failed.
std::map<std::string, int>& toolkitSaid() {
    static std::map<std::string, int> counts;
    return counts;
}

GLogWriterOutput sayOnce(GLogLevelFlags level, const GLogField* fields, gsize count, gpointer) {
    const bool heard = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0;
    for (gsize i = 0; heard && i < count; ++i) {
        if (std::strcmp(fields[i].key, "MESSAGE") != 0) continue;
        static std::mutex saying;
        const std::lock_guard lock(saying);
        if (toolkitSaid()[static_cast<const char*>(fields[i].value)]++ > 0) return G_LOG_WRITER_HANDLED;
    }
    return g_log_writer_default(level, fields, count, nullptr);
}

void countToolkitSaid() {
    for (const auto& [sentence, times] : toolkitSaid()) {
        if (times > 1) std::cerr << times << " times: " << sentence << "\n";
    }
}

bool startToolkit(Bridge bridge) {
    g_log_set_writer_func(sayOnce, nullptr, nullptr);
    if (bridge == Bridge::On)
        unsetenv("NO_AT_BRIDGE");
    else
        setenv("NO_AT_BRIDGE", "1", 1);  // names are read in this process; no bus is needed
    unsetenv("GTK_IM_MODULE");  // it would overrule the setting below, and an input method that a test starts
    setenv("GDK_BACKEND", "x11", 1);
    unsetenv("WAYLAND_DISPLAY");
    base::giveBackPictures();
    ui::prepareToolkit();
    wxApp::SetInstance(new TestApp);
    int argc = 1;
    std::array<char, 8> name{"ui_test"};
    std::array<char*, 2> argv{name.data(), nullptr};
    if (!wxEntryStart(argc, argv.data()) || !wxTheApp->CallOnInit()) return false;
    g_object_set(gtk_settings_get_default(), "gtk-im-module", "gtk-im-context-simple", nullptr);
    wxTheApp->SetExitOnFrameDelete(false);
    world().loop = std::make_unique<wxGUIEventLoop>();
    world().active = std::make_unique<wxEventLoopActivator>(world().loop.get());
    ui::useScheme(ui::Scheme::Light);
    (void)ui::useLanguage(station::Language::Vietnamese);
    return true;
}

void runTool(const std::vector<std::string>& words) {
    const pid_t pid = spawn(words, -1);
    REQUIRE(pid != 0);
    int status = 0;
    const bool ended =
        pumpUntil([&] { return waitpid(pid, &status, WNOHANG) == pid; }, std::chrono::seconds(30));
    REQUIRE(ended);
    REQUIRE(status == 0);
    gdk_display_sync(gdk_display_get_default());  // the server has handed out the tool's keys when it answers this
    settle();
}

}  // namespace

bool startGui(Bridge bridge) {
    World& w = world();
    if (!w.started) {
        w.started = true;
        w.usable = startServer() && startToolkit(bridge);
    }
    if (!w.usable) WARN("SKIPPED: no X server (Xvfb is not installed)");
    return w.usable;
}

void stopGui() {
    World& w = world();
    if (w.usable) {
        for (auto* window : wxTopLevelWindows) window->Destroy();
        settle();
        w.active.reset();
        w.loop.reset();
        wxEntryCleanup();
        w.usable = false;
        countToolkitSaid();
    }
    if (w.server != 0) {
        kill(w.server, SIGTERM);
        waitpid(w.server, nullptr, 0);
        w.server = 0;
    }
}

// Until the window has nothing left to do. A window with a live preview never has: under an instrument that makes
// drawing slower than the camera there is always one more picture, so the turns are counted.
void settle() {
    constexpr int kQuietTurns = 4;
    constexpr int kMostTurns = 60;
    constexpr int kMostEvents = 200;
    int quiet = 0;
    int turns = 0;
    pumpUntil([&] {
        for (int event = 0; event < kMostEvents && gtk_events_pending() != 0; ++event)
            gtk_main_iteration_do(FALSE);
        wxTheApp->ProcessPendingEvents();
        quiet = gtk_events_pending() == 0 && !wxTheApp->HasPendingEvents() ? quiet + 1 : 0;
        return quiet >= kQuietTurns || ++turns >= kMostTurns;
    });
}

wxFrame* openFrame(const wxSize& size) {
    auto* frame =
        new wxFrame(nullptr, wxID_ANY, "test", wxPoint(0, 0), size, wxBORDER_NONE | wxTAB_TRAVERSAL);
    frame->SetBackgroundColour(ui::palette().background);
    frame->Show();
    giveKeyboard(*frame);
    return frame;
}

// There is no window manager on the test display, so the window takes the keyboard itself.
void giveKeyboard(wxTopLevelWindow& window) {
    settle();
    gdk_window_focus(gtk_widget_get_window(static_cast<GtkWidget*>(window.GetHandle())), GDK_CURRENT_TIME);
    const bool got =
        pumpUntil([&] { return gtk_window_has_toplevel_focus(GTK_WINDOW(window.GetHandle())) != FALSE; });
    REQUIRE(got);
    settle();
}

void pressKey(const std::string& key) {
    runTool({"xdotool", "key", "--delay", "4", key});
}

void typeText(const std::string& utf8) {
    runTool({"xdotool", "type", "--delay", "12", utf8});
}

void click(const wxWindow& window) {
    click(window, wxPoint(window.GetClientSize().x / 2, window.GetClientSize().y / 2));
}

void click(const wxWindow& window, const wxPoint& at) {
    const wxPoint where = window.ClientToScreen(at);
    runTool({"xdotool", "mousemove", std::to_string(where.x), std::to_string(where.y), "click", "1"});
}

bool saveScreen(const std::filesystem::path& file) {
    settle();
    GdkWindow* root = gdk_get_default_root_window();
    GdkPixbuf* picture =
        gdk_pixbuf_get_from_window(root, 0, 0, gdk_window_get_width(root), gdk_window_get_height(root));
    if (picture == nullptr) return false;
    const bool saved = gdk_pixbuf_save(picture, file.string().c_str(), "png", nullptr, nullptr) != FALSE;
    g_object_unref(picture);
    return saved;
}

long peakMegabytes() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("VmHWM:", 0) == 0) return std::atol(line.c_str() + 6) / 1024;
    }
    return 0;
}

}  // namespace uitest

// What the toolkit's libraries keep until the end of the process; none of it is ours.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libpango\nleak:libglib\nleak:libgobject\nleak:libgtk-3\nleak:libgdk-3\n"
           "leak:libX11\nleak:librsvg\nleak:libcairo\nleak:libwx_\nleak:libgio\nleak:libatk\n";
}
