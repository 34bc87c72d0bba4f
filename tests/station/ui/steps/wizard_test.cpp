// A whole application by keyboard only, through a real station in training mode with its virtual devices.
#include <algorithm>
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

SCENARIO("A card application is taken from procedure to receipt by keyboard only", "[4.6-steps]") {
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
    CHECK(uitest::findNamed(desk.frame(), "Đúng 18/18 · Đủ 15/17 · Sạch: không trùng · Sống: đã xem 7/7 ô lấy sẵn") != nullptr);
    const auto printed = desk.folder() / "data" / "prints" / desk.enrollment().id() / (desk.enrollment().printedForms().at(0).id + ".pdf");
    pressKey("F12");
    REQUIRE(pumpUntil([&] { return std::filesystem::exists(printed); }, kDevice));
    uitest::settle();
    desk.shoot("wizard-review-printed");
    CHECK(std::filesystem::exists(printed));
    for (int i = 0; i < 10 && !desk.enrollment().sealProblems().empty(); ++i) {
        const auto problem = desk.enrollment().sealProblems().front();
        INFO(sayProblems(desk.enrollment()));
        REQUIRE(problem.level == forms::Level::Warning);
        pressKey("Tab");  // from the problem to its reason
        typeText("nguoi khai khong nho");
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
    REQUIRE(pumpUntil([&] { return desk.station().waitBeforeNextTry().count() == 0; }, kDevice));
    typeText(uitest::kPassphrase);
    pressKey("F9");
    const bool sealed = pumpUntil([&] { return desk.page().current() == nullptr; }, kDevice);
    if (!sealed) desk.shoot("wizard-stuck");
    REQUIRE(sealed);
    CHECK_FALSE(std::filesystem::exists(printed.parent_path()));  // the paper stays, the file does not
    uitest::settle();
    desk.shoot("wizard-receipt");
    pressKey("F12");
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Đã lưu giấy hẹn") != nullptr; }, kDevice));
    pressKey("ctrl+Return");
    CHECK(pumpUntil([&] { return desk.page().current() != nullptr && desk.page().step() == Step::Identify; }, kDevice));
}

SCENARIO("What goes wrong is said in the page and nothing is lost", "[4.5-face]") {
    if (!uitest::startGui()) return;
    TrainingDesk desk(7);
    desk.station().devices().desk()->show(devices::CameraScene::Empty);
    desk.begin("eid-level2");
    desk.station().devices().desk()->show(devices::CameraScene::Empty);

    // A line that is no card, then the number typed.
    typeText("khong phai the");
    pressKey("Return");
    CHECK(uitest::findNamed(desk.frame(), "Chuỗi QR, các dòng MRZ hoặc 12 chữ số, Không phải thẻ") != nullptr);
    desk.shoot("wizard-identify-unreadable");
    typeText("048190000018");
    pressKey("Return");
    CHECK(pumpUntil([&] { return desk.enrollment().record().text("id_number") == "048190000018"; }));

    // Details open quickly, with the focus in the first field; what is missing is said there.
    const auto before = std::chrono::steady_clock::now();
    desk.goOn(Step::Details);
    const auto opened = std::chrono::steady_clock::now() - before;
    CHECK(desk.focusName().rfind("Số định danh", 0) == 0);
    WARN("Details opened in " << std::chrono::duration_cast<std::chrono::milliseconds>(opened).count() << " ms, key press included");
    // A name from an old document is stored as typed; what it would be is offered, and taken only when pressed.
    desk.fill("Họ, chữ đệm", "Nguyeãn Thò Maãu");
    const auto offer = [&] { return uitest::findNamed(desk.frame(), "Gõ bằng phông chữ cũ? Đổi thành: Nguyễn Thị Mẫu"); };
    CHECK(pumpUntil([&] { return offer() != nullptr; }));
    CHECK(desk.enrollment().record().text("full_name") == "NGUYEÃN THÒ MAÃU");
    desk.shoot("wizard-details-legacy");
    REQUIRE(offer() != nullptr);
    uitest::click(*offer());
    CHECK(pumpUntil([&] { return desk.enrollment().record().text("full_name") == "NGUYỄN THỊ MẪU"; }));
    CHECK(pumpUntil([&] { return offer() == nullptr; }));
    CHECK(desk.focusName().rfind("Họ, chữ đệm", 0) == 0);
    pressKey("ctrl+a");
    desk.fill("Họ, chữ đệm", "nguyen thi thu mau");
    desk.fill("Ngày sinh", "07031985");
    CHECK(pumpUntil([&] { return desk.enrollment().record().text("birth_date") == "07/03/1985"; }));
    CHECK(desk.enrollment().record().text("full_name") == "NGUYEN THI THU MAU");
    uitest::settle();
    desk.shoot("wizard-details-warning");

    // An address of before 1/7/2025 stays as typed; where it lies today is asked, and the paper's words are kept.
    desk.fill("Nơi thường trú", "Thôn 2, Hòa Liên, Hòa Vang, Đà Nẵng");
    CHECK(desk.enrollment().record().text("permanent_address") == "Thôn 2, Hòa Liên, Hòa Vang, Đà Nẵng");
    CHECK(uitest::findNamed(desk.frame(), "Địa danh cũ. Có thể thuộc 2 xã, phường hiện nay") != nullptr);
    pressKey("shift+Tab");
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Nơi thường trú", 0) == 0; }));
    pressKey("Down");
    uitest::settle();
    desk.shoot("wizard-old-address");
    pressKey("Down");
    pressKey("Down");
    pressKey("Return");
    CHECK(pumpUntil([&] { return desk.enrollment().record().text("permanent_address") == "Thôn 2, Phường Liên Chiểu, TP Đà Nẵng"; }));
    CHECK(desk.enrollment().record().find("permanent_address")->written == "Thôn 2, Hòa Liên, Hòa Vang, Đà Nẵng");
    CHECK(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Trên giấy tờ ghi: Thôn 2, Hòa Liên") != nullptr; }));
    uitest::settle();
    pressKey("F8");
    uitest::settle();
    CHECK(desk.page().step() != Step::Review);

    // Nobody before the camera: the page says so; a portrait taken by hand of an empty chair is not kept.
    desk.jump("F2", Step::Portrait);
    desk.station().devices().desk()->show(devices::CameraScene::Empty);
    CHECK(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Hình máy ảnh, Mời ngồi") != nullptr; }, kDevice));
    desk.shoot("wizard-portrait-nobody");
    desk.station().devices().desk()->show(devices::CameraScene::SideLitFace);
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Hình máy ảnh, Mời ngồi") == nullptr; }, kDevice));
    for (int i = 0; i < 5 && !desk.enrollment().chosenPortrait(); ++i) {  // the first frames may still show the empty chair
        pressKey("F2");
        (void)pumpUntil([&] { return desk.enrollment().chosenPortrait().has_value(); }, std::chrono::seconds(30));
    }
    desk.shoot("wizard-portrait-side-lit");
    REQUIRE(desk.enrollment().chosenPortrait().has_value());
    REQUIRE(desk.enrollment().stepState(Step::Portrait) == StepState::Attention);
    pressKey("F7");
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Lý do", 0) == 0; }));
    pressKey("Tab");
    typeText("dau mat");
    desk.shoot("wizard-portrait-reason");
    pressKey("Return");
    CHECK(pumpUntil([&] { return !desk.enrollment().portraits().front().overrideReason.empty(); }));

    // A finger that is not there.
    desk.jump("F3", Step::Fingerprints);
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Trỏ", 0) == 0; }));
    pressKey("Right");
    pressKey("F7");
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Lý do", 0) == 0; }));
    desk.shoot("wizard-finger-reason");
    pressKey("Escape");
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Ghi gì") == nullptr; }));
    CHECK(desk.enrollment().fingers().missing().empty());

    desk.jump("F4", Step::Documents);
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Máy quét A3 ảo") != nullptr; }, kDevice));
    uitest::settle();
    pressKey("F4");
    REQUIRE(pumpUntil([&] { return !desk.enrollment().pages().empty(); }, kDevice));
    uitest::settle();

    // Put aside and taken up again where it was.
    pressKey("ctrl+s");
    REQUIRE(pumpUntil([&] { return desk.frame().shell()->currentPage() != &desk.application(); }, kDevice));
    REQUIRE(pumpUntil([&] { return !desk.station().today().todo.empty(); }, kDevice));
    desk.page();
    uitest::settle();
    desk.shoot("wizard-draft-waits");
    for (std::size_t i = 0; i < desk.station().procedures().size(); ++i) pressKey("Down");  // past them: the one draft
    REQUIRE(desk.focusName().find(", Định danh điện tử mức 2") != std::string::npos);
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return desk.page().current() != nullptr; }, kDevice));
    CHECK(desk.page().step() == Step::Documents);
    CHECK(desk.enrollment().portraits().size() == 1);
    CHECK(desk.enrollment().pages().size() == 1);
}

SCENARIO("A number that stands under another name on this machine is said beside the form and stops the seal") {
    if (!uitest::startGui()) return;
    TrainingDesk desk(11);
    desk.begin("card-14plus");
    identify(desk);
    pressKey("ctrl+s");
    REQUIRE(pumpUntil([&] { return desk.page().current() == nullptr; }, kDevice));
    desk.begin("eid-level2");
    REQUIRE(pumpUntil([&] { return !desk.enrollment().record().text("id_number").empty(); }, kDevice));
    REQUIRE(pumpUntil([&] { return uitest::findNamed(desk.frame(), "Đã có trong máy này") != nullptr; }, kDevice));
    desk.shoot("wizard-alike");
    REQUIRE(desk.enrollment().alike().size() == 1);
    CHECK(desk.enrollment().alike().front().find(station::Likeness::SameNumber)->nameAgrees);
    desk.enrollment().confirmAll();
    desk.goOn(Step::Details);
    REQUIRE(desk.enterUntil("Họ, chữ đệm và tên"));
    pressKey("ctrl+a");
    typeText("MẪU THỊ KHÁC");
    pressKey("Return");
    const auto problem = [&] {
        const auto all = desk.enrollment().sealProblems();
        return std::any_of(all.begin(), all.end(), [](const auto& p) { return p.rule == "alike.number_name" && p.level == forms::Level::Error; });
    };
    REQUIRE(pumpUntil(problem, kDevice));
    desk.shoot("wizard-number-of-another");
    CHECK_FALSE(desk.enrollment().maySeal());

    // The procedure with most to print has room for it.
    desk.begin("card-and-eid");
    desk.jump("F9", Step::Review);
    CHECK(desk.enrollment().printedForms().size() == 4);
    desk.shoot("wizard-review-prints");
}

SCENARIO("An application that takes nothing of the body has no steps for it, and their keys say so") {
    if (!uitest::startGui()) return;
    TrainingDesk desk;
    desk.page();
    const auto last = desk.station().procedures().back()->title().vi;
    for (int i = 0; i < 20 && desk.focusName().rfind(last, 0) != 0; ++i) pressKey("Down");
    REQUIRE(desk.focusName().rfind(last, 0) == 0);
    uitest::settle();
    desk.shoot("wizard-procedures-end");
    const auto* row = wxWindow::FindFocus();
    CHECK(row->GetGrandParent()->GetScreenRect().Contains(row->GetScreenRect()));  // scrolled to

    desk.begin("card-under6");
    const auto shows = [&](const char* name) {
        const auto* found = uitest::findNamed(desk.frame(), name);
        return found != nullptr && found->IsShownOnScreen();
    };
    CHECK(shows("Bước 3: Giấy tờ"));
    CHECK(shows("Bước 4: Kiểm tra"));
    CHECK_FALSE(shows("Bước 5"));
    pressKey("F2");
    CHECK(pumpUntil([&] { return shows("Hồ sơ này không chụp ảnh chân dung"); }));
    pressKey("F3");
    CHECK(pumpUntil([&] { return shows("Hồ sơ này không lấy vân tay"); }));
    CHECK(desk.page().step() == Step::Identify);
    desk.shoot("wizard-under6");
    desk.goOn(Step::Details);
    desk.fill("Yêu cầu về thẻ", "cap moi");
    desk.shoot("wizard-under6-details");
    pressKey("ctrl+Return");
    CHECK(pumpUntil([&] { return desk.page().step() == Step::Documents; }));
    uitest::settle();

    // A reissue for loss uses the last portrait and prints: their steps go with the answer, and come back with it.
    desk.begin("card-14plus");
    CHECK(shows("Bước 6: "));
    desk.goOn(Step::Details);
    desk.fill("Yêu cầu về thẻ", "lai");
    desk.fill("Lý do đổi", "mat the");
    CHECK(pumpUntil([&] { return !shows("Bước 5: "); }));
    pressKey("F3");
    CHECK(pumpUntil([&] { return shows("Hồ sơ này không lấy vân tay"); }));
    CHECK(desk.page().step() == Step::Details);
}
