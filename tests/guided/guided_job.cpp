// The guided job: a newcomer's first day, with keys only. First start in training mode, a card application and an e-ID
// registration through the real windows and devices, sealed, sent to the local gateway, receipts verified; the first one
// is rejected by the upstream, corrected and sent again. Leaves a picture of every step and the receipts, and prints packet
// ids, time and memory. With ENROLL_RECORDINGS the virtual devices play real pictures; with ENROLL_PROGRAMS and
// ENROLL_RESOURCES it works with installed programs and resources instead of those beside it.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/files.h"
#include "base/process.h"
#include "station/ui/text.h"
#include "tests/station/ui/steps/training_desk.h"
#include "tests/station/ui/support/gui.h"

namespace fs = std::filesystem;
using station::AppRow;
using station::AppState;
using station::Step;
using station::StepState;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::TrainingDesk;
using uitest::typeText;

namespace {

constexpr std::chrono::seconds kDevice{120};
constexpr std::chrono::seconds kFingers{400};

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::string problemsOf(const station::Enrollment& enrollment) {
    std::string words;
    for (const auto& p : enrollment.sealProblems()) words += p.field + " " + p.rule + ": " + p.text.vi + "\n";
    return words;
}

// Tab until a control whose name begins so has the focus.
void focusOn(const TrainingDesk& desk, const std::string& name) {
    for (int i = 0; i < 80 && desk.focusName().rfind(name, 0) != 0; ++i) pressKey("Tab");
    INFO("looked for " << name << ", focus on " << desk.focusName());
    REQUIRE(desk.focusName().rfind(name, 0) == 0);
}

void openPlace(TrainingDesk& desk, const std::string& name) {
    focusOn(desk, name);
    pressKey("Return");
    uitest::settle();
}

void identify(TrainingDesk& desk, const std::string& shot) {
    REQUIRE(pumpUntil([&] { return !desk.enrollment().record().text("id_number").empty(); }, kDevice));
    uitest::settle();
    desk.shoot(shot + "-1-identify");
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Các giá trị", 0) == 0; }));
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return desk.enrollment().record().find("full_name")->confirmed; }));
}

void answerCardFields(TrainingDesk& desk) {
    desk.fill("Yêu cầu về thẻ", "doi");
    desk.fill("Lý do đổi", "theo yeu cau");
    desk.fill("Thẻ cũ", "thu lai");
    desk.fill("Dân tộc", "kinh");
    desk.fill("Tôn giáo", "khong");
    desk.fill("Nơi đăng ký khai sinh", "Xa Mau, Quang Nam");
    desk.fill("Quê quán", "Xa Mau, Quang Nam");
}

void answerPhone(TrainingDesk& desk, const std::string& phone) {
    REQUIRE(desk.enterUntil("Số điện thoại"));
    typeText(phone);
    REQUIRE(pumpUntil([&] { return desk.focusName().rfind("SIM", 0) == 0; }));  // a full number goes on by itself
    desk.fill("SIM đứng tên ai?", "chinh chu");
}

void takePortrait(TrainingDesk& desk, const std::string& shot) {
    desk.jump("F2", Step::Portrait);
    REQUIRE(pumpUntil([&] { return desk.enrollment().chosenPortrait().has_value(); }, kDevice));
    uitest::settle();
    if (desk.enrollment().stepState(Step::Portrait) != StepState::Done) {
        pressKey("F7");
        REQUIRE(pumpUntil([&] { return desk.focusName().rfind("Lý do", 0) == 0; }));
        pressKey("Tab");
        typeText("anh ghi lai de tap huan");
        pressKey("Return");
        REQUIRE(pumpUntil([&] { return desk.enrollment().stepState(Step::Portrait) == StepState::Done; }));
    }
    desk.shoot(shot + "-3-portrait");
}

// The scanner goes from step to step by itself; a finger that stays below the gate is accepted with a reason.
void takeFingers(TrainingDesk& desk, const std::string& shot) {
    desk.jump("F3", Step::Fingerprints);
    REQUIRE(pumpUntil([&] { return desk.enrollment().fingers().taken().size() >= 4; }, kDevice));
    desk.shoot(shot + "-4-fingerprints");
    REQUIRE(pumpUntil([&] {
        const auto state = desk.enrollment().stepState(Step::Fingerprints);
        return state == StepState::Done || state == StepState::Attention;
    }, kFingers));
    uitest::settle();
    REQUIRE(pumpUntil([&] { return desk.enrollment().stepState(Step::Fingerprints) == StepState::Done; }, kFingers));
}

// With the arrows, from the paper that is chosen; those asked for come one after another.
void choosePaper(const TrainingDesk& desk, const std::string& name) {
    for (int i = 0; i < 10 && desk.focusName().rfind(name, 0) != 0; ++i) pressKey("Down");
    INFO("looked for " << name << ", focus on " << desk.focusName());
    REQUIRE(desk.focusName().rfind(name, 0) == 0);
}

void scanPapers(TrainingDesk& desk, const std::string& shot) {
    desk.jump("F4", Step::Documents);
    for (const auto& need : desk.enrollment().needs()) {
        if (need.kind != forms::CaptureKind::Document || !need.required) continue;
        const auto before = desk.enrollment().pages().size();
        choosePaper(desk, need.label.vi);
        pressKey("F4");
        REQUIRE(pumpUntil([&] { return desk.enrollment().pages().size() > before; }, kDevice));
        uitest::settle();
    }
    desk.shoot(shot + "-5-documents");
}

void explainWarnings(TrainingDesk& desk) {
    for (int i = 0; i < 10 && !desk.enrollment().sealProblems().empty(); ++i) {
        const auto problem = desk.enrollment().sealProblems().front();
        INFO(problemsOf(desk.enrollment()));
        REQUIRE(problem.level == forms::Level::Warning);
        pressKey("Tab");
        typeText("da hoi lai nguoi dan");
        pressKey("Return");
        REQUIRE(pumpUntil([&] { return desk.enrollment().record().reasons().count(problem.rule) == 1; }));
        uitest::settle();
    }
}

// Seals with the passphrase typed again; the application's id.
std::string seal(TrainingDesk& desk, const std::string& shot) {
    desk.jump("F9", Step::Review);
    explainWarnings(desk);
    INFO(problemsOf(desk.enrollment()));
    REQUIRE(desk.enrollment().maySeal());
    desk.shoot(shot + "-6-review");
    const std::string id = desk.enrollment().id();
    pressKey("F9");
    typeText(uitest::kPassphrase);
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return desk.page().current() == nullptr; }, kDevice));
    uitest::settle();
    desk.shoot(shot + "-7-receipt");
    return id;
}

const AppRow* rowOf(TrainingDesk& desk, const std::string& id) {
    const auto index = desk.station().applications().indexOf(id);
    return index ? &desk.station().applications().row(*index) : nullptr;
}

void waitFor(TrainingDesk& desk, const std::string& id, AppState state) {
    REQUIRE(pumpUntil([&] {
        const AppRow* row = rowOf(desk, id);
        return row != nullptr && row->state == state;
    }, kDevice));
}

void saveReceipt(TrainingDesk& desk, const std::string& id, const std::string& name) {
    std::optional<base::Result<base::Bytes>> pdf;
    desk.station().receiptPdf(id, [&](base::Result<base::Bytes> r) { pdf = std::move(r); });
    REQUIRE(pumpUntil([&] { return pdf.has_value(); }, kDevice));
    REQUIRE(pdf->has_value());
    REQUIRE(base::writeFileDurably(uitest::shotFolder() / name, **pdf).has_value());
}

// The upstream's officer at the gateway's own command line.
void rejectUpstream(TrainingDesk& desk, const std::string& packetId) {
    const fs::path gateway = uitest::stationProgram("enrollment-gateway");
    auto child = base::ChildProcess::start(gateway, {"reject", packetId, "--data", (desk.folder() / "data" / "training" / "gateway").string(),
                                                     "--reason", "phone=Số điện thoại không đứng tên người đăng ký"});
    REQUIRE(child.has_value());
    REQUIRE(child->wait(std::chrono::seconds(30)).value() == 0);
}

}  // namespace

SCENARIO("Two applications go from the desk to verified receipts, and a rejected one comes back, is corrected and received") {
    if (!uitest::startGui()) return;
    const auto begun = std::chrono::steady_clock::now();
    uitest::DeskOptions options;
    options.seed = 11;
    options.firstStart = uitest::FirstStart::ByKeys;
    options.folder = uitest::shotFolder() / "station";
    if (const auto recordings = environment("ENROLL_RECORDINGS"); !recordings.empty()) options.recordings = recordings;
    fs::remove_all(options.folder);
    TrainingDesk desk(options);
    desk.shoot("today-empty");

    desk.begin("card-and-eid");
    identify(desk, "card");
    desk.goOn(Step::Details);
    answerCardFields(desk);
    answerPhone(desk, "0905000123");
    desk.shoot("card-2-details");
    takePortrait(desk, "card");
    takeFingers(desk, "card");
    scanPapers(desk, "card");
    const std::string card = seal(desk, "card");

    desk.station().devices().desk()->seat(12);  // the next invented citizen sits down
    desk.begin("eid-level2");
    identify(desk, "eid");
    desk.goOn(Step::Details);
    desk.fill("Thời hạn của thẻ", "khong");
    answerPhone(desk, "0905000456");
    desk.shoot("eid-2-details");
    takePortrait(desk, "eid");
    takeFingers(desk, "eid");
    scanPapers(desk, "eid");
    const std::string eid = seal(desk, "eid");

    waitFor(desk, card, AppState::Received);
    waitFor(desk, eid, AppState::Received);
    openPlace(desk, "Danh sách");
    desk.shoot("list-received");
    const std::string rejected = rowOf(desk, card)->packetId;
    rejectUpstream(desk, rejected);
    waitFor(desk, card, AppState::Rejected);
    uitest::settle();

    // Into the list, down to the rejected one, and on with it.
    focusOn(desk, "Tìm");
    pressKey("Down");
    for (int i = 0; i < 5 && uitest::findNamed(desk.frame(), "Sửa và gửi lại") == nullptr; ++i) {
        pressKey("Down");
        uitest::settle();
    }
    desk.shoot("list-rejected");
    pressKey("ctrl+Return");
    REQUIRE(pumpUntil([&] { return desk.page().current() != nullptr; }, kDevice));
    desk.goOn(Step::Details);
    REQUIRE(desk.enterUntil("Số điện thoại"));
    pressKey("ctrl+a");
    typeText("0905000789");
    uitest::settle();
    CHECK(desk.enrollment().record().text("phone") == "0905000789");
    desk.shoot("corrected-2-details");
    const std::string corrected = seal(desk, "corrected");
    waitFor(desk, corrected, AppState::Received);
    openPlace(desk, "Danh sách");
    desk.shoot("list-corrected");
    openPlace(desk, "Thiết bị");
    desk.shoot("devices");
    openPlace(desk, "Hôm nay");
    desk.shoot("today");

    std::size_t number = 0;
    for (const auto& id : {card, eid, corrected}) {
        saveReceipt(desk, id, "receipt-" + std::to_string(++number) + ".pdf");
        std::printf("packet %s received\n", rowOf(desk, id)->packetId.c_str());
    }
    CHECK(rowOf(desk, corrected)->replaces == rejected);
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
    std::printf("guided job: %lld s, peak memory %ld MB\n", static_cast<long long>(took.count()), uitest::peakMegabytes());
}
