// What a blind officer gets: the tree of every page and state, read over a real accessibility bus by another process, and
// the focus as it is told while Tab goes around. Each tree is kept as NAME.heard.txt in the working folder, to be read.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "station/ui/text.h"
#include "tests/station/ui/atspi/reader.h"
#include "tests/station/ui/atspi/tree_check.h"
#include "tests/station/ui/steps/training_desk.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/layout_check.h"

using station::Step;
using station::StepState;
using uitest::Heard;
using uitest::joined;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::settle;
using uitest::typeText;

namespace {

constexpr std::chrono::seconds kDevice{60};
constexpr std::chrono::seconds kFingers{240};
constexpr int kMostStops = 90;
constexpr int kReadings = 3;

bool startDesktop() {
    if (!uitest::startReaderBus()) {
        WARN("SKIPPED: no session bus (dbus-daemon is not installed)");
        return false;
    }
    return uitest::startGui(uitest::Bridge::On);
}

void keep(const std::vector<Heard>& tree, const std::string& name) {
    std::ofstream out(name + ".heard.txt");
    for (const Heard& object : tree) out << std::string(static_cast<std::size_t>(object.depth) * 2, ' ') << uitest::sentence(object) << "\n";
}

// A desk with a reader at it.
struct Ear {
    uitest::TrainingDesk desk;
    uitest::Reader reader;
    uitest::Lexicon vietnamese, english;
    uitest::Lexicon* lexicon = &vietnamese;

    explicit Ear(uitest::DeskOptions options = {3, uitest::FirstStart::ByCall, {}, {}})
        : desk(std::move(options)),
          vietnamese(station::Language::Vietnamese),
          english(station::Language::English) {}

    // What the record, the station and the list hold is data.
    void learnData() {
        if (desk.station().phase() == station::Phase::FirstStart) return;  // there is nothing yet
        const auto& unit = desk.station().unit();
        std::vector<std::string> data = {unit.name, unit.code, unit.station, "Thượng úy Mẫu Văn A", "an", desk.folder().string()};
        const bool open = desk.station().phase() == station::Phase::LoggedIn;
        const auto& list = desk.station().applications();
        for (std::size_t i = 0; open && i < list.size(); ++i) data.insert(data.end(), {list.row(i).name, list.row(i).packetId, list.row(i).phone});
        ui::EnrollmentPage* page = desk.frame().shell() == nullptr ? nullptr : dynamic_cast<ui::EnrollmentPage*>(desk.frame().shell()->currentPage());
        if (page != nullptr && page->current() != nullptr) {
            const auto& record = page->current()->record();
            for (const auto& [field, value] : record.fields()) data.push_back(value.text);
            for (const auto& [rule, reason] : record.reasons()) data.push_back(reason);
            for (const auto& finding : page->current()->findings()) data.push_back(sayLocal(finding.text));
            for (const auto& problem : page->current()->sealProblems()) data.push_back(sayLocal(problem.text));
        }
        for (const auto& text : data) lexicon->addData(text);
    }
    std::string sayLocal(const forms::LocalText& text) const { return lexicon == &english && !text.en.empty() ? text.en : text.vi; }

    // A page that lives changes while it is read, and an object is then heard half old, half new: what is wrong is
    // still wrong at the next reading.
    std::vector<Heard> hear(const std::string& name) {
        std::vector<Heard> tree;
        std::string findings;
        for (int reading = 0; reading == 0 || (reading < kReadings && !findings.empty()); ++reading) {
            settle();
            learnData();
            tree = reader.tree();
            findings = joined(uitest::checkControls(tree)) + joined(uitest::checkWords(tree, *lexicon)) +
                       joined(uitest::checkRoom(tree, desk.frame().GetScreenRect())) + joined(uitest::checkLayout(desk.frame()));
        }
        keep(tree, name);
        INFO(name);
        CHECK(tree.size() > 10);
        CHECK(findings == "");
        CHECK(uitest::saveScreen(uitest::shotFolder() / (name + ".png")));
        return tree;
    }

    // Around with Tab until the first stop comes again: each one is told, with its name, and none that can act is left
    // out. What came onto the page behind Tab's back is met the next time around.
    void walk(const std::string& name) {
        INFO("walk of " << name);
        std::string findings;
        for (int round = 0; round == 0 || (round < kReadings && !findings.empty()); ++round) findings = joined(goAround());
        CHECK(findings == "");
    }

    std::vector<std::string> goAround() {
        std::vector<std::string> findings;
        std::set<std::string> met;
        const wxWindow* first = nullptr;
        for (int i = 0; i < kMostStops; ++i) {
            const std::string before = reader.lastFocus() ? reader.lastFocus()->spoken() : std::string();
            reader.forgetFocus();
            pressKey("Tab");
            const wxWindow* focus = wxWindow::FindFocus();
            if (focus == nullptr) {  // a part of a native control that is no window of wx: a choice's button, a column's header
                pumpUntil([&] { return reader.told() && reader.lastFocus()->spoken() != before; });
                REQUIRE(reader.lastFocus());
                if (reader.lastFocus()->spoken().empty()) findings.push_back(uitest::sentence(*reader.lastFocus()) + " has no name");
                met.insert(reader.lastFocus()->spoken());
                continue;
            }
            if (focus == first) break;
            if (first == nullptr) first = focus;
            const std::string wanted = desk.focusName();
            const auto told = reader.focused(wanted);
            const std::string stop = "stop " + std::to_string(i) + ", \"" + wanted + "\", ";
            if (wanted.empty()) findings.push_back(stop + "has no name");
            if (!told) findings.push_back(stop + "is not told to the reader");
            else if (told->spoken() != wanted) findings.push_back(stop + "is told as " + uitest::sentence(*told));
            met.insert(wanted);
        }
        if (met.size() < 3) findings.push_back("Tab met only " + std::to_string(met.size()) + " stops");
        for (const Heard& stop : uitest::tabStops(reader.tree())) {
            if (met.count(stop.spoken()) == 0) findings.push_back("never reached: " + uitest::sentence(stop));
        }
        return findings;
    }

    void page(const std::string& id, const std::string& name) {
        desk.frame().shell()->goTo(id);
        settle();
        // Devices are looked for as the page opens, over the network too.
        REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "đang tìm") == nullptr; }, kDevice));
        hear(name);
        walk(name);
    }
};

void clickNamed(Ear& ear, const std::string& name) {
    wxWindow* window = uitest::findControl(ear.desk.frame(), name);
    REQUIRE(window != nullptr);
    uitest::click(*window, {8, window->GetSize().y / 2});
    settle();
}

}  // namespace

SCENARIO("First start, login and lock are heard whole") {
    if (!startDesktop()) return;
    Ear ear({3, uitest::FirstStart::NotYet, {}, {}});
    ear.hear("first-start");
    ear.walk("first-start");
    clickNamed(ear, "Chế độ thật");
    ear.hear("first-start-real");
    ear.walk("first-start-real");
    clickNamed(ear, "Bắt đầu chế độ thật");
    ear.hear("first-start-complaints");
    clickNamed(ear, "Chế độ tập luyện");
    for (const auto& [field, text] : std::vector<std::pair<const char*, const char*>>{
             {"Cấp bậc", "Thượng úy Mẫu Văn A"}, {"Tên đăng nhập", "an"}, {"Mật khẩu", uitest::kPassphrase}, {"Nhập lại", uitest::kPassphrase}}) {
        wxWindow* entry = uitest::findControl(ear.desk.frame(), field);
        REQUIRE(entry != nullptr);
        entry->SetFocus();
        settle();
        typeText(text);
    }
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return ear.desk.frame().shell() != nullptr; }, kDevice));
    ear.hear("today-empty");
    ear.desk.station().lock();
    settle();
    ear.hear("lock");
    ear.walk("lock");
    ear.desk.station().logOut();
    settle();
    ear.hear("login");
    ear.walk("login");
}

SCENARIO("An application is heard from the choice of its procedure to its receipt") {
    if (!startDesktop()) return;
    Ear ear;
    auto& desk = ear.desk;
    ear.hear("today");
    ear.walk("today");
    desk.page();
    ear.hear("procedures");
    ear.walk("procedures");
    pressKey("F1");
    ear.hear("help");
    ear.walk("help");
    pressKey("Escape");
    desk.begin("card-14plus");
    REQUIRE(pumpUntil([&] { return !desk.enrollment().record().text("id_number").empty(); }, kDevice));
    ear.hear("identify");
    ear.walk("identify");
    desk.enrollment().confirmAll();
    desk.goOn(Step::Details);
    ear.hear("details");
    ear.walk("details");
    desk.fill("Yêu cầu về thẻ", "doi");
    desk.fill("Lý do đổi", "theo yeu cau");
    desk.fill("Thẻ cũ", "thu lai");
    REQUIRE(desk.enterUntil("Dân tộc"));
    typeText("ki");
    ear.vietnamese.addData("ki");
    const auto list = ear.hear("details-choices");
    CHECK(std::any_of(list.begin(), list.end(), [](const Heard& h) { return h.role == "notification" && h.name.find("1 trên") != std::string::npos; }));
    pressKey("Return");
    desk.jump("F2", Step::Portrait);
    REQUIRE(pumpUntil([&] { return desk.enrollment().chosenPortrait().has_value(); }, kDevice));
    ear.hear("portrait");
    ear.walk("portrait");
    pressKey("F7");
    ear.hear("portrait-reason");
    pressKey("Escape");
    desk.jump("F3", Step::Fingerprints);
    REQUIRE(pumpUntil([&] { return desk.enrollment().fingers().taken().size() >= 4; }, kDevice));
    ear.hear("fingerprints-begun");
    REQUIRE(pumpUntil([&] { return desk.enrollment().fingers().complete(); }, kFingers));
    REQUIRE(desk.enrollment().stepState(Step::Fingerprints) == StepState::Done);
    ear.hear("fingerprints");
    ear.walk("fingerprints");
    pressKey("F7");
    ear.hear("fingerprints-reason");
    pressKey("Escape");
    desk.jump("F4", Step::Documents);
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Máy quét A3 ảo") != nullptr; }, kDevice));
    ear.hear("documents-empty");
    ear.walk("documents-empty");
    for (const auto& need : desk.enrollment().needs()) {
        if (need.kind != forms::CaptureKind::Document || !need.required) continue;
        const auto before = desk.enrollment().pages().size();
        pressKey("F4");
        REQUIRE(pumpUntil([&] { return desk.enrollment().pages().size() > before; }, kDevice));
    }
    ear.hear("documents");
    ear.walk("documents");
    desk.jump("F9", Step::Review);
    ear.hear("review-open");
    for (int i = 0; i < 10 && !desk.enrollment().sealProblems().empty(); ++i) {
        const auto problem = desk.enrollment().sealProblems().front();
        REQUIRE(problem.level == forms::Level::Warning);
        pressKey("Tab");
        typeText("nguoi khai khong nho");
        pressKey("Return");
        REQUIRE(pumpUntil([&] { return desk.enrollment().record().reasons().count(problem.rule) == 1; }));
        settle();
    }
    REQUIRE(desk.enrollment().maySeal());
    ear.hear("review");
    ear.walk("review");
    pressKey("F6");
    ear.hear("applicant");
    pressKey("F6");
    const std::string citizen = desk.enrollment().record().text("full_name");
    pressKey("F9");
    typeText(uitest::kPassphrase);
    pressKey("Return");
    const bool sealed = pumpUntil([&] { return desk.page().current() == nullptr; }, kDevice);
    if (!sealed) uitest::saveScreen(uitest::shotFolder() / "not-sealed.png");
    REQUIRE(sealed);
    ear.vietnamese.addData(citizen);
    ear.hear("receipt");
    ear.walk("receipt");
    ear.page(ui::kPageList, "list");
    ear.page(ui::kPageToday, "today-work");

    // The language changes every name at once.
    station::Preferences english = desk.station().preferences();
    english.language = station::Language::English;
    ear.lexicon = &ear.english;
    ear.english.addData(citizen);
    REQUIRE(desk.station().setPreferences(english));
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Places") != nullptr; }));
    settle();
    ear.hear("today-english");
    ear.page(ui::kPageList, "list-english");
    ear.page(ui::kPageSettings, "settings-english");
    english.language = station::Language::Vietnamese;
    REQUIRE(desk.station().setPreferences(english));
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Các trang") != nullptr; }));
}

SCENARIO("The list with a row chosen, the devices and the settings are heard") {
    if (!startDesktop()) return;
    Ear ear;
    ear.desk.begin("eid-level2");
    REQUIRE(pumpUntil([&] { return !ear.desk.enrollment().record().text("id_number").empty(); }, kDevice));
    const std::string citizen = ear.desk.enrollment().record().text("full_name");
    ear.vietnamese.addData(citizen);
    pressKey("ctrl+s");
    REQUIRE(pumpUntil([&] { return !ear.desk.station().today().todo.empty(); }, kDevice));
    ear.desk.frame().shell()->goTo(ui::kPageList);
    settle();
    pressKey("Down");
    const auto list = ear.hear("list-chosen");
    for (const char* cell : {"Nháp", "Định danh điện tử mức 2"}) {  // the drawn state, and a text
        INFO(cell);
        CHECK(std::any_of(list.begin(), list.end(), [&](const Heard& h) { return h.role == "table cell" && h.name == cell && h.is("selected"); }));
    }
    ear.walk("list-chosen");
    REQUIRE(uitest::findControl(ear.desk.frame(), "Bỏ nháp") != nullptr);
    uitest::click(*uitest::findControl(ear.desk.frame(), "Bỏ nháp"));
    const auto asked = ear.hear("list-discard");
    CHECK(std::any_of(asked.begin(), asked.end(), [](const Heard& h) { return h.role == "notification"; }));
    ear.page(ui::kPageDevices, "devices");
    ear.page(ui::kPageSettings, "settings");
    clickNamed(ear, "Thêm cán bộ");
    ear.hear("settings-officer");
}
