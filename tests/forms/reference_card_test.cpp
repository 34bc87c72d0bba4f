// What the reference says of a card's QR and its machine-readable zone. The tags name the lines of facts.csv.
#include <algorithm>
#include <catch2/catch.hpp>

#include "forms/card_qr.h"
#include "forms/card_term.h"
#include "forms/field_ids.h"
#include "forms/mrz.h"

using namespace forms;

namespace {

constexpr base::Day kToday{2026, 11, 22};

CardReading invented() {
    CardReading card;
    card.idNumber = "001090999901";
    card.fullName = "NGUYỄN VĂN MẪU";
    card.birthDate = "01/01/1990";
    card.sex = "M";
    card.term = "dated";
    card.expiryDate = "01/01/2030";
    return card;
}

std::string zoneOf(const CardReading& card) {
    const auto lines = writeMrz(card).value();
    return lines[0] + lines[1] + lines[2];
}

// ICAO 9303-3: weights 7, 3, 1; digits count themselves, letters from A = 10, fillers nothing.
char checkDigitOf(std::string_view text) {
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const int value = c >= '0' && c <= '9' ? c - '0' : c == '<' ? 0 : c - 'A' + 10;
        sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return static_cast<char>('0' + sum % 10);
}

base::Code refusalOf(const std::string& text) {
    const auto reading = parseCardQr(text);
    return reading ? base::Code::Unknown : reading.error().code;
}

}  // namespace

TEST_CASE("reference 3.1: the published example reads field by field", "[3.1-seven-fields]") {
    const auto card = parseCardQr(
                          "001090999901||Nguyễn Văn Thu Nghiêm|01011990|Nam|Thôn 1, Xã Mẫu, Huyện Mẫu, Hà "
                          "Nội|15042021")
                          .value();
    CHECK(card.idNumber == "001090999901");
    CHECK(card.cmnd9.empty());
    CHECK(card.fullName == "NGUYỄN VĂN THU NGHIÊM");
    CHECK(card.birthDate == "01/01/1990");
    CHECK(card.sex == "M");
    CHECK(card.address == "Thôn 1, Xã Mẫu, Huyện Mẫu, Hà Nội");
    CHECK(card.issueDate == "15/04/2021");
}

TEST_CASE("reference 3.1: number, birth date, sex and issue date must have their shape",
          "[3.1-required-shapes]") {
    const auto qr = [](const char* id, const char* birth, const char* sex, const char* issued) {
        return std::string(id) + "||Nguyễn Văn Mẫu|" + birth + "|" + sex + "|Hà Nội|" + issued;
    };
    CHECK(refusalOf(qr("001090999901", "01011990", "Nam", "15042021")) == base::Code::Unknown);
    CHECK(refusalOf(qr("00109099990", "01011990", "Nam", "15042021")) == base::Code::BadInput);
    CHECK(refusalOf(qr("00109099990A", "01011990", "Nam", "15042021")) == base::Code::BadInput);
    CHECK(refusalOf(qr("001090999901", "31021990", "Nam", "15042021")) == base::Code::BadInput);
    CHECK(refusalOf(qr("001090999901", "1990", "Nam", "15042021")) == base::Code::BadInput);
    CHECK(refusalOf(qr("001090999901", "01011990", "M", "15042021")) == base::Code::BadInput);
    CHECK(refusalOf(qr("001090999901", "01011990", "Nam", "00042021")) == base::Code::BadInput);
    CHECK(refusalOf(qr("001090999901", "01011990", "Nam", "")) == base::Code::BadInput);
}

TEST_CASE("reference 3.1: fields after the seventh are told apart by shape, in any order",
          "[3.1-extras][3.1-extra-order]") {
    const std::string seven = "001090999901||Nguyễn Văn Mẫu|01011990|Nam|Hà Nội|15042021";
    struct Extra {
        const char* text;
        ExtraKind kind;
    };
    std::vector<Extra> extras = {{"001090999902", ExtraKind::CancelledNumber},
                                 {"012345678", ExtraKind::Cmnd9},
                                 {"Trần Thị Mẫu", ExtraKind::Name},
                                 {"#2024/1", ExtraKind::Unknown}};
    for (int turn = 0; turn < 4; ++turn) {
        std::rotate(extras.begin(), extras.begin() + 1, extras.end());
        auto text = seven;
        for (const auto& extra : extras) text += "|" + std::string(extra.text);
        const auto card = parseCardQr(text).value();
        REQUIRE(card.extras.size() == 4);
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(card.extras[i].kind == extras[i].kind);
            CHECK(card.extras[i].text == extras[i].text);
            CHECK(card.extras[i].index == static_cast<int>(7 + i));
        }
        CHECK(card.cmnd9 == "012345678");
    }
}

TEST_CASE("reference 3.2: every position of the three lines holds what the layout says", "[3.2-layout]") {
    const auto lines = writeMrz(invented()).value();
    const auto& [l1, l2, l3] = lines;
    CHECK(l1.substr(0, 5) == "IDVNM");
    CHECK(l1.substr(5, 9) == "090999901");  // the last nine digits
    CHECK(l1.substr(15, 12) == "001090999901");
    CHECK(l1.substr(27, 2) == "<<");
    CHECK(l2.substr(0, 6) == "900101");
    CHECK(l2[7] == 'M');
    CHECK(l2.substr(8, 6) == "300101");
    CHECK(l2.substr(15, 3) == "VNM");
    CHECK(l2.substr(18, 11) == std::string(11, '<'));
    CHECK(l3 == "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<");
}

TEST_CASE("reference 3.2: five check digits, each over its own signs", "[3.2-check-digits]") {
    for (const char* number : {"001090999901", "049190000017", "079218999904"}) {
        auto card = invented();
        card.idNumber = number;
        const auto [l1, l2, l3] = writeMrz(card).value();
        CHECK(l1[14] == checkDigitOf(l1.substr(5, 9)));
        CHECK(l1[29] == checkDigitOf(l1.substr(15, 14)));
        CHECK(l2[6] == checkDigitOf(l2.substr(0, 6)));
        CHECK(l2[14] == checkDigitOf(l2.substr(8, 6)));
        CHECK(l2[29] ==
              checkDigitOf(l1.substr(5, 25) + l2.substr(0, 7) + l2.substr(8, 7) + l2.substr(18, 11)));
    }
}

TEST_CASE("reference 3.2: 991231 means no end", "[3.2-no-expiry]") {
    auto card = invented();
    card.term = "unlimited";
    const auto zone = zoneOf(card);
    CHECK(zone.substr(38, 6) == "991231");
    const auto read = parseMrz(zone, kToday).value();
    CHECK(read.card.term == "unlimited");
    CHECK(read.card.expiryDate.empty());
    CHECK(read.plausibleExpiry);
}

TEST_CASE("reference 3.2: an expiry that is none of the four birthdays is worth a doubt",
          "[3.2-plausible-expiry]") {
    struct Row {
        const char* expiry;
        bool plausible;
    };
    const auto row = GENERATE(Row{"01/01/2004", true}, Row{"01/01/2015", true}, Row{"01/01/2030", true},
                              Row{"01/01/2050", true}, Row{"02/01/2030", false}, Row{"01/01/2031", false},
                              Row{"01/01/2025", false});
    auto card = invented();
    card.expiryDate = row.expiry;
    CHECK(parseMrz(zoneOf(card), kToday).value().plausibleExpiry == row.plausible);
}

TEST_CASE("reference 3.2: a birth year of two digits is the latest that is not to come",
          "[3.2-two-digit-years]") {
    struct Row {
        const char* birth;
        const char* read;
    };
    const auto row = GENERATE(Row{"22/11/2026", "22/11/2026"}, Row{"21/11/2026", "21/11/2026"},
                              Row{"23/11/1926", "23/11/1926"}, Row{"01/01/1990", "01/01/1990"},
                              Row{"01/01/2000", "01/01/2000"});
    auto card = invented();
    card.birthDate = row.birth;
    CHECK(parseMrz(zoneOf(card), kToday).value().card.birthDate == row.read);
    card.expiryDate = "01/01/2026";  // an expiry is of this century even when it is past
    CHECK(parseMrz(zoneOf(card), kToday).value().card.expiryDate == "01/01/2026");
}

TEST_CASE("reference 3.2: every slip of the list is put right, and only where all check digits agree",
          "[3.2-ocr-slips]") {
    auto card = invented();
    card.idNumber = "018590258105";  // has each of 0, 1, 5 and 8
    const auto zone = zoneOf(card);
    int slips = 0;
    for (std::size_t at = 0; at < 60; ++at) {
        const auto kind = std::string_view("0185<").find(zone[at]);
        if (kind == std::string_view::npos) continue;
        auto read = zone;
        read[at] = "OIBSK"[kind];
        INFO(read);
        const auto repaired = parseMrz(read, kToday);
        REQUIRE(repaired.has_value());
        CHECK(repaired->repairs == 1);
        CHECK(repaired->card.idNumber == card.idNumber);
        ++slips;
    }
    CHECK(slips > 30);
    auto wrong = zone;
    wrong[6] = wrong[6] == '1' ? 'B' : 'I';  // a digit of another value: no repair makes it right
    CHECK_FALSE(parseMrz(wrong, kToday).has_value());
}

TEST_CASE("reference 3.2: the document number for access is the nine digits", "[3.2-bac-key]") {
    CHECK(parseMrz(zoneOf(invented()), kToday).value().documentNumber == "090999901");
}

TEST_CASE("reference 3.2: a name is matched on its letters, however the card wrote it",
          "[3.2-name-letters][3.2-name-unknown]") {
    struct Row {
        const char* name;
        const char* zone;
        Likeness likeness;
    };
    const auto row =
        GENERATE(Row{"H'HEN NIÊ KĐĂM", "H HEN NIE KDAM", Likeness::Compatible},
                 Row{"H'HEN NIÊ KĐĂM", "HHEN NIE KDAM", Likeness::Compatible},
                 Row{"Ý", "Y", Likeness::Compatible}, Row{"ĐÀO THỊ ĐẸP", "DAO THI DEP", Likeness::Compatible},
                 Row{"ĐÀO THỊ ĐẸP", "DAO THI DIEP", Likeness::Different},
                 Row{"LÊ HOÀNG HIẾU NGHĨA ĐỆ NHẤT THƯƠNG TÂM NHÂN", "LE HOANG HIEU NGHIA DE NHAT T",
                     Likeness::Compatible});
    INFO(row.name);
    CHECK(compareValues(field::kFullName, row.name, row.zone) == row.likeness);
}

TEST_CASE("reference 4.2: a card lasts until the next milestone that is not less than two years away",
          "[4.2-milestones][4.2-two-years][4.2-no-end-after-60]") {
    const base::Day born{2000, 6, 15};
    struct Row {
        base::Day issued;
        std::optional<base::Day> end;
    };
    const auto row =
        GENERATE(Row{{2010, 1, 1}, base::Day{2014, 6, 15}}, Row{{2012, 6, 15}, base::Day{2014, 6, 15}},
                 Row{{2012, 6, 16}, base::Day{2025, 6, 15}}, Row{{2014, 6, 15}, base::Day{2025, 6, 15}},
                 Row{{2024, 1, 1}, base::Day{2040, 6, 15}}, Row{{2038, 6, 16}, base::Day{2060, 6, 15}},
                 Row{{2058, 6, 15}, base::Day{2060, 6, 15}}, Row{{2058, 6, 16}, std::nullopt},
                 Row{{2061, 1, 1}, std::nullopt});
    CHECK(cardExpiry(born, row.issued) == row.end);
}
