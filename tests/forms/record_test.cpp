#include "forms/record.h"

#include <catch2/catch.hpp>

using namespace forms;

namespace {

Record sample() {
    Record r;
    r.set("full_name", {"NGUYỄN THỊ MẪU", Origin::Qr, false});
    r.set("birth_date", {"1990", Origin::Typed, true});
    r.setReason("id_number.sex", "Số cũ \"sai\" giới tính");
    return r;
}

}  // namespace

TEST_CASE("a record is written in one way only and read back the same") {
    const auto r = sample();
    CHECK(r.toJson() ==
          R"({"fields":{"birth_date":{"confirmed":true,"origin":"typed","text":"1990"},)"
          R"("full_name":{"confirmed":false,"origin":"qr","text":"NGUYỄN THỊ MẪU"}},"format":1,)"
          R"("reasons":{"id_number.sex":"Số cũ \"sai\" giới tính"}})");
    CHECK(Record::fromJson(r.toJson()).value() == r);
    CHECK(Record::fromJson(Record().toJson()).value() == Record());
}

TEST_CASE("what the paper says is kept beside its translation") {
    Record record;
    record.set("permanent_address", {"Phường Ba Đình, TP Hà Nội", Origin::Typed, true, "Trúc Bạch, Ba Đình, Hà Nội"});
    const auto json = record.toJson();
    CHECK(json.find("\"text\":\"Phường Ba Đình, TP Hà Nội\",\"written\":\"Trúc Bạch, Ba Đình, Hà Nội\"}") != std::string::npos);
    CHECK(Record::fromJson(json).value() == record);
    CHECK_FALSE(Record::fromJson(R"({"fields":{"a":{"confirmed":true,"origin":"typed","text":"x","written":""}},"format":1,"reasons":{}})"));
    CHECK_FALSE(Record::fromJson(R"({"fields":{"a":{"confirmed":true,"origin":"typed","text":"x","wrote":"y"}},"format":1,"reasons":{}})"));
}

TEST_CASE("an empty text removes a field, an empty reason removes a reason") {
    auto r = sample();
    r.set("full_name", {});
    r.setReason("id_number.sex", "");
    CHECK(r.find("full_name") == nullptr);
    CHECK(r.text("full_name").empty());
    CHECK(r.reasons().empty());
}

TEST_CASE("what is set is stored composed, control signs survive") {
    Record r;
    r.set("note", {"a\u0301\n\t\"\\\x01", Origin::Typed, true});
    CHECK(r.text("note") == "á\n\t\"\\\x01");
    CHECK(Record::fromJson(r.toJson()).value() == r);
    r.set("note", {"tốt\xFFxấu", Origin::Typed, true});
    CHECK(r.text("note") == "tốt");
}

TEST_CASE("hostile records are refused, not guessed at") {
    const std::string good =
        R"({"fields":{"a":{"confirmed":true,"origin":"typed","text":"x"}},"format":1,"reasons":{}})";
    REQUIRE(Record::fromJson(good).has_value());
    const auto with = [&](const std::string& from, const std::string& to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return Record::fromJson(text).has_value();
    };
    CHECK_FALSE(with("\"x\"", "\"\""));
    CHECK_FALSE(with("\"x\"", "5"));
    CHECK_FALSE(with("\"x\"", "\"a\u0301\""));
    CHECK_FALSE(with("\"x\"", "\"" + std::string(9000, 'x') + "\""));
    CHECK_FALSE(with("typed", "guessed"));
    CHECK_FALSE(with("true", "1"));
    CHECK_FALSE(with("\"a\"", "\"A b\""));
    CHECK_FALSE(with("\"format\":1", "\"format\":2"));
    CHECK_FALSE(with("\"reasons\":{}", "\"reasons\":[]"));
    CHECK_FALSE(with("\"reasons\":{}", "\"reasons\":{},\"extra\":1"));
    CHECK_FALSE(with("\"format\":1", "\"fields\":{}"));
    CHECK_FALSE(with("}}", "}}}"));
    for (const char* bad : {"", "null", "[]", "{", "\"\xFF\"", "{}", "1.5"})
        CHECK_FALSE(Record::fromJson(bad).has_value());
    CHECK_FALSE(Record::fromJson(std::string(100000, '[')).has_value());
    CHECK(Record::fromJson(std::string(2u << 20, ' ')).error().code == base::Code::TooLarge);
}
