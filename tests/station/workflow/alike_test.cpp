// Others on this machine that are like the person of an application, in a real store; and what the officer is told of it.
#include "station/workflow/alike.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "forms/field_ids.h"
#include "station/workflow/index_data.h"
#include "tests/sync/store/store_rig.h"

using namespace station;
using forms::Level;
using rig::good;
using rig::take;

namespace {

using Fields = std::map<std::string, std::string>;

constexpr char kNumber[] = "001188000016", kOther[] = "001070000011";

forms::Record recordOf(const Fields& fields) {
    forms::Record record;
    for (const auto& [field, text] : fields) record.set(field, {text, forms::Origin::Typed, true});
    return record;
}

struct Machine {
    rig::Folder folder;
    store::Store store = rig::open(folder);
    vault::StationCipher cipher{base::SecretBytes::random(32)};
    forms::SchemaSet schemas = forms::SchemaSet::load(std::filesystem::path(std::getenv("ENROLL_SOURCE")) / "forms/schemas").value();

    std::string add(const Fields& fields, const char* procedure = "card-14plus") {
        auto draft = rig::newDraft();
        draft.kind = procedure;
        good(store.createDraft(draft, {}, rig::act()));
        put(draft.id, fields);
        return draft.id;
    }
    void put(const std::string& id, const Fields& fields) {
        const auto record = recordOf(fields);
        good(store.setIndex(id, {sealIndex(indexOf(record), cipher, id), alikeHashes(record, cipher), ""}, rig::kStart));
    }
    std::vector<Alike> like(const Fields& fields, const std::string& own = "") {
        return AlikeSearch(recordOf(fields), cipher, own).run(store, cipher);
    }
    std::vector<forms::Finding> told(const Fields& fields, const char* procedure = "card-14plus", const std::string& replaces = "") {
        const auto schema = schemas.inForce(procedure, {2026, 5, 1}).value();
        return findingsOf(like(fields), *schema, recordOf(fields), replaces);
    }
};

const Fields kHue = {{"id_number", kNumber}, {"full_name", "NGUYỄN THỊ HUỆ"}, {"birth_date", "01/02/1988"}};

Fields with(Fields fields, const Fields& more) {
    for (const auto& [field, text] : more) fields[field] = text;
    return fields;
}

void onlyTold(const std::vector<forms::Finding>& findings, Level level, const std::string& rule, const std::string& field) {
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].level == level);
    CHECK(findings[0].rule == rule);
    CHECK(findings[0].field == field);
    CHECK_FALSE(findings[0].text.vi.empty());
    CHECK(findings[0].text.vi.find('{') == std::string::npos);
    // The reason that an officer gives is kept with the record under this rule.
    forms::Record record;
    record.setReason(findings[0].rule, "nguoi khai khong nho");
    const auto read = forms::Record::fromJson(record.toJson());
    REQUIRE(read.has_value());
    CHECK(read->reasons() == record.reasons());
}

}  // namespace

TEST_CASE("a number that stands under another name or date of birth is an error while the other one can be changed", "[2.3-duplicate]") {
    Machine machine;
    const auto id = machine.add(kHue);
    onlyTold(machine.told(with(kHue, {{"full_name", "NGUYỄN THỊ HẠNH"}})), Level::Error, "alike.number_name", "id_number");
    onlyTold(machine.told(with(kHue, {{"birth_date", "02/02/1988"}})), Level::Error, "alike.number_birth", "birth_date");
    // What the other one leaves open contradicts nothing.
    CHECK(machine.told(with(kHue, {{"birth_date", "1988"}}), "eid-level2").empty());
    CHECK(machine.told({{"id_number", kNumber}}, "eid-level2").empty());
    machine.put(id, with(kHue, {{"birth_date", "1988"}}));
    CHECK(machine.told(kHue, "eid-level2").empty());
    onlyTold(machine.told(with(kHue, {{"birth_date", "01/02/1989"}}), "eid-level2"), Level::Error, "alike.number_birth", "birth_date");
    machine.put(id, {{"id_number", kNumber}});
    CHECK(machine.told(kHue, "eid-level2").empty());
}

TEST_CASE("what has left the machine is warned of, for only the unit above can mend it") {
    Machine machine;
    const auto id = machine.add(kHue);
    auto request = rig::sealRequest(machine.store, id, rig::noise(100, 1));
    request.windowEndsAt = rig::kStart;
    good(machine.store.sealDraft(request, rig::noise(100, 1), rig::act()));
    const auto findings = machine.told(with(kHue, {{"full_name", "NGUYỄN THỊ HẠNH"}}));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == "alike.number_name");
    const auto others = machine.like(with(kHue, {{"full_name", "NGUYỄN THỊ HẠNH"}}));
    CHECK(findings[0].level == (others.at(0).row.canReopen ? Level::Error : Level::Warning));
    // The packet that is being corrected is no other one.
    CHECK(machine.told(with(kHue, {{"full_name", "NGUYỄN THỊ HẠNH"}}), "card-14plus", others.at(0).row.packetId).empty());
}

TEST_CASE("the same person again is asked about once for one procedure, and not for another") {
    Machine machine;
    const auto id = machine.add(kHue);
    onlyTold(machine.told(kHue), Level::Warning, "alike.number_again", "id_number");
    CHECK(machine.told(kHue, "eid-level2").empty());
    CHECK(machine.like(kHue, id).empty());
    good(machine.store.discardDraft(id, "test", rig::act()));
    CHECK(machine.like(kHue).empty());
}

TEST_CASE("a person is found under another spelling, another name and with less of the date") {
    Machine machine;
    machine.add(with(kHue, {{"other_name", "H'HEN NIÊ KĐĂM"}}));
    const Fields other = {{"id_number", kOther}, {"full_name", "Nguyễn Thị Huê"}, {"birth_date", "01/02/1988"}};
    onlyTold(machine.told(other), Level::Warning, "alike.other_number", "full_name");
    onlyTold(machine.told(with(other, {{"birth_date", "03/07/1988"}})), Level::Info, "alike.person", "full_name");
    onlyTold(machine.told(with(other, {{"full_name", "HHEN NIE KDAM"}})), Level::Warning, "alike.other_number", "full_name");
    onlyTold(machine.told({{"full_name", "LÊ THỊ LAN"}, {"other_name", "Nguyễn Thị Huệ"}, {"birth_date", "01/02/1988"}}), Level::Warning,
             "alike.other_number", "full_name");
    CHECK(machine.told(with(other, {{"full_name", "NGUYỄN THỊ HẢI"}})).empty());
    // The other name is a name of that number, too.
    CHECK(machine.told(with(kHue, {{"full_name", "H'HEN NIÊ KĐĂM"}}), "eid-level2").empty());
}

TEST_CASE("many namesakes are one sentence, and the weightiest likeness stands first") {
    Machine machine;
    for (int i = 0; i < 12; ++i) machine.add({{"id_number", "0011880001" + std::to_string(10 + i)}, {"full_name", "NGUYỄN THỊ HUỆ"}, {"birth_date", "03/07/1988"}});
    machine.add(kHue);
    const auto found = machine.like(kHue);
    CHECK(found.size() == 8);
    REQUIRE(found.front().find(Likeness::SameNumber) != nullptr);
    const auto told = machine.told(kHue, "eid-level2");
    CHECK(std::count_if(told.begin(), told.end(), [](const auto& f) { return f.rule == "alike.person"; }) == 1);
}

TEST_CASE("a phone of somebody else is a warning where it must be one's own", "[4.3-phone-twice]") {
    Machine machine;
    machine.add(with(kHue, {{"phone", "0905000123"}}));
    const Fields other = {{"id_number", kOther}, {"full_name", "TRẦN VĂN NAM"}, {"birth_date", "05/06/1970"}, {"phone", "0905000123"}};
    onlyTold(machine.told(other, "eid-level2"), Level::Warning, "alike.phone", "phone");
    onlyTold(machine.told(other, "card-14plus"), Level::Info, "alike.phone", "phone");
    CHECK(machine.told(with(kHue, {{"phone", "0905000123"}}), "eid-level2").empty());
}

TEST_CASE("numbers swapped between relatives are seen from both sides") {
    Machine machine;
    machine.add(with(kHue, {{"father_number", kOther}, {"father_name", "NGUYỄN VĂN NAM"}}));
    // The father comes, and has another name than his daughter gave for the number.
    const Fields stranger = {{"id_number", kOther}, {"full_name", "TRẦN VĂN BA"}, {"birth_date", "05/06/1970"}};
    onlyTold(machine.told(stranger), Level::Warning, "alike.as_relative", "id_number");
    CHECK(machine.told(with(stranger, {{"full_name", "NGUYỄN VĂN NAM"}})).empty());
    // A mother and a father whose numbers were exchanged.
    const Fields child = {{"id_number", "001215000012"}, {"full_name", "LÊ MINH AN"}, {"birth_date", "09/09/2015"},
                          {"father_number", kNumber},    {"father_name", "LÊ VĂN TÁM"}};
    onlyTold(machine.told(child), Level::Warning, "alike.relative_name", "father_number");
    CHECK(machine.told(with(child, {{"father_number", ""}, {"mother_number", kNumber}, {"mother_name", "Nguyễn Thị Huệ"}})).empty());
}

TEST_CASE("rows of before the hashes of names are compared by the name they show") {
    Machine machine;
    auto draft = rig::newDraft();
    good(machine.store.createDraft(draft, {}, rig::act()));
    const auto record = recordOf(kHue);
    const auto old = machine.cipher.keyedHash("id_number", kNumber);
    auto data = indexOf(record);
    data.born = false;
    good(machine.store.setIndex(draft.id, {sealIndex(data, machine.cipher, draft.id), {base::Bytes(old.begin(), old.end())}, ""}, rig::kStart));
    CHECK(machine.told(kHue, "eid-level2").empty());
    onlyTold(machine.told(with(kHue, {{"full_name", "NGUYỄN THỊ HẠNH"}}), "eid-level2"), Level::Error, "alike.number_name", "id_number");
}
