#include "tests/station/ui/steps/training_desk.h"

#include <wx/utils.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "base/files.h"
#include "base/id.h"
#include "station/ui/a11y.h"
#include "station/ui/app/places.h"
#include "station/ui/language.h"
#include "station/ui/steps/procedure_panel.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/layout_check.h"

namespace fs = std::filesystem;

namespace uitest {
namespace {

base::SecretBytes secret(const std::string& text) { return base::SecretBytes::copyOf(base::viewOf(text)); }

constexpr int kMostFields = 60;

}  // namespace

fs::path stationProgram(const std::string& name) {
    const fs::path beside = base::programFile(name);
    const char* installed = std::getenv("ENROLL_PROGRAMS");
    return installed != nullptr && *installed != '\0' ? fs::path(installed) / beside.filename() : beside;
}

TrainingDesk::TrainingDesk(DeskOptions wanted) : keepFolder_(!wanted.folder.empty()) {
    if (keepFolder_) {
        folder_ = fs::absolute(wanted.folder);
        fs::create_directories(folder_);
    } else {
        folder_ = fs::temp_directory_path() / ("wizard-" + base::newId(clock_.now()));
        fs::create_directories(folder_);
    }
    wxSetEnv("HOME", ui::toWx(folder_.string()));
    fs::create_directories(folder_ / "config");
    station::StationOptions options;
    options.dataFolder = folder_ / "data";
    options.configFolder = folder_ / "config";
    options.resources = base::resourceFolder();
    options.gatewayProgram = stationProgram("enrollment-gateway");
    options.clock = &clock_;
    options.dispatcher = &dispatcher_;
    options.keyCost = wanted.firstStart == FirstStart::ByKeys ? station::KeyCost::Normal : station::KeyCost::Cheap;
    options.trainingSeed = wanted.seed;
    options.recordings = wanted.recordings;
    auto opened = station::Station::open(std::move(options));
    if (!opened) FAIL(opened.error().detail);
    station_ = std::move(*opened);
    if (wanted.firstStart == FirstStart::ByCall) setUpByCall();
    frame_ = new ui::MainFrame(*station_, ui::stationPlaces());
    frame_->SetSize(0, 0, 1366, 768);
    frame_->Show();
    giveKeyboard(*frame_);
    if (wanted.firstStart == FirstStart::NotYet) return;
    if (wanted.firstStart == FirstStart::ByKeys) setUpByKeys();
    REQUIRE(pumpUntil([&] { return frame_->shell() != nullptr; }, std::chrono::seconds(60)));
    settle();
}

void TrainingDesk::setUpByCall() {
    std::optional<base::Result<void>> done;
    station_->setUpTraining({"an", "Thượng úy Mẫu Văn A", station::Role::Officer, secret(kPassphrase)}, [&](base::Result<void> result) { done = std::move(result); });
    REQUIRE(pumpUntil([&] { return done.has_value(); }, std::chrono::seconds(60)));
    if (!*done) FAIL(done->error().detail);
    REQUIRE(station_->phase() == station::Phase::LoggedIn);
}

void TrainingDesk::setUpByKeys() {
    settle();
    for (const char* text : {"Thượng úy Mẫu Văn A", "an", kPassphrase, kPassphrase}) {
        typeText(text);
        if (text == kPassphrase) settle();
        if (std::string(text) == "an") shoot("first-start");
        pressKey("Return");
    }
}

TrainingDesk::~TrainingDesk() {
    if (frame_ != nullptr) frame_->Destroy();
    settle();
    station_.reset();
    std::error_code ignored;
    if (!keepFolder_) fs::remove_all(folder_, ignored);
}

ui::EnrollmentPage& TrainingDesk::page() {
    auto* page = dynamic_cast<ui::EnrollmentPage*>(frame_->shell()->currentPage());
    if (page == nullptr) {
        frame_->shell()->goTo(ui::kPageApplication);
        settle();
        page = dynamic_cast<ui::EnrollmentPage*>(frame_->shell()->currentPage());
    }
    REQUIRE(page != nullptr);
    application_ = page;
    return *page;
}

station::Enrollment& TrainingDesk::enrollment() {
    REQUIRE(page().current() != nullptr);
    return *page().current();
}

std::string TrainingDesk::focusName() const {
    const wxWindow* focus = wxWindow::FindFocus();
    return focus == nullptr ? std::string() : ui::fromWx(ui::accessibleName(*focus));
}

void TrainingDesk::begin(const std::string& schemaId) {
    pressKey("ctrl+n");
    ui::EnrollmentPage& shown = page();
    std::string title;
    for (const auto& schema : station_->procedures()) {
        if (schema->id() == schemaId) title = schema->title().vi;
    }
    REQUIRE_FALSE(title.empty());
    REQUIRE(pumpUntil([&] { return dynamic_cast<ui::ChoiceRow*>(wxWindow::FindFocus()) != nullptr; }));
    for (int i = 0; i < 10 && focusName().rfind(title, 0) != 0; ++i) pressKey("Down");
    INFO("wanted " << title << ", focus on " << focusName());
    REQUIRE(focusName().rfind(title, 0) == 0);
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return shown.current() != nullptr && shown.step() == station::Step::Identify; }));
    settle();
}

void TrainingDesk::goOn(station::Step to) {
    for (int i = 0; i < 6 && page().step() != to; ++i) {
        const station::Step before = page().step();
        pressKey("ctrl+Return");
        REQUIRE(pumpUntil([&] { return page().step() != before; }));
        settle();
    }
    REQUIRE(page().step() == to);
}

void TrainingDesk::jump(const std::string& key, station::Step to) {
    pressKey(key);
    REQUIRE(pumpUntil([&] { return page().step() == to; }));
    settle();
}

bool TrainingDesk::enterUntil(const std::string& label) {
    for (int i = 0; i < kMostFields; ++i) {
        if (focusName().rfind(label, 0) == 0) return true;
        pressKey("Return");
    }
    return false;
}

void TrainingDesk::fill(const std::string& label, const std::string& text) {
    INFO("field " << label << ", focus on " << focusName());
    REQUIRE(enterUntil(label));
    const std::string before = focusName();
    typeText(text);
    if (focusName() == before) pressKey("Return");  // a full number has gone on by itself
    settle();
}

void TrainingDesk::shoot(const std::string& name) {
    settle();
    INFO(name);
    CHECK(joined(checkLayout(*frame_)) == "");
    CHECK(joined(checkNames(*frame_)) == "");
    CHECK(saveScreen(shotFolder() / (name + ".png")));
}

}  // namespace uitest
