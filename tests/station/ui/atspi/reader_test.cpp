#include <catch2/catch.hpp>
#include <fstream>

#include "station/ui/text.h"
#include "tests/station/ui/atspi/reader.h"
#include "tests/station/ui/steps/training_desk.h"
#include "tests/station/ui/support/gui.h"

using station::Step;
using uitest::pressKey;
using uitest::pumpUntil;

static void dump(uitest::Reader& reader, const std::string& name) {
    std::ofstream out(name + ".txt");
    for (const auto& h : reader.tree()) {
        out << std::string(static_cast<std::size_t>(h.depth) * 2, ' ') << uitest::sentence(h);
        if (!h.label.empty()) out << " label=" << h.label;
        if (!h.description.empty()) out << " desc=" << h.description;
        for (auto& a : h.actions) out << " do:" << a;
        if (h.value) out << " value=" << *h.value;
        if (h.textBox.width) out << " tb=" << h.textBox.width << "x" << h.textBox.height;
        out << "\n";
    }
}

TEST_CASE("dump") {
    if (!uitest::startReaderBus()) { WARN("SKIPPED: bus"); return; }
    if (!uitest::startGui(uitest::Bridge::On)) return;
    uitest::TrainingDesk desk;
    uitest::Reader reader;
    dump(reader, "today");
    for (int i = 0; i < 12; ++i) { pressKey("Tab"); auto f = reader.focused(desk.focusName()); std::printf("%s | %s\n", desk.focusName().c_str(), f ? uitest::sentence(*f).c_str() : "-"); }
    desk.page();
    dump(reader, "procedures");
    desk.begin("card-14plus");
    REQUIRE(pumpUntil([&] { return !desk.enrollment().record().text("id_number").empty(); }, std::chrono::seconds(60)));
    dump(reader, "identify");
    desk.goOn(Step::Details);
    dump(reader, "details");
    desk.jump("F2", Step::Portrait);
    dump(reader, "portrait");
    desk.jump("F3", Step::Fingerprints);
    dump(reader, "fingers");
    desk.jump("F4", Step::Documents);
    dump(reader, "documents");
    desk.frame().shell()->goTo("settings");
    dump(reader, "settings");
    desk.frame().shell()->goTo("devices");
    dump(reader, "devices");
    desk.frame().shell()->goTo("list");
    dump(reader, "list");
}
