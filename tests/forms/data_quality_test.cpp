// The line đúng, đủ, sạch, sống (reference 0, term 26) of records at work.
#include "forms/data_quality.h"

#include "tests/forms/procedure_kit.h"

using namespace forms;
using Ids = std::vector<std::string>;

namespace {

const SchemaPtr& card() {
    static const SchemaPtr schema = kit::procedure("card-14plus");
    return schema;
}

// An invented person at a first card, whole.
Record wholeRecord() {
    Record r = startRecord(*card());
    kit::type(r, *card(), {{"id_number", "001090000123"}, {"full_name", "Nguyễn Văn Thử"}, {"birth_date", "01/01/1990"}, {"sex", "M"},
                           {"request_kind", "first"}, {"ethnicity", "QD121:01"}, {"religion", "QD1019:00"},
                           {"birth_registration_place", "Hà Nội"}, {"hometown", "Hà Nội"}, {"permanent_address", "Thôn 1, Xã Mẫu, Hà Nội"}});
    return r;
}

DataQuality judge(const Record& r, const std::vector<Finding>* others = nullptr) {
    return dataQuality(*card(), r, {kit::kToday, kit::everythingTaken(*card(), r), false}, others);
}

}  // namespace

TEST_CASE("of a whole record nothing is open, and what may be blank is named") {
    const auto quality = judge(wholeRecord());
    CHECK(quality.valid.open == Ids{});
    CHECK(quality.valid.well == quality.valid.of);
    CHECK(quality.valid.of >= 10);
    CHECK(quality.complete.open == Ids{});
    CHECK(quality.complete.well == quality.complete.of);
    CHECK(quality.unique.of == 0);  // nobody looked
    CHECK(quality.fresh.of == 0);   // everything was typed today
    CHECK(quality.explained == 0);
    CHECK(std::count(quality.blank.begin(), quality.blank.end(), "note") == 1);
}

TEST_CASE("what is missing is named: fields in the form's order, then captures; what is absent is not called wrong") {
    Record r = wholeRecord();
    r.set("full_name", {});
    r.set("sex", {});
    const auto whole = judge(wholeRecord());
    const auto quality = dataQuality(*card(), r, {kit::kToday, {{"portrait", 1}}, false}, nullptr);
    CHECK(quality.complete.open == Ids{"full_name", "sex", "fingerprints", "dc02"});
    CHECK(quality.complete.of == whole.complete.of);
    CHECK(quality.complete.well == whole.complete.well - 4);
    CHECK(quality.valid.open == Ids{});
    const auto fieldsAlone = dataQuality(*card(), r, {kit::kToday, {}, false}, nullptr);
    CHECK(fieldsAlone.complete.open == Ids{"full_name", "sex"});
}

TEST_CASE("a value that breaks a rule is not right until its reason is written down; an unknown field never is") {
    Record r = wholeRecord();
    r.set("birth_date", {"01/01/1991", Origin::Typed, true});  // not the year of the number
    CHECK(judge(r).valid.open == Ids{"id_number"});
    r.setReason("id_number.birth_year", "Theo giấy khai sinh");
    CHECK(judge(r).valid.open == Ids{});
    CHECK(judge(r).explained == 1);
    r.set("favorite_color", {"xanh", Origin::Typed, true});
    CHECK(judge(r).valid.open == Ids{"favorite_color"});
}

TEST_CASE("read values are alive when the officer has looked at them, and are right meanwhile") {
    Record r = wholeRecord();
    r.set("full_name", {"NGUYỄN VĂN THỬ", Origin::Qr, false});
    r.set("sex", {"M", Origin::Mrz, true});
    const auto quality = judge(r);
    CHECK(quality.fresh.of == 2);
    CHECK(quality.fresh.open == Ids{"full_name"});
    CHECK(quality.valid.open == Ids{});
}

TEST_CASE("a record is clean unless another one is alike and nobody said why") {
    const Record r = wholeRecord();
    const std::vector<Finding> none;
    CHECK(judge(r, &none).unique.well == 1);
    const std::vector<Finding> others{{Level::Warning, "id_number", "alike.number_again", {"vi", "en"}, {}},
                                      {Level::Info, "full_name", "alike.person", {"vi", "en"}, {}}};
    const auto alike = judge(r, &others);
    CHECK(alike.unique.open == Ids{"id_number"});
    CHECK(alike.unique.well == 0);
    CHECK(alike.unique.of == 1);
    Record explained = r;
    explained.setReason("alike.number_again", "Làm lại do ảnh cũ hỏng");
    CHECK(judge(explained, &others).unique.open == Ids{});
    CHECK(judge(explained, &others).explained == 1);
}

TEST_CASE("a record is to be looked at again when the card ends: the one at hand, else one of today (art. 21)") {
    CHECK(judge(wholeRecord()).recheck == base::Day{2030, 1, 1});  // 40 years
    Record unknown = wholeRecord();
    unknown.set("birth_date", {"1990", Origin::Typed, true});
    CHECK(judge(unknown).recheck == std::nullopt);

    const auto eid = kit::procedure("eid-level2");
    Record r = startRecord(*eid);
    kit::type(r, *eid, {{"birth_date", "01/01/1990"}, {"card_term", "dated"}, {"card_expiry", "05/03/2027"}});
    CHECK(dataQuality(*eid, r, {kit::kToday, {}, false}, nullptr).recheck == base::Day{2027, 3, 5});
    kit::type(r, *eid, {{"card_term", "unlimited"}});
    CHECK(dataQuality(*eid, r, {kit::kToday, {}, false}, nullptr).recheck == std::nullopt);
}
