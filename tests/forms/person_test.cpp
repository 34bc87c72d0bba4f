#include <algorithm>
#include <catch2/catch.hpp>

#include "forms/person_name.h"
#include "forms/phone.h"

using namespace forms;

TEST_CASE("names are stored composed, in capitals, otherwise as typed") {
    CHECK(normalizeName("  nguye\u0302\u0303n  thị\u00A0mẫu ") == "NGUYỄN THỊ MẪU");
    CHECK(normalizeName("h’hen niê kđăm") == "H'HEN NIÊ KĐĂM");
    CHECK(normalizeName("K\u02BCBrơi") == "K'BRƠI");
    CHECK(normalizeName("Hoà") != normalizeName("Hòa"));  // both tone placements are kept
    CHECK(normalizeName("\xFF") == "");
}

TEST_CASE("letters of every people of Viet Nam stand in a name, other signs do not") {
    for (const char* name : {"H'HEN NIÊ KĐĂM", "A MA", "Y", "ƯỚC", "ABDUL KARIM", "TÔN NỮ THU-HÀ", "ƀlŏ",
                             "Čư", "Ñă", "Ê\u0306ban"}) {
        CHECK_FALSE(strangeSignInName(normalizeName(name)).has_value());
    }
    CHECK(strangeSignInName("NGUYỄN VĂN 2") == U'2');
    CHECK(strangeSignInName("NGUYá»…N") == U'»');
    CHECK(strangeSignInName("NGUY?N") == U'?');
    CHECK(strangeSignInName("ИВАН") == U'И');
    CHECK(strangeSignInName("\u0301A") == char32_t{0x301});
}

TEST_CASE("the same person is found without marks, case or apostrophes") {
    CHECK(nameKey("H'Hen Niê-Kđăm") == "hhen nie kdam");
    CHECK(nameKey("NGUYỄN THỊ ĐÀO") == nameKey("nguyen thi dao"));
    CHECK(nameKey("ƀlŏ") == "blo");
}

TEST_CASE("people are listed by given name, then by surname") {
    std::vector<std::string> names = {"TRẦN THỊ BÌNH", "NGUYỄN VĂN ÂN", "LÊ VĂN AN", "ĐỖ THỊ BÌNH", "Y",
                                      "DƯƠNG AN"};
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return personSortKey(a) < personSortKey(b); });
    CHECK(names == std::vector<std::string>{"DƯƠNG AN", "LÊ VĂN AN", "NGUYỄN VĂN ÂN", "ĐỖ THỊ BÌNH",
                                            "TRẦN THỊ BÌNH", "Y"});
}

TEST_CASE("the machine-readable form has plain capitals only") {
    CHECK(transliterateName("Nguyễn Thị Đào") == "NGUYEN THI DAO");
    CHECK(transliterateName("H'Hen Niê Kđăm") == "HHEN NIE KDAM");
    CHECK(transliterateName("Tôn Nữ Thu-Hà") == "TON NU THU HA");
}

TEST_CASE("a mobile number is brought to ten digits") {
    for (const char* typed : {"0905 000 123", "0905.000.123", "+84905000123", "84 905 000 123",
                              "0084905000123", "(090) 500-0123"}) {
        CHECK(normalizePhone(typed) == "0905000123");
    }
    CHECK(normalizePhone("090500012a") == "090500012a");
    CHECK(judgePhone("0905000123") == PhoneState::Good);
    CHECK(judgePhone("0405000123") == PhoneState::NotMobile);
    CHECK(judgePhone("1905000123") == PhoneState::NotMobile);
    CHECK(judgePhone("090500012") == PhoneState::WrongLength);
    CHECK(judgePhone("01201234567") == PhoneState::OldElevenDigits);
    CHECK(judgePhone("abc") == PhoneState::NotDigits);
    CHECK(judgePhone("") == PhoneState::NotDigits);
    CHECK(showPhone("0905000123") == "0905 000 123");
    CHECK(readBackPhone("0905000123") == "0 9 0 5, 0 0 0, 1 2 3");
}
