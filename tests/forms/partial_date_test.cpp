#include "forms/partial_date.h"

#include <catch2/catch.hpp>

#include "forms/card_term.h"

using namespace forms;

namespace {

constexpr base::Day kToday{2026, 11, 21};

std::string typed(std::string_view text, TwoDigitYear rule = TwoDigitYear::Past) {
    const auto reading = readTypedDate(text, DateParts::PartialAllowed, rule, kToday);
    return reading.date ? reading.date->text() : "-";
}

DateFault faultOf(std::string_view text, DateParts parts = DateParts::FullOnly) {
    return readTypedDate(text, parts, TwoDigitYear::Past, kToday).fault;
}

}  // namespace

TEST_CASE("a date is typed in many ways and stored in one") {
    for (const char* text : {"010290", "01021990", "1/2/90", "01/02/1990", "1.2.1990", "1-2-90", "1 2 90",
                             "1990-02-01", " 01/02/90 "}) {
        CHECK(typed(text) == "01/02/1990");
    }
}

TEST_CASE("two digits of a year take the century that fits, and say so") {
    CHECK(typed("211126") == "21/11/2026");
    CHECK(typed("221126") == "22/11/1926");
    CHECK(typed("221126", TwoDigitYear::Future) == "22/11/2026");
    CHECK(typed("010150", TwoDigitYear::Future) == "01/01/2050");
    CHECK(readTypedDate("1/2/90", DateParts::FullOnly, TwoDigitYear::Past, kToday).centuryChosen);
    CHECK_FALSE(readTypedDate("1/2/1990", DateParts::FullOnly, TwoDigitYear::Past, kToday).centuryChosen);
}

TEST_CASE("what is not known stays unknown") {
    CHECK(typed("1950") == "1950");
    CHECK(typed("5/1950") == "05/1950");
    CHECK(typed("051950") == "05/1950");
    CHECK(typed("00/00/1950") == "1950");
    CHECK(typed("00/05/1950") == "05/1950");
    CHECK(faultOf("1950") == DateFault::PartMissing);
    CHECK(faultOf("5/1950") == DateFault::PartMissing);
}

TEST_CASE("a day that does not exist is refused with its reason") {
    CHECK(faultOf("30/02/1990") == DateFault::NoSuchDay);
    CHECK(faultOf("29/02/1990") == DateFault::NoSuchDay);
    CHECK(faultOf("29/02/1992") == DateFault::Unknown);
    CHECK(faultOf("31/04/1990") == DateFault::NoSuchDay);
    CHECK(faultOf("32/13/90") == DateFault::NoSuchDay);
    CHECK(faultOf("15/00/1990", DateParts::PartialAllowed) == DateFault::NoSuchDay);
    CHECK(faultOf("01/01/0999") == DateFault::YearOutOfRange);
    CHECK(faultOf("01/01/2999") == DateFault::YearOutOfRange);
    for (const char* text : {"", "abc", "1/2/3/4", "1/2/199", "12345", "1/2/19900", "123456789", "1/2/199O",
                             "/", "111/2/1990"}) {
        CHECK(faultOf(text, DateParts::PartialAllowed) == DateFault::NotADate);
    }
}

TEST_CASE("only the stored form is read from records") {
    CHECK(parseStoredDate("07/03/1990").value() == PartialDate{1990, 3, 7});
    CHECK(parseStoredDate("03/1990").value() == PartialDate{1990, 3, 0});
    CHECK(parseStoredDate("1990").value() == PartialDate{1990, 0, 0});
    for (const char* text :
         {"7/3/1990", "070390", "00/00/1990", "1990-03-07", "07/03/90", "", "29/02/2023"}) {
        CHECK_FALSE(parseStoredDate(text).has_value());
    }
}

TEST_CASE("a partial date is held against a full one") {
    const PartialDate year{1990, 0, 0}, full{1990, 3, 7}, other{1991, 3, 7};
    CHECK(year.mayEqual(full));
    CHECK(full.mayEqual(year));
    CHECK_FALSE(year.mayEqual(other));
    CHECK(PartialDate{1992, 2, 0}.latest() == base::Day{1992, 2, 29});
    CHECK(year.earliest() == base::Day{1990, 1, 1});
    CHECK(year.latest() == base::Day{1990, 12, 31});
}

TEST_CASE("age counts completed years and never more than proven") {
    CHECK(ageOn({2012, 11, 21}, kToday) == 14);
    CHECK(ageOn({2012, 11, 22}, kToday) == 13);
    CHECK(ageOn({2012, 0, 0}, kToday) == 13);
    CHECK(ageOn({1950, 5, 0}, kToday) == 76);
    CHECK(ageOn({2012, 2, 29}, {2026, 2, 28}) == 13);
    CHECK(ageOn({2012, 2, 29}, {2026, 3, 1}) == 14);
}

TEST_CASE("a card lasts until the next legal birthday that is at least two years away") {
    const base::Day born{1990, 1, 1};
    CHECK(cardExpiry(born, {2021, 4, 15}) == base::Day{2030, 1, 1});
    CHECK(cardExpiry(born, {2028, 1, 1}) == base::Day{2030, 1, 1});  // exactly two years
    CHECK(cardExpiry(born, {2028, 1, 2}) == base::Day{2050, 1, 1});  // less than two years
    CHECK(cardExpiry({1966, 6, 1}, {2024, 6, 2}) == std::nullopt);   // within two years of 60
    CHECK(cardExpiry({1950, 1, 1}, {2024, 7, 1}) == std::nullopt);
    CHECK(cardExpiry({2012, 11, 21}, {2026, 11, 21}) == base::Day{2037, 11, 21});
    CHECK(cardExpiry({2012, 2, 29}, {2026, 12, 1}) == base::Day{2037, 3, 1});
    CHECK(isMilestone(born, {2030, 1, 1}));
    CHECK_FALSE(isMilestone(born, {2031, 1, 1}));
}
