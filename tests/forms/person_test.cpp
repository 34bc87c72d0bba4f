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

TEST_CASE("reference 8: a tone may stand on either letter of a last oa, oe or uy") {
    struct Row {
        const char* one;
        const char* other;
    };
    const auto row = GENERATE(Row{"Hòa", "Hoà"}, Row{"Hóa", "Hoá"}, Row{"Hỏa", "Hoả"}, Row{"Hõa", "Hoã"},
                              Row{"Họa", "Hoạ"}, Row{"Hòe", "Hoè"}, Row{"Khóe", "Khoé"}, Row{"Khỏe", "Khoẻ"},
                              Row{"Tõe", "Toẽ"}, Row{"Họe", "Hoẹ"}, Row{"Thùy", "Thuỳ"}, Row{"Thúy", "Thuý"},
                              Row{"Thủy", "Thuỷ"}, Row{"Lũy", "Luỹ"}, Row{"Lụy", "Luỵ"},
                              Row{"NGUYỄN THỊ HÒA", "nguyễn thị hoà"}, Row{"Thúy-Hòa An", "Thuý Hoà An"},
                              Row{"Hoa\u0300", "Ho\u0300a"});
    INFO(row.one);
    CHECK(spellingKey(row.one) == spellingKey(row.other));
    CHECK(looseKey(row.one) == looseKey(row.other));
}

TEST_CASE("reference 8: tones, shapes and other places of a tone still make another name") {
    struct Row {
        const char* one;
        const char* other;
    };
    const auto row = GENERATE(Row{"Hoa", "Hòa"}, Row{"Hòa", "Hóa"}, Row{"Thuy", "Thúy"}, Row{"Thúy", "Thủy"},
                              Row{"Hoà", "Hoằ"}, Row{"Qúy", "Quý"}, Row{"Mía", "Miá"}, Row{"Đào", "Dào"},
                              Row{"Lỷ", "Lý"}, Row{"Thúy", "Thúi"}, Row{"Hay", "Hai"}, Row{"Mây", "Mâi"},
                              Row{"Hoàng", "Hòang"}, Row{"Kiên", "Kyên"});
    INFO(row.one);
    CHECK(spellingKey(row.one) != spellingKey(row.other));
    CHECK(looseKey(row.one) != looseKey(row.other));
}

TEST_CASE("reference 8: the loose key takes i for y where they sound alike") {
    struct Row {
        const char* one;
        const char* other;
    };
    const auto row =
        GENERATE(Row{"Lý", "Lí"}, Row{"Mỹ", "Mĩ"}, Row{"Kỳ", "Kì"}, Row{"Sỹ", "Sĩ"}, Row{"Vy", "Vi"},
                 Row{"Tỵ", "Tị"}, Row{"Quý", "Quí"}, Row{"Y", "I"}, Row{"TRẦN THỊ MỸ LÝ", "trần thị mĩ lí"});
    INFO(row.one);
    CHECK(looseKey(row.one) == looseKey(row.other));
    CHECK(spellingKey(row.one) != spellingKey(row.other));
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
