#include "tests/station/ui/support/gui.h"

#include <wx/msw/wrapwin.h>

#include <psapi.h>
#include <wx/app.h>
#include <wx/bitmap.h>
#include <wx/dcmemory.h>
#include <wx/dcscreen.h>
#include <wx/evtloop.h>
#include <wx/image.h>
#include <wx/init.h>

#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "base/system_win.h"
#include "station/ui/language.h"
#include "station/ui/native_style.h"
#include "station/ui/text.h"
#include "station/ui/theme.h"

namespace uitest {
namespace {

constexpr int kQuietRounds = 3;

class TestApp final : public wxApp {
public:
    bool OnInit() override { return true; }
};

struct World {
    bool started = false;
    bool usable = false;
    std::unique_ptr<wxGUIEventLoop> loop;
    std::unique_ptr<wxEventLoopActivator> active;
};

World& world() {
    static World value;
    return value;
}

bool startToolkit() {
    ui::prepareToolkit();
    wxApp::SetInstance(new TestApp);
    if (!wxEntryStart(::GetModuleHandleW(nullptr)) || !wxTheApp->CallOnInit()) return false;
    wxTheApp->SetExitOnFrameDelete(false);
    wxImage::AddHandler(new wxPNGHandler);
    world().loop = std::make_unique<wxGUIEventLoop>();
    world().active = std::make_unique<wxEventLoopActivator>(world().loop.get());
    ui::useScheme(ui::Scheme::Light);
    (void)ui::useLanguage(station::Language::Vietnamese);
    return true;
}

INPUT keyInput(WORD code, DWORD flags) {
    INPUT input{};
    input.type = INPUT_KEYBOARD;
    input.ki.wVk = code;
    input.ki.wScan = static_cast<WORD>(::MapVirtualKeyW(code, MAPVK_VK_TO_VSC));
    input.ki.dwFlags = flags;
    return input;
}

INPUT letterInput(wchar_t unit, DWORD flags) {
    INPUT input{};
    input.type = INPUT_KEYBOARD;
    input.ki.wScan = unit;
    input.ki.dwFlags = KEYEVENTF_UNICODE | flags;
    return input;
}

void send(std::vector<INPUT> inputs) {
    REQUIRE(::SendInput(static_cast<UINT>(inputs.size()), inputs.data(), sizeof(INPUT)) == inputs.size());
    settle();
}

// Keys by the names that xdotool has for them.
WORD codeOf(const std::string& name) {
    static const std::map<std::string, WORD> kNames{
        {"ctrl", VK_CONTROL}, {"shift", VK_SHIFT}, {"alt", VK_MENU},     {"Tab", VK_TAB},     {"Return", VK_RETURN}, {"Escape", VK_ESCAPE},
        {"Down", VK_DOWN},    {"Up", VK_UP},       {"Left", VK_LEFT},    {"Right", VK_RIGHT}, {"Home", VK_HOME},     {"End", VK_END},
        {"Delete", VK_DELETE}, {"BackSpace", VK_BACK}, {"space", VK_SPACE}, {"Page_Up", VK_PRIOR}, {"Page_Down", VK_NEXT}};
    if (const auto found = kNames.find(name); found != kNames.end()) return found->second;
    if (name.size() > 1 && name[0] == 'F') return static_cast<WORD>(VK_F1 + std::stoi(name.substr(1)) - 1);
    REQUIRE(name.size() == 1);
    return static_cast<WORD>(std::toupper(static_cast<unsigned char>(name[0])));
}

// Arrows and their neighbors have two places on a keyboard.
DWORD placeOf(WORD code) { return code >= VK_PRIOR && code <= VK_DOWN ? KEYEVENTF_EXTENDEDKEY : 0; }

}  // namespace

bool startGui(Bridge) {
    World& w = world();
    if (!w.started) {
        w.started = true;
        w.usable = startToolkit();
    }
    if (!w.usable) WARN("SKIPPED: no desktop");
    return w.usable;
}

void stopGui() {
    World& w = world();
    if (!w.usable) return;
    for (auto* window : wxTopLevelWindows) window->Destroy();
    settle();
    w.active.reset();
    w.loop.reset();
    wxEntryCleanup();
    w.usable = false;
}

void settle() {
    int quiet = 0;
    pumpUntil([&] {
        while (world().loop->Pending()) world().loop->Dispatch();
        wxTheApp->ProcessPendingEvents();
        quiet = !world().loop->Pending() && !wxTheApp->HasPendingEvents() ? quiet + 1 : 0;
        return quiet > kQuietRounds;
    });
}

wxFrame* openFrame(const wxSize& size) {
    auto* frame = new wxFrame(nullptr, wxID_ANY, "test", wxPoint(0, 0), size, wxBORDER_NONE | wxTAB_TRAVERSAL);
    frame->SetBackgroundColour(ui::palette().background);
    frame->Show();
    giveKeyboard(*frame);
    return frame;
}

void giveKeyboard(wxTopLevelWindow& window) {
    settle();
    const HWND handle = static_cast<HWND>(window.GetHandle());
    const bool got = pumpUntil([&] {
        ::SetForegroundWindow(handle);
        return ::GetForegroundWindow() == handle;
    });
    REQUIRE(got);
    settle();
}

void pressKey(const std::string& key) {
    std::vector<WORD> codes;
    std::string rest = key;
    for (auto plus = rest.find('+'); plus != std::string::npos && plus > 0; plus = rest.find('+')) {
        codes.push_back(codeOf(rest.substr(0, plus)));
        rest.erase(0, plus + 1);
    }
    codes.push_back(codeOf(rest));
    std::vector<INPUT> inputs;
    for (const WORD code : codes) inputs.push_back(keyInput(code, placeOf(code)));
    for (auto code = codes.rbegin(); code != codes.rend(); ++code) inputs.push_back(keyInput(*code, placeOf(*code) | KEYEVENTF_KEYUP));
    send(std::move(inputs));
}

// One unit after another: what a letter changes (the focus, a list) is done before the next one comes.
void typeText(const std::string& utf8) {
    for (const wchar_t unit : base::win::wide(utf8)) send({letterInput(unit, 0), letterInput(unit, KEYEVENTF_KEYUP)});
}

void click(const wxWindow& window) { click(window, wxPoint(window.GetClientSize().x / 2, window.GetClientSize().y / 2)); }

void click(const wxWindow& window, const wxPoint& at) {
    const wxPoint where = window.ClientToScreen(at);
    ::SetCursorPos(where.x, where.y);
    INPUT down{}, up{};
    down.type = up.type = INPUT_MOUSE;
    down.mi.dwFlags = MOUSEEVENTF_LEFTDOWN;
    up.mi.dwFlags = MOUSEEVENTF_LEFTUP;
    send({down, up});
}

bool saveScreen(const std::filesystem::path& file) {
    settle();
    wxScreenDC screen;
    const wxSize size = screen.GetSize();
    wxBitmap picture(size.x, size.y, 24);
    wxMemoryDC copy(picture);
    if (!copy.Blit(0, 0, size.x, size.y, &screen, 0, 0)) return false;
    copy.SelectObject(wxNullBitmap);
    return picture.SaveFile(ui::toWx(file.string()), wxBITMAP_TYPE_PNG);
}

long peakMegabytes() {
    PROCESS_MEMORY_COUNTERS counters{};
    counters.cb = sizeof counters;
    if (::GetProcessMemoryInfo(::GetCurrentProcess(), &counters, sizeof counters) == 0) return 0;
    return static_cast<long>(counters.PeakWorkingSetSize >> 20);
}

}  // namespace uitest
