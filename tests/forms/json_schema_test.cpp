// The data part's keywords against the official JSON-Schema-Test-Suite, draft-07. What is left out is left
// out by rule: a schema that the loader refuses because of a keyword it does not have.
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>
#include <set>

#include "base/files.h"
#include "forms/json_schema.h"

using namespace forms;

namespace {

const std::filesystem::path kSuite = "/usr/share/json-schema-test-suite/tests/draft7";
const std::set<std::string> kSupported{"additionalProperties",
                                       "default",
                                       "enum",
                                       "items",
                                       "maxItems",
                                       "maxLength",
                                       "minItems",
                                       "minLength",
                                       "pattern",
                                       "properties",
                                       "required",
                                       "type",
                                       "uniqueItems"};

json::Value valueOf(std::string_view text) {
    auto value = json::parse(text, 1u << 20, json::Numbers::All);
    INFO(text);
    REQUIRE(value.has_value());
    return std::move(*value);
}

bool fits(std::string_view schema, std::string_view document) {
    const auto compiled = JsonSchema::compile(valueOf(schema));
    INFO(schema);
    REQUIRE(compiled.has_value());
    return compiled->check(valueOf(document)).empty();
}

std::string refusal(std::string_view schema) {
    const auto compiled = JsonSchema::compile(valueOf(schema));
    return compiled ? "taken" : compiled.error().detail;
}

// "properties.a: keyword 'format' is not supported" -> "format"; empty for any other reason.
std::string refusedKeyword(const std::string& detail) {
    const auto from = detail.find("keyword '");
    const auto to = detail.find("' is not supported");
    return from == std::string::npos || to == std::string::npos ? "" : detail.substr(from + 9, to - from - 9);
}

struct Counts {
    std::size_t cases = 0, leftOut = 0;
    std::set<std::string> refused;  // keywords
};

void runFile(const std::filesystem::path& file, Counts& counts) {
    for (const auto& group : valueOf(base::textOf(base::readFile(file).value())).items) {
        const auto& tests = group.find("tests")->items;
        const auto schema = JsonSchema::compile(*group.find("schema"));
        INFO(file.filename().string() << ": " << group.find("description")->text);
        if (!schema) {
            const auto keyword = refusedKeyword(schema.error().detail);
            INFO(schema.error().detail);
            REQUIRE_FALSE(keyword.empty());
            CHECK(kSupported.count(keyword) == 0);
            counts.refused.insert(keyword);
            counts.leftOut += tests.size();
            continue;
        }
        for (const auto& test : tests) {
            INFO(test.find("description")->text);
            CHECK(schema->check(*test.find("data")).empty() == test.find("valid")->boolean);
            ++counts.cases;
        }
    }
}

}  // namespace

TEST_CASE("every draft-07 case of the official suite whose schema is taken gets the suite's answer") {
    if (!std::filesystem::exists(kSuite)) {
        WARN("SKIPPED: the package json-schema-test-suite is not installed");
        return;
    }
    Counts all, supported;
    std::set<std::string> seen;
    for (const auto& entry : std::filesystem::directory_iterator(kSuite)) {
        if (entry.path().extension() != ".json") continue;
        Counts of;
        runFile(entry.path(), of);
        all.cases += of.cases;
        all.leftOut += of.leftOut;
        all.refused.insert(of.refused.begin(), of.refused.end());
        const auto keyword = entry.path().stem().string();
        if (kSupported.count(keyword) == 0) continue;
        seen.insert(keyword);
        supported.cases += of.cases;
        supported.leftOut += of.leftOut;
        INFO("file of a supported keyword: " << keyword);
        CHECK(of.cases > 0);
    }
    CHECK(seen == kSupported);
    std::cout << "JSON-Schema-Test-Suite draft-07: " << all.cases << " cases answered, " << supported.cases
              << " of them in the files of the " << kSupported.size() << " supported keywords ("
              << supported.leftOut << " left out there); " << all.leftOut
              << " cases left out for refused keywords:";
    for (const auto& keyword : all.refused) std::cout << " " << keyword;
    std::cout << "\n";
}

TEST_CASE("a keyword that is not supported is refused by name and place") {
    for (const char* keyword : {"$ref",
                                "$id",
                                "definitions",
                                "format",
                                "const",
                                "allOf",
                                "anyOf",
                                "oneOf",
                                "not",
                                "if",
                                "then",
                                "else",
                                "minimum",
                                "maximum",
                                "exclusiveMinimum",
                                "exclusiveMaximum",
                                "multipleOf",
                                "minProperties",
                                "maxProperties",
                                "patternProperties",
                                "propertyNames",
                                "dependencies",
                                "contains",
                                "additionalItems",
                                "contentEncoding",
                                "contentMediaType",
                                "title",
                                "description",
                                "examples",
                                "readOnly",
                                "writeOnly",
                                "Type"}) {
        const std::string schema = std::string(R"({"properties": {"a": {")") + keyword + R"(": {}}}})";
        CHECK(refusal(schema) == std::string("properties.a: keyword '") + keyword + "' is not supported");
    }
}

TEST_CASE("a keyword's malformed value is refused with its place") {
    CHECK(refusal(R"({"type": "text"})") == "type: no type 'text'");
    CHECK(refusal(R"({"type": []})") == "type: no types");
    CHECK(refusal(R"({"enum": []})") == "enum: no values");
    CHECK(refusal(R"({"enum": [{"a": 1, "b": 2}, {"b": 2, "a": 1}]})") == "enum[1]: stands here twice");
    CHECK(refusal(R"({"minLength": -1})").starts_with("minLength: a number"));
    CHECK(refusal(R"({"items": {"pattern": "a|b"}})").starts_with("items.pattern: pattern: groups"));
    CHECK(refusal(R"({"required": ["a", "a"]})") == "required[1]: 'a' twice");
    CHECK(refusal("3") == "file: an object expected");
}

TEST_CASE("what a document breaks is named with its place and the keyword's number") {
    const auto schema = JsonSchema::compile(
        valueOf(R"({"type": "object", "required": ["a", "b"], "additionalProperties": false, "properties": {
        "a": {"type": "string", "maxLength": 3, "pattern": "^x"}, "b": {},
        "c": {"type": "array", "maxItems": 1, "items": {"enum": ["p"]}}}})"));
    REQUIRE(schema.has_value());
    std::string told;
    for (const auto& breach : schema->check(valueOf(R"({"a": "yyyy", "c": ["p", "q"], "d/e": 1})"))) {
        for (const auto& name : breach.path) told += name + ">";
        told += breach.keyword + " " + std::to_string(breach.limit) + "; ";
    }
    CHECK(told ==
          "a>maxLength 3; a>pattern 0; c>1>enum 0; c>maxItems 1; d/e>additionalProperties 0; b>required 0; ");
}

TEST_CASE("numbers are compared by value, objects without regard to order") {
    CHECK(fits(R"({"type": "integer"})", "1.0"));
    CHECK(fits(R"({"type": "integer"})", "1e300"));
    CHECK_FALSE(fits(R"({"type": "integer"})", "1.5"));
    CHECK(fits(R"({"enum": [1.5, {"a": 1, "b": [2]}]})", R"({"b": [2.0], "a": 1})"));
    CHECK_FALSE(fits(R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, {"b": 2, "a": 1.0}])"));
    CHECK_FALSE(fits("false", "null"));
    CHECK_FALSE(json::parse("1.5", 10).has_value());  // a form's own file has no fractions
}

TEST_CASE("many items are compared in little time") {
    std::string list = "[0";
    for (int i = 1; i < 2000; ++i) list += ", [" + std::to_string(i) + "]";
    CHECK(fits(R"({"uniqueItems": true})", list + "]"));
}
