// What an officer types with a real Vietnamese input method arrives whole, whichever way the field is left while the last
// word is still open: Tab, Enter, a click, a key of the station.
#include <wx/textctrl.h>

#include <catch2/catch.hpp>

#include "station/ui/open_word.h"
#include "station/ui/text.h"
#include "tests/station/ui/steps/training_desk.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/session_bus.h"
#include "tests/station/ui/typing/input_method.h"

using station::Step;
using uitest::Framework;
using uitest::Keys;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::settle;
using uitest::typeText;

namespace {

constexpr std::chrono::seconds kDevice{60};

// An application at its details, and an officer who types.
struct Desk {
    uitest::InputMethod& method;
    uitest::TrainingDesk desk;

    explicit Desk(uitest::InputMethod& used) : method(used) {
        desk.begin("card-14plus");
        REQUIRE(pumpUntil([&] { return !desk.enrollment().record().text("id_number").empty(); }, kDevice));
        desk.enrollment().confirmAll();
        desk.goOn(Step::Details);
    }
    wxTextCtrl& enter(const std::string& label) {
        auto* entry = dynamic_cast<wxTextCtrl*>(uitest::findControl(desk.frame(), label));
        INFO(label);
        REQUIRE(entry != nullptr);
        entry->SetFocus();
        entry->SelectAll();
        settle();
        return *entry;
    }
    // Leaves the last word open.
    wxTextCtrl& type(const std::string& label, const std::string& words) {
        wxTextCtrl& entry = enter(label);
        typeText(method.keysFor(words));
        INFO("typed " << method.keysFor(words) << ", stands " << ui::fromWx(ui::shownText(entry)));
        REQUIRE(pumpUntil([&] { return ui::fromWx(ui::shownText(entry)) == words; }, std::chrono::seconds(5)));
        CHECK(ui::wordStaysOpen());
        return entry;
    }
    std::map<std::string, std::string> texts() { return texts(desk.enrollment()); }
    static std::map<std::string, std::string> texts(const station::Enrollment& enrollment) {
        std::map<std::string, std::string> out;
        for (const auto& [field, value] : enrollment.record().fields()) out[field] = value.text;
        return out;
    }
    void mustHold(const std::string& field, const std::string& words) {
        (void)pumpUntil([&] { return desk.enrollment().record().text(field) == words; }, std::chrono::seconds(5));
        CHECK(desk.enrollment().record().text(field) == words);
    }
};

void wordsArrive(Desk& at) {
    at.type("Họ tên cha", "Nguyễn Thị Huệ");
    pressKey("Tab");
    at.mustHold("father_name", "NGUYỄN THỊ HUỆ");
    at.type("Họ tên mẹ", "Đặng Ngọc Ưng");
    pressKey("Return");
    at.mustHold("mother_name", "ĐẶNG NGỌC ƯNG");
    at.type("Họ tên vợ", "Lường Văn Ẩn");
    uitest::click(*uitest::findControl(at.desk.frame(), "Họ tên mẹ"));
    at.mustHold("spouse_name", "LƯỜNG VĂN ẨN");
}

void keysWaitForTheWord(Desk& at) {
    at.type("Họ tên cha", "Hoàng Thiện");
    pressKey("ctrl+Return");
    REQUIRE(pumpUntil([&] { return at.desk.page().step() == Step::Portrait; }));
    at.mustHold("father_name", "HOÀNG THIỆN");
}

void digitsGoOn(Desk& at) {
    wxTextCtrl& born = at.enter("Ngày sinh");
    typeText("12031990");
    (void)pumpUntil([&] { return at.desk.focusName().rfind("Giới tính", 0) == 0; }, std::chrono::seconds(5));
    CHECK(born.GetValue() == "12/03/1990");
    CHECK(at.desk.focusName().rfind("Giới tính", 0) == 0);
    at.mustHold("birth_date", "12/03/1990");
    at.enter("Số định danh của cha");
    typeText("001070000011");
    (void)pumpUntil([&] { return at.desk.focusName().rfind("Họ tên mẹ", 0) == 0; }, std::chrono::seconds(5));
    CHECK(at.desk.focusName().rfind("Họ tên mẹ", 0) == 0);
    at.mustHold("father_number", "001070000011");
}

// The list follows the open word, and the mark stays where the officer moved it when Enter ends the word.
void choicesFollow(Desk& at) {
    const auto found = at.desk.station().catalogues().find("ethnic")->search("Th", 2);
    REQUIRE(found.size() == 2);
    at.type("Dân tộc", "Th");
    REQUIRE(pumpUntil([&] { return uitest::findNamed(at.desk.frame(), found.front()->label) != nullptr; }));
    pressKey("Down");
    pressKey("Return");
    at.mustHold("ethnicity", found.back()->code);
}

// The free texts of the page, one after the other as an officer fills it.
const std::vector<std::array<std::string, 4>> kTexts = {
    {"Tên gọi khác", "other_name", "Mẫu Thị Hường", "MẪU THỊ HƯỜNG"},
    {"Nơi ở hiện tại", "current_address", "Tổ 5, khu phố Thống Nhất", "Tổ 5, khu phố Thống Nhất"},
    {"Ghi chú của cán bộ", "note", "Đã đối chiếu giấy khai sinh gốc", "Đã đối chiếu giấy khai sinh gốc"}};

void textsAreTyped(Desk& at) {
    for (const auto& [label, field, words, stored] : kTexts) {
        at.type(label, words);
        pressKey("Tab");
        at.mustHold(field, stored);
    }
}

// What was typed is in the store when the draft is opened again.
void everythingWasKept(Desk& at) {
    const std::map<std::string, std::string> typed = at.texts();
    const std::string id = at.desk.enrollment().id();
    pressKey("ctrl+s");
    REQUIRE(pumpUntil([&] { return at.desk.page().current() == nullptr; }, kDevice));
    std::optional<base::Result<std::unique_ptr<station::Enrollment>>> opened;
    at.desk.station().openDraft(id, [&](auto result) { opened.emplace(std::move(result)); });
    REQUIRE(pumpUntil([&] { return opened.has_value(); }, kDevice));
    REQUIRE(opened->has_value());
    CHECK(at.texts(***opened) == typed);
    CHECK(typed.at("father_name") == "HOÀNG THIỆN");
    CHECK(typed.at("birth_date") == "12/03/1990");
}

void everythingAt(uitest::InputMethod& method) {
    Desk at(method);
    digitsGoOn(at);
    wordsArrive(at);
    choicesFollow(at);
    textsAreTyped(at);
    keysWaitForTheWord(at);
    everythingWasKept(at);
}

bool startDesktop(Framework framework) {
    if (!uitest::InputMethod::isInstalled(framework)) {
        WARN("SKIPPED: this input method is not installed: " << (framework == Framework::Fcitx ? "fcitx5-unikey" : "ibus-unikey"));
        return false;
    }
    if (!uitest::startSessionBus()) {
        WARN("SKIPPED: no session bus (dbus-daemon is not installed)");
        return false;
    }
    return uitest::startGui();
}

}  // namespace

SCENARIO("Telex through fcitx arrives whole") {
    if (!startDesktop(Framework::Fcitx)) return;
    uitest::InputMethod method(Framework::Fcitx, Keys::Telex);
    everythingAt(method);
}

SCENARIO("VNI through fcitx arrives whole") {
    if (!startDesktop(Framework::Fcitx)) return;
    uitest::InputMethod method(Framework::Fcitx, Keys::Vni);
    everythingAt(method);
}

SCENARIO("Telex through ibus arrives whole") {
    if (!startDesktop(Framework::Ibus)) return;
    uitest::InputMethod method(Framework::Ibus, Keys::Telex);
    everythingAt(method);
}
