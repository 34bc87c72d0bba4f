// A whole application by keyboard only, through a real station in training mode with its virtual devices.
#include <catch2/catch.hpp>

#include "station/ui/text.h"
#include "tests/station/ui/steps/training_desk.h"
#include "tests/station/ui/support/gui.h"

using station::Step;
using station::StepState;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::TrainingDesk;
using uitest::typeText;

namespace {

constexpr std::chrono::seconds kDevice{60};
constexpr std::chrono::seconds kFingers{240};

std::string sayProblems(const station::Enrollment& enrollment) {
    std::string words;
    for (const auto& p : enrollment.sealProblems()) words += p.field + " " + p.rule + ": " + p.text.vi + "\n";
    return words;
}

void identify(TrainingDesk& desk) {
    REQUIRE(pumpUntil([&] { return !desk.enrollment().record().text("id_number").empty(); }, kDevice));
    uitest::settle();
    desk.shoot("wizard-identify");
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Các giá trị", 0) == 0; }));
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return desk.enrollment().record().find("full_name")->confirmed; }));
}

void fillDetails(TrainingDesk& desk) {
    desk.goOn(Step::Details);
    desk.fill("Yêu cầu về thẻ", "doi");
    desk.fill("Lý do đổi", "theo yeu cau");
    desk.fill("Thẻ cũ", "thu lai");
    desk.fill("Dân tộc", "kinh");
    desk.fill("Tôn giáo", "khong");
    desk.shoot("wizard-details");
    desk.fill("Số điện thoại", "0905000123");
    CHECK(desk.enrollment().record().text("phone") == "0905000123");
    CHECK(desk.enrollment().record().text("request_kind") == "exchange");
    CHECK(desk.enrollment().record().text("ethnicity") == "QD121:01");
}

void takePortrait(TrainingDesk& desk) {
    desk.jump("F2", Step::Portrait);
    REQUIRE(pumpUntil([&] { return desk.enrollment().chosenPortrait().has_value(); }, kDevice));
    desk.shoot("wizard-portrait");
}

void takeFingers(TrainingDesk& desk) {
    desk.goOn(Step::Fingerprints);
    REQUIRE(pumpUntil([&] { return desk.enrollment().fingers().taken().size() >= 4; }, kDevice));
    desk.shoot("wizard-fingerprints");
    REQUIRE(pumpUntil([&] { return desk.enrollment().stepState(Step::Fingerprints) == StepState::Done; }, kFingers));
}

void scanPages(TrainingDesk& desk) {
    desk.jump("F4", Step::Documents);
    for (const auto& need : desk.enrollment().needs()) {
        if (need.kind != forms::CaptureKind::Document || !need.required) continue;
        const auto before = desk.enrollment().pages().size();
        pressKey("F4");
        REQUIRE(pumpUntil([&] { return desk.enrollment().pages().size() > before; }, kDevice));
    }
    if (desk.enrollment().pages().empty()) {
        pressKey("F4");
        REQUIRE(pumpUntil([&] { return !desk.enrollment().pages().empty(); }, kDevice));
    }
    desk.shoot("wizard-documents");
}

}  // namespace

SCENARIO("A card application is taken from procedure to receipt by keyboard only") {
    if (!uitest::startGui()) return;
    TrainingDesk desk;
    desk.page();
    desk.shoot("wizard-procedures");
    desk.begin("card-14plus");
    identify(desk);
    fillDetails(desk);
    takePortrait(desk);
    takeFingers(desk);
    scanPages(desk);
    desk.jump("F9", Step::Review);
    desk.shoot("wizard-review");
    for (int i = 0; i < 10 && !desk.enrollment().sealProblems().empty(); ++i) {
        const auto problem = desk.enrollment().sealProblems().front();
        INFO(sayProblems(desk.enrollment()));
        REQUIRE(problem.level == forms::Level::Warning);
        pressKey("Tab");  // from the problem to its reason
        typeText("công dân trình bày");
        pressKey("Return");
        REQUIRE(pumpUntil([&] { return desk.enrollment().record().reasons().count(problem.rule) == 1; }));
        uitest::settle();
    }
    INFO(sayProblems(desk.enrollment()));
    REQUIRE(desk.enrollment().maySeal());
    pressKey("F6");
    desk.shoot("wizard-applicant");
    pressKey("F6");
    pressKey("F9");
    typeText("sai roi sai roi");
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Sai mật khẩu") != nullptr; }, kDevice));
    typeText(uitest::kPassphrase);
    pressKey("F9");
    REQUIRE(pumpUntil([&] { return desk.page().current() == nullptr; }, kDevice));
    uitest::settle();
    desk.shoot("wizard-receipt");
    pressKey("F12");
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Đã lưu giấy hẹn") != nullptr; }, kDevice));
    pressKey("ctrl+Return");
    CHECK(pumpUntil([&] { return desk.page().current() != nullptr && desk.page().step() == Step::Identify; }, kDevice));
}
