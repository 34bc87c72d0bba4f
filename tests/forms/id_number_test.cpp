#include "forms/id_number.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "forms/advice.h"
#include "tests/forms/shared_data.h"

using namespace forms;

TEST_CASE("a number is taken with blanks and dots and kept as text") {
    CHECK(IdNumber::parse("001 090.999 901").value().digits() == "001090999901");
    CHECK(IdNumber::parse("001-090-999-901").value().digits() == "001090999901");
    for (const char* bad :
         {"", "00109099990", "0010909999011", "00109099990a", "٠٠١٠٩٠٩٩٩٩٠١", "001090 99990١"}) {
        CHECK(IdNumber::parse(bad).error().code == base::Code::BadInput);
    }
}

TEST_CASE("century and sex stand in the fourth digit") {
    struct Row {
        const char* number;
        Sex sex;
        int year;
    };
    const auto row = GENERATE(Row{"001090999901", Sex::Male, 1990}, Row{"066165999903", Sex::Female, 1965},
                              Row{"079218999904", Sex::Male, 2018}, Row{"048307999902", Sex::Female, 2007},
                              Row{"048405999902", Sex::Male, 2105}, Row{"048599999902", Sex::Female, 2199},
                              Row{"048600999902", Sex::Male, 2200}, Row{"048700999902", Sex::Female, 2200},
                              Row{"048800999902", Sex::Male, 2300}, Row{"048999999902", Sex::Female, 2399});
    const auto number = IdNumber::parse(row.number).value();
    CHECK(number.sex() == row.sex);
    CHECK(number.birthYear() == row.year);
}

TEST_CASE("the prefix names the province of before 2025 and where it went") {
    const auto number = IdNumber::parse("049190000007").value();
    REQUIRE(number.province() != nullptr);
    CHECK(number.province()->name == "Quảng Nam");
    CHECK(number.province()->newName == "Đà Nẵng");
    CHECK(number.documentNumber() == "190000007");
    CHECK(number.cardAccessNumber() == "000007");
    CHECK(number.masked() == "049...0007");
    CHECK(oldProvinceOf("044")->name == "Quảng Bình");
    CHECK(oldProvinceOf("044")->newName == "Quảng Trị");
    CHECK(oldProvinceOf("003") == nullptr);
    CHECK(oldProvinceOf("") == nullptr);
}

TEST_CASE("the 63 provinces went into 34") {
    const auto all = oldProvinces();
    CHECK(all.size() == 63);
    CHECK(std::is_sorted(all.begin(), all.end(),
                         [](const auto& a, const auto& b) { return a.prefix < b.prefix; }));
    std::set<std::string_view> merged;
    for (const auto& p : all) merged.insert(p.newCode);
    CHECK(merged.size() == 34);
}

TEST_CASE("what looks wrong is told, never blocked") {
    const auto doubts = [](const char* number, std::optional<int> year, Sex sex) {
        return IdNumber::parse(number).value().doubts(year, sex);
    };
    using D = std::vector<IdDoubt>;
    CHECK(doubts("001090999901", 1990, Sex::Male).empty());
    CHECK(doubts("001090999901", std::nullopt, Sex::Unknown).empty());
    CHECK(doubts("001090999901", 1991, Sex::Female) == D{IdDoubt::BirthYearDiffers, IdDoubt::SexDiffers});
    CHECK(doubts("003090999901", 1990, Sex::Male) == D{IdDoubt::NoSuchProvince});
    CHECK(doubts("101090999901", 1990, Sex::Male) == D{IdDoubt::ForeignPrefix});
    CHECK(doubts("001090000000", 1990, Sex::Male) == D{IdDoubt::MadeUp});
    CHECK(doubts("111111111111", std::nullopt, Sex::Unknown) == D{IdDoubt::ForeignPrefix, IdDoubt::MadeUp});
}

TEST_CASE("reference 2.3: every doubt has its level and a sentence that names what the number says") {
    const auto number = IdNumber::parse("101090000000").value();
    const auto advice = adviseOn(number, 1991, Sex::Female);
    REQUIRE(advice.size() == 4);
    CHECK(advice[0].level == Level::Info);
    for (std::size_t i = 1; i < advice.size(); ++i) CHECK(advice[i].level == Level::Warning);
    CHECK(levelOf(IdDoubt::NoSuchProvince) == Level::Warning);
    CHECK(advice[1].text.vi.find("1990") != std::string::npos);
    CHECK(advice[1].text.en.find("1990") != std::string::npos);
    CHECK(advice[2].text.vi.find("Nam") != std::string::npos);
    for (const auto& one : advice) CHECK((one.text.vi.ends_with(".") || one.text.vi.ends_with("?")));
    CHECK(adviseOn(IdNumber::parse("001090999901").value(), 1990, Sex::Male).empty());
}

TEST_CASE("the old number has nine digits") {
    CHECK(parseCmnd9("012 345 678").value() == "012345678");
    CHECK_FALSE(parseCmnd9("12345678").has_value());
    CHECK_FALSE(parseCmnd9("12345678x").has_value());
}

TEST_CASE("the table of provinces agrees with the shared one") {
    const auto lines = sharedLines("provinces_63.csv");
    if (lines.empty()) {
        WARN("SKIPPED: provinces_63.csv is not at hand");
        return;
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto* p = oldProvinceOf(lines[i].substr(0, 3));
        REQUIRE(p != nullptr);
        CHECK(lines[i].find("," + std::string(p->name) + "," + std::string(p->newCode)) != std::string::npos);
    }
}
