// The subset of the PO format that xgettext and we write: msgid, msgstr, continuation lines, flags.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace uitest {

struct PoEntry {
    std::string id;
    std::string text;
    bool fuzzy = false;
    bool obsolete = false;
};

std::vector<PoEntry> readPo(const std::filesystem::path& file);  // fails the test when it cannot be read

}  // namespace uitest
