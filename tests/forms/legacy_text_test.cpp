#include "forms/legacy_text.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "base/text.h"
#include "forms/catalogue.h"
#include "forms/person_name.h"
#include "tests/forms/shared_data.h"

using namespace forms;

namespace {

// Invented people: every tone on every vowel, other peoples' names, names without marks.
const std::vector<std::string> kVietnamese = {
    "Nguyễn Văn Mẫu",    "Trần Thị Hòa",       "Lê Hoàng Hiếu Nghĩa",
    "Phạm Đức Thắng",    "Huỳnh Ngọc Thuý",    "Đặng Thuỳ Trâm Anh",
    "Võ Thị Sáu Mươi",   "Bùi Quốc Khánh",     "Dương Thị Bưởi",
    "Vũ Đình Quyền",     "Đỗ Thị Kỷ",          "Ngô Gia Tự Lập",
    "Hồ Ỷ Lan",          "Lý Công Uẩn Em",     "Tôn Nữ Thu Hà",
    "Âu Dương Phong Vũ", "Trịnh Xuân Ánh",     "Đoàn Thị Điểm Xuyến",
    "Mạc Thị Bưởng",     "Phan Khắc Sửu Nhỏ",  "Quách Thị Lẫm",
    "Cao Bá Quát Nhỏ",   "Nguyễn Thị Hoài",    "Hà Thị Giếng",
    "Chu Thị Huệ",       "Triệu Thị Sình",     "Lường Văn Ổn",
    "Tạ Thị Ngoẻn",      "Kiều Thị Nguyệt Ẩn", "Vương Thị Ước",
    "Đinh Thị Ngãi",     "Lâm Thị Nhuỵ",       "La Thị Ngữ",
    "Ưng Thị Ứng",       "Đàm Ỉ Ôi",           "Thạch Thị Xoài"};
const std::vector<std::string> kOthers = {
    "H'Hen Niê Kđăm", "Y Moan Êban", "K'Brơi",         "A Ma",          "Rơ Châm H'Yéo", "Siu Black Ƀlŏ",
    "Êñuôl Y Ñăm",    "Hrê Brâu",    "Krajăn Plin Nõ", "Y Ñô Mlô",      "Rơ Mah H'Ơn",   "Đinh Y Nhưk",
    "Pờ Sỳ Xá",       "Giàng A Páo", "Sùng Thị Mỷ",    "Lò Văn Ín",     "Vàng Mí Sính",  "Abdul Karim",
    "Thạch Sà Rươne", "Ka Să Cil",   "Bh'riu Liếc",    "Zơ Râm Thị Nú", "A Viết Thị Ơ",  "Ê\u0306ban Y Č"};

std::u32string written(const std::string& text, LegacyEncoding encoding) {
    std::u32string out;
    for (const char32_t c : base::codePoints(text)) {
        const auto letters = legacyLetters(encoding);
        const auto find = [&](char32_t wanted) {
            return std::find_if(letters.begin(), letters.end(),
                                [&](const auto& l) { return l.letter == wanted; });
        };
        auto found = find(c);
        if (found == letters.end())
            found = find(base::codePoints(base::toLower(base::fromCodePoints({&c, 1})))[0]);
        if (found == letters.end())
            out.push_back(c);
        else
            out += found->code;
    }
    return out;
}

std::string legacy(const std::string& text, LegacyEncoding encoding) {
    return base::fromCodePoints(written(text, encoding));
}

std::string offered(const std::string& text) {
    const auto readings = legacyReadings(text);
    return readings.empty() ? "-" : readings[0].text;
}

}  // namespace

TEST_CASE("reference 8: legacy tables hold every letter, each written once") {
    const auto tcvn3 = legacyLetters(LegacyEncoding::Tcvn3), vni = legacyLetters(LegacyEncoding::Vni);
    CHECK(tcvn3.size() == 67 + 7);
    CHECK(vni.size() == 2 * 67);
    for (const auto table : {tcvn3, vni}) {
        std::set<std::u32string_view> codes;
        std::set<char32_t> letters;
        for (const auto& entry : table) {
            codes.insert(entry.code);
            letters.insert(entry.letter);
            CHECK(isNameLetter(entry.letter));
            for (const char32_t c : entry.code) CHECK(c < 0x100);
        }
        CHECK(codes.size() == table.size());
        CHECK(letters.size() == table.size());
    }
}

TEST_CASE("reference 8: every letter of TCVN3 is read as the standard says") {
    // TCVN 5712:1993, from 0xB5; the three rows of codes without a gap, and the letters with shapes.
    CHECK(convertLegacy("µ¶·¸¹", LegacyEncoding::Tcvn3) == "àảãáạ");
    CHECK(convertLegacy("¨©ª«¬\u00AD®", LegacyEncoding::Tcvn3) == "ăâêôơưđ");
    CHECK(convertLegacy("»¼½¾ÆÇÈÉÊË", LegacyEncoding::Tcvn3) == "ằẳẵắặầẩẫấậ");
    CHECK(convertLegacy("ÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ", LegacyEncoding::Tcvn3) == "èẻẽéẹềểễếệìỉĩíị");
    CHECK(convertLegacy("ßáâãäåæçèéêëìíî", LegacyEncoding::Tcvn3) == "òỏõóọồổỗốộờởỡớợ");
    CHECK(convertLegacy("ïñòóôõö÷øùúûüýþ", LegacyEncoding::Tcvn3) == "ùủũúụừửữứựỳỷỹýỵ");
    CHECK(convertLegacy("¡¢£¤¥¦§", LegacyEncoding::Tcvn3) == "ĂÂÊÔƠƯĐ");
    CHECK_FALSE(convertLegacy("Nguyễn", LegacyEncoding::Tcvn3).has_value());
    CHECK_FALSE(convertLegacy("\xFF", LegacyEncoding::Tcvn3).has_value());
}

TEST_CASE("reference 8: every letter of VNI is read, small, capital, and a small mark after a capital") {
    CHECK(convertLegacy("aùaøaûaõaï eùeøeûeõeï où uù yùyøyûyõî", LegacyEncoding::Vni) ==
          "áàảãạ éèẻẽẹ ó ú ýỳỷỹỵ");
    CHECK(convertLegacy("aâaáaàaåaãaä aêaéaèaúaüaë", LegacyEncoding::Vni) == "âấầẩẫậ ăắằẳẵặ");
    CHECK(convertLegacy("eâeáeàeåeãeä oâoáoàoåoãoä", LegacyEncoding::Vni) == "êếềểễệ ôốồổỗộ");
    CHECK(convertLegacy("ôôùôøôûôõôï ööùöøöûöõöï íìæóò ñ", LegacyEncoding::Vni) == "ơớờởỡợ ưứừửữự íìỉĩị đ");
    CHECK(convertLegacy("NGUYEÃN VAÊN ÑÖÙC", LegacyEncoding::Vni) == "NGUYỄN VĂN ĐỨC");
    CHECK(convertLegacy("Aân Où Ôù Ñaøo", LegacyEncoding::Vni) == "Ân Ó Ớ Đào");
    CHECK_FALSE(convertLegacy("Niê", LegacyEncoding::Vni).has_value());  // ê follows an a only
}

TEST_CASE("reference 8: what looks like legacy text is offered as what it would be") {
    CHECK(offered("NguyÔn V¨n MÉu") == "Nguyễn Văn Mẫu");
    CHECK(offered("TrÇn ThÞ Hßa") == "Trần Thị Hòa");
    CHECK(offered("Phan V¨n Tr­êng") == "Phan Văn Trường");
    CHECK(offered("TRÇN THÞ §µO") == "TRẦN THỊ ĐÀO");
    CHECK(offered("Lª Hµ") == "Lê Hà");
    CHECK(offered("TuÊn") == "Tuấn");
    CHECK(offered("Th«n 2, x· Hoµ Liªn, huyÖn Hoµ Vang") == "Thôn 2, xã Hoà Liên, huyện Hoà Vang");
    CHECK(offered("H'Hen Niª K®¨m") == "H'Hen Niê Kđăm");
    CHECK(offered("Nguyeãn Vaên Maãu") == "Nguyễn Văn Mẫu");
    CHECK(offered("Tröông Ñình Sôn") == "Trương Đình Sơn");
    CHECK(offered("PHAÏM THÒ ÑAØO") == "PHẠM THỊ ĐÀO");
    CHECK(offered("Leâ Thò Aùnh") == "Lê Thị Ánh");
    CHECK(legacyReadings("NguyÔn V¨n MÉu")[0].encoding == LegacyEncoding::Tcvn3);
    CHECK(legacyReadings("Nguyeãn Vaên")[0].encoding == LegacyEncoding::Vni);
}

TEST_CASE("reference 8: names written in a legacy encoding are found and come back whole") {
    for (const auto& name : kVietnamese) {
        for (const auto encoding : {LegacyEncoding::Tcvn3, LegacyEncoding::Vni}) {
            const auto text = legacy(name, encoding);
            INFO(name << " as " << text);
            // TCVN3 wrote capitals with a tone small; names are stored in capitals anyway
            CHECK(normalizeName(convertLegacy(text, encoding).value_or("-")) == normalizeName(name));
            CHECK(normalizeName(offered(text)) == normalizeName(name));
        }
    }
}

TEST_CASE("reference 8: no name in Unicode is taken for legacy text") {
    for (const auto* list : {&kVietnamese, &kOthers}) {
        for (const auto& name : *list) {
            INFO(name);
            CHECK(legacyReadings(name).empty());
            CHECK(legacyReadings(normalizeName(name)).empty());
            for (const auto word : base::split(name, ' ')) CHECK(legacyReadings(word).empty());
        }
    }
    for (const char* text :
         {"",         "Nguyen Van A", "Hoà",           "Hoá Toàn", "Sôn",  "Công ty ABC®", "© 2026",
          "«Hà Nội»", "«Nam»",        "Nguyá»…n VÄƒn", "TrÆ°Æ¡ng", "LÃª",  "Nam § 3",      "Noël",
          "François", "30 °C",        "\xFF",          "LÊ THÚY",  "TRÂN", "ÊBAN",         "À Ố"}) {
        INFO(text);
        CHECK(legacyReadings(text).empty());
    }
}

TEST_CASE("reference 8: no place and no people of the lists is taken for legacy text") {
    const auto lists = Catalogues::load(sourceFolder() / "forms/data").value();
    std::size_t seen = 0, found = 0, written = 0;
    for (const char* name : {"provinces", "provinces_old", "communes", "ethnic", "religions"}) {
        for (const auto& entry : lists.find(name)->entries()) {
            auto texts = entry.aliases;
            texts.insert(texts.end(), {entry.name, entry.label, base::toUpper(entry.label)});
            for (const auto& text : texts) {
                INFO(text);
                CHECK(legacyReadings(text).empty());
                ++seen;
            }
            for (const auto encoding : {LegacyEncoding::Tcvn3, LegacyEncoding::Vni}) {
                const auto back = convertLegacy(legacy(entry.label, encoding), encoding);
                if (!back) continue;  // letters of other peoples that neither encoding has
                INFO(entry.label);
                CHECK(base::toLower(*back) == base::toLower(entry.label));
                ++written;
                found += offered(legacy(entry.label, encoding)) == *back ? 1 : 0;
            }
        }
    }
    CHECK(seen > 10'000);
    INFO(found << " of " << written);
    CHECK(found * 100 > written * 98);
}
