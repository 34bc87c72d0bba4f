// The procedures for people from 14 years as they are shipped: what an officer meets at the desk.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "forms/card_qr.h"
#include "forms/catalogue.h"
#include "forms/field_ids.h"
#include "forms/schema_review.h"
#include "tests/forms/procedure_kit.h"

using namespace forms;
using namespace forms::kit;

namespace {

// A complete application of an invented man of 36, in possession of a card.
Record complete(const Schema& s) {
    auto r = startRecord(s);
    type(r, s,
         {{"id_number", "001 090 999 901"},
          {"full_name", "nguyễn văn thu nghiêm"},
          {"birth_date", "010190"},
          {"sex", "nam"},
          {"permanent_address", "Thôn 1, xã Mẫu, Hà Nội"}});
    const auto maybe = [&](const char* id, const char* text) {
        if (s.field(id) != nullptr) type(r, s, {{id, text}});
    };
    maybe("request_kind", "exchange");
    maybe("request_reason", "on_request");
    maybe("old_card", "collected");
    maybe("ethnicity", "QD121:01");
    maybe("religion", "QD1019:00");
    maybe("hometown", "Xã Mẫu, Hà Nội");
    maybe("birth_registration_place", "UBND xã Mẫu, Hà Nội");
    maybe("card_term", "dated");
    maybe("card_expiry", "010130");
    maybe("phone", "0905 000 123");
    maybe("phone_owner", "self");
    return r;
}

}  // namespace

TEST_CASE("the procedures are offered to a unit that may take them",
          "[2.5-capabilities][4.1-form-in-force]") {
    const auto ids = [](const std::vector<SchemaPtr>& schemas) {
        std::vector<std::string> out;
        for (const auto& s : schemas) out.push_back(s->id());
        return out;
    };
    CHECK(ids(all().offered(kToday, {"card_14plus", "eid_l2"})) ==
          std::vector<std::string>{"card-14plus", "card-and-eid", "eid-level2", "eid-6to13"});
    CHECK(ids(all().offered(kToday, {"card_under14"})) == std::vector<std::string>{"card-6to13", "card-under6"});
    CHECK(ids(all().offered(kToday, {"eid_l2"})) == std::vector<std::string>{"eid-level2", "eid-6to13"});
    CHECK(all().offered(kToday, {}).empty());
    CHECK(all().offered({2024, 6, 30}, {"card_14plus", "eid_l2"}).empty());
    CHECK(all().inForce("card-14plus", {2024, 6, 30}).error().code == base::Code::NotInForce);
    CHECK(all().inForce("visa", kToday).error().code == base::Code::NotFound);
    CHECK(all().exact("card-14plus", "2026.1").value()->title().vi == "Cấp thẻ căn cước từ 14 tuổi");
    CHECK(all().exact("card-14plus", "1999").error().code == base::Code::NotFound);
}

TEST_CASE("a complete application has nothing to mend") {
    const auto* id = GENERATE("card-14plus", "eid-level2", "card-and-eid");
    const auto s = procedure(id);
    INFO(id);
    CHECK(blocking(*s, complete(*s)) == Set{});
}

TEST_CASE("an empty application says everything that is missing, only at the seal") {
    const auto* id = GENERATE("card-14plus", "eid-level2", "card-and-eid");
    const auto s = procedure(id);
    const auto r = startRecord(*s);
    for (const auto& f : s->check(r, {kToday, {}, false})) CHECK(f.level == Level::Info);
    const auto told = blocking(*s, r);
    for (const char* rule :
         {"E id_number.missing", "E full_name.missing", "E birth_date.missing", "E sex.missing"}) {
        CHECK(told.count(rule) == 1);
    }
    CHECK(told.count("E nationality.missing") == 0);  // has a default
}

TEST_CASE("every procedure has the two pages and every text in both languages") {
    const auto* id = GENERATE("card-14plus", "eid-level2", "card-and-eid");
    const auto s = procedure(id);
    REQUIRE(s->pages().size() == 2);
    CHECK(s->pages()[0].id == "identify");
    CHECK(s->pages()[1].id == "details");
    CHECK(s->pages()[0].sections[0].fields[0] == "id_number");
    for (const auto& f : s->fields()) {
        INFO(f.id);
        CHECK_FALSE(f.label.vi.empty());
        CHECK(f.label.vi != f.label.en);
        for (const auto& o : f.options) CHECK_FALSE(o.label.en.empty());
    }
}

TEST_CASE("every form has the fields that readers fill") {
    const auto* id = GENERATE("card-14plus", "eid-level2", "card-and-eid");
    CardReading full{"001090999901", "012345678",  "A",     "1990",       "M",
                     "Xã Mẫu",       "15/04/2021", "dated", "01/01/2030", {}};
    Record r;
    mergeReading(r, full, Origin::Chip);
    CHECK(r.fields().size() == 10);
    for (const auto& [field, value] : r.fields()) CHECK(procedure(id)->field(field) != nullptr);
}

TEST_CASE("the identification number is held against the form", "[2.1-registered][2.3-place]") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    type(r, *s, {{"birth_date", "01/01/1991"}, {"sex", "F"}, {"card_expiry", "01/01/2031"}});
    CHECK(blocking(*s, r) == Set{"W id_number.birth_year", "W id_number.sex"});
    r = complete(*s);
    type(r, *s, {{"id_number", "003090999901"}});
    CHECK(blocking(*s, r) == Set{"W id_number.province"});
    type(r, *s, {{"id_number", "001090000000"}});
    CHECK(blocking(*s, r) == Set{"W id_number.made_up"});
    type(r, *s, {{"id_number", "00109099990"}});
    CHECK(blocking(*s, r) == Set{"E id_number.format"});
    type(r, *s, {{"id_number", "049090999901"}});
    bool told = false;
    for (const auto& f : s->check(r, {kToday, {}, false})) {
        told = told || (f.rule == "birth_registration_place.prefix" && f.level == Level::Info &&
                        f.text.vi.find("Quảng Nam") != std::string::npos);
    }
    CHECK(told);
}

TEST_CASE("a card read by QR must be the applicant's, and read values are confirmed before the seal",
          "[2.3-reader-equals-typed]") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    mergeReading(r, parseCardQr("001090999901||Nguyễn Văn Thu Nghiêm|01011990|Nam|Hà Nội|15042021").value(),
                 Origin::Qr);
    CHECK(blocking(*s, r) == Set{"E card_issue_date.unconfirmed"});
    type(r, *s, {{"card_issue_date", "15042021"}, {"id_number", "001090999911"}});
    CHECK(blocking(*s, r) == Set{"E id_number.card"});
    CHECK(s->isRelevant("card_read_number", r));
    r.set("card_read_number", {});
    CHECK_FALSE(s->isRelevant("card_read_number", r));
    CHECK(blocking(*s, r) == Set{});
}

TEST_CASE("a card is for people from 14 years on the day, and says how long it lasts", "[4.2-from-14]") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    type(r, *s, {{"id_number", "001212999901"}, {"birth_date", "22/11/2012"}, {"card_expiry", ""}});
    CHECK(blocking(*s, r) == Set{"E birth_date.under_14"});
    type(r, *s, {{"birth_date", "21/11/2012"}});
    CHECK(blocking(*s, r) == Set{});
    std::string expiry;
    for (const auto& f : s->check(r, {kToday, {}, false})) {
        if (f.rule == "birth_date.next_expiry") expiry = f.text.vi;
    }
    CHECK(expiry == "Thẻ cấp hôm nay có giá trị đến: 21/11/2037.");
    type(r, *s, {{"birth_date", "22/11/2030"}});
    CHECK(blocking(*s, r).count("E birth_date.future") == 1);
    type(r, *s, {{"id_number", "001090999901"}, {"birth_date", "1990"}});
    CHECK(blocking(*s, r) == Set{"W birth_date.partial", "E birth_year_source.missing"});
}

TEST_CASE("the reason belongs to the request", "[4.2-exchange-reasons][4.2-reissue-reasons]") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    type(r, *s, {{"request_reason", "mat the"}});
    CHECK(blocking(*s, r) == Set{"E request_reason.exchange", "E old_card.lost"});
    type(r, *s, {{"request_kind", "reissue"}, {"old_card", "lost"}});
    CHECK(blocking(*s, r) == Set{});
    type(r, *s, {{"request_reason", "age"}});
    CHECK(blocking(*s, r) == Set{"E request_reason.reissue", "W old_card.not_lost"});
    type(r, *s, {{"request_kind", "first"}});
    CHECK_FALSE(s->isRelevant("request_reason", r));
    CHECK(blocking(*s, r) == Set{});
}

TEST_CASE("reissue for loss or damage needs no new portrait or prints for the card alone",
          "[4.2-reissue-no-capture]") {
    const auto card = procedure("card-14plus"), both = procedure("card-and-eid");
    auto r = complete(*card);
    CHECK(needed(*card, r) == Set{"portrait!", "fingerprints!", "dc02!", "old_card"});
    type(r, *card, {{"request_kind", "reissue"}, {"request_reason", "lost"}, {"old_card", "lost"}});
    CHECK(needed(*card, r) == Set{"dc02!"});
    type(r, *card, {{"request_reason", "nationality"}, {"old_card", "held"}});
    CHECK(needed(*card, r) == Set{"portrait!", "fingerprints!", "dc02!", "change_proof!"});
    auto b = complete(*both);
    type(b, *both, {{"request_kind", "reissue"}, {"request_reason", "lost"}, {"old_card", "lost"}});
    CHECK(needed(*both, b) == Set{"portrait!", "fingerprints!", "dc02!", "tk01!"});
}

TEST_CASE("papers follow the request", "[2.3-representative][4.2-representative]") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    type(r, *s, {{"request_reason", "corrected_identity"}});
    CHECK(needed(*s, r).count("change_proof!") == 1);
    type(r, *s, {{"request_reason", "appearance"}});
    CHECK(needed(*s, r).count("change_proof") == 1);
    type(r, *s, {{"request_kind", "first"}});
    CHECK(needed(*s, r) == Set{"portrait!", "fingerprints!", "dc02!", "legal_paper"});
    type(r, *s, {{"assisted", "yes"}});
    CHECK(needed(*s, r).count("representative_paper!") == 1);
    CHECK(blocking(*s, r) == Set{"E representative_name.missing", "E representative_number.missing",
                                 "E representative_relation.missing"});
    type(r, *s,
         {{"representative_name", "Trần Thị Mẫu"},
          {"representative_number", "001090999901"},
          {"representative_relation", "mẹ"}});
    CHECK(blocking(*s, r) == Set{"E representative_number.same"});
}

TEST_CASE("level 2 needs a valid card and a phone in the applicant's own name",
          "[4.3-valid-card][4.3-own-phone]") {
    const auto s = procedure("eid-level2");
    auto r = complete(*s);
    type(r, *s, {{"card_expiry", "01/01/2015"}});
    CHECK(blocking(*s, r) == Set{"E card_expiry.over"});
    type(r, *s, {{"card_expiry", "02/01/2030"}});
    CHECK(blocking(*s, r) == Set{"W card_expiry.milestone"});
    type(r, *s, {{"card_expiry", ""}});
    CHECK(blocking(*s, r) == Set{"E card_expiry.missing"});
    type(r, *s, {{"card_term", "unlimited"}});
    CHECK(blocking(*s, r) == Set{});
    type(r, *s, {{"phone_owner", "family"}});
    CHECK(blocking(*s, r) == Set{"E phone_owner.other"});
    type(r, *s, {{"phone_owner", "chưa rõ"}});
    CHECK(blocking(*s, r) == Set{"W phone_owner.unsure"});
    type(r, *s, {{"phone_owner", "representative"}});
    CHECK(blocking(*s, r) == Set{"E phone_owner.representative"});
    type(r, *s, {{"phone", ""}});
    CHECK(blocking(*s, r) == Set{"E phone.missing", "E phone_owner.representative"});
}

TEST_CASE("each paper to integrate asks for its number") {
    const auto s = procedure("card-and-eid");
    auto r = complete(*s);
    type(r, *s, {{"integrate", "bhyt|Giấy phép lái xe"}});
    CHECK(r.text("integrate") == "health_insurance|driving_license");
    CHECK(blocking(*s, r) == Set{"E health_insurance_number.missing", "E driving_license_number.missing"});
    type(r, *s, {{"health_insurance_number", "GD4790000000001"}, {"driving_license_number", "480000000001"}});
    CHECK(blocking(*s, r) == Set{});
    CHECK(needed(*s, r).count("driving_license") == 1);
    type(r, *s, {{"health_insurance_number", "gd 479"}});
    CHECK(blocking(*s, r) == Set{"E health_insurance_number.format"});
}

TEST_CASE("delivery by post needs an address and a phone") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    type(r, *s, {{"delivery", "bưu điện"}, {"phone", ""}});
    CHECK(blocking(*s, r) == Set{"E delivery_address.missing", "E phone.missing"});
}

TEST_CASE("what cannot be had is explained, not invented", "[4.2-residence][4.2-missing-places]") {
    const auto s = procedure("card-14plus");
    auto r = complete(*s);
    type(r, *s, {{"hometown", ""}, {"ethnicity", ""}, {"permanent_address", ""}});
    CHECK(blocking(*s, r) == Set{"W hometown.none", "W ethnicity.none", "E permanent_address.none"});
    type(r, *s, {{"current_address", "Thôn 2, xã Mẫu"}});
    CHECK(blocking(*s, r) == Set{"W hometown.none", "W ethnicity.none"});
    type(r, *s, {{"ethnicity", "người lạ"}});
    CHECK(blocking(*s, r) == Set{"W hometown.none", "E ethnicity.format"});
}

TEST_CASE("catalogue codes fit the schema's patterns") {
    const auto lists = Catalogues::load(sourceFolder() / "forms/data").value();
    const auto s = procedure("card-14plus");
    for (const auto& [field, list] : {std::pair("ethnicity", "ethnic"), std::pair("religion", "religions")}) {
        CHECK(s->field(field)->catalogue == list);
        for (const auto& entry : lists.find(list)->entries()) {
            Record r;
            r.set(field, {entry.code, Origin::Typed, true});
            CHECK(s->check(r, {kToday, {}, false}).empty());
        }
    }
}

TEST_CASE("every condition of the shipped forms can be said in words") {
    for (const auto& form : kit::all().all()) {
        INFO(form->id() << " " << form->version());
        const auto told = review(*form);
        CHECK(told.fields.size() == form->fields().size());
        CHECK_FALSE(told.rules.empty());
        for (const auto& rule : told.rules) {
            INFO(rule.id);
            CHECK_FALSE(rule.text.vi.empty());
            CHECK_FALSE((rule.when.empty() && rule.require.empty()));  // nothing is told always
            for (const auto* words : {&rule.when, &rule.require}) {
                CHECK(words->find("()") == std::string::npos);
                CHECK(words->find("  ") == std::string::npos);
            }
        }
    }
}
