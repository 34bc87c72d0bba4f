// Parts: what several forms share, and what a form makes its own.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "forms/schema.h"
#include "forms/schema_parts.h"

using namespace forms;

namespace {

const std::string kPart = R"({
  "format": 1, "part": "person.1",
  "fields": {
    "name": {"data": {"type": "string"}, "ui": {"label": {"vi": "Tên"}, "widget": "name"}},
    "born": {"data": {"type": "string"}, "ui": {"label": {"vi": "Sinh"}, "widget": "date"}},
    "phone": {"data": {"type": "string"}, "ui": {"label": {"vi": "Máy"}, "widget": "phone"}}
  },
  "rules": [
    {"required": ["name", "phone"], "when": {"field": "born", "filled": true}},
    {"id": "born.future", "level": "E", "field": "born", "require": {"field": "born", "on_or_before": "today"},
     "text": {"vi": "Sau hôm nay."}},
    {"id": "phone.none", "level": "W", "field": "phone", "when": {"field": "phone", "filled": false}, "text": {"vi": "Chưa có máy."}},
    {"id": "name.other", "level": "E", "field": "name", "related": ["phone"], "when": {"field": "name", "filled": true},
     "text": {"vi": "Chỉ khi có máy."}}
  ]})";

const std::string kForm = R"({
  "format": 1, "id": "a", "version": "1", "title": {"vi": "A"}, "valid_from": "2024-07-01", "parts": ["person.1"],
  "data": {"type": "object", "additionalProperties": false, "properties": {}, "required": []},
  "ui": {"fields": {},
         "pages": [{"id": "p", "title": {"vi": "P"}, "sections": [{"title": {"vi": "S"}, "fields": ["born", "name"]}]}]},
  "rules": [], "captures": []})";

// A folder of forms and parts; removed afterwards.
class Folder {
public:
    Folder() : path_(std::filesystem::current_path() / "schema_parts_test") {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void add(const char* name, std::string text, const std::string& from = {}, const std::string& to = {}) {
        if (!from.empty()) text.replace(text.find(from), from.size(), to);
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    std::string refusal() const {
        const auto set = SchemaSet::load(path_);
        return set ? "" : set.error().detail;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::vector<std::string> rulesOf(const Schema& s, const Record& r) {
    std::vector<std::string> out;
    for (const auto& f : s.check(r, {{2026, 11, 21}, {}, true})) out.push_back(f.rule);
    return out;
}

using Rules = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "a form takes from a part the fields that stand on its pages, in their order, and the rules about them "
    "alone") {
    Folder folder;
    folder.add("a.json", kForm);
    folder.add("z-part.json", kPart);  // whichever file comes first
    const auto set = SchemaSet::load(folder.path());
    REQUIRE(set.has_value());
    REQUIRE(set->all().size() == 1);
    const auto& form = *set->all().front();
    REQUIRE(form.fields().size() == 2);
    CHECK(form.fields()[0].id == "born");
    CHECK(form.fields()[1].label.vi == "Tên");
    Record r;
    CHECK(rulesOf(form, r).empty());
    r.set("born", {"22/11/2026", Origin::Typed, true});
    CHECK(rulesOf(form, r) == Rules{"born.future", "name.missing"});
    r.set("name", {"A", Origin::Typed, true});
    CHECK(rulesOf(form, r) ==
          Rules{"born.future"});  // name.other is about the phone, which this form has not
}

TEST_CASE("what a form says itself goes before its parts") {
    Folder folder;
    folder.add("part.json", kPart);
    auto own = kForm;
    own.replace(
        own.find("\"rules\": []"), 11,
        R"("rules": [{"id": "born.future", "level": "W", "field": "born", "require": {"field": "born", "on_or_before": "today"},
                              "text": {"vi": "Hãy xem lại."}}])");
    own.replace(own.find("\"properties\": {}"), 16, R"("properties": {"name": {"type": "string"}})");
    folder.add("a.json", own, "\"fields\": {}",
               R"("fields": {"name": {"label": {"vi": "Tên riêng"}, "widget": "name"}})");
    const auto set = SchemaSet::load(folder.path());
    INFO(folder.refusal());
    REQUIRE(set.has_value());
    const auto& form = *set->all().front();
    CHECK(form.fields()[0].id == "born");
    CHECK(form.fields()[1].label.vi == "Tên riêng");
    Record r;
    r.set("born", {"22/11/2026", Origin::Typed, true});
    r.set("name", {"A", Origin::Typed, true});
    const auto told = form.check(r, {{2026, 11, 21}, {}, true});
    REQUIRE(told.size() == 1);
    CHECK(told[0].level == Level::Warning);
}

TEST_CASE("a faulty part, and one that is not there, are refused with file and place") {
    Folder folder;
    folder.add("a.json", kForm);
    CHECK(folder.refusal() == "a.json: parts[0]: no part 'person.1'");
    folder.add("part.json", kPart);
    CHECK(folder.refusal().empty());
    folder.add("part.json", kPart, "\"rules\"", "\"rulez\"");
    CHECK(folder.refusal() == "part.json: file: keyword 'rulez' is not supported");
    folder.add("part.json", kPart, R"("ui": {"label": {"vi": "Tên"}, "widget": "name"})", R"("ui": "name")");
    CHECK(folder.refusal() == "part.json: fields.name.ui: an object expected");
    folder.add("part.json", kPart, R"("widget": "date")", R"("widget": "clock")");
    CHECK(folder.refusal() == "a.json: ui.fields.born.widget: no such widget");
    folder.add("part.json", kPart);
    folder.add("twin.json", kPart);
    CHECK(folder.refusal() == "twin.json: part: 'person.1' stands in another file too");
}

TEST_CASE("a form that is checked alone finds its parts beside it") {
    Folder folder;
    folder.add("part.json", kPart);
    folder.add("broken.json", "{");  // another form's fault is not this one's
    const auto parts = SchemaParts::load(folder.path());
    REQUIRE(parts.has_value());
    CHECK(Schema::parse(kForm, *parts).has_value());
    CHECK(Schema::parse(kForm).error().detail == "parts[0]: no part 'person.1'");
}
