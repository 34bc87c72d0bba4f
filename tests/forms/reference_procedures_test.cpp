// Facts of the domain reference about procedures: who may have what, what is asked of whom, what is kept.
#include "base/text.h"
#include "forms/catalogue.h"
#include "tests/forms/procedure_kit.h"

using namespace forms;
using namespace forms::kit;

namespace {

// A first card of an invented boy of eight, with his mother.
Record child(const Schema& s) {
    auto r = startRecord(s);
    for (const auto& [id, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {"id_number", "001 218 999 901"},
             {"full_name", "nguyễn văn bé"},
             {"birth_date", "05032018"},
             {"sex", "nam"},
             {"request_kind", "first"},
             {"presence", "both"},
             {"filing_channel", "portal"},
             {"representative_name", "trần thị mẫu"},
             {"representative_birth_date", "1990"},
             {"representative_sex", "nữ"},
             {"representative_number", "001190999902"},
             {"representative_relation", "mẹ"},
             {"representative_phone", "0905000123"},
             {"representative_account", "001190999902"},
             {"phone", "0905000123"},
             {"phone_owner", "representative"},
             {"card_term", "dated"},
             {"card_expiry", "05032032"},
             {"card_issue_date", "01102024"},
             {"ethnicity", "QD121:01"},
             {"religion", "QD1019:00"},
             {"hometown", "Xã Mẫu, Hà Nội"},
             {"birth_registration_place", "UBND xã Mẫu, Hà Nội"},
             {"permanent_address", "Thôn 1, xã Mẫu, Hà Nội"}}) {
        if (s.field(id) != nullptr) type(r, s, {{id, text}});
    }
    return r;
}

// The same with the number and the day of another birth.
Record bornOn(const Schema& s, const char* day) {
    auto r = child(s);
    const std::string year(std::string_view(day).substr(8));
    const auto number = "0012" + year + "999901";
    type(r, s, {{"birth_date", day}, {"id_number", number.c_str()}, {"card_expiry", ""}, {"card_term", ""}});
    return r;
}

std::string toldText(const Schema& s, const Record& r, const std::string& rule) {
    for (const auto& f : s.check(r, {kToday, {}, true})) {
        if (f.rule == rule) return f.text.vi;
    }
    return {};
}

}  // namespace

TEST_CASE("reference 4.2: from 6 to under 14 child and representative come, and everything is taken",
          "[4.2-under-14][2.5-capabilities]") {
    const auto s = procedure("card-6to13");
    CHECK(s->capabilities() == std::vector<std::string>{"card_under14"});
    auto r = child(*s);
    CHECK(blocking(*s, r) == Set{});
    CHECK(needed(*s, r) == Set{"portrait!", "fingerprints!", "dc02!", "birth_record"});
    CHECK(toldText(*s, r, "birth_date.card_expiry") == "Thẻ cấp hôm nay có giá trị đến: 05/03/2032.");
    type(r, *s, {{"presence", "representative"}});
    CHECK(blocking(*s, r) == Set{"E presence.both"});
    type(r, *s, {{"presence", ""}});
    CHECK(blocking(*s, r) == Set{"E presence.missing"});
    type(r, *s, {{"presence", "both"}, {"representative_relation", "guardian"}});
    CHECK(needed(*s, r).count("representative_paper!") == 1);
    type(r, *s, {{"representative_relation", "spouse"}});
    CHECK(blocking(*s, r) == Set{"E representative_relation.format"});
    for (const char* field : {"representative_name", "representative_birth_date", "representative_sex",
                              "representative_number", "representative_relation", "representative_phone"}) {
        auto without = child(*s);
        without.set(field, {});
        INFO(field);
        CHECK(blocking(*s, without) == Set{"E " + std::string(field) + ".missing"});
    }
    auto again = child(*s);
    type(again, *s, {{"request_kind", "reissue"}, {"request_reason", "lost"}, {"old_card", "lost"}});
    CHECK(needed(*s, again) == Set{"dc02!"});
    type(again, *s, {{"request_kind", "exchange"}, {"request_reason", "age"}, {"old_card", "collected"}});
    CHECK(blocking(*s, again) == Set{"E request_reason.child"});
}

TEST_CASE("reference 4.2: under 6 nothing of the body is taken, the birth record is (art. 23(2))",
          "[4.2-under-14]") {
    const auto s = procedure("card-under6");
    auto r = bornOn(*s, "21/11/2021");
    CHECK(blocking(*s, r) == Set{});
    CHECK(needed(*s, r) == Set{"birth_record!"});
    CHECK(s->field("iris") == nullptr);
    type(r, *s, {{"filing_channel", "desk"}});
    CHECK(needed(*s, r) == Set{"birth_record!", "dc02!"});
    CHECK(blocking(*s, r) == Set{"W filing_channel.desk"});
    for (const char* kind : {"first", "exchange", "reissue"}) {
        type(r, *s, {{"request_kind", kind}});
        for (const auto& need : s->captures(r, {kToday, {}, true})) CHECK(need.kind == CaptureKind::Document);
    }
}

TEST_CASE("reference 4.2, 4.3: each procedure has its age on the day", "[4.2-under-14][4.3-child]") {
    struct Row {
        const char* birth;
        Set under6, from6, eid;
    };
    const Set young{"E birth_date.under_6"}, old{"E birth_date.from_14"}, none;
    for (const auto& row :
         {Row{"22/11/2020", none, young, young}, Row{"21/11/2020", {"E birth_date.from_6"}, none, none},
          Row{"22/11/2012", {"E birth_date.from_6"}, none, none},
          Row{"21/11/2012", {"E birth_date.from_6"}, old, old}}) {
        INFO(row.birth);
        const auto under6 = procedure("card-under6"), from6 = procedure("card-6to13"),
                   eid = procedure("eid-6to13");
        CHECK(blocking(*under6, bornOn(*under6, row.birth)) == row.under6);
        CHECK(blocking(*from6, bornOn(*from6, row.birth)) == row.from6);
        auto r = bornOn(*eid, row.birth);
        type(r, *eid, {{"card_term", "unlimited"}});  // a card, whose end is of no matter here
        CHECK(blocking(*eid, r) == row.eid);
    }
}

TEST_CASE("reference 4.3: level 2 from 6 to under 14 with the representative's account and phone",
          "[4.3-child]") {
    const auto s = procedure("eid-6to13");
    auto r = child(*s);
    CHECK(blocking(*s, r) == Set{});
    CHECK(needed(*s, r) == Set{"portrait!", "fingerprints!", "tk01!"});
    type(r, *s, {{"presence", "child"}, {"representative_account", ""}, {"phone", ""}});
    CHECK(blocking(*s, r) == Set{"E presence.both", "E representative_account.missing", "E phone.missing"});
    r = child(*s);
    type(r, *s, {{"phone_owner", "family"}});
    CHECK(blocking(*s, r) == Set{"E phone_owner.other"});
    type(r, *s, {{"phone_owner", "chưa rõ"}});
    CHECK(blocking(*s, r) == Set{"W phone_owner.unsure"});
    r = child(*s);
    type(r, *s, {{"representative_account", "001190999903"}});
    CHECK(blocking(*s, r) == Set{"W representative_account.other"});
    r = child(*s);
    type(r, *s, {{"card_term", ""}, {"card_expiry", ""}});
    CHECK(blocking(*s, r) == Set{"W card_term.none"});
}

TEST_CASE("reference 2.3: the number is nobody else's in the form", "[2.3-relatives][2.3-representative]") {
    const auto adult = procedure("card-14plus");
    struct Row {
        const char *form, *field, *rule;
    };
    for (const auto& row : {Row{"card-14plus", "father_number", "father_number.same"},
                            Row{"card-14plus", "mother_number", "mother_number.same"},
                            Row{"card-14plus", "spouse_number", "spouse_number.same"},
                            Row{"card-and-eid", "spouse_number", "spouse_number.same"},
                            Row{"card-6to13", "father_number", "father_number.same"},
                            Row{"card-under6", "mother_number", "mother_number.same"},
                            Row{"card-under6", "representative_number", "representative_number.same"},
                            Row{"eid-6to13", "representative_number", "representative_number.same"}}) {
        INFO(row.form << " " << row.field);
        const auto s = procedure(row.form);
        auto r = child(*s);
        const auto told = [&] {
            for (const auto& f : s->check(r, {kToday, {}, false})) {
                if (f.rule == row.rule) return f.level == Level::Error;
            }
            return false;
        };
        type(r, *s, {{row.field, "001190999904"}});
        CHECK_FALSE(told());
        type(r, *s, {{row.field, "001218999901"}});
        CHECK(told());
    }
    Record r;
    type(r, *adult, {{"father_number", "001060999905"}, {"mother_number", "001060999905"}});
    CHECK_FALSE(toldText(*adult, r, "mother_number.father").empty());
}

TEST_CASE("reference 2.3: the representative's number is held against the representative's own data") {
    const auto s = procedure("card-6to13");
    auto r = child(*s);
    type(r, *s, {{"representative_birth_date", "01/02/1991"}, {"representative_sex", "nam"}});
    CHECK(blocking(*s, r) == Set{"W representative_number.birth_year", "W representative_number.sex"});
    r = child(*s);
    type(r, *s,
         {{"representative_number", "001219999902"},
          {"representative_birth_date", "2019"},
          {"representative_sex", "nam"}});
    CHECK(blocking(*s, r) == Set{"W representative_birth_date.younger"});
}

TEST_CASE("reference 2.3: cancelled numbers are kept, and are not the number in use", "[2.3-previous]") {
    const auto* id = GENERATE("card-14plus", "card-and-eid", "card-6to13", "card-under6", "eid-6to13");
    const auto s = procedure(id);
    INFO(id);
    auto r = child(*s);
    CHECK_FALSE(s->isRequired("id_previous", r));
    CHECK_FALSE(s->isRelevant("id_previous_older", r));
    const auto before = blocking(*s, r);
    type(r, *s, {{"id_previous", "001 018 999 901"}});
    CHECK(s->isRelevant("id_previous_older", r));
    type(r, *s, {{"id_previous_older", "002018999901"}});
    CHECK(blocking(*s, r) == before);
    CHECK(relevantPart(*s, r).text("id_previous") == "001018999901");
    CHECK(relevantPart(*s, r).text("id_previous_older") == "002018999901");
    type(r, *s, {{"id_previous", "001218999901"}});
    CHECK(blocking(*s, r).count("E id_previous.same") == 1);
    type(r, *s, {{"id_previous", "002018999901"}});
    CHECK(blocking(*s, r).count("E id_previous_older.same") == 1);
}

TEST_CASE("reference 4.5: the iris is taken or not with a reason; without a driver only the second",
          "[4.5-iris]") {
    const auto* id = GENERATE("card-14plus", "card-and-eid", "card-6to13");
    const auto s = procedure(id);
    INFO(id);
    auto r = child(*s);
    const auto told = [&](const char* rule) { return blocking(*s, r).count(rule) == 1; };
    CHECK(r.text("iris") == "not_taken");
    CHECK(r.text("iris_reason") == "no_device");
    type(r, *s, {{"iris_reason", ""}});
    CHECK(told("E iris_reason.missing"));
    type(r, *s, {{"iris_reason", "bệnh"}});
    CHECK(r.text("iris_reason") == "disease");
    CHECK_FALSE(told("E iris_reason.missing"));
    type(r, *s, {{"iris_reason", "other"}});
    CHECK(told("E note.missing"));
    type(r, *s, {{"iris", "taken"}});
    CHECK(told("E iris.no_driver"));
    type(r, *s, {{"iris", ""}});
    CHECK(told("E iris.missing"));
    type(r, *s, {{"request_kind", "reissue"}, {"request_reason", "lost"}, {"old_card", "lost"}});
    CHECK_FALSE(s->isRelevant("iris", r));  // the last biometrics serve again
}

TEST_CASE("reference 4.2: no form asks for DNA or voice, which are given only voluntarily or come from proceedings",
          "[4.2-voluntary]") {
    for (const auto& form : all().all()) {
        INFO(form->id());
        for (const auto& need : form->captures(startRecord(*form), {kToday, {}, true}))
            CHECK((need.kind == CaptureKind::Portrait || need.kind == CaptureKind::Fingerprints ||
                   need.kind == CaptureKind::Document));
        for (const auto& asked : form->fields()) {
            INFO(asked.id);
            const auto label = " " + base::fold(asked.label.vi) + " ";
            CHECK(label.find(" adn ") == std::string::npos);
            CHECK(label.find(" dna ") == std::string::npos);
            CHECK(label.find(" giong noi ") == std::string::npos);
        }
    }
}

TEST_CASE("reference 4.6: forms carry the code of their procedure, where one is known", "[4.6-codes]") {
    struct Row {
        const char *form, *kind, *code;
    };
    for (const auto& row :
         {Row{"card-14plus", "first", "2.000200"}, Row{"card-14plus", "exchange", "2.001195"},
          Row{"card-14plus", "reissue", "2.001194"}, Row{"card-14plus", "", ""},
          Row{"card-and-eid", "first", "2.000200"}, Row{"card-6to13", "first", "1.014062"},
          Row{"card-under6", "first", "1.014062"}, Row{"card-under6", "reissue", ""},
          Row{"eid-level2", "", ""}}) {
        INFO(row.form << " " << row.kind);
        const auto s = procedure(row.form);
        Record r;
        r.set("request_kind", {row.kind, Origin::Typed, true});
        CHECK(s->procedureCode(r) == row.code);
    }
    CHECK(procedure("card-14plus")->procedureCodes() ==
          std::vector<std::string>{"2.000200", "2.001195", "2.001194"});
}

TEST_CASE("reference 4.7: an ethnic group may be another, or not determined", "[4.7-undetermined]") {
    const auto lists = Catalogues::load(sourceFolder() / "forms/data").value();
    const auto* list = lists.find("ethnic");
    for (const char* typed : {"khac", "không xác định", "khong ro"}) {
        INFO(typed);
        REQUIRE_FALSE(list->search(typed, 1).empty());
        CHECK(list->search(typed, 1).front()->code == "QD121:00");
    }
    const auto s = procedure("card-6to13");
    auto r = child(*s);
    type(r, *s, {{"ethnicity", "QD121:00"}});
    CHECK(blocking(*s, r) == Set{});
}

TEST_CASE("reference 8: a year of birth alone says whether it is an estimate", "[8-estimated-year]") {
    const auto s = procedure("card-14plus");
    auto r = child(*s);
    CHECK_FALSE(s->isRelevant("birth_year_source", r));
    type(r, *s, {{"id_number", "001050999901"}, {"birth_date", "03/1950"}});
    CHECK_FALSE(s->isRelevant("birth_year_source", r));
    type(r, *s, {{"birth_date", "1950"}});
    CHECK(blocking(*s, r).count("E birth_year_source.missing") == 1);
    type(r, *s, {{"birth_year_source", "ước lượng"}});
    CHECK(r.text("birth_year_source") == "estimated");
    CHECK(blocking(*s, r).count("E birth_year_source.missing") == 0);
    CHECK(r.text("birth_date") == "1950");  // and no day or month is made up
}

TEST_CASE("records of the earlier versions of the card forms are still checked by them") {
    for (const char* id : {"card-14plus", "card-and-eid"}) {
        INFO(id);
        const auto before = all().exact(id, "2026.1");
        REQUIRE(before.has_value());
        CHECK((*before)->field("iris") == nullptr);
        CHECK(procedure(id)->version() == "2026.2");
        for (const auto& field : (*before)->fields()) CHECK(procedure(id)->field(field.id) != nullptr);
    }
}

TEST_CASE(
    "reference 4.2: the certificate is for people of Vietnamese origin, six months in one commune (art. 30)",
    "[4.2-certificate]") {
    const auto s = procedure("origin-certificate");
    auto r = startRecord(*s);
    type(r, *s,
         {{"full_name", "nguyễn văn mẫu"},
          {"birth_date", "1960"},
          {"birth_year_source", "paper"},
          {"sex", "nam"},
          {"nationality_state", "undetermined"},
          {"current_address", "Thôn 1, xã Mẫu, An Giang"},
          {"residence_since", "21/05/2026"},
          {"origin_ground", "Cha, mẹ sinh tại An Giang"},
          {"hometown", "An Giang"},
          {"ethnicity", "QD121:01"},
          {"religion", "QD1019:00"}});
    const Set asked{"W birth_date.partial"};
    CHECK(blocking(*s, r) == asked);  // no number is asked for
    CHECK(needed(*s, r) == Set{"portrait", "fingerprints", "dc01!", "origin_paper"});
    const auto with = [&](const char* rule) {
        auto all = asked;
        all.insert(rule);
        return all;
    };
    for (const auto& [since, enough] :
         std::initializer_list<std::pair<const char*, bool>>{{"22/05/2026", false},
                                                             {"21/05/2026", true},
                                                             {"05/2026", false},
                                                             {"04/2026", true},
                                                             {"2025", true},
                                                             {"01/01/2027", false}}) {
        INFO(since);
        type(r, *s, {{"residence_since", since}});
        CHECK(blocking(*s, r) == (enough ? asked : with("E residence_since.months")));
    }
    type(r, *s, {{"residence_since", "2020"}, {"nationality_state", "determined"}});
    CHECK(blocking(*s, r) == with("E nationality_state.determined"));
    type(r, *s, {{"nationality_state", "undetermined"}, {"card_read_number", "001060999905"}});
    CHECK(blocking(*s, r) == with("E card_read_number.citizen"));
}

TEST_CASE("confirming numbers and changing data take papers, nothing of the body") {
    const auto numbers = procedure("number-confirmation"), change = procedure("data-change");
    for (const auto& s : {numbers, change}) {
        for (const auto& need : s->captures(startRecord(*s), {kToday, {}, true}))
            CHECK(need.kind == CaptureKind::Document);
    }
    auto r = startRecord(*numbers);
    const auto person = {std::pair("id_number", "001090999901"), std::pair("full_name", "nguyễn văn mẫu"),
                         std::pair("birth_date", "01/01/1990"), std::pair("sex", "M"),
                         std::pair("permanent_address", "Thôn 1, xã Mẫu")};
    type(r, *numbers, person);
    CHECK(needed(*numbers, r) == Set{"dc02!", "old_paper"});
    CHECK(blocking(*numbers, r) == Set{"E confirm.missing"});
    type(r, *numbers, {{"confirm", "cmnd|số định danh đã hủy"}});
    CHECK(r.text("confirm") == "cmnd9|cancelled");
    CHECK(blocking(*numbers, r) == Set{"E cmnd9.missing", "E id_previous.missing"});
    type(r, *numbers, {{"cmnd9", "012345678"}, {"id_previous", "001090999901"}});
    CHECK(blocking(*numbers, r) == Set{"E id_previous.same"});
    type(r, *numbers, {{"id_previous", "002090999901"}});
    CHECK(blocking(*numbers, r) == Set{});
    type(r, *numbers, {{"confirm", "cancelled"}});
    CHECK(relevantPart(*numbers, r).text("cmnd9").empty());

    r = startRecord(*change);
    type(r, *change, person);
    CHECK(needed(*change, r) == Set{"dc02!", "change_proof!"});
    CHECK(blocking(*change, r) == Set{"E change_of.missing", "E change_to.missing"});
    type(r, *change, {{"change_of", "hometown|sex"}, {"change_to", "Giới tính: Nữ"}});
    CHECK(blocking(*change, r) == Set{});
    CHECK_FALSE(toldText(*change, r, "change_of.number").empty());
}

TEST_CASE(
    "every procedure can hold whatever a card's reading fills, and is offered only where the unit may take "
    "it") {
    for (const auto& s : all().all()) {
        INFO(s->id() << " " << s->version());
        for (const char* id : {"id_number", "full_name", "birth_date", "sex", "cmnd9", "permanent_address",
                               "card_issue_date", "card_term", "card_expiry", "card_read_number"}) {
            CHECK(s->field(id) != nullptr);
        }
        CHECK_FALSE(s->capabilities().empty());
        REQUIRE(s->pages().size() == 2);
        for (const auto& f : s->fields()) {
            INFO(f.id);
            CHECK(f.label.vi != f.label.en);
            for (const auto& o : f.options) CHECK(o.label.vi != o.label.en);
        }
    }
}
