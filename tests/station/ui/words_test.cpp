// Every visible word stands in vi.po: the strings of the sources are extracted with xgettext and compared.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "base/text.h"

namespace fs = std::filesystem;

namespace {

fs::path sourceFolder() {
    const char* set = std::getenv("ENROLL_SOURCE");
    return set != nullptr && *set != '\0' ? fs::path(set) : fs::path(ENROLL_SOURCE_FOLDER);
}

struct Entry {
    std::string id;
    std::string text;
    bool fuzzy = false;
    bool obsolete = false;
};

// The subset of the PO format that xgettext and we write: msgid, msgstr, continuation lines, flags.
std::vector<Entry> readPo(const fs::path& file) {
    std::vector<Entry> entries;
    std::ifstream in(file);
    REQUIRE(in);
    std::string* open = nullptr;
    bool fuzzy = false;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("#~", 0) == 0) entries.push_back({line, "", false, true});
        if (line.rfind("#,", 0) == 0 && line.find("fuzzy") != std::string::npos) fuzzy = true;
        const auto quote = line.find('"');
        const std::string content = quote == std::string::npos ? "" : line.substr(quote + 1, line.rfind('"') - quote - 1);
        if (line.rfind("msgid ", 0) == 0) {
            entries.push_back({content, "", std::exchange(fuzzy, false), false});
            open = &entries.back().id;
        } else if (line.rfind("msgstr ", 0) == 0) {
            entries.back().text = content;
            open = &entries.back().text;
        } else if (!line.empty() && line[0] == '"' && open != nullptr) {
            *open += content;
        }
    }
    return entries;
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
    const std::string command = "cd '" + sourceFolder().string() + "' && find station -name '*.cpp' -o -name '*.h' | sort | xgettext --from-code=UTF-8 "
                                "-k_ -L C++ --no-location --sort-output -f - -o '" + pot.string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    std::map<std::string, Entry> words;
    for (auto& entry : readPo(sourceFolder() / "station/locale/vi.po")) {
        CHECK_FALSE(entry.fuzzy);
        CHECK_FALSE(entry.obsolete);
        words[entry.id] = entry;
    }
    std::set<std::string> wanted;
    for (const auto& entry : readPo(pot)) {
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
