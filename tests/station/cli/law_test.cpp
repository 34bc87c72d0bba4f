// enrollctl form deadline, expiry, fee and validate.
#include "shell.h"

using namespace shell;

namespace {

// A record of an invented person, complete for a first card.
const char* const kRecord = R"({"fields": {
  "id_number": {"text": "001090000123", "origin": "typed", "confirmed": true},
  "full_name": {"text": "NGUYỄN VĂN THU NGHIỆM", "origin": "typed", "confirmed": true},
  "birth_date": {"text": "01/01/1990", "origin": "typed", "confirmed": true},
  "sex": {"text": "M", "origin": "typed", "confirmed": true},
  "nationality": {"text": "VN", "origin": "default", "confirmed": true},
  "request_kind": {"text": "first", "origin": "typed", "confirmed": true},
  "ethnicity": {"text": "QD121:01", "origin": "typed", "confirmed": true},
  "religion": {"text": "QD1019:00", "origin": "typed", "confirmed": true},
  "birth_registration_place": {"text": "Hà Nội", "origin": "typed", "confirmed": true},
  "hometown": {"text": "Hà Nội", "origin": "typed", "confirmed": true},
  "permanent_address": {"text": "Thôn 1, Xã Mẫu, Hà Nội", "origin": "typed", "confirmed": true},
  "delivery": {"text": "pickup", "origin": "default", "confirmed": true},
  "assisted": {"text": "no", "origin": "default", "confirmed": true},
  "iris": {"text": "not_taken", "origin": "default", "confirmed": true},
  "iris_reason": {"text": "no_device", "origin": "default", "confirmed": true}
}, "format": 1, "reasons": {}})";

}  // namespace

TEST_CASE("form deadline answers with the day, its rule and what may move it") {
    const auto card = ask({"form", "deadline", "--procedure", "card-14plus", "--from", "2026-03-02"});
    CHECK(card.code == 0);
    const auto answer = card.value();
    REQUIRE(answer["deadlines"].size() == 1);
    const auto& one = answer["deadlines"][0];
    CHECK(one["due"] == "2026-03-11");
    CHECK(one["certain"] == true);
    CHECK(one["days"] == 7);
    CHECK(one["count"] == "working");
    CHECK(one["trust"] == "read");
    CHECK(one["weakest"] == "recalled");  // the Saturdays worked in 2026
    CHECK(one["source"] == "Luật Căn cước 26/2023/QH15, Điều 26");
    const auto tet = ask({"form", "deadline", "--procedure", "card-14plus", "--from", "2027-02-01"}).value()["deadlines"][0];
    CHECK(tet["certain"] == false);
    CHECK(tet["notAnnounced"][0] == "Tết Âm lịch (5 ngày)");
    CHECK(ask({"form", "deadline", "--procedure", "passport", "--from", "2026-03-02"}).code == 1);
    CHECK(ask({"form", "deadline", "--procedure", "card-14plus", "--from", "02/03/2026"}).code == 1);
    CHECK(ask({"form", "deadline", "--procedure", "card-14plus"}).code == 2);
}

TEST_CASE("form expiry and form fee answer with numbers and sources") {
    const auto end = ask({"form", "expiry", "--birth", "2000-05-20", "--issued", "2023-05-21"}).value();
    CHECK(end["expires"] == "2040-05-20");
    CHECK(end["age"] == 40);
    const auto none = ask({"form", "expiry", "--birth", "1950-05-20", "--issued", "2026-05-21"}).value();
    CHECK(none["expires"].is_null());
    CHECK(none["unlimited"] == true);
    CHECK(ask({"form", "expiry", "--birth", "2026-05-20", "--issued", "2026-05-19"}).code == 1);

    const auto fees = ask({"form", "fee", "--procedure", "card-14plus", "--on", "2026-11-22"}).value();
    REQUIRE(fees["fees"].size() == 4);
    CHECK(fees["fees"][3]["id"] == "reissue");
    CHECK(fees["fees"][3]["full"] == 70000);
    CHECK(fees["fees"][3]["due"] == 35000);
    CHECK(fees["fees"][3]["weakest"] == "weak");
    CHECK(fees["fees"][3]["applied"][0]["id"] == "half_2025");
    const auto free = ask({"form", "fee", "--procedure", "card-14plus", "--on", "2026-11-22", "--exempt", "poor_household"}).value();
    CHECK(free["fees"][3]["due"] == 0);
    CHECK(ask({"form", "fee", "--procedure", "card-14plus", "--on", "2026-11-22", "--exempt", "veteran"}).code == 1);
}

TEST_CASE("form validate says what keeps a record from the seal") {
    const auto folder = freshFolder("validate");
    write(folder / "record.json", kRecord);
    const std::vector<std::string> call{"form", "validate", base::pathForSystem(folder / "record.json"), "--schema", "card-14plus", "--date", "2026-11-22"};
    const auto good = ask(call);
    INFO(good.out);
    CHECK(good.code == 0);
    CHECK(good.value()["good"] == true);
    CHECK(good.value()["capturesChecked"] == false);
    CHECK(good.value()["procedureCode"] == "2.000200");
    const auto quality = good.value()["quality"];
    CHECK(quality["valid"]["of"] == 15);
    CHECK(quality["complete"]["open"].empty());
    CHECK(quality["unique"].is_null());
    CHECK(quality["recheck"] == "2030-01-01");

    auto taken = call;
    taken.insert(taken.end(), {"--taken", "portrait=1", "--taken", "fingerprints=9"});
    const auto captures = ask(taken).value();
    CHECK(captures["good"] == false);
    std::vector<std::string> rules;
    for (const auto& finding : captures["findings"]) rules.push_back(finding["rule"]);
    CHECK(std::find(rules.begin(), rules.end(), "capture.fingerprints") != rules.end());
    CHECK(std::find(rules.begin(), rules.end(), "capture.portrait") == rules.end());
    CHECK(captures["quality"]["complete"]["open"] == json::array({"fingerprints", "dc02"}));

    std::string wrong = kRecord;
    wrong.replace(wrong.find("001090000123"), 12, "00109000012X");
    write(folder / "record.json", wrong);
    const auto bad = ask(call);
    CHECK(bad.code == 1);
    CHECK(bad.value()["findings"][0]["rule"] == "id_number.format");
    CHECK(bad.value()["findings"][0]["blocks"] == true);
    CHECK(ask({"form", "validate", base::pathForSystem(folder / "record.json"), "--schema", "card-14plus", "--date", "2024-06-30"}).code == 1);
    auto unknown = call;
    unknown.insert(unknown.end(), {"--taken", "portrait"});
    CHECK(ask(unknown).code == 1);
}

TEST_CASE("the old words for forms still work") {
    CHECK(ask({"forms", "list"}).value().size() == ask({"form", "list"}).value().size());
    CHECK(ask({"forms", "check", "no-such-file"}).code == 1);
}
