#include <algorithm>
#include <catch2/catch.hpp>

#include "base/text.h"

using namespace base;

TEST_CASE("decomposed and composed Vietnamese become the same text") {
    CHECK(toNfc("Nguye\u0302\u0303n").value() == "Nguyễn");
    CHECK(toNfc("\xC3\x28").error().code == Code::BadInput);
    CHECK(isUtf8("Ửng"));
    CHECK_FALSE(isUtf8("\xE1\xBB"));
}

TEST_CASE("searching needs no marks") {
    CHECK(fold("Thừa Thiên Huế") == "thua thien hue");
    CHECK(fold("ĐẮK LẮK") == "dak lak");
    CHECK(fold("H'Hen Niê Kđăm") == "h'hen nie kdam");
    CHECK(fold("e\u0306") == "e");
}

TEST_CASE("blanks of every kind are squeezed, letters are left alone") {
    CHECK(squeeze("  Hồ\u00A0\u00A0Văn \t Mẫu ") == "Hồ Văn Mẫu");
    CHECK(squeeze("") == "");
    CHECK(trim(" a b ") == "a b");
    CHECK(split("a||b", '|') == std::vector<std::string_view>{"a", "", "b"});
}

TEST_CASE("case follows the letters, not the C locale") {
    CHECK(toUpper("nguyễn thị ửng đào") == "NGUYỄN THỊ ỬNG ĐÀO");
    CHECK(toLower("ĐẶNG ƯỚC") == "đặng ước");
    CHECK(isLetter(U'ễ'));
    CHECK_FALSE(isLetter(U'1'));
    CHECK(isMark(0x0301));
}

TEST_CASE("names sort as in a Vietnamese dictionary") {
    std::vector<std::string> names = {"Đào", "Dũng", "Ân", "Anh", "Ăn", "ma", "mạ", "má", "mà", "mã", "mả", "Ơn", "Ông", "Oanh"};
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return collationKey(a) < collationKey(b); });
    CHECK(names == std::vector<std::string>{"Anh", "Ăn", "Ân", "Dũng", "Đào", "ma", "mà", "mả", "mã", "má", "mạ", "Oanh",
                                            "Ông", "Ơn"});
}
