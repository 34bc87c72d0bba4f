// The arrows of the house, checked on the sources and on what CMake links: docs/architecture.md says why.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Include {
    std::string from;  // path in the project
    std::string what;
};

fs::path sourceFolder() {
    const char* set = std::getenv("ENROLL_SOURCE");
    REQUIRE(set != nullptr);
    return set;
}

std::string textOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool startsWith(const std::string& text, const std::string& prefix) { return text.rfind(prefix, 0) == 0; }

bool startsWithAny(const std::string& text, const std::vector<std::string>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& p) { return startsWith(text, p); });
}

std::vector<fs::path> sources() {
    std::vector<fs::path> out;
    for (const char* room : {"base", "forms", "devices", "sync", "station"}) {
        for (const auto& entry : fs::recursive_directory_iterator(sourceFolder() / room)) {
            const auto extension = entry.path().extension();
            if (extension == ".h" || extension == ".cpp") out.push_back(entry.path());
        }
    }
    REQUIRE(out.size() > 20);
    return out;
}

std::vector<Include> includesOf(const fs::path& file) {
    static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
    std::vector<Include> out;
    std::ifstream in(file);
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_search(line, match, pattern)) out.push_back({fs::relative(file, sourceFolder()).generic_string(), match[1]});
    }
    return out;
}

std::vector<Include> allIncludes() {
    std::vector<Include> out;
    for (const auto& file : sources()) {
        const auto some = includesOf(file);
        out.insert(out.end(), some.begin(), some.end());
    }
    return out;
}

// Which rooms a file of a room may include from.
std::vector<std::string> mayUse(const std::string& file) {
    if (startsWith(file, "base/")) return {"base/"};
    if (startsWith(file, "forms/")) return {"base/", "forms/"};
    if (startsWith(file, "devices/")) return {"base/", "devices/"};
    if (startsWith(file, "sync/gateway/")) return {"base/", "sync/", "forms/"};
    if (startsWith(file, "sync/")) return {"base/", "sync/packet/", "sync/vault/", "sync/store/", "sync/transport/"};
    if (startsWith(file, "station/print/")) return {"base/", "station/print/"};
    if (startsWith(file, "station/workflow/") || startsWith(file, "station/cli/")) {
        return {"base/", "forms/", "devices/", "sync/", "station/print/", "station/workflow/", "station/cli/", "station/error_text.h"};
    }
    return {"base/", "forms/", "devices/", "sync/", "station/"};
}

// Third-party headers that have one home.
const std::vector<std::pair<std::string, std::vector<std::string>>> kHomes = {
    {"wx/", {"station/ui/"}},
    {"sqlite3.h", {"sync/store/", "sync/gateway/"}},
    {"curl/", {"sync/transport/", "devices/scanner/escl", "devices/camera/url"}},
    {"libusb", {"devices/fingerprint/"}},
    {"sane/", {"devices/scanner/sane"}},
    {"opencv2/", {"devices/"}},
    {"boost/beast", {"sync/gateway/"}},
    {"hpdf.h", {"station/print/"}},
    {"zbar.h", {"devices/barcode/"}},
    {"dbus/", {"station/workflow/awake"}},
};

const std::vector<std::string> kHeavy = {"nlohmann/", "toml++/", "opencv2/", "libusb", "sqlite3.h", "curl/", "boost/beast", "boost/asio", "sane/"};

struct Linked {
    std::string target, folder;
    std::vector<std::string> libraries;
};

// Written by tests/house/CMakeLists.txt: one line per target, "name folder library|library".
std::vector<Linked> links() {
    std::vector<Linked> out;
    std::ifstream in(ENROLL_LINKS_FILE);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        Linked linked;
        std::string list;
        words >> linked.target >> linked.folder >> list;
        std::istringstream parts(list);
        for (std::string part; std::getline(parts, part, '|');) linked.libraries.push_back(part);
        out.push_back(std::move(linked));
    }
    REQUIRE_FALSE(out.empty());
    return out;
}

std::string roomOf(const std::string& folder) {
    const auto slash = folder.find('/');
    return slash == std::string::npos ? folder : folder.substr(0, slash);
}

}  // namespace

TEST_CASE("no room includes what its arrows forbid") {
    for (const Include& include : allIncludes()) {
        const bool ours = startsWithAny(include.what, {"base/", "forms/", "devices/", "sync/", "station/", "tests/"});
        if (!ours) continue;
        INFO(include.from << " includes " << include.what);
        CHECK(startsWithAny(include.what, mayUse(include.from)));
    }
}

TEST_CASE("every third-party library with a home is included only there") {
    for (const Include& include : allIncludes()) {
        for (const auto& [header, homes] : kHomes) {
            if (!startsWith(include.what, header)) continue;
            INFO(include.from << " includes " << include.what);
            CHECK(startsWithAny(include.from, homes));
        }
    }
}

TEST_CASE("heavy headers do not leave their room") {
    std::map<std::string, std::set<std::string>> heavyHeaders;  // header -> why
    const auto includes = allIncludes();
    const auto isHeader = [](const std::string& file) { return file.size() > 2 && file.ends_with(".h"); };
    for (const Include& include : includes) {
        if (isHeader(include.from) && startsWithAny(include.what, kHeavy)) heavyHeaders[include.from].insert(include.what);
    }
    for (bool grew = true; grew;) {
        grew = false;
        for (const Include& include : includes) {
            if (isHeader(include.from) && heavyHeaders.count(include.what) != 0 && heavyHeaders.count(include.from) == 0) {
                heavyHeaders[include.from].insert(include.what);
                grew = true;
            }
        }
    }
    for (const Include& include : includes) {
        if (heavyHeaders.count(include.what) == 0) continue;
        INFO(include.from << " includes " << include.what << ", which carries " << *heavyHeaders[include.what].begin());
        CHECK(roomOf(include.from) == roomOf(include.what));
    }
}

TEST_CASE("no target links what its arrows forbid") {
    const auto all = links();
    std::map<std::string, std::string> roomOfTarget;
    for (const Linked& linked : all) roomOfTarget[linked.target] = linked.folder;
    for (const Linked& linked : all) {
        if (roomOf(linked.folder) == "tests") continue;
        for (const std::string& library : linked.libraries) {
            const auto found = roomOfTarget.find(library);
            if (found == roomOfTarget.end()) {
                const bool wx = library.find("wx") != std::string::npos;
                INFO(linked.target << " links " << library);
                CHECK((!wx || startsWith(linked.folder, "station/ui")));
                continue;
            }
            INFO(linked.target << " links " << library << " of " << found->second);
            CHECK(startsWithAny(found->second + "/", mayUse(linked.folder + "/x.cpp")));
        }
    }
}

TEST_CASE("files stay short enough to be read") {
    for (const auto& file : sources()) {
        std::ifstream in(file);
        const auto lines = std::count(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), '\n');
        INFO(fs::relative(file, sourceFolder()).generic_string() << " has " << lines << " lines");
        CHECK(lines <= 600);
    }
}

TEST_CASE("the person at the desk may use every fingerprint reader that has a driver") {
    const std::string driver = textOf(sourceFolder() / "devices/fingerprint/uareu.cpp");
    const std::string rules = textOf(sourceFolder() / "installer/linux/70-enrollment-station.rules");
    static const std::regex model(R"(\{0x([0-9a-f]{4}), 0x([0-9a-f]{4}), ")");
    std::size_t models = 0;
    for (std::sregex_iterator it(driver.begin(), driver.end(), model), end; it != end; ++it, ++models) {
        const std::string rule = "ATTR{idVendor}==\"" + it->str(1) + "\", ATTR{idProduct}==\"" + it->str(2) + "\", TAG+=\"uaccess\"";
        INFO(rule);
        CHECK(rules.find(rule) != std::string::npos);
    }
    CHECK(models > 0);
    CHECK(rules.find("MODE") == std::string::npos);  // open to nobody else
}
