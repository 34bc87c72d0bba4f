// The INF that gives readers to WinUSB, against the driver's own list.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <regex>
#include <set>
#include <string>

#include "base/files.h"
#include "devices/fingerprint/uareu.h"

namespace {

std::string infText() {
    const char* set = std::getenv("ENROLL_SOURCE");
    REQUIRE(set != nullptr);
    const auto file =
        base::readFile(std::filesystem::path(set) / "installer/windows/drivers/uareu-winusb.inf");
    REQUIRE(file);
    return std::string(base::textOf(*file));
}

std::set<std::string> allMatches(const std::string& text, const std::string& pattern) {
    const std::regex regex(pattern);
    std::set<std::string> out;
    for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) out.insert((*it)[1]);
    return out;
}

}  // namespace

TEST_CASE("the INF binds exactly the readers that the driver takes") {
    std::set<std::string> ours;
    for (const auto& model : devices::uareuModels()) {
        char id[32];
        std::snprintf(id, sizeof id, "USB\\VID_%04X&PID_%04X", model.vendor, model.product);
        ours.insert(id);
    }
    REQUIRE_FALSE(ours.empty());
    CHECK(allMatches(infText(), R"((USB\\VID_[0-9A-F]{4}&PID_[0-9A-F]{4}))") == ours);
}

TEST_CASE("every section and string that the INF names is in it") {
    const std::string text = infText();
    const auto sections = allMatches(text, R"(\[([^\]]+)\]\r\n)");
    for (const auto& installed : allMatches(text, R"(= *(\w+), USB)")) {
        CHECK(sections.contains(installed));
        CHECK(sections.contains(installed + ".Services"));
        CHECK(sections.contains(installed + ".HW"));
    }
    for (const auto& added : allMatches(text, R"(AddReg = (\w+))")) CHECK(sections.contains(added));
    for (const auto& name : allMatches(text, "%(\\w+)%")) {
        INFO(name);
        CHECK(std::regex_search(text, std::regex("\n" + name + " *= *\"")));
    }
    CHECK(
        allMatches(text, R"(DeviceInterfaceGUIDs,0x10000,"(\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}))")
            .size() == 1);
    CHECK(allMatches(text, "([^\r])\n").empty());  // Windows' line ends throughout
}
