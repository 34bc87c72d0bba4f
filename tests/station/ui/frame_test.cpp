// The frame and its pages with real keys: phases, keys, lock, language, and how each page looks in every
// state.
#include <catch2/catch.hpp>
#include <fstream>

#include "base/text.h"
#include "station/ui/a11y.h"
#include "station/ui/frame/main_frame.h"
#include "station/ui/language.h"
#include "station/ui/pages/list_page.h"
#include "station/ui/pages/machine_card.h"
#include "station/ui/pages/settings_page.h"
#include "station/ui/pages/today_page.h"
#include "station/ui/text.h"
#include "station/ui/widgets/field_row.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/layout_check.h"
#include "tests/station/ui/support/scripted_station.h"

using station::Phase;
using uitest::findControl;
using uitest::findNamed;
using uitest::joined;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::settle;
using uitest::typeText;

namespace {

// Stands where the application page will stand, and writes down what it is asked.
class NotePage : public ui::Page {
public:
    NotePage(wxWindow* parent, ui::PageHost& host) : Page(parent, host) {
        field = ui::textField(this);
        ui::setAccessibleName(*field, "Note");
        ui::onLeaving(*field, [this] { log() += "left:" + ui::fromWx(field->GetValue()) + ";"; });
    }
    wxString title() const override { return "Note"; }
    wxString help() const override { return "Help of the note page."; }
    wxWindow* firstFocus() override { return field; }
    std::vector<ui::PageAction> actions() override {
        return {{"save",
                 "Save",
                 ui::Key::CtrlS,
                 ui::ButtonKind::Secondary,
                 ui::Side::Left,
                 {},
                 [] { log() += "save;"; }},
                {"photo", "Photo", ui::Key::F2, ui::ButtonKind::Secondary, ui::Side::Left, "no camera",
                 [] { log() += "photo;"; }},
                {"next", "Next", ui::Key::CtrlEnter, ui::ButtonKind::Primary, ui::Side::Right, {}, [] {
                     log() += "next;";
                 }}};
    }
    bool onKey(ui::Key key) override {
        if (key != ui::Key::F8) return false;
        log() += "F8;";
        return true;
    }
    void receive(const ui::Intent& intent) override {
        log() += "intent" + std::to_string(static_cast<int>(intent.kind)) + intent.id + intent.reason + ";";
    }
    void left() override { log() += "hidden;"; }
    std::shared_ptr<void> handOver() override {
        return std::make_shared<std::string>(ui::fromWx(field->GetValue()));
    }
    void takeOver(std::shared_ptr<void> kept) override {
        field->ChangeValue(ui::toWx(*std::static_pointer_cast<std::string>(kept)));
    }
    static std::string& log() {
        static std::string text;
        return text;
    }
    wxTextCtrl* field = nullptr;
};

template <class P>
ui::Page* make(wxWindow* parent, ui::PageHost& host) {
    return new P(parent, host);
}

struct Desk {
    uitest::ScriptedStation station;
    ui::MainFrame* frame = nullptr;

    explicit Desk(Phase phase = Phase::LoggedIn) {
        NotePage::log().clear();
        station.phase_ = phase;
    }
    ~Desk() {
        if (frame != nullptr) frame->Destroy();
        settle();
    }
    void open() {
        frame = new ui::MainFrame(
            station,
            {{ui::kPageToday, ui::Mark::Clock, [] { return wxString(_("Today")); }, &make<ui::TodayPage>},
             {ui::kPageApplication, ui::Mark::Plus, [] { return wxString(_("New application")); },
              &make<NotePage>},
             {ui::kPageList, ui::Mark::List, [] { return wxString(_("List")); }, &make<ui::ListPage>},
             {ui::kPageSettings, ui::Mark::Sliders, [] { return wxString(_("Settings")); },
              &make<ui::SettingsPage>}});
        frame->SetSize(0, 0, 1366, 768);
        frame->Show();
        uitest::giveKeyboard(*frame);
        settle();
    }
    void go(const char* page) {
        frame->shell()->goTo(page);
        frame->Layout();
        settle();
    }
    void look(const std::string& name) {
        settle();
        INFO(name);
        CHECK(joined(uitest::checkLayout(*frame)) == "");
        CHECK(joined(uitest::checkNames(*frame)) == "");
        CHECK(uitest::saveScreen(uitest::shotFolder() / (name + ".png")));
    }
    bool logged(const std::string& text) {
        return pumpUntil([&] { return NotePage::log().find(text) != std::string::npos; });
    }
    bool called(const std::string& text) {
        return pumpUntil([&] { return !station.calls_.empty() && station.calls_.back() == text; });
    }
};

}  // namespace

SCENARIO("Today shows the day, and an empty day says what to do") {
    if (!uitest::startGui()) return;
    Desk desk;
    WHEN("there is work") {
        desk.station.fillDay();
        desk.open();
        desk.look("today");
        CHECK(findNamed(*desk.frame, "Theo giờ") != nullptr);
        for (const char* left : {"quá 1 ngày", "hạn hôm nay", "còn 5 ngày"}) {
            INFO(left);
            CHECK(findNamed(*desk.frame, left) != nullptr);
        }
        wxWindow* open = findNamed(*desk.frame, "Mở: Nháp chưa xong, Nguyễn Thị Thu Mẫu");
        REQUIRE(open != nullptr);
        open->SetFocus();
        settle();
        pressKey("Return");
        CHECK(desk.logged("intent2b;"));
    }
    WHEN("nothing has been taken") {
        desk.open();
        desk.look("today-empty");
    }
}

SCENARIO("The list of a hundred thousand rows opens at once and filters as one types") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.station.list_.setRows(uitest::inventedRows(100'000, desk.station.now_));
    desk.open();
    const auto start = std::chrono::steady_clock::now();
    desk.go(ui::kPageList);
    const auto opened =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
            .count();
    const auto again = std::chrono::steady_clock::now();
    desk.station.list_.setFilter({"hue", {}});
    settle();
    const auto filtered =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - again)
            .count();
    WARN("100,000 rows opened in " << opened << " ms, filtered to " << desk.station.list_.size() << " in "
                                   << filtered << " ms");
    CHECK(opened < 5000);  // the house's figure is 500 ms on an idle machine; this one only catches a freeze
    CHECK(desk.station.list_.size() > 0);
}

SCENARIO("A rejected application is found by name, read and corrected from the list") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.station.fillDay();
    desk.open();
    desk.go(ui::kPageList);
    desk.look("list");
    typeText("thi hue");
    CHECK(pumpUntil([&] { return desk.station.list_.filter().text == "thi hue"; }));
    CHECK(desk.station.list_.size() < 60);
    pressKey("ctrl+a");
    pressKey("BackSpace");
    pressKey("Down");
    pressKey("Down");
    settle();
    desk.look("list-rejected");
    CHECK(findNamed(*desk.frame, "Sửa và gửi lại") != nullptr);
    pressKey("ctrl+Return");
    CHECK(desk.logged("intent3" + desk.station.list_.row(1).id));
}

SCENARIO("Sending shows true progress without moving the selection") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.station.fillDay();
    desk.open();
    desk.go(ui::kPageList);
    for (int i = 0; i < 3; ++i) pressKey("Down");
    const std::string id = desk.station.list_.row(2).id;
    CHECK(findNamed(*desk.frame, "Đang gửi 45 %") != nullptr);
    desk.station.list_.at(id).sent = 2'160'000;
    desk.station.list_.rowChanged.emit(2);
    settle();
    CHECK(findNamed(*desk.frame, "Đang gửi 90 %") != nullptr);
    desk.look("list-sending");
    pressKey("F9");
    CHECK(desk.called("send"));
}

SCENARIO("A draft is discarded only after a second word, and an empty list says so") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.station.fillDay();
    desk.open();
    desk.go(ui::kPageList);
    pressKey("Down");
    wxWindow* discard = findNamed(*desk.frame, "Bỏ nháp");
    REQUIRE(discard != nullptr);
    uitest::click(*discard);
    CHECK(desk.station.calls_.empty());
    desk.look("list-discard");
    wxWindow* sure = findNamed(*desk.frame, "Bỏ hẳn");
    REQUIRE(sure != nullptr);
    uitest::click(*sure);
    CHECK(desk.called("discard " + desk.station.list_.row(0).id));
    desk.station.list_.setRows({});
    desk.look("list-empty");
    desk.station.list_.loading_ = true;
    desk.station.list_.setRows({});
    desk.look("list-loading");
}

SCENARIO("A key first lets the field tell its text, then acts") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.open();
    pressKey("ctrl+n");
    CHECK(desk.logged("intent1;"));
    NotePage::log().clear();
    typeText("Mẫu");
    pressKey("ctrl+s");
    CHECK(desk.logged("save;"));
    CHECK(NotePage::log() == "left:Mẫu;save;");
    auto* field = dynamic_cast<wxTextCtrl*>(findControl(*desk.frame, "Note"));
    REQUIRE(field != nullptr);
    CHECK(pumpUntil([&] { return field->HasFocus(); }));
    settle();
    typeText("n");  // the text goes on where it was, nothing is replaced
    CHECK(pumpUntil([&] { return ui::fromWx(field->GetValue()) == "Mẫun"; }));
    pressKey("ctrl+Return");
    CHECK(desk.logged("next;"));
    pressKey("F2");  // refused: says why, does nothing
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Photo chưa làm được") != nullptr; }));
    CHECK(NotePage::log().find("photo") == std::string::npos);
    pressKey("F8");
    CHECK(desk.logged("F8;"));
    pressKey("F1");
    CHECK(findNamed(*desk.frame, "Help of the note page.") != nullptr);
    desk.look("help");
    pressKey("Escape");
    CHECK(findNamed(*desk.frame, "Help of the note page.") == nullptr);
    for (const char* letter : {"s", "f", "1", "w"})
        pressKey(letter);  // letters and digits are text, nothing else
    CHECK(pumpUntil([&] { return ui::fromWx(field->GetValue()).find("sf1w") != std::string::npos; }));
}

SCENARIO("The lock hides the work and keeps it") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.open();
    pressKey("ctrl+n");
    CHECK(desk.logged("intent1;"));
    settle();
    typeText("dở dang");
    desk.station.lock();
    settle();
    CHECK(findNamed(*desk.frame, "Note") == nullptr);
    desk.look("lock");
    typeText("sai mật khẩu");
    pressKey("Return");
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Sai tên hoặc mật khẩu") != nullptr; }));
    pressKey("F2");
    pressKey("ctrl+n");  // keys of the work do nothing at the door
    typeText("chim bay cao");
    pressKey("Return");
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Note") != nullptr; }));
    auto* field = dynamic_cast<wxTextCtrl*>(findControl(*desk.frame, "Note"));
    REQUIRE(field != nullptr);
    CHECK(ui::fromWx(field->GetValue()) == "dở dang");
}

SCENARIO("Idle time locks by itself") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.station.preferences_.idleLock = std::chrono::minutes(0);
    desk.open();
    CHECK(pumpUntil([&] { return desk.station.ticks_ >= 2; }));
    CHECK(desk.station.phase_ == Phase::LoggedIn);  // 0 minutes: never
}

SCENARIO("Wrong passphrases make one wait") {
    if (!uitest::startGui()) return;
    Desk desk(Phase::LoggedOut);
    desk.open();
    desk.look("login");
    typeText("mau.va");
    pressKey("Return");
    typeText("không đúng");
    desk.station.wait_ = std::chrono::seconds(30);
    pressKey("Return");
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Sai mật khẩu. Chờ 30 giây") != nullptr; }));
    desk.look("login-wait");
    const auto tries = desk.station.calls_.size();
    typeText("chim bay cao");
    pressKey("Return");
    CHECK(desk.station.calls_.size() == tries);
    desk.station.wait_ = std::chrono::seconds(0);
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Giờ có thể thử lại") != nullptr; }));
    pressKey("Return");
    CHECK(pumpUntil([&] { return desk.frame->shell() != nullptr; }));
}

SCENARIO("What the machine lacks is said at the door, with what to do, and does not bar it") {
    if (!uitest::startGui()) return;
    Desk desk(Phase::LoggedOut);
    desk.station.findings_ = {{station::Fact::FontsMissing, ""},
                              {station::Fact::ModelsAbsent, ""},
                              {station::Fact::DiskFull, "200 MiB"},
                              {station::Fact::SettingsFaulty, "station.toml line 2"},
                              {station::Fact::ClockPlausible, ""}};
    desk.open();
    wxWindow* said = nullptr;
    REQUIRE(pumpUntil([&] { return (said = findNamed(*desk.frame, "Thiếu phông Noto Sans")) != nullptr; }));
    const std::string words = ui::fromWx(ui::accessibleName(*said));
    CHECK(words.find("Ổ đĩa đầy") != std::string::npos);
    CHECK(words.find("Dọn bớt ổ đĩa") != std::string::npos);
    CHECK(words.find("station.toml line 2") != std::string::npos);
    CHECK(words.find("mô hình") == std::string::npos);  // works with less: the devices page tells
    desk.look("login-missing");
    typeText("mau.va");
    pressKey("Return");
    typeText("chim bay cao");
    pressKey("Return");
    CHECK(pumpUntil([&] { return desk.frame->shell() != nullptr; }));
}

SCENARIO("The machine's card puts what is wrong above what is in order") {
    if (!uitest::startGui()) return;
    auto* frame = uitest::openFrame({1282, 420});
    auto* card = new ui::MachineCard(frame);
    frame->SetSizer(new wxBoxSizer(wxVERTICAL));
    frame->GetSizer()->Add(card, 0, wxEXPAND);
    using station::Fact;
    card->show({{Fact::FontsThere, ""},
                {Fact::FormsInOrder, ""},
                {Fact::ModelsAbsent, ""},
                {Fact::DiskFull, ""},
                {Fact::DriveLocal, ""},
                {Fact::FolderOpen, ""},
                {Fact::ClockPlausible, ""},
                {Fact::ZoneOther, ""},
                {Fact::SettingsInOrder, ""}});
    frame->Layout();
    settle();
    const auto top = [&](const char* text) {
        wxWindow* window = findNamed(*card, text);
        REQUIRE(window != nullptr);
        return window->GetScreenPosition().y;
    };
    CHECK(top("Ổ đĩa đầy") < top("Không có mô hình"));
    CHECK(top("Người dùng khác") < top("Không có mô hình"));
    CHECK(top("Máy không đặt múi giờ") < top("Có phông chữ"));
    CHECK(findNamed(*card, "Đóng quyền với người khác") != nullptr);
    CHECK(joined(uitest::checkLayout(*frame)) == "");
    CHECK(joined(uitest::checkNames(*frame)) == "");
    CHECK(uitest::saveScreen(uitest::shotFolder() / "machine-card.png"));
    card->show({{Fact::FontsThere, ""}});  // shown anew, nothing of the old stays
    settle();
    CHECK(findNamed(*card, "Ổ đĩa đầy") == nullptr);
    frame->Destroy();
    settle();
}

SCENARIO("The first start makes a training station by keys alone") {
    if (!uitest::startGui()) return;
    Desk desk(Phase::FirstStart);
    desk.station.mode_ = station::Mode::Unknown;
    desk.open();
    desk.look("first-start");
    typeText("Thượng úy Mẫu Văn A");
    pressKey("Return");
    typeText("mau.va");
    pressKey("Return");
    typeText("ngắn");
    pressKey("Return");
    typeText("khác");
    pressKey("Return");
    CHECK(pumpUntil([&] {
        return findNamed(*desk.frame, "Hai mật khẩu khác nhau") != nullptr ||
               findNamed(*desk.frame, "\u2715 Hai") != nullptr;
    }));
    desk.look("first-start-complaints");
    CHECK(desk.station.calls_.empty());
    pressKey("ctrl+a");  // the focus stands in the first wrong field
    typeText("chim bay cao");
    pressKey("Return");
    pressKey("ctrl+a");
    typeText("chim bay cao");
    pressKey("Return");
    CHECK(desk.called("training mau.va Thượng úy Mẫu Văn A chim bay cao"));
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Tên đăng nhập") != nullptr; }));
}

SCENARIO("Real mode asks for the file and its code") {
    if (!uitest::startGui()) return;
    Desk desk(Phase::FirstStart);
    desk.station.mode_ = station::Mode::Unknown;
    desk.open();
    wxWindow* real = findControl(*desk.frame, "Chế độ thật");
    REQUIRE(real != nullptr);
    uitest::click(*real, {8, real->GetSize().y / 2});
    wxWindow* start = findNamed(*desk.frame, "Bắt đầu chế độ thật");
    REQUIRE(start != nullptr);
    uitest::click(*start);
    desk.look("first-start-real");
    CHECK(desk.station.calls_.empty());
    std::ofstream("provisioning.json") << "{}";
    const auto fill = [&](const char* name, const std::string& text) {
        auto* field = dynamic_cast<wxTextCtrl*>(findControl(*desk.frame, name));
        REQUIRE(field != nullptr);
        field->SetFocus();
        settle();
        typeText(text);
    };
    fill("Tệp cấp phép", "provisioning.json");
    fill("Mã kích hoạt", "ABCD-1234");
    fill("Cấp bậc", "Mẫu");
    fill("Tên đăng nhập", "mau.va");
    fill("Mật khẩu, Quá", "chim bay cao");
    fill("Nhập lại", "chim bay cao");
    desk.station.nextProblem_ = base::Error{base::Code::SignatureInvalid, base::Recovery::Fatal, ""};
    pressKey("Return");
    CHECK(desk.called("real mau.va ABCD-1234 {}"));
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Chữ ký không hợp lệ") != nullptr; }));
}

SCENARIO("A machine set up for training becomes a real one from its door, or stays") {
    if (!uitest::startGui()) return;
    Desk desk(Phase::LoggedOut);
    desk.station.mode_ = station::Mode::Training;
    desk.open();
    const auto press = [&](const char* name) {
        wxWindow* button = nullptr;
        REQUIRE(pumpUntil([&] { return (button = findControl(*desk.frame, name)) != nullptr; }));
        button->SetFocus();
        pressKey("space");
    };
    press("Thiết lập chế độ thật");
    press("Ở lại chế độ tập luyện");
    press("Thiết lập chế độ thật");
    REQUIRE(pumpUntil([&] { return findControl(*desk.frame, "Tệp cấp phép") != nullptr; }));
    CHECK(pumpUntil([&] { return wxWindow::FindFocus() == findControl(*desk.frame, "Tệp cấp phép"); }));
    desk.look("training-to-real");
    std::ofstream("provisioning.json") << "{}";
    typeText("provisioning.json");
    for (const char* text : {"", "ABCD-1234", "Mẫu", "mau.va", "chim bay cao", "chim bay cao"}) {
        pressKey("Tab");
        typeText(text);
    }
    pressKey("Return");
    CHECK(desk.called("real mau.va ABCD-1234 {}"));
    CHECK(pumpUntil([&] { return findControl(*desk.frame, "Tên đăng nhập") != nullptr; }));
    CHECK(findControl(*desk.frame, "Thiết lập chế độ thật") == nullptr);
}

SCENARIO("Settings take effect at once, the language without a restart") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.station.preferences_.lockedKeys = {"models_folder"};
    desk.open();
    pressKey("ctrl+n");
    CHECK(desk.logged("intent1;"));
    settle();
    typeText("giữ lại");
    desk.go(ui::kPageSettings);
    desk.look("settings");
    wxWindow* language = findControl(*desk.frame, "Ngôn ngữ");
    REQUIRE(language != nullptr);
    language->SetFocus();
    settle();
    station::Preferences english = desk.station.preferences_;
    english.language = station::Language::English;
    REQUIRE(desk.station.setPreferences(english));
    CHECK(pumpUntil([&] { return findNamed(*desk.frame, "Settings") != nullptr; }));
    desk.look("settings-english");
    desk.go(ui::kPageApplication);
    auto* field = dynamic_cast<wxTextCtrl*>(findControl(*desk.frame, "Note"));
    REQUIRE(field != nullptr);
    CHECK(ui::fromWx(field->GetValue()) == "giữ lại");
    desk.station.preferences_.language = station::Language::Vietnamese;
    desk.station.preferencesChanged.emit();
    settle();
}

SCENARIO("An administrator adds an officer and shuts one out") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.open();
    desk.go(ui::kPageSettings);
    wxWindow* add = findNamed(*desk.frame, "Thêm cán bộ");
    REQUIRE(add != nullptr);
    add->SetFocus();
    settle();
    pressKey("Return");
    typeText("Đại úy Mẫu C");
    pressKey("Return");
    typeText("mau.c");
    pressKey("Return");
    pressKey("Tab");
    typeText("chim bay cao");
    pressKey("Return");
    typeText("chim bay cao");
    wxWindow* save = findControl(*desk.frame, "Lưu");
    REQUIRE(save != nullptr);
    save->SetFocus();
    desk.look("settings-officer");
    CHECK(desk.frame->GetScreenRect().Contains(save->GetScreenRect()));  // the page has scrolled to the focus
    pressKey("Return");
    CHECK(desk.called("add mau.c Đại úy Mẫu C 1"));
    wxWindow* shut = findNamed(*desk.frame, "Khóa tài khoản");
    REQUIRE(shut != nullptr);
    shut->SetFocus();
    settle();
    pressKey("Return");
    CHECK(desk.called("shut 2"));
    CHECK(findNamed(*desk.frame, "đã khóa") != nullptr);
}
