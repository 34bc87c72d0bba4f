// Documents as files: what is taken, what is refused and with which place, and how texts are filled.
#include "forms/document.h"

#include <catch2/catch.hpp>

#include "base/files.h"
#include "shared_data.h"

using namespace forms;

namespace {

// A document with one block, with a piece of it replaced.
std::string documentWith(const std::string& block,
                         const std::string& head = R"("valid_from": "2024-07-01")") {
    return R"({"format": 1, "id": "test", "version": "1", "symbol": "Mẫu", "label": {"vi": "Thử"}, "source": "Luật", "trust": "read", )" +
           head + R"(, "blocks": [)" + block + "]}";
}

std::string faultOf(const std::string& json) {
    const auto read = DocumentSet::parse(json);
    return read ? "" : read.error().detail;
}

std::string filled(const std::string& text) {
    return fillText(
        text,
        [](const std::string& name) {
            return name == "full_name" ? std::string("Brơ\u0306i") : std::string();
        },
        "...");
}

}  // namespace

TEST_CASE("a document's texts take names, alternatives and parts that may be left out") {
    CHECK(filled("Ông {full_name}, {phone}") == "Ông Brơ\u0306i, ...");
    CHECK(filled("{phone|full_name}") == "Brơ\u0306i");
    CHECK(filled("a[[: {phone}]] b[[: {full_name}]]") == "a b: Brơ\u0306i");
    CHECK(filled("không có tên") == "không có tên");
}

TEST_CASE("a document that is not as documented is refused with its place") {
    CHECK(faultOf(documentWith(R"({"section": "Một"})")).empty());
    const std::vector<std::pair<std::string, std::string>> kFaults = {
        {documentWith(R"({"picture": "a"})"), "blocks[0]: keyword 'picture' is not supported"},
        {documentWith(R"({"section": "{@weather}"})"), "blocks[0].section: no such value: '@weather'"},
        {documentWith(R"({"section": "{Full}"})"), "blocks[0].section: no such value: 'Full'"},
        {documentWith(R"({"section": "{full_name"})"), "blocks[0].section: { without }"},
        {documentWith(R"({"section": "[[a"})"), "blocks[0].section: [[ without ]]"},
        {documentWith(R"({"section": "a", "text": "b"})"), "blocks[0]: keyword 'text' is not supported"},
        {documentWith(R"({"text": "a", "place": "middle"})"),
         "blocks[0].place: left, center or right expected"},
        {documentWith(R"({"row": []})"), "blocks[0].row: 1 to 4 parts expected"},
        {documentWith(R"({"row": [{"label": "a", "share": 13}]})"),
         "blocks[0].row[0].share: a number from 1 to 12 expected"},
        {documentWith(R"({"ticks": {"boxes": [{"label": "a", "when": {"value": "x y"}}]}})"),
         "blocks[0].ticks.boxes[0].when.value: no such value: 'x y'"},
        {documentWith(R"({"table": {"columns": [{"title": "a"}], "rows": [["", ""]]}})"),
         "blocks[0].table.rows[0]: as many cells as columns expected"},
        {documentWith(R"({"items": {"lines": 2}})"), "blocks[0].items: either list or texts expected"},
        {documentWith(R"({"signatures": []})"), "blocks[0].signatures: 1 to 3 signatures expected"},
        {documentWith(""), "blocks: no blocks"},
        {documentWith(R"({"section": "a"})", R"("valid_from": "2024-07-01", "unknown": "b")"),
         "file: either blocks or unknown expected"},
        {documentWith(R"({"section": "a"})", R"("valid_from": "2024-07-01", "valid_to": "2024-06-30")"),
         "valid_to: before valid_from"},
    };
    for (const auto& [json, fault] : kFaults) CHECK(faultOf(json) == fault);
}

TEST_CASE("a version that could name a file elsewhere is refused") {
    for (const std::string version : {"../1", "1/2", ".", "1.", "một"}) {
        CAPTURE(version);
        auto json = documentWith(R"({"section": "Một"})");
        const std::string from = R"("version": "1")";
        json.replace(json.find(from), from.size(), R"("version": ")" + version + '"');
        CHECK(faultOf(json) == "version: digits and dots between them expected");
    }
}

TEST_CASE("versions follow one another, and two in force on one day are refused") {
    const std::filesystem::path folder = "documents";
    REQUIRE(base::removeFolder(folder).has_value());
    REQUIRE(base::makePrivateFolder(folder).has_value());
    CHECK(DocumentSet::load(folder).error().code == base::Code::NotFound);
    const auto write = [&](const char* name, const std::string& days) {
        const auto text = documentWith(R"({"section": "Một"})", days);
        REQUIRE(base::writeFileDurably(folder / name, base::viewOf(text)).has_value());
    };
    write("one.json", R"("valid_from": "2024-07-01", "valid_to": "2026-12-31")");
    write("two.json", R"("valid_from": "2027-01-01")");
    const auto both = DocumentSet::load(folder);
    REQUIRE(both.has_value());
    CHECK(both->toPrint("test", {2026, 12, 31}).value()->rule.inForce.to.has_value());
    CHECK_FALSE(both->toPrint("test", {2027, 1, 1}).value()->rule.inForce.to.has_value());
    CHECK(both->toPrint("test", {2024, 6, 30}).error().code == base::Code::NotInForce);
    write("two.json", R"("valid_from": "2026-12-31")");
    CHECK(DocumentSet::load(folder).error().detail == "two.json: 'test' twice in force");
}

TEST_CASE("the shipped documents load") {
    const auto all = DocumentSet::load(sourceFolder() / "forms" / "documents");
    REQUIRE(all.has_value());
    CHECK(all->all().size() == 8);
}
