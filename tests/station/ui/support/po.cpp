#include "tests/station/ui/support/po.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <utility>

namespace uitest {

std::vector<PoEntry> readPo(const std::filesystem::path& file) {
    std::vector<PoEntry> entries;
    std::ifstream in(file);
    REQUIRE(in);
    std::string* open = nullptr;
    bool fuzzy = false;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("#~", 0) == 0) entries.push_back({line, "", false, true});
        if (line.rfind("#,", 0) == 0 && line.find("fuzzy") != std::string::npos) fuzzy = true;
        const auto quote = line.find('"');
        const std::string content =
            quote == std::string::npos ? "" : line.substr(quote + 1, line.rfind('"') - quote - 1);
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

}  // namespace uitest
