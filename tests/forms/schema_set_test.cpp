#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "forms/schema.h"
#include "tests/forms/shared_data.h"

using namespace forms;

namespace {

// A folder with copies of one shipped schema, changed by the test; removed afterwards.
class Folder {
public:
    Folder() : path_(std::filesystem::current_path() / "schema_set_test") {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void add(const std::string& name, std::initializer_list<std::pair<std::string, std::string>> changes) {
        auto text = wholeFile(sourceFolder() / "forms/schemas/eid-level2.json");
        for (const auto& [from, to] : changes) text.replace(text.find(from), from.size(), to);
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("of two versions the one in force on the day is taken, older records keep theirs") {
    Folder folder;
    folder.add("a.json", {});
    folder.add("b.json", {{"\"2026.1\"", "\"2026.2\""}, {"\"2024-07-01\"", "\"2026-09-28\""}});
    const auto set = SchemaSet::load(folder.path()).value();
    CHECK(set.inForce("eid-level2", {2026, 9, 27}).value()->version() == "2026.1");
    CHECK(set.inForce("eid-level2", {2026, 9, 28}).value()->version() == "2026.2");
    CHECK(set.exact("eid-level2", "2026.1").has_value());
    CHECK(set.offered({2026, 11, 21}, {"eid_l2"}).size() == 1);
}

TEST_CASE("a version that has ended is not offered but still opens old records") {
    Folder folder;
    folder.add("a.json", {{"\"valid_from\": \"2024-07-01\"",
                           "\"valid_from\": \"2024-07-01\", \"valid_to\": \"2025-12-31\""}});
    const auto set = SchemaSet::load(folder.path()).value();
    CHECK(set.inForce("eid-level2", {2025, 12, 31}).has_value());
    CHECK(set.inForce("eid-level2", {2026, 1, 1}).error().code == base::Code::NotInForce);
    CHECK(set.offered({2026, 1, 1}, {"eid_l2"}).empty());
    CHECK(set.exact("eid-level2", "2026.1").has_value());
}

TEST_CASE("one bad file stops the load and is named") {
    Folder folder;
    CHECK(SchemaSet::load(folder.path()).error().code == base::Code::NotFound);
    CHECK(SchemaSet::load(folder.path() / "none").error().code == base::Code::NotFound);
    folder.add("a.json", {});
    folder.add("b.json", {{"\"menu_order\"", "\"order\""}});
    CHECK(SchemaSet::load(folder.path()).error().detail.find("b.json") != std::string::npos);
    CHECK(SchemaSet::load(folder.path()).error().code == base::Code::SchemaInvalid);
    folder.add("b.json", {});
    CHECK(SchemaSet::load(folder.path()).error().detail ==
          "b.json: id and version stand in another file too");
}
