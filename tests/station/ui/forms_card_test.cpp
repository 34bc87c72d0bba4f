// The forms card of the settings with real keys: a pack from a file, refused, withdrawn, and what a station says that
// takes none.
#include <catch2/catch.hpp>
#include <filesystem>

#include "base/files.h"
#include "station/ui/a11y.h"
#include "station/ui/frame/main_frame.h"
#include "station/ui/pages/settings_page.h"
#include "station/ui/text.h"
#include "station/ui/widgets/action_button.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/layout_check.h"
#include "tests/station/ui/support/scripted_station.h"

using uitest::findControl;
using uitest::findNamed;
using uitest::joined;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::settle;
using uitest::typeText;

namespace {

// Whether a visible control has the words in what it shows or is called by.
bool shows(const wxWindow& root, const std::string& words) {
    for (const auto* child : root.GetChildren()) {
        if (!child->IsShown()) continue;
        if (ui::fromWx(ui::accessibleName(*child)).find(words) != std::string::npos || shows(*child, words)) return true;
    }
    return false;
}

struct Desk {
    uitest::ScriptedStation station;
    ui::MainFrame* frame = nullptr;

    ~Desk() {
        if (frame != nullptr) frame->Destroy();
        settle();
    }
    void open() {
        const auto make = [](wxWindow* parent, ui::PageHost& host) -> ui::Page* { return new ui::SettingsPage(parent, host); };
        frame = new ui::MainFrame(station, {{ui::kPageSettings, ui::Mark::Sliders, [] { return wxString("settings"); }, make}});
        frame->SetSize(0, 0, 1366, 768);
        frame->Show();
        uitest::giveKeyboard(*frame);
        settle();
    }
    // By Tab alone, as far as the window goes.
    void tabTo(const char* name) {
        wxWindow* wanted = findControl(*frame, name);
        REQUIRE(wanted != nullptr);
        for (int i = 0; i < 40 && !wanted->IsDescendant(wxWindow::FindFocus()) && wanted != wxWindow::FindFocus(); ++i) {
            pressKey("Tab");
            settle();
        }
        CHECK((wanted == wxWindow::FindFocus() || wanted->IsDescendant(wxWindow::FindFocus())));
        CHECK(frame->GetScreenRect().Contains(wanted->GetScreenRect()));  // the page has scrolled to the focus
    }
    bool says(const char* words) {
        return pumpUntil([&] { return shows(*frame, words); });
    }
    // Not below the fold: all of it stands within the page.
    bool sees(const char* words) {
        return pumpUntil([&] {
            const wxWindow* said = uitest::findNamed(*frame, words);
            const wxWindow* page = said;
            while (page != nullptr && dynamic_cast<const wxScrolledWindow*>(page) == nullptr) page = page->GetParent();
            return page != nullptr && said->IsShownOnScreen() && page->GetScreenRect().Contains(said->GetScreenRect());
        });
    }
    bool called(const std::string& text) {
        return pumpUntil([&] { return !station.calls_.empty() && station.calls_.back() == text; });
    }
    void look(const std::string& name) {
        settle();
        INFO(name);
        CHECK(joined(uitest::checkLayout(*frame)) == "");
        CHECK(joined(uitest::checkNames(*frame)) == "");
        CHECK(uitest::saveScreen(uitest::shotFolder() / (name + ".png")));
    }
};

}  // namespace

SCENARIO("A forms pack is loaded from a file, refused or withdrawn by keys alone") {
    if (!uitest::startGui()) return;
    Desk desk;
    desk.open();
    CHECK(desk.says("biểu mẫu kèm theo phần mềm"));
    const auto file = std::filesystem::absolute("forms-7.pack");
    REQUIRE(base::writeFileDurably(file, base::bytesOf("7 Thông tư mới")));
    desk.tabTo("Tệp gói biểu mẫu");
    WHEN("the file is a pack of the upstream unit") {
        typeText(file.string());
        pressKey("Return");
        CHECK(desk.called("pack 7 Thông tư mới"));
        CHECK(desk.says("gói số 7 ngày 21/11/2026"));
        CHECK(desk.says("Thông tư mới"));
        CHECK(desk.says("Từ bây giờ dùng: gói số 7"));
        CHECK(desk.sees("Đã nạp; gói biểu mẫu"));
        desk.look("settings-forms");
        desk.tabTo("Bỏ gói biểu mẫu");
        pressKey("Return");
        CHECK(desk.says("không bao giờ được nạp lại"));
        CHECK(desk.sees("Gói này thôi được dùng"));
        CHECK(desk.station.calls_.back() == "pack 7 Thông tư mới");  // asked first
        desk.tabTo("Bỏ ngay");
        desk.look("settings-forms-withdraw");
        pressKey("Return");
        CHECK(desk.called("withdraw pack"));
        CHECK(desk.says("biểu mẫu kèm theo phần mềm"));
    }
    WHEN("it was tampered with, is older, or another key signed it") {
        const auto [code, words] = GENERATE(table<base::Code, const char*>(
            {{base::Code::SignatureInvalid, "Gói đã bị sửa sau khi ký"},
             {base::Code::Conflict, "Gói không mới hơn gói đã nạp"},
             {base::Code::KeyUnknown, "không phải do đơn vị cấp trên của trạm này ký"},
             {base::Code::SchemaInvalid, "Phần mềm này không dùng được nội dung của gói"},
             {base::Code::BadInput, "không phải gói biểu mẫu"}}));
        desk.station.nextProblem_ = base::Error{code, base::Recovery::Fatal, "scripted"};
        typeText(file.string());
        pressKey("Return");
        CHECK(desk.says(words));
        CHECK(desk.says("biểu mẫu kèm theo phần mềm"));
        desk.look("settings-forms-refused");
    }
    WHEN("there is no such file") {
        typeText("khong-co.pack");
        pressKey("Return");
        CHECK(desk.says("Không tìm thấy"));
        CHECK(desk.station.calls_.empty());
    }
}

SCENARIO("Settings say when forms packs cannot be taken, and who may withdraw one") {
    if (!uitest::startGui()) return;
    Desk desk;
    using station::FormsView;
    WHEN("the provisioning file named no key") {
        desk.station.forms_.takesPacks = false;
        desk.open();
        CHECK(desk.says("Trạm này không nhận gói biểu mẫu"));
        CHECK(findControl(*desk.frame, "Tệp gói biểu mẫu") == nullptr);
        desk.look("settings-forms-none");
    }
    WHEN("the pack in use is damaged") {
        desk.station.forms_.damaged = base::Error{base::Code::SignatureInvalid, base::Recovery::Fatal, "current.pack"};
        desk.open();
        CHECK(desk.says("Gói biểu mẫu đang dùng bị hỏng"));
        desk.look("settings-forms-damaged");
    }
    WHEN("an officer is logged in") {
        desk.station.officer_->role = station::Role::Officer;
        desk.station.forms_.source = FormsView::Source::Pack;
        desk.station.forms_.version = 7;
        desk.open();
        auto* back = dynamic_cast<ui::ActionButton*>(findNamed(*desk.frame, "Bỏ gói biểu mẫu"));
        REQUIRE(back != nullptr);
        CHECK(ui::fromWx(back->reason()) == "chỉ chỉ huy hoặc quản trị viên");
    }
    WHEN("the upstream unit's pack is refused while an officer works") {
        desk.open();
        desk.station.forms_.refused = FormsView::Refusal{8, {base::Code::Corrupt, base::Recovery::Fatal, ""}};
        desk.station.formsChanged.emit();
        CHECK(desk.says("Không nhận gói số 8 của đơn vị cấp trên"));
    }
}
