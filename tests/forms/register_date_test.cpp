#include "forms/register_date.h"

#include <catch2/catch.hpp>

using namespace forms;

namespace {

constexpr base::Day kToday{2026, 11, 22};

std::string typed(std::string_view text) {
    const auto reading = readRegisterDate(text, kToday);
    return reading.date ? reading.date->text() : "refused";
}

Certainty certaintyOf(std::string_view text) {
    return readRegisterDate(text, kToday).date.value_or(RegisterDate{}).certainty;
}

}  // namespace

TEST_CASE("reference 6: the five states of a date in a register are five stored texts") {
    struct Row {
        const char* typed;
        const char* stored;
        Certainty certainty;
    };
    const auto row = GENERATE(
        Row{"", "", Certainty::Unknown}, Row{"7/3/75", "07/03/1975", Certainty::Clear},
        Row{"3/1975", "03/1975", Certainty::Clear}, Row{"1975", "1975", Certainty::Clear},
        Row{"~1950", "~1950", Certainty::Guessed}, Row{"khoảng 1950", "~1950", Certainty::Guessed},
        Row{"KHOANG 1950", "~1950", Certainty::Guessed}, Row{"đoán 3/1950", "~03/1950", Certainty::Guessed},
        Row{"1950?", "~1950", Certainty::Guessed}, Row{"?", "?", Certainty::Illegible},
        Row{"không đọc được", "?", Certainty::Illegible}, Row{"?/3/1975", "?03/1975", Certainty::Illegible},
        Row{"?/?/1975", "?1975", Certainty::Illegible}, Row{"-", "-", Certainty::NotWritten},
        Row{" Không  ghi ", "-", Certainty::NotWritten},
        Row{"!15 tháng Giêng năm Ất Mão", "!15 tháng Giêng năm Ất Mão", Certainty::Clear});
    INFO(row.typed);
    CHECK(typed(row.typed) == row.stored);
    CHECK(certaintyOf(row.typed) == row.certainty);
    if (*row.stored != '\0') CHECK(parseStoredRegisterDate(row.stored).value().text() == row.stored);
}

TEST_CASE("reference 6: nothing becomes the first of January") {
    for (const char* text : {"1950", "~1950", "?1950", "-", "?", "!30/02/1975", "00/00/1950"}) {
        INFO(text);
        CHECK(typed(text).find("01/") == std::string::npos);
        const auto reading = readRegisterDate(text, kToday);
        if (reading.date->date) CHECK_FALSE(reading.date->date->isFull());
    }
    CHECK(typed("01/01/1950") == "01/01/1950");  // when the paper says so
}

TEST_CASE("reference 6: a day that never was stays as written, with what re-registration makes of it") {
    struct Row {
        const char* typed;
        const char* stored;
        base::Day day;
    };
    const auto row = GENERATE(
        Row{"29/2/1975", "!29/02/1975", {1975, 3, 1}}, Row{"30/02/1976", "!30/02/1976", {1976, 3, 1}},
        Row{"30/02/1975", "!30/02/1975", {1975, 3, 2}}, Row{"31/4/75", "!31/04/1975", {1975, 5, 1}},
        Row{"31/06/1975", "!31/06/1975", {1975, 7, 1}}, Row{"31/09/1975", "!31/09/1975", {1975, 10, 1}},
        Row{"31.11.1975", "!31/11/1975", {1975, 12, 1}}, Row{"29/02/1900", "!29/02/1900", {1900, 3, 1}});
    INFO(row.typed);
    REQUIRE(typed(row.typed) == row.stored);
    const auto date = parseStoredRegisterDate(row.stored).value();
    CHECK_FALSE(date.date.has_value());
    const auto rule = ruleOfReRegistration(date);
    REQUIRE(rule.has_value());
    CHECK(rule->day == row.day);
    CHECK(rule->note.vi.find(base::formatDay(row.day)) != std::string::npos);
}

TEST_CASE("reference 6: the rule speaks of no other date") {
    for (const char* text :
         {"!31/02/1975", "29/02/1976", "!15 tháng Giêng", "1975", "-", "?", "!", "~1975"}) {
        INFO(text);
        const auto reading = readRegisterDate(text, kToday);
        if (reading.date) CHECK_FALSE(ruleOfReRegistration(*reading.date).has_value());
    }
}

TEST_CASE("a slip of the typist is refused with its reason") {
    const auto faultOf = [](std::string_view text) { return readRegisterDate(text, kToday).fault; };
    CHECK(faultOf("32/01/1975") == DateFault::NoSuchDay);
    CHECK(faultOf("01/13/1975") == DateFault::NoSuchDay);
    CHECK(faultOf("30/02/0975") == DateFault::YearOutOfRange);
    CHECK(faultOf("hôm qua") == DateFault::NotADate);
    CHECK(faultOf("!") == DateFault::NotADate);
    CHECK(faultOf("!" + std::string(201, 'a')) == DateFault::NotADate);
    CHECK(faultOf("?/7/3/1975") == DateFault::NotADate);
    CHECK(faultOf("?07/03/1975") == DateFault::NotADate);  // what cannot be read is missing
    CHECK(faultOf("~") == DateFault::NotADate);
    CHECK(faultOf("~30/02/1975") == DateFault::NoSuchDay);
    CHECK(faultOf("\xFF") == DateFault::NotADate);
}

TEST_CASE("a plain date is stored as before, and no other form is taken for one") {
    for (const char* text : {"07/03/1990", "03/1990", "1990"}) {
        CHECK(parseStoredRegisterDate(text).value().date == parseStoredDate(text).value());
        CHECK(parseStoredRegisterDate(text).value().text() == text);
    }
    for (const char* text : {"~1990", "?1990", "?", "-", "!30/02/1975"}) {
        CHECK(parseStoredRegisterDate(text).has_value());
        CHECK_FALSE(parseStoredDate(text).has_value());
    }
    for (const char* text : {"", "7/3/1990", "~7/3/1990", "30/02/1975", "!  a", "khoảng 1950", "?/1975"}) {
        INFO(text);
        CHECK_FALSE(parseStoredRegisterDate(text).has_value());
    }
}
