// enrollctl on single values: numbers, names, dates, the texts of cards.
#include "shell.h"

using namespace shell;
namespace fs = std::filesystem;

namespace {

const std::string kQr = "049190000017||Nguyễn Thị Mẫu|07031990|Nữ|Thôn Thử, Xã Thử, Quảng Nam|10052021";

std::vector<std::string> doubtNames(const json& doubts) {
    std::vector<std::string> out;
    for (const auto& doubt : doubts) {
        CHECK_FALSE(doubt["text"].get<std::string>().empty());
        CHECK_FALSE(doubt["textEn"].get<std::string>().empty());
        out.push_back(doubt["doubt"].get<std::string>() + " " + doubt["level"].get<std::string>());
    }
    return out;
}

}  // namespace

TEST_CASE("a number says its province, century, sex and year, and what the form contradicts") {
    const auto good = ask({"id", "check", "049 190.000-017"});
    CHECK(good.code == 0);
    const auto number = good.value();
    CHECK(number["good"] == true);
    CHECK(number["kind"] == "id12");
    CHECK(number["digits"] == "049190000017");
    CHECK(number["prefix"] == "049");
    CHECK(number["province"]["name"] == "Quảng Nam");
    CHECK(number["province"]["today"] == json({{"code", "48"}, {"name", "Đà Nẵng"}}));
    CHECK(number["century"] == "1900-1999");
    CHECK(number["sex"] == "F");
    CHECK(number["birthYear"] == 1990);
    CHECK(number["documentNumber"] == "190000017");
    CHECK(number["cardAccessNumber"] == "000017");
    CHECK(number["doubts"].empty());

    CHECK(
        ask({"id", "check", "049190000017", "--birth", "7/3/1990", "--sex", "Nữ"}).value()["doubts"].empty());
    const auto doubted = ask({"id", "check", "003190000000", "--birth", "1991", "--sex", "M"});
    CHECK(doubted.code == 0);  // a doubt never blocks
    CHECK(doubted.value()["province"].is_null());
    CHECK(doubtNames(doubted.value()["doubts"]) == std::vector<std::string>{"no-such-province W",
                                                                            "birth-year-differs W",
                                                                            "sex-differs W", "made-up W"});
    CHECK(doubtNames(ask({"id", "check", "101190000017"}).value()["doubts"]) ==
          std::vector<std::string>{"foreign-prefix I"});

    const auto old = ask({"id", "check", "012 345 678"}).value();
    CHECK(old["kind"] == "cmnd9");
    CHECK(old["digits"] == "012345678");
    CHECK(old["cardValid"] == false);
    CHECK(ask({"id", "check", "012345678", "--today", "2024-12-31"}).value()["cardValid"] == true);
    const auto short_ = ask({"id", "check", "12345"});
    CHECK(short_.code == 1);
    CHECK(short_.value()["reason"] == "not-12-digits");
    CHECK(short_.value()["text"].get<std::string>().find("12 chữ số") != std::string::npos);
    CHECK(run({"id", "check", "049190000017", "--sex", "X"}).code == 1);
    CHECK(run({"id", "check", "049190000017", "--birth", "hôm qua"}).code == 1);
}

TEST_CASE("a name is folded into every key that lists and searches use") {
    const auto name = ask({"name", "fold", " Lý  Thị Hoà "}).value();
    CHECK(name["good"] == true);
    CHECK(name["normalized"] == "LÝ THỊ HOÀ");
    CHECK(name["key"] == "ly thi hoa");
    CHECK(name["spellingKey"] == "lý thị hòa");
    CHECK(name["looseKey"] == "lí thị hòa");
    CHECK(name["mrz"] == "LY<<THI<HOA<<<<<<<<<<<<<<<<<<<");
    CHECK(name["length"] == 10);
    const auto sortKey = [](const char* text) {
        return ask({"name", "fold", text}).value()["sortKeyHex"].get<std::string>();
    };
    CHECK(sortKey("Trần Thị Ân") < sortKey("Lê Văn Bình"));
    CHECK(sortKey("Lê Văn Bình") < sortKey("Trần Văn Bình"));
    CHECK(ask({"name", "fold", "-"}, "H’Hen Niê Kđăm\n").value()["normalized"] == "H'HEN NIÊ KĐĂM");
    const auto strange = ask({"name", "fold", "Nguyễn Văn 2"});
    CHECK(strange.code == 1);
    CHECK(strange.value()["strangeSign"] == "2");
    CHECK(strange.value()["normalized"] == "NGUYỄN VĂN 2");
    CHECK(run({"name", "fold", ""}).code == 1);
    CHECK(name["legacy"].empty());
    const auto legacy = ask({"name", "fold", "NguyÔn V¨n §øc"});
    CHECK(legacy.code == 1);
    CHECK(legacy.value()["legacy"] == json::array({{{"encoding", "TCVN3"}, {"text", "Nguyễn Văn Đức"}}}));
    CHECK(ask({"name", "fold", "Nguyeãn Vaên Sôn"}).value()["legacy"][0]["text"] == "Nguyễn Văn Sơn");
    CHECK(run({"name", "fold", "-"}, std::string(5000, 'a')).code == 1);
}

TEST_CASE("a typed date says what is stored, what stays open and why it is not taken") {
    const auto full = ask({"date", "parse", "7.3.90", "--today", "2026-11-22"}).value();
    CHECK(full["stored"] == "07/03/1990");
    CHECK(full["centuryChosen"] == true);
    CHECK(full["age"] == 36);
    CHECK(full["parts"]["full"] == true);
    const auto month = ask({"date", "parse", "2/1992"}).value();
    CHECK(month["stored"] == "02/1992");
    CHECK(month["parts"]["month"] == 2);
    CHECK(month["parts"]["day"].is_null());
    CHECK(month["parts"]["earliest"] == "1992-02-01");
    CHECK(month["parts"]["latest"] == "1992-02-29");
    CHECK(ask({"date", "parse", "010150", "--future"}).value()["stored"] == "01/01/2050");
    const auto reasonOf = [](std::vector<std::string> words) {
        words.insert(words.begin(), {"date", "parse"});
        const auto answer = ask(words);
        CHECK(answer.code == 1);
        CHECK_FALSE(answer.value()["text"].get<std::string>().empty());
        return answer.value()["reason"].get<std::string>();
    };
    CHECK(reasonOf({"30/02/1975"}) == "no-such-day");
    CHECK(reasonOf({"1990", "--full"}) == "part-missing");
    CHECK(reasonOf({"01/01/0999"}) == "year-out-of-range");
    CHECK(reasonOf({"mùa rẫy"}) == "not-a-date");
    CHECK(run({"date", "parse", "1990", "--today", "22/11/2026"}).code == 1);
}

TEST_CASE("a date of a register is kept as written, with what re-registration makes of it") {
    const auto impossible = ask({"date", "parse", "30/02/1975", "--register"});
    CHECK(impossible.code == 0);
    CHECK(impossible.value()["stored"] == "!30/02/1975");
    CHECK(impossible.value()["asWritten"] == "30/02/1975");
    CHECK(impossible.value()["parts"].is_null());
    CHECK(impossible.value()["reRegistration"]["day"] == "1975-03-02");
    const auto guessed = ask({"date", "parse", "khoảng 1950", "--register"}).value();
    CHECK(guessed["certainty"] == "guessed");
    CHECK(guessed["parts"]["earliest"] == "1950-01-01");
    CHECK(guessed["parts"]["day"].is_null());
    CHECK(ask({"date", "parse", "không ghi", "--register"}).value()["certainty"] == "not-written");
    CHECK(ask({"date", "parse", "?", "--register"}).value()["certainty"] == "illegible");
    CHECK(ask({"date", "parse", "32/01/1975", "--register"}).code == 1);
    CHECK(run({"date", "parse", "1975", "--register", "--full"}).code == 1);
}

TEST_CASE("a QR keeps what newer cards add, and the number is held against the card's own date and sex") {
    const auto card = ask({"card", "qr", kQr + "|012345678||Trần Văn Mẫu|049190000018|#1"}).value()["card"];
    CHECK(card["fields"]["id_number"] == "049190000017");
    CHECK(card["fields"]["sex"] == "F");
    CHECK(card["doubts"].empty());
    REQUIRE(card["extras"].size() == 4);
    CHECK(card["extras"][0]["kind"] == "cmnd9");
    CHECK(card["extras"][1] == json({{"index", 9}, {"kind", "name"}, {"text", "Trần Văn Mẫu"}}));
    CHECK(card["extras"][2]["kind"] == "cancelled-number");
    CHECK(card["extras"][3]["kind"] == "unknown");
    auto other = kQr;
    other.replace(other.find("1990"), 4, "1991");
    CHECK(doubtNames(ask({"card", "qr", "-"}, other).value()["card"]["doubts"]) ==
          std::vector<std::string>{"birth-year-differs W"});
    CHECK(run({"card", "qr", "IDVNM"}).code == 1);
    CHECK(run({"card", "qr", "049190000017||Nguyá»…n Thá»‹|07031990|Nữ|X|10052021"}).err.find("corrupt") !=
          std::string::npos);
}

TEST_CASE("a zone says how many signs were put right and whether its expiry can be") {
    const std::string zone =
        "IDVNM3079999022048307999902<<2\n0706151F3206157VNM<<<<<<<<<<<4\nTRAN<<THI<MAI<<<<<<<<<<<<<<<<<\n";
    const auto good = ask({"card", "mrz", "-"}, zone).value();
    CHECK(good["card"]["fields"]["id_number"] == "048307999902");
    CHECK(good["documentNumber"] == "307999902");
    CHECK(good["repairs"] == 0);
    CHECK(good["plausibleExpiry"] == true);
    auto slipped = zone;
    slipped[6] = 'O';
    CHECK(ask({"card", "mrz", slipped}).value()["repairs"] == 1);
    CHECK(ask({"card", "mrz", zone, "--today", "2006-01-01"}).value()["card"]["fields"]["birth_date"] ==
          "15/06/1907");
    CHECK(run({"card", "mrz", kQr}).code == 1);
}

TEST_CASE("an old address is answered with every place it may be today, and a person is asked to choose") {
    const auto one = ask({"address", "map", "Thôn 2, phường Trúc Bạch, quận Ba Đình, TP Hà Nội"});
    CHECK(one.code == 0);
    const auto moved = one.value();
    CHECK(moved["good"] == true);
    CHECK(moved["system"] == "pre2025");
    CHECK(moved["ask"] == false);
    REQUIRE(moved["today"].size() == 1);
    CHECK(moved["today"][0]["text"] == "Thôn 2, Phường Ba Đình, TP Hà Nội");
    CHECK(moved["today"][0]["commune"] == "00004");
    CHECK(moved["today"][0]["from"]["district"] == "Quận Ba Đình");

    const auto split = ask({"address", "map", "Hòa Liên, Hòa Vang, Đà Nẵng"}).value();
    CHECK(split["ask"] == true);
    CHECK(split["today"].size() == 2);
    CHECK(split["today"][0]["from"]["split"] == true);

    const auto current = ask({"address", "map", "Phường Hải Vân, TP Đà Nẵng"}).value();
    CHECK(current["system"] == "2025");
    CHECK(current["commune"] == "20194");
    CHECK(current["today"].empty());
    const auto nowhere = ask({"address", "map", "xã Không Có Thật, huyện Hòa Vang, Đà Nẵng"});
    CHECK(nowhere.code == 1);
    CHECK(nowhere.value()["good"] == false);
}
