// The engine on small schemas of its own; the three procedures are in procedures_test.cpp.
#include <algorithm>
#include <catch2/catch.hpp>

#include "forms/schema.h"
#include "forms/schema_review.h"

using namespace forms;

namespace {

const std::string kSchema = R"({
  "format": 1, "id": "small", "version": "1", "title": {"vi": "Nhỏ"}, "valid_from": "2024-07-01",
  "valid_to": "2026-12-31", "menu_order": 5, "capabilities": ["a"], "sources": ["luật"],
  "data": {
    "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "additionalProperties": false,
    "properties": {
      "kind": {"type": "string", "enum": ["x", "y"], "default": "x"},
      "name": {"type": "string", "minLength": 2, "maxLength": 10},
      "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$"},
      "born": {"type": "string"},
      "papers": {"type": "array", "uniqueItems": true, "maxItems": 2, "items": {"type": "string", "enum": ["p", "q", "r"]}},
      "detail": {"type": "string"},
      "deeper": {"type": "string"},
      "phone": {"type": "string"},
      "mail": {"type": "string"}
    },
    "required": ["kind", "name"]
  },
  "ui": {
    "fields": {
      "kind": {"label": {"vi": "Loại", "en": "Kind"}, "widget": "choice", "options": [
        {"code": "x", "label": {"vi": "Thứ nhất", "en": "First"}, "aliases": ["một"]},
        {"code": "y", "label": {"vi": "Thứ hai"}}]},
      "name": {"label": {"vi": "Tên"}, "widget": "name", "columns": 4},
      "code": {"label": {"vi": "Mã"}, "widget": "text", "mend": {"vi": "Hai chữ hoa rồi số."}},
      "born": {"label": {"vi": "Sinh"}, "widget": "date", "partial_date": true},
      "papers": {"label": {"vi": "Giấy"}, "widget": "multi_choice", "options": [
        {"code": "p", "label": {"vi": "Pê"}}, {"code": "q", "label": {"vi": "Quy"}}, {"code": "r", "label": {"vi": "Rờ"}}]},
      "detail": {"label": {"vi": "Chi tiết"}, "widget": "note"},
      "deeper": {"label": {"vi": "Sâu hơn"}, "widget": "text"},
      "phone": {"label": {"vi": "Điện thoại"}, "widget": "phone"},
      "mail": {"label": {"vi": "Thư"}, "widget": "email"}
    },
    "pages": [{"id": "one", "title": {"vi": "Một"}, "sections": [
      {"fields": ["kind", "name", "code", "born"]}, {"title": {"vi": "Thêm"}, "fields": ["papers", "detail", "deeper", "phone", "mail"]}]}]
  },
  "rules": [
    {"relevant": ["detail"], "when": {"field": "kind", "is": "y"}},
    {"relevant": ["deeper"], "when": {"field": "detail", "filled": true}},
    {"required": ["detail"], "when": {"field": "papers", "has": "p"}},
    {"id": "born.adult", "level": "E", "field": "born", "require": {"field": "born", "age_at_least": 14}, "text": {"vi": "Dưới 14: {born}"}},
    {"id": "name.same", "level": "W", "field": "name", "related": ["detail"], "require": {"not": {"field": "name", "same_as": "detail"}}, "text": {"vi": "Trùng"}},
    {"id": "kind.tell", "level": "I", "field": "kind", "when": {"field": "kind", "is": "y"}, "text": {"vi": "Loại {kind}", "en": "Kind {kind}"}},
    {"id": "code.none", "level": "W", "field": "code", "when": {"field": "code", "filled": false}, "at_seal": true, "text": {"vi": "Chưa có mã"}}
  ],
  "captures": [
    {"kind": "portrait", "id": "portrait", "label": {"vi": "Ảnh"}, "unless": {"field": "kind", "is": "y"}},
    {"kind": "document", "id": "p", "label": {"vi": "Giấy P"}, "min_pages": 2, "when": {"field": "papers", "has": "p"}},
    {"kind": "document", "id": "q", "label": {"vi": "Giấy Q"}, "min_pages": 2, "required_when": {"field": "kind", "is": "y"}}
  ]
})";

constexpr base::Day kToday{2026, 11, 21};

SchemaPtr schema() {
    auto parsed = Schema::parse(kSchema);
    INFO((parsed ? std::string() : parsed.error().detail));
    REQUIRE(parsed.has_value());
    return *parsed;
}

Record recordOf(std::initializer_list<std::pair<const char*, const char*>> values) {
    Record r;
    for (const auto& [id, text] : values) r.set(id, {text, Origin::Typed, true});
    return r;
}

std::vector<std::string> rulesOf(const Record& record, bool atSeal = false,
                                 std::map<std::string, int> taken = {}) {
    std::vector<std::string> out;
    for (const auto& f : schema()->check(record, {kToday, std::move(taken), atSeal})) out.push_back(f.rule);
    return out;
}

using Rules = std::vector<std::string>;

std::string refusal(const std::string& from, const std::string& to) {
    auto text = kSchema;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    const auto parsed = Schema::parse(text.replace(at, from.size(), to));
    if (parsed) return "taken";
    CHECK(parsed.error().code == base::Code::SchemaInvalid);
    return parsed.error().detail;
}

}  // namespace

TEST_CASE("a schema says what the screen needs") {
    const auto s = schema();
    CHECK(s->id() == "small");
    CHECK(s->validTo() == base::Day{2026, 12, 31});
    CHECK(s->menuOrder() == 5);
    CHECK(s->capabilities() == std::vector<std::string>{"a"});
    REQUIRE(s->pages().size() == 1);
    CHECK(s->pages()[0].sections[1].fields.front() == "papers");
    CHECK(s->title().en == "Nhỏ");  // English falls back
    CHECK(s->field("name")->columns == 4);
    CHECK(s->field("name")->maxLength == 10);
    CHECK(s->field("nothing") == nullptr);
    CHECK(s->field("kind")->options[0].aliases.front() == "một");
    CHECK(startRecord(*s).find("kind")->origin == Origin::Default);
}

TEST_CASE("while typing only what is wrong is told, at the seal also what is missing") {
    CHECK(rulesOf({}).empty());
    CHECK(rulesOf({}, true) == Rules{"kind.missing", "name.missing", "capture.portrait", "code.none"});
    const auto full = recordOf({{"kind", "x"}, {"name", "AN"}, {"code", "AB1"}});
    CHECK(rulesOf(full, true, {{"portrait", 1}}).empty());
}

TEST_CASE("every kind of value is checked") {
    const auto one = [](const char* field, const char* text) { return rulesOf(recordOf({{field, text}})); };
    CHECK(one("kind", "z") == Rules{"kind.format"});
    CHECK(one("name", "A") == Rules{"name.format"});
    CHECK(one("name", "ABCDEFGHIJK") == Rules{"name.format"});
    CHECK(one("name", "A1") == Rules{"name.format"});
    CHECK(one("code", "ab1") == Rules{"code.format"});
    CHECK(one("born", "30/02/1990") == Rules{"born.format"});
    CHECK(one("born", "1/2/1990") == Rules{"born.format"});
    CHECK(one("born", "1990").empty());
    CHECK(one("papers", "p|z") == Rules{"papers.format"});
    CHECK(one("papers", "p|p") == Rules{"papers.format"});
    CHECK(one("papers", "p|q|r") == Rules{"papers.format"});
    CHECK(one("papers", "q|r").empty());
    CHECK(one("phone", "0123456789") == Rules{"phone.format"});
    CHECK(one("mail", "a@b") == Rules{"mail.format"});
    CHECK(one("mail", "a@@b.vn") == Rules{"mail.format"});
    CHECK(one("mail", "a.b@c.vn").empty());
    CHECK(one("mystery", "x") == Rules{"record.unknown_field"});
}

TEST_CASE("findings say how to mend it, in both languages") {
    const auto findings =
        schema()->check(recordOf({{"code", "ab1"}, {"born", "01/01/2020"}}), {kToday, {}, false});
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].text.vi == "Hai chữ hoa rồi số.");
    CHECK(findings[1].text.vi == "Dưới 14: 01/01/2020");
    const auto told = schema()->check(recordOf({{"kind", "y"}}), {kToday, {}, false});
    CHECK(told[0].level == Level::Info);
    CHECK(told[0].text.vi == "Loại Thứ hai");
}

TEST_CASE("what is not relevant is neither asked nor checked, and counts as empty further on") {
    const auto s = schema();
    auto r = recordOf({{"kind", "y"}, {"detail", "AN"}, {"deeper", "sâu"}, {"name", "AN"}});
    CHECK(s->isRelevant("detail", r));
    CHECK(s->isRelevant("deeper", r));
    CHECK(rulesOf(r) == Rules{"name.same", "kind.tell"});
    r.set("kind", {"x", Origin::Typed, true});
    CHECK_FALSE(s->isRelevant("detail", r));
    CHECK_FALSE(s->isRelevant("deeper", r));
    CHECK(rulesOf(r).empty());
    CHECK(relevantPart(*s, r) == recordOf({{"kind", "x"}, {"name", "AN"}}));
    CHECK_FALSE(s->isRelevant("nothing", r));
}

TEST_CASE("requirement follows the answers") {
    const auto s = schema();
    CHECK(s->isRequired("name", {}));
    CHECK_FALSE(s->isRequired("detail", recordOf({{"kind", "y"}})));
    CHECK(s->isRequired("detail", recordOf({{"kind", "y"}, {"papers", "p|q"}})));
    CHECK_FALSE(s->isRequired("detail", recordOf({{"kind", "x"}, {"papers", "p"}})));
}

TEST_CASE("captures follow the answers, and half a paper is told") {
    const auto needs = [](const Record& r) {
        Rules out;
        for (const auto& n : schema()->captures(r, {kToday, {}, false}))
            out.push_back(n.id + (n.required ? "!" : ""));
        return out;
    };
    CHECK(needs({}) == Rules{"portrait!", "q"});
    CHECK(needs(recordOf({{"kind", "y"}, {"papers", "p"}})) == Rules{"p!", "q!"});
    const auto base = recordOf({{"kind", "x"}, {"name", "AN"}, {"code", "AB1"}});
    CHECK(rulesOf(base, true, {{"portrait", 1}, {"q", 1}}) == Rules{"capture.q"});
    CHECK(rulesOf(base, true, {{"portrait", 1}, {"q", 2}}).empty());
}

TEST_CASE("a warning with a reason and a confirmed value do not block the seal") {
    auto r = recordOf({{"kind", "x"}});
    r.set("name", {"AN", Origin::Qr, false});
    CHECK(rulesOf(r).empty());
    CHECK(rulesOf(r, true, {{"portrait", 1}}) == Rules{"name.unconfirmed", "code.none"});
    const auto findings = schema()->check(r, {kToday, {{"portrait", 1}}, true});
    CHECK(blocksSeal(findings[0], r));
    CHECK(blocksSeal(findings[1], r));
    r.setReason("code.none", "công dân không nhớ");
    CHECK_FALSE(blocksSeal(findings[1], r));
    CHECK_FALSE(blocksSeal({Level::Info, "", "i", {}, {}}, r));
}

TEST_CASE("leaving a field brings the text to its stored form and loses nothing") {
    const auto s = schema();
    const auto n = [&](const char* field, std::string_view typed) {
        return s->normalize(field, typed, kToday);
    };
    CHECK(n("kind", "thu hai") == "y");
    CHECK(n("kind", "MỘT") == "x");
    CHECK(n("kind", "third") == "third");
    CHECK(n("name", " nguyễn  an ") == "NGUYỄN AN");
    CHECK(n("born", "010290") == "01/02/1990");
    CHECK(n("born", "30/2/90") == "30/2/90");
    CHECK(n("papers", "r| Pê |r|") == "p|r");
    CHECK(n("phone", "+84 905 000 123") == "0905000123");
    CHECK(n("mail", " An.B@Mien.VN ") == "An.B@mien.vn");
    CHECK(n("detail", "a\u0301\u00A0 b") == "á b");
    CHECK(n("nothing", " x ") == "x");
    CHECK(n("detail", "tốt\xFFxấu") == "tốt");
    CHECK(shownText(*s->field("papers"), "p|r").vi == "Pê, Rờ");
    CHECK(shownText(*s->field("phone"), "0905000123").vi == "0905 000 123");
}

TEST_CASE("what is not supported is refused with its place") {
    CHECK(refusal("\"maxLength\": 10", "\"maxLenght\": 10") ==
          "data.properties.name: keyword 'maxLenght' is not supported");
    CHECK(refusal("\"pattern\": \"^[A-Z]{2}[0-9]+$\"", "\"pattern\": \"^(a|b)$\"")
              .starts_with("data.properties.code.pattern: "));
    CHECK(refusal("\"type\": \"string\", \"minLength\"", "\"type\": \"number\", \"minLength\"") ==
          "data.properties.name.type: 'string' expected");
    CHECK(refusal("\"format\": 1", "\"format\": 2") == "format: only format 1 is supported");
    CHECK(refusal("\"menu_order\": 5", "\"colour\": 5") == "file: keyword 'colour' is not supported");
    CHECK(refusal("{\"vi\": \"Nhỏ\"}", "{\"en\": \"Small\"}") == "title: 'vi' is missing");
    CHECK(refusal("\"2024-07-01\"", "\"2024-07-32\"") == "valid_from: a day yyyy-mm-dd expected");
    CHECK(refusal("\"2026-12-31\"", "\"2020-12-31\"") == "valid_to: before valid_from");
    CHECK(refusal("\"additionalProperties\": false", "\"additionalProperties\": true") ==
          "data.additionalProperties: must be false");
    CHECK(refusal("\"enum\": [\"x\", \"y\"]", "\"enum\": [\"x\"]") ==
          "data.properties.kind: enum and the options of ui.fields differ");
    CHECK(refusal("\"default\": \"x\"", "\"default\": \"z\"") ==
          "data.properties.kind.default: does not fit its own field");
    CHECK(refusal("\"required\": [\"kind\", \"name\"]", "\"required\": [\"kin\"]") ==
          "data.required[0]: no field 'kin'");
    CHECK(refusal("\"widget\": \"note\"", "\"widget\": \"memo\"") ==
          "ui.fields.detail.widget: no such widget");
    CHECK(refusal("\"columns\": 4", "\"columns\": 7") ==
          "ui.fields.name.columns: a number from 1 to 6 expected");
    CHECK(refusal("\"columns\": 4", "\"columns\": 4.5") == "a number that is not an integer");
    CHECK(refusal("\"deeper\", \"phone\"", "\"phone\"") == "ui.pages: field 'deeper' stands on no page");
    CHECK(refusal("\"deeper\", \"phone\"", "\"deeper\", \"deeper\", \"phone\"") ==
          "ui.pages[0].sections[1].fields[3]: stands on a page already");
    CHECK(refusal("\"mail\": {\"type\"", "\"male\": {\"type\"") == "ui.fields.mail: not in data.properties");
}

TEST_CASE("rules that cannot mean anything are refused with their place") {
    CHECK(refusal("\"is\": \"y\"}}", "\"is\": \"w\"}}") == "rules[0].when: 'kind' has no option 'w'");
    CHECK(
        refusal("{\"field\": \"detail\", \"filled\": true}", "{\"field\": \"born\", \"age_at_least\": 14}") ==
        "rules[1].when: what a form shows must not depend on the day");
    CHECK(refusal("{\"relevant\": [\"detail\"], \"when\": {\"field\": \"kind\", \"is\": \"y\"}}",
                  "{\"relevant\": [\"detail\"], \"when\": {\"field\": \"deeper\", \"filled\": true}}") ==
          "rules: relevance runs in a circle");
    CHECK(refusal("\"relevant\": [\"detail\"]", "\"relevant\": [\"name\"]") ==
          "rules[0].relevant[0]: is in data.required, so it must always be relevant");
    CHECK(refusal("\"age_at_least\": 14", "\"age_above\": 14") ==
          "rules[3].require: keyword 'age_above' is not supported");
    CHECK(refusal("\"level\": \"W\"", "\"level\": \"F\"") == "rules[4].level: E, W or I expected");
    CHECK(refusal("{born}", "{bron}") == "rules[3].text: no field or computed value 'bron'");
    CHECK(refusal("{born}", "{id_province}") == "rules[3].text: 'id_province' needs the field 'id_number'");
    CHECK(refusal("\"id\": \"name.same\"", "\"id\": \"born.adult\"") ==
          "rules[4].id: rule 'born.adult' twice");
    CHECK(refusal("\"id\": \"name.same\"", "\"id\": \"Name same\"").starts_with("rules[4].id: an id has"));
    CHECK(refusal("\"same_as\": \"detail\"", "\"check\": \"magic\"") ==
          "rules[4].require.not: no check 'magic'");
    CHECK(refusal("\"same_as\": \"detail\"", "\"same_as\": \"detail\", \"is\": \"A\"") ==
          "rules[4].require.not: a field and one operator expected");
    CHECK(refusal("\"kind\": \"portrait\"", "\"kind\": \"iris\"") ==
          "captures[0].kind: portrait, fingerprints or document expected");
    CHECK(refusal("\"id\": \"q\"", "\"id\": \"p\"") == "captures[2].id: capture 'p' twice");
}

TEST_CASE("hostile schemas are refused and never stall") {
    CHECK_FALSE(Schema::parse("").has_value());
    CHECK_FALSE(Schema::parse("[]").has_value());
    CHECK_FALSE(Schema::parse("{}").has_value());
    CHECK_FALSE(Schema::parse("null").has_value());
    CHECK_FALSE(Schema::parse(kSchema.substr(0, kSchema.size() / 2)).has_value());
    CHECK_FALSE(Schema::parse(std::string(2u << 20, ' ')).has_value());
    CHECK_FALSE(Schema::parse("{\"a\":" + std::string(100000, '[')).has_value());
    std::string manyKeys = "{";
    for (int i = 0; i < 50000; ++i) manyKeys += "\"k" + std::to_string(i) + "\":1,";
    CHECK_FALSE(Schema::parse(manyKeys + "\"z\":1}").has_value());
    std::string nested = "{\"field\":\"kind\",\"is\":\"y\"}";
    for (int i = 0; i < 200; ++i) nested = "{\"not\":" + nested + "}";
    CHECK(refusal("{\"field\": \"kind\", \"is\": \"y\"}", nested) == "nested too deeply");
}

TEST_CASE("a form is told in words to those who review it") {
    const auto form = schema();
    const auto told = review(*form);
    REQUIRE(told.fields.size() == form->fields().size());
    const auto field = [&](const char* id) {
        return *std::find_if(told.fields.begin(), told.fields.end(), [&](const auto& f) { return f.field->id == id; });
    };
    CHECK(field("kind").alwaysRequired);
    CHECK(field("kind").shownWhen.empty());
    CHECK(field("detail").shownWhen == "«Loại» là \"Thứ hai\"");
    CHECK(field("detail").requiredWhen == "«Giấy» có chọn \"Pê\"");
    CHECK(field("deeper").shownWhen == "«Chi tiết» đã có");

    REQUIRE(told.rules.size() == 4);
    CHECK(told.rules[0].id == "born.adult");
    CHECK(told.rules[0].level == Level::Error);
    CHECK(told.rules[0].field == "«Sinh»");
    CHECK(told.rules[0].when.empty());
    CHECK(told.rules[0].require == "«Sinh»: đã đủ 14 tuổi");
    CHECK(told.rules[0].text.vi == "Dưới 14: {born}");
    CHECK(told.rules[1].require == "không phải («Tên» giống «Chi tiết»)");
    CHECK(told.rules[2].require.empty());
    CHECK(told.rules[3].when == "«Mã» để trống");
    CHECK(told.rules[3].atSealOnly);

    REQUIRE(told.captures.size() == 3);  // also those that an empty record does not ask for
    CHECK(told.captures[0].unless == "«Loại» là \"Thứ hai\"");
    CHECK(told.captures[1].when == "«Giấy» có chọn \"Pê\"");
    CHECK(told.captures[2].requiredWhen == "«Loại» là \"Thứ hai\"");
}
