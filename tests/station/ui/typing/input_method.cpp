#include "tests/station/ui/typing/input_method.h"

#include <gtk/gtk.h>
#include <wx/textctrl.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.h"
#include "station/ui/open_word.h"
#include "station/ui/text.h"
#include "tests/station/ui/support/gui.h"

namespace fs = std::filesystem;

namespace uitest {
namespace {

constexpr std::chrono::seconds kStartLimit{30};

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file);
    out << text;
    REQUIRE(out.good());
}

bool works(const std::vector<std::string>& command) {
    auto child = base::ChildProcess::start("/usr/bin/env", command);
    if (!child) return false;
    std::optional<int> code;
    (void)pumpUntil([&] {
        if (auto ended = child->wait(std::chrono::milliseconds(1))) code = *ended;
        return code.has_value();
    }, kStartLimit);
    return code == 0;
}

void useModule(const char* name) { g_object_set(gtk_settings_get_default(), "gtk-im-module", name, nullptr); }

// A letter with its marks as the keys after its base letter: shape, then tone.
struct Written {
    char base;
    const char *telex, *vni;
};

const std::map<char32_t, Written>& shapes() {
    static const std::map<char32_t, Written> kShapes = {
        {U'â', {'a', "a", "6"}}, {U'ă', {'a', "w", "8"}}, {U'ê', {'e', "e", "6"}}, {U'ô', {'o', "o", "6"}},
        {U'ơ', {'o', "w", "7"}}, {U'ư', {'u', "w", "7"}}, {U'đ', {'d', "d", "9"}}};
    return kShapes;
}

const std::map<char32_t, std::pair<const char*, const char*>>& tones() {
    static const std::map<char32_t, std::pair<const char*, const char*>> kTones = {
        {0x0300, {"f", "2"}}, {0x0301, {"s", "1"}}, {0x0303, {"x", "4"}}, {0x0309, {"r", "3"}}, {0x0323, {"j", "5"}}};
    return kTones;
}

// The letter without its tone, and the tone's combining mark (0: none).
std::pair<char32_t, char32_t> apart(char32_t letter) {
    const std::string one = base::fromCodePoints({&letter, 1});
    gchar* taken = g_utf8_normalize(one.c_str(), -1, G_NORMALIZE_NFD);
    std::u32string marks = base::codePoints(taken);
    g_free(taken);
    char32_t tone = 0;
    std::u32string rest;
    for (const char32_t mark : marks) {
        if (tones().count(mark) == 1) tone = mark;
        else rest += mark;
    }
    const std::string left = base::fromCodePoints(rest);
    gchar* whole = g_utf8_normalize(left.c_str(), -1, G_NORMALIZE_NFC);
    const char32_t base = base::codePoints(whole).at(0);
    g_free(whole);
    return {base, tone};
}

}  // namespace

bool InputMethod::isInstalled(Framework framework) {
    return framework == Framework::Fcitx ? fs::exists("/usr/bin/fcitx5") && fs::exists("/usr/share/fcitx5/inputmethod/unikey.conf")
                                         : fs::exists("/usr/bin/ibus-daemon") && fs::exists("/usr/share/ibus/component/unikey.xml");
}

InputMethod::InputMethod(Framework framework, Keys keys) : keys_(keys) {
    if (framework == Framework::Fcitx) startFcitx();
    else startIbus();
    waitUntilItWrites();
}

InputMethod::~InputMethod() {
    useModule("gtk-im-context-simple");
    daemon_.reset();
}

void InputMethod::startFcitx() {
    const fs::path config = fs::path(std::getenv("XDG_CONFIG_HOME")) / "fcitx5";
    write(config / "profile",
          "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=unikey\n[Groups/0/Items/0]\nName=unikey\nLayout=\n[GroupOrder]\n0=Default\n");
    write(config / "conf/unikey.conf", std::string("InputMethod=") + (keys_ == Keys::Vni ? "VNI" : "Telex") + "\n");
    auto started = base::ChildProcess::start(
        "/usr/bin/env", {"fcitx5", "--disable=all", "--enable=keyboard,unikey,dbus,dbusfrontend", "--verbose=*=0"});
    REQUIRE(started.has_value());
    daemon_ = std::move(*started);
    useModule("fcitx");
}

// Its Unikey writes telex unless a desktop's settings say otherwise.
void InputMethod::startIbus() {
    REQUIRE(keys_ == Keys::Telex);
    auto started = base::ChildProcess::start(
        "/usr/bin/env", {"ibus-daemon", "--panel=disable", "--config=disable", "--emoji-extension=disable", "--cache=none"});
    REQUIRE(started.has_value());
    daemon_ = std::move(*started);
    // Choosing it also sets a keyboard layout, which fails on a bare display; so it is asked what it chose.
    REQUIRE(pumpUntil([] { return works({"sh", "-c", "ibus engine Unikey >/dev/null 2>&1; test \"$(ibus engine)\" = Unikey"}); }, kStartLimit));
    useModule("ibus");
}

// The toolkit finds the method over the bus, some time after it has begun.
void InputMethod::waitUntilItWrites() {
    wxFrame* frame = openFrame();
    auto* entry = new wxTextCtrl(frame, wxID_ANY);
    entry->SetFocus();
    settle();
    (void)ui::wordStaysOpen();  // words are watched from the first question on
    const std::string word = "ấ";
    bool writes = false;
    for (int i = 0; i < 40 && !writes; ++i) {
        entry->ChangeValue(wxString());
        typeText(keysFor(word));
        writes = pumpUntil([&] { return ui::fromWx(ui::shownText(*entry)) == word; }, std::chrono::milliseconds(300));
        pressKey("space");
    }
    frame->Destroy();
    settle();
    INFO("the input method does not write");
    REQUIRE(writes);
}

std::string InputMethod::keysFor(const std::string& words) const {
    std::string keys, tone;
    const auto endWord = [&] { keys += std::exchange(tone, {}); };
    for (const char32_t letter : base::codePoints(words)) {
        const auto [plain, mark] = apart(letter);
        const std::string small = base::toLower(base::fromCodePoints({&plain, 1}));
        const char32_t key = base::codePoints(small).at(0);
        const bool capital = small != base::fromCodePoints({&plain, 1});
        if (letter == U' ') endWord();
        if (const auto shape = shapes().find(key); shape != shapes().end()) {
            keys += capital ? static_cast<char>(shape->second.base - 'a' + 'A') : shape->second.base;
            keys += keys_ == Keys::Vni ? shape->second.vni : shape->second.telex;
        } else {
            keys += base::fromCodePoints({&plain, 1});
        }
        if (mark != 0) tone = keys_ == Keys::Vni ? tones().at(mark).second : tones().at(mark).first;
    }
    endWord();
    return keys;
}

}  // namespace uitest
