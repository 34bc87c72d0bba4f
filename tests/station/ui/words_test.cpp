// Every visible word stands in vi.po: the strings of the sources are extracted with xgettext and compared.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "base/text.h"
#include "tests/station/ui/support/po.h"

namespace fs = std::filesystem;

namespace {

fs::path sourceFolder() {
    const char* set = std::getenv("ENROLL_SOURCE");
    return set != nullptr && *set != '\0' ? fs::path(set) : fs::path(ENROLL_SOURCE_FOLDER);
}

std::vector<std::string> placeholders(const std::string& text) {
    static const std::regex kPattern("%(?:[0-9]+\\$)?[0-9.]*(?:ll|l)?[a-zA-Z%]");
    return {std::sregex_token_iterator(text.begin(), text.end(), kPattern), {}};
}

}  // namespace

TEST_CASE("Vietnamese words are complete, none is fuzzy, none is left over") {
    if (std::system("xgettext --version > /dev/null 2>&1") != 0) {
        WARN("SKIPPED: xgettext is not installed");
        return;
    }
    const fs::path pot = fs::absolute("station.pot");
    const std::string command =
        "cd '" + sourceFolder().string() +
        "' && find station -name '*.cpp' -o -name '*.h' | sort | xgettext --from-code=UTF-8 "
        "-k_ -L C++ --no-location --sort-output -f - -o '" +
        pot.string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    std::map<std::string, uitest::PoEntry> words;
    for (auto& entry : uitest::readPo(sourceFolder() / "station/locale/vi.po")) {
        CHECK_FALSE(entry.fuzzy);
        CHECK_FALSE(entry.obsolete);
        words[entry.id] = entry;
    }
    std::set<std::string> wanted;
    for (const auto& entry : uitest::readPo(pot)) {
        if (entry.id.empty()) continue;
        wanted.insert(entry.id);
        INFO("msgid: " << entry.id);
        const auto found = words.find(entry.id);
        REQUIRE(found != words.end());
        CHECK_FALSE(found->second.text.empty());
        CHECK(placeholders(entry.id) == placeholders(found->second.text));
        CHECK(base::toNfc(found->second.text).value_or("not UTF-8") == found->second.text);
    }
    CHECK(wanted.size() > 200);
    for (const auto& [id, entry] : words) {
        INFO("no source says: " << id);
        CHECK((id.empty() || wanted.count(id) == 1));
    }
}
