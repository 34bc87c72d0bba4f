// What the reference says of names and text. The tags name the lines of facts.csv.
#include <algorithm>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "forms/card_reading.h"
#include "forms/field_ids.h"
#include "forms/person_name.h"

using namespace forms;

TEST_CASE("reference 8: the folding key", "[8-folding-key]") {
    struct Row {
        const char* name;
        const char* key;
    };
    const auto row = GENERATE(Row{"Nguyễn Thị Đào", "nguyen thi dao"}, Row{"ĐẶNG ƯỚC", "dang uoc"},
                              Row{"H'Hen", "hhen"}, Row{"H’Hen", "hhen"}, Row{"HʼHen", "hhen"},
                              Row{"Thu-Hà", "thu ha"}, Row{"  Lê   An ", "le an"}, Row{"TP. Huế", "tp hue"},
                              Row{"Nguye\u0302\u0303n", "nguyen"}, Row{"ê\u0306ban", "eban"});
    CHECK(nameKey(row.name) == row.key);
}

TEST_CASE("reference 8: text is stored composed, apostrophes in one form, marks as typed",
          "[8-nfc][8-nfd-paste][8-apostrophes]") {
    CHECK(normalizeName("Nguye\u0302\u0303n") == "NGUYỄN");
    for (const char* typed : {"H'Hen", "H’Hen", "HʼHen"}) CHECK(normalizeName(typed) == "H'HEN");
    CHECK(normalizeName("Thanh Hoá") == "THANH HOÁ");
    CHECK(normalizeName("Thanh Hóa") == "THANH HÓA");
}

TEST_CASE(
    "reference 8: letters of every orthography of Viet Nam, blank, apostrophe, hyphen, and nothing else",
    "[8-letters]") {
    for (const char* name : {"č", "ƀ", "ñ", "ĕ", "ĭ", "ŏ", "ŭ", "ê\u0306", "ô\u0306", "ơ\u0306", "ư\u0306",
                             "f", "j", "w", "z", "A'B", "A-B", "đ"}) {
        INFO(name);
        CHECK_FALSE(strangeSignInName(normalizeName(name)).has_value());
        CHECK_FALSE(strangeSignInName(normalizeName(base::toUpper(name))).has_value());
    }
    for (const char* name :
         {"A1", "A,", "A/B", "A_B", "A@", "(A)", "A.", "Жан", "山", "A\"B", "A;B", "A|B"}) {
        INFO(name);
        CHECK(strangeSignInName(normalizeName(name)).has_value());
    }
}

TEST_CASE("reference 8: Vietnamese order, letters before tones, given name before surname", "[8-sort]") {
    std::vector<std::string> sorted = {"A", "À", "Ả", "Ã", "Á", "Ạ", "Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ", "Â",
                                       "B", "C", "D", "Đ", "E", "Ê", "G", "H", "I", "K", "L", "M", "N",
                                       "O", "Ô", "Ơ", "P", "Q", "R", "S", "T", "U", "Ư", "V", "X", "Y"};
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        INFO(sorted[i]);
        CHECK(personSortKey("Lê " + sorted[i - 1]) < personSortKey("Lê " + sorted[i]));
        CHECK(personSortKey("Vũ " + sorted[i - 1]) < personSortKey("An " + sorted[i]));
    }
}

TEST_CASE("reference 8: the longest published name, one word, no surname and compounds are names",
          "[8-length][8-no-surname]") {
    const std::string longest = "Lê Hoàng Hiếu Nghĩa Đệ Nhất Thương Tâm Nhân";
    CHECK(base::codePoints(longest).size() == 43);
    CHECK(base::split(longest, ' ').size() == 9);
    CHECK(kMaxNameLength >= 128);
    for (const auto& name : {longest, std::string("Y"), std::string("Abdul Karim"), std::string("A Ma"),
                             std::string("Tôn Nữ Thu Hà"), std::string("Âu Dương An")}) {
        INFO(name);
        CHECK_FALSE(strangeSignInName(normalizeName(name)).has_value());
        CHECK_FALSE(nameKey(name).empty());
        CHECK_FALSE(personSortKey(name).empty());
    }
}

TEST_CASE("reference 8: two placements of a tone are one name when readings are compared",
          "[8-spelling-compare]") {
    const auto compared = [](const char* a, const char* b) { return compareValues(field::kFullName, a, b); };
    CHECK(compared("LÊ THỊ HOÀ", "LÊ THỊ HÒA") == Likeness::Same);
    CHECK(compared("LÊ THỊ THÚY", "LÊ THỊ THUÝ") == Likeness::Same);
    CHECK(compared("LÊ THỊ HÓA", "LÊ THỊ HÒA") == Likeness::Different);
    CHECK(compared("LÊ LÝ", "LÊ LÍ") == Likeness::Different);  // i for y is told, not passed over
}
