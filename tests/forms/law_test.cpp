// Deadlines, holidays and fees: the tables that are shipped, and the engine on tables of its own.
#include <catch2/catch.hpp>

#include "base/files.h"
#include "forms/card_term.h"
#include "forms/law.h"
#include "forms/schema.h"
#include "shared_data.h"

using namespace forms;

namespace {

base::Day day(std::string_view iso) { return base::parseIsoDay(iso).value(); }
std::string iso(const base::Day& d) { return base::formatIsoDay(d); }

const LawTables& law() {
    static const auto tables = LawTables::load(sourceFolder() / "forms" / "data");
    INFO((tables ? std::string() : tables.error().detail));
    REQUIRE(tables.has_value());
    return *tables;
}

// "2026-12-02" or, where something may move it, "2026-12-02?".
std::string due(const std::string& id, const std::string& procedure, const std::string& from) {
    const auto all = law().deadlines.from(day(from), procedure, law().calendar);
    REQUIRE(all.has_value());
    for (const auto& deadline : *all) {
        if (deadline.rule.id == id) return iso(deadline.due) + (deadline.unsettled.empty() ? "" : "?");
    }
    return "none";
}

std::string fees(const std::string& on, const std::string& exemption = {}) {
    const auto list = law().fees.on(day(on), "card-14plus", exemption);
    if (!list) return std::string(base::codeName(list.error().code));
    std::string out;
    for (const auto& fee : *list) out += fee.fee.id + " " + std::to_string(fee.due) + " " + std::string(trustName(fee.trust())) + "; ";
    return out;
}

std::string refusal(const base::Result<WorkCalendar>& read) { return read ? "taken" : read.error().detail; }
std::string refusal(const base::Result<DeadlineTable>& read) { return read ? "taken" : read.error().detail; }
std::string refusal(const base::Result<FeeTable>& read) { return read ? "taken" : read.error().detail; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string shipped(const char* name) { return wholeFile(sourceFolder() / "forms" / "data" / name); }

}  // namespace

TEST_CASE("reference 4.2, 4.3, 4.6, 2.3: each deadline falls on its working day",
          "[4.2-seven-days][4.3-deadline]") {
    struct Row {
        const char *section, *id, *procedure, *from, *due;
    };
    for (const auto& row : {
             Row{"4.2: the card takes 7 working days (art. 26)", "card", "card-14plus", "2026-03-02", "2026-03-11"},
             Row{"4.6: so do card and e-ID together", "card", "card-and-eid", "2026-03-02", "2026-03-11"},
             Row{"4.3: level 2 with a valid card takes 3 (art. 13)", "eid_valid_card", "eid-level2", "2026-03-05", "2026-03-10"},
             Row{"4.3: level 2 with an expired card or none takes 7", "eid_no_valid_card", "eid-level2", "2026-03-05", "2026-03-16"},
             Row{"4.3: activation within 7 days of the notice (art. 14)", "eid_activation", "eid-level2", "2026-02-12", "2026-02-19"},
             Row{"4.3: level 1 takes 1", "eid_level1", "eid-level1", "2026-03-06", "2026-03-09"},
             Row{"2.3: a number is re-established in 15", "number_reestablish", "number-reestablish", "2026-03-02", "2026-03-23"},
             Row{"received on a Sunday", "card", "card-14plus", "2026-03-01", "2026-03-10"},
             Row{"over Tết 2026 (16 to 20 February)", "card", "card-14plus", "2026-02-12", "2026-03-02"},
             Row{"over Hùng Kings' Day and 30/4 2026", "card", "card-14plus", "2026-04-23", "2026-05-07"},
             Row{"over National Day 2026", "card", "card-14plus", "2026-08-27", "2026-09-10"},
             Row{"over the Saturday worked for 31/8/2026", "card", "card-14plus", "2026-08-20", "2026-08-28"},
             Row{"over Tết 2025", "card", "card-14plus", "2025-01-23", "2025-02-10"},
             Row{"Culture Day 2026 is not settled", "card", "card-14plus", "2026-11-20", "2026-12-01?"},
             Row{"Culture Day 2026 is not touched", "card", "card-14plus", "2026-11-24", "2026-12-03"},
             Row{"Tết 2027 is not announced", "card", "card-14plus", "2027-01-29", "2027-02-09?"},
             Row{"a year without announcement, away from its holidays", "card", "card-14plus", "2027-06-01", "2027-06-10"},
             Row{"1/1/2028 is a Saturday: Monday off instead", "card", "card-14plus", "2027-12-29", "2028-01-10"},
         }) {
        INFO(row.section);
        CHECK(due(row.id, row.procedure, row.from) == row.due);
    }
}

TEST_CASE("a deadline is as sure as its rule and the calendar it was counted by") {
    const auto trust = [](const char* procedure, const char* from) {
        std::string out;
        for (const auto& one : law().deadlines.from(day(from), procedure, law().calendar).value_or(std::vector<DeadlineDue>()))
            out += std::string(trustName(one.trust)) + " ";
        return out;
    };
    CHECK(trust("card-14plus", "2025-03-03") == "second_hand ");
    CHECK(trust("card-14plus", "2026-03-02") == "recalled ");
    CHECK(trust("card-14plus", "2027-06-01") == "read ");
    CHECK(trust("eid-level2", "2026-03-02") == "recalled recalled second_hand ");  // the last counts plain days
}

TEST_CASE("what is not known of deadlines is an error, never a date") {
    CHECK(law().deadlines.from(day("2026-03-02"), "passport", law().calendar).error().code == base::Code::NotFound);
    CHECK(law().deadlines.from(day("2024-06-30"), "card-14plus", law().calendar).error().code == base::Code::NotInForce);
}

TEST_CASE("Labour Code art. 112: the holidays of 2026") {
    for (const char* off : {"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31",
                            "2026-09-01", "2026-09-02", "2026-03-01"}) {
        INFO(off);
        CHECK_FALSE(law().calendar.isWorkingDay(day(off)));
    }
    for (const char* on : {"2026-01-10", "2026-08-22", "2026-02-13", "2026-02-23", "2026-04-28", "2026-09-03"}) {
        INFO(on);
        CHECK(law().calendar.isWorkingDay(day(on)));
    }
}

TEST_CASE("properties: n working days later is a working day, and n of them lie between") {
    for (int start = 0; start < 800; start += 3) {
        const auto from = base::addDays(day("2025-01-01"), start);
        base::Day before = from;
        for (int n = 1; n <= 20; ++n) {
            const auto count = law().calendar.workingDaysAfter(from, n);
            CHECK(law().calendar.isWorkingDay(count.day));
            CHECK(before < count.day);
            for (auto at = base::addDays(before, 1); at < count.day; at = base::addDays(at, 1)) CHECK_FALSE(law().calendar.isWorkingDay(at));
            before = count.day;
        }
    }
}

TEST_CASE("reference 4.4: fees by date, the weak reduction marked as weak", "[4.4-fees]") {
    CHECK(fees("2025-06-30") == "first 0 second_hand; convert 30000 second_hand; exchange 50000 second_hand; reissue 70000 second_hand; ");
    CHECK(fees("2025-07-01") == "first 0 second_hand; convert 15000 weak; exchange 25000 weak; reissue 35000 weak; ");
    CHECK(fees("2026-12-31") == fees("2025-07-01"));
    CHECK(fees("2027-01-01") == fees("2025-06-30"));
    CHECK(fees("2024-12-31") == "not-in-force");
}

TEST_CASE("reference 4.4: exemptions", "[4.4-exemptions]") {
    const std::string free = "first 0 second_hand; convert 0 recalled; exchange 0 recalled; reissue 0 recalled; ";
    for (const char* exempt : {"poor_household", "martyr_family", "disabled", "orphan"}) {
        INFO(exempt);
        CHECK(fees("2027-01-01", exempt) == free);
        CHECK(fees("2026-01-01", exempt) == free);
    }
    CHECK(fees("2027-01-01", "under_14_first") == "first 0 recalled; convert 30000 second_hand; exchange 50000 second_hand; reissue 70000 second_hand; ");
    CHECK(fees("2027-01-01", "veteran") == "not-found");
    CHECK(law().fees.on(day("2027-01-01"), "eid-level2", {}).error().code == base::Code::NotFound);
}

TEST_CASE("reference 4.2: exchange at 14, 25, 40, 60; a card of the two years before lasts until the next") {
    struct Row {
        const char *birth, *issued, *expiry;
    };
    for (const auto& row : {Row{"2010-05-20", "2024-07-01", "2035-05-20"}, Row{"2000-05-20", "2023-05-20", "2025-05-20"},
                            Row{"2000-05-20", "2023-05-21", "2040-05-20"}, Row{"1986-05-20", "2024-05-20", "2026-05-20"},
                            Row{"1986-05-20", "2024-05-21", "2046-05-20"}, Row{"1966-05-20", "2024-05-21", ""},
                            Row{"1950-05-20", "2024-05-21", ""}, Row{"2020-05-20", "2026-05-20", "2034-05-20"},
                            Row{"2012-02-29", "2026-03-01", "2037-03-01"}}) {
        INFO(row.birth << " " << row.issued);
        const auto expiry = cardExpiry(day(row.birth), day(row.issued));
        CHECK((expiry ? iso(*expiry) : "") == row.expiry);
    }
}

TEST_CASE("every form that is shipped has a deadline, and every card form its fees") {
    const auto schemas = SchemaSet::load(sourceFolder() / "forms" / "schemas");
    REQUIRE(schemas.has_value());
    for (const auto& schema : schemas->offered(day("2026-11-22"), {"card_14plus", "card_under14", "eid_l2"})) {
        INFO(schema->id());
        CHECK(law().deadlines.from(day("2026-11-22"), schema->id(), law().calendar).has_value());
        CHECK(law().fees.on(day("2026-11-22"), schema->id(), {}).has_value() == schema->id().starts_with("card"));
    }
}

TEST_CASE("a new decree is a new line: the same id from another day on") {
    const auto text = replaced(shipped("deadlines.json"), R"("count": "working", "starts": "receipt", "valid_from": "2024-07-01")",
                               R"("count": "working", "starts": "receipt", "valid_from": "2024-07-01", "valid_to": "2026-12-31")");
    const std::string later =
        R"({"id": "card", "procedures": ["card-14plus"], "label": {"vi": "Thẻ"}, "days": 5, "count": "working", "starts": "receipt",
            "valid_from": "2027-01-01", "source": "x", "trust": "read"}, )";
    const auto table = DeadlineTable::parse(replaced(text, R"({"id": "eid_valid_card")", later + R"({"id": "eid_valid_card")"));
    INFO(refusal(table));
    REQUIRE(table.has_value());
    CHECK(table->from(day("2026-12-31"), "card-14plus", law().calendar)->front().rule.days == 7);
    CHECK(table->from(day("2027-01-01"), "card-14plus", law().calendar)->front().rule.days == 5);
    CHECK(refusal(DeadlineTable::parse(replaced(shipped("deadlines.json"), R"({"id": "eid_valid_card")", later + R"({"id": "eid_valid_card")"))) ==
          "deadlines[1]: 'card' twice in force");
}

TEST_CASE("a fault in a table is named with its place") {
    const auto calendar = shipped("holidays.json"), deadlines = shipped("deadlines.json"), fees = shipped("fees.json");
    CHECK(refusal(WorkCalendar::parse(replaced(calendar, "\"01-01\"", "\"13-01\""))) == "yearly[0].day: a day mm-dd expected");
    CHECK(refusal(WorkCalendar::parse(replaced(calendar, "\"tet\", \"hung_kings\"", "\"tết\", \"hung_kings\""))) ==
          "announced[0].settles: no movable holiday 'tết'");
    CHECK(refusal(WorkCalendar::parse(replaced(calendar, "\"2025-04-07\"", "\"2026-04-07\""))) == "announced[0].days_off[5]: not of this year");
    CHECK(refusal(WorkCalendar::parse(replaced(calendar, "\"year\": 2026", "\"year\": 2025"))).starts_with("announced[1].days_off[0]: not of"));
    CHECK(refusal(DeadlineTable::parse(replaced(deadlines, "\"count\": \"working\"", "\"count\": \"lunar\""))) ==
          "deadlines[0].count: working or calendar expected");
    CHECK(refusal(DeadlineTable::parse(replaced(deadlines, "\"days\": 7", "\"days\": 0"))) == "deadlines[0].days: a number from 1 to 1000 expected");
    CHECK(refusal(DeadlineTable::parse(replaced(deadlines, "\"trust\": \"read\"", "\"trust\": \"sure\""))) ==
          "deadlines[0].trust: read, second_hand, recalled or weak expected");
    CHECK(refusal(FeeTable::parse(replaced(fees, "\"currency\": \"VND\"", "\"currency\": \"USD\""))) == "currency: only VND is supported");
    CHECK(refusal(FeeTable::parse(replaced(fees, "[\"convert\", \"exchange\"", "[\"covert\", \"exchange\""))) == "reductions[0].fees: no fee 'covert'");
    CHECK(refusal(FeeTable::parse(replaced(fees, "\"percent\": 50", "\"percent\": 150"))) ==
          "reductions[0].percent: a number from 1 to 100 expected");
    std::string always;
    for (int i = 0; i < 51; ++i) {
        always += std::string(i == 0 ? "" : ",") + R"({"day": "01-01", "name": {"vi": "x"}, "valid_from": "2021-01-01", "source": "x", "trust": "read"})";
    }
    CHECK(refusal(WorkCalendar::parse(R"({"format": 1, "movable": [], "announced": [], "yearly": [)" + always + "]}")) ==
          "yearly: too many holidays");
    CHECK(refusal(FeeTable::parse("{}")) == "file: 'format' is missing");
}
