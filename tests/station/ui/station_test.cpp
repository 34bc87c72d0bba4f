// The windows over the real station: first start in training mode by keys alone, the training gateway, the
// virtual devices.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/clock.h"
#include "base/files.h"
#include "station/ui/app/places.h"
#include "station/ui/frame/main_frame.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/layout_check.h"

namespace fs = std::filesystem;
using uitest::findNamed;
using uitest::joined;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::typeText;

namespace {

// Kilobytes of this process in memory now.
long residentKilobytes() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("VmRSS:", 0) == 0) return std::atol(line.c_str() + 6);
    }
    return 0;
}

station::StationOptions optionsFor(const fs::path& home, base::Clock& clock,
                                   station::Dispatcher& dispatcher) {
    station::StationOptions options;
    options.dataFolder = home / "data";
    options.configFolder = home / "config";
    options.resources = base::resourceFolder();
    options.gatewayProgram = base::programFile("enrollment-gateway");
    options.clock = &clock;
    options.dispatcher = &dispatcher;
    options.keyCost = station::KeyCost::Cheap;
    return options;
}

}  // namespace

SCENARIO("A new machine becomes a training station with working devices by keys alone") {
    if (!uitest::startGui()) return;
    const fs::path home = fs::absolute("station-home");
    fs::remove_all(home);
    fs::create_directories(home / "config");
    base::SystemClock clock;
    ui::GuiDispatcher dispatcher;
    const auto begin = std::chrono::steady_clock::now();
    auto opened = station::Station::open(optionsFor(home, clock, dispatcher));
    REQUIRE(opened);
    auto* frame = new ui::MainFrame(**opened, ui::stationPlaces());
    frame->SetSize(0, 0, 1366, 768);
    frame->Show();
    uitest::settle();
    const auto ready =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin)
            .count();
    uitest::giveKeyboard(*frame);
    typeText("Thượng úy Mẫu Văn A");
    pressKey("Return");
    typeText("mau.va");
    pressKey("Return");
    typeText("chim bay cao");
    pressKey("Return");
    typeText("chim bay cao");
    pressKey("Return");
    REQUIRE(pumpUntil([&] { return frame->shell() != nullptr || findNamed(*frame, "Đăng nhập") != nullptr; },
                      std::chrono::seconds(60)));
    if (frame->shell() == nullptr) {
        typeText("mau.va");
        pressKey("Return");
        typeText("chim bay cao");
        pressKey("Return");
        REQUIRE(pumpUntil([&] { return frame->shell() != nullptr; }, std::chrono::seconds(60)));
    }
    // The hands stay on the keyboard: no click, no Tab.
    CHECK(pumpUntil([&] { return frame->shell()->IsDescendant(wxWindow::FindFocus()); }));
    pressKey("F1");
    CHECK(pumpUntil([&] { return findNamed(*frame, "Bắt đầu hồ sơ mới bằng Ctrl+N") != nullptr; }));
    pressKey("F1");
    CHECK((*opened)->mode() == station::Mode::Training);
    CHECK(findNamed(*frame, "CHẾ ĐỘ TẬP LUYỆN") != nullptr);
    frame->shell()->goTo(ui::kPageDevices);
    CHECK(pumpUntil([&] { return findNamed(*frame, "Thiết bị ảo đang đóng vai") != nullptr; },
                    std::chrono::seconds(30)));
    CHECK(pumpUntil(
        [&] {
            return findNamed(*frame, "chỉ có thiết bị này") != nullptr &&
                   findNamed(*frame, "đang tìm") == nullptr;
        },
        std::chrono::seconds(30)));
    CHECK(pumpUntil([&] { return findNamed(*frame, "Biểu mẫu và danh mục đầy đủ.") != nullptr; },
                    std::chrono::seconds(30)));
    uitest::settle();
    CHECK(joined(uitest::checkLayout(*frame)) == "");
    CHECK(joined(uitest::checkNames(*frame)) == "");
    CHECK(uitest::saveScreen(uitest::shotFolder() / "devices.png"));
    WARN("window usable " << ready << " ms after Station::open; " << residentKilobytes() / 1024
                          << " MB in memory with devices running");
    frame->Destroy();
    uitest::settle();
    opened->reset();
}
