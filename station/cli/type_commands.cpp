// enrollctl id, name, date and address: what the forms room knows of a single value.
#include "base/files.h"
#include "base/text.h"
#include "forms/address.h"
#include "forms/legacy_text.h"
#include "forms/mrz.h"
#include "forms/person_name.h"
#include "forms/register_date.h"
#include "station/cli/command.h"
#include "station/cli/type_answers.h"

namespace station::cli {
namespace {

using base::Code;
using base::Result;
using gateway::Arguments;

constexpr std::size_t kMaxText = 4096;

Answer refused(const char* reason, const forms::LocalText& text) {
    Report report = Report::object();
    report.set("good", false).set("reason", reason);
    return {std::move(addText(report, text)), Verdict::Bad};
}

Report describe(const forms::OldProvince* province) {
    if (province == nullptr) return {};
    Report today = Report::object();
    today.set("code", province->newCode).set("name", province->newName);
    Report report = Report::object();
    report.set("prefix", province->prefix).set("name", province->name);
    return std::move(report.set("today", std::move(today)));
}

Result<std::optional<int>> birthYearOption(const Arguments& arguments, const base::Day& today) {
    const std::string given = arguments.value("birth");
    if (given.empty()) return std::nullopt;
    const auto reading =
        forms::readTypedDate(given, forms::DateParts::PartialAllowed, forms::TwoDigitYear::Past, today);
    if (!reading.date) return base::fail(Code::BadInput, "--birth is not a date");
    return reading.date->year;
}

Result<forms::Sex> sexOption(const Arguments& arguments) {
    const std::string given = base::fold(arguments.value("sex"));
    if (given.empty()) return forms::Sex::Unknown;
    if (given == "m" || given == "nam") return forms::Sex::Male;
    if (given == "f" || given == "nu") return forms::Sex::Female;
    return base::fail(Code::BadInput, "--sex is M or F");
}

Result<Answer> checkId(const Arguments& arguments) {
    const auto today = todayOption(arguments);
    if (!today) return base::Failure(today.error());
    const auto year = birthYearOption(arguments, *today);
    const auto sex = sexOption(arguments);
    if (!year) return base::Failure(year.error());
    if (!sex) return base::Failure(sex.error());
    Report report = Report::object();
    if (const auto cmnd = forms::parseCmnd9(arguments.word(0))) {
        // Nothing stands in these nine digits that a rule could read.
        report.set("good", true).set("kind", "cmnd9").set("digits", *cmnd);
        const auto over = forms::adviseOnCmnd(*today);
        report.set("cardValid", !over);
        if (over) addText(report, *over);
        return Answer{std::move(report)};
    }
    const auto number = forms::IdNumber::parse(arguments.word(0));
    if (!number) return refused("not-12-digits", forms::adviseNotIdNumber());
    const int century = number->birthYear() / 100 * 100;
    report.set("good", true).set("kind", "id12").set("digits", number->digits());
    report.set("masked", number->masked()).set("prefix", std::string(number->prefix()));
    report.set("province", describe(number->province()));
    report.set("century", std::to_string(century) + "-" + std::to_string(century + 99));
    report.set("sex", forms::sexCode(number->sex())).set("birthYear", number->birthYear());
    report.set("documentNumber", number->documentNumber());
    report.set("cardAccessNumber", number->cardAccessNumber());
    return Answer{std::move(report.set("doubts", doubtsOf(*number, *year, *sex)))};
}

Report hexOf(const std::string& bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += {kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return out;
}

// What the text would be if it came from before Unicode; to be asked, never to be done.
Report legacyOf(const std::string& typed) {
    Report list = Report::list();
    for (const auto& reading : forms::legacyReadings(typed)) {
        const bool vni = reading.encoding == forms::LegacyEncoding::Vni;
        list.add(Report::object().set("encoding", vni ? "VNI" : "TCVN3").set("text", reading.text));
    }
    return list;
}

Result<Answer> foldName(const Arguments& arguments) {
    const auto typed = wordOrInput(arguments, kMaxText);
    if (!typed) return base::Failure(typed.error());
    const auto name = forms::normalizeName(*typed);
    if (name.empty()) return base::fail(Code::BadInput, "no text, or not UTF-8");
    const auto strange = forms::strangeSignInName(name);
    Report report = Report::object();
    report.set("good", !strange).set("normalized", name).set("key", forms::nameKey(name));
    report.set("spellingKey", forms::spellingKey(name)).set("looseKey", forms::looseKey(name));
    report.set("mrz", forms::mrzNameLine(name)).set("sortKeyHex", hexOf(forms::personSortKey(name)));
    report.set("length", base::codePoints(name).size()).set("legacy", legacyOf(*typed));
    if (strange) {
        report.set("strangeSign", base::fromCodePoints({&*strange, 1}));
        addText(report, forms::adviseOnSign(*strange));
    }
    return Answer{std::move(report), strange ? Verdict::Bad : Verdict::Good};
}

const char* nameOf(forms::DateFault fault) {
    switch (fault) {
        case forms::DateFault::NoSuchDay:
            return "no-such-day";
        case forms::DateFault::YearOutOfRange:
            return "year-out-of-range";
        case forms::DateFault::PartMissing:
            return "part-missing";
        default:
            return "not-a-date";
    }
}

const char* nameOf(forms::Certainty certainty) {
    switch (certainty) {
        case forms::Certainty::Clear:
            return "clear";
        case forms::Certainty::Guessed:
            return "guessed";
        case forms::Certainty::Illegible:
            return "illegible";
        case forms::Certainty::NotWritten:
            return "not-written";
        case forms::Certainty::Unknown:
            break;
    }
    return "not-entered";
}

Answer parseRegisterDate(const std::string& typed, const base::Day& today) {
    const auto reading = forms::readRegisterDate(typed, today);
    if (!reading.date) return refused(nameOf(reading.fault), forms::adviseOn(reading.fault));
    const auto& date = *reading.date;
    Report report = Report::object();
    report.set("good", true).set("stored", date.text()).set("certainty", nameOf(date.certainty));
    report.set("parts", date.date ? partsOf(*date.date) : Report());
    report.set("asWritten", date.asWritten.empty() ? Report() : Report(date.asWritten));
    report.set("centuryChosen", reading.centuryChosen);
    if (const auto rule = forms::ruleOfReRegistration(date)) {
        Report note = Report::object();
        note.set("day", base::formatIsoDay(rule->day));
        report.set("reRegistration", std::move(addText(note, rule->note)));
    }
    return {std::move(report)};
}

Result<Answer> parseDate(const Arguments& arguments) {
    const auto today = todayOption(arguments);
    if (!today) return base::Failure(today.error());
    if (arguments.has("register")) {
        if (arguments.has("full") || arguments.has("future"))
            return base::fail(Code::BadInput, "--register goes with neither --full nor --future");
        return parseRegisterDate(arguments.word(0), *today);
    }
    const auto parts = arguments.has("full") ? forms::DateParts::FullOnly : forms::DateParts::PartialAllowed;
    const auto rule = arguments.has("future") ? forms::TwoDigitYear::Future : forms::TwoDigitYear::Past;
    const auto reading = forms::readTypedDate(arguments.word(0), parts, rule, *today);
    if (!reading.date) return refused(nameOf(reading.fault), forms::adviseOn(reading.fault));
    Report report = Report::object();
    report.set("good", true).set("stored", reading.date->text()).set("parts", partsOf(*reading.date));
    report.set("centuryChosen", reading.centuryChosen);
    const int age = forms::ageOn(*reading.date, *today);
    return Answer{std::move(report.set("age", age < 0 ? Report() : Report(age)))};
}

const char* nameOf(forms::AddressSystem system) {
    switch (system) {
        case forms::AddressSystem::Before2025:
            return "pre2025";
        case forms::AddressSystem::Since2025:
            return "2025";
        default:
            return "unknown";
    }
}

Report describe(const forms::AddressToday& answer) {
    const auto& old = *answer.from;
    Report from = Report::object();
    from.set("code", old.code).set("province", forms::oldProvinceOf(old.province)->name);
    from.set("district", old.district).set("kind", old.kind).set("name", old.name);
    from.set("split", old.now.size() > 1);
    Report report = Report::object();
    report.set("text", answer.text)
        .set("commune", answer.commune->code)
        .set("province", answer.commune->parent);
    return std::move(report.set("from", std::move(from)));
}

// An old commune may have gone to several of today's: all are listed and `ask` says that a person chooses.
Result<Answer> mapAddress(const Arguments& arguments) {
    const auto text = wordOrInput(arguments, kMaxText);
    if (!text) return base::Failure(text.error());
    const std::string given = arguments.value("tables");
    const auto lists =
        forms::Catalogues::load(given.empty() ? base::resourceFolder() / "forms" / "data" : pathOf(given));
    if (!lists) return base::Failure(lists.error());
    const auto reading = forms::readAddress(*lists, *text);
    const auto answers = forms::addressesToday(*lists, *text);
    Report today = Report::list();
    for (const auto& answer : answers) today.add(describe(answer));
    const bool current = reading.system == forms::AddressSystem::Since2025;
    Report report = Report::object();
    report.set("good", current || !answers.empty());
    report.set("system",
               nameOf(!current && !answers.empty() ? forms::AddressSystem::Before2025 : reading.system));
    report.set("commune", current ? Report(reading.commune) : Report());
    report.set("ask", answers.size() > 1).set("today", std::move(today));
    return Answer{std::move(report), current || !answers.empty() ? Verdict::Good : Verdict::Bad};
}

}  // namespace

std::span<const Command> typeCommands() {
    static const Command kTable[] = {
        {"id check",
         "NUMBER [--birth DATE] [--sex M|F] [--today DAY]",
         "What an identification number says and what looks wrong with it; 9 digits are an old number. Exit "
         "code 1 when it is neither.",
         {{"birth", "sex", "today"}, {}, {}, {}, 1},
         checkId},
        {"name fold",
         "TEXT|-",
         "A name as stored, its keys for comparing, its machine-readable line, and what it would be if it is "
         "legacy text; exit code 1 when a sign cannot stand in a name.",
         {{}, {}, {}, {}, 1},
         foldName},
        {"date parse",
         "TEXT [--full] [--future] [--register] [--today DAY]",
         "A date as typed: its stored form and what it leaves open; exit code 1 when it is none, or --full "
         "and "
         "a part is missing. --future: two digits are 20yy. --register: as old papers have dates, guessed, "
         "not legible, left blank or impossible.",
         {{"today"}, {}, {"full", "future", "register"}, {}, 1},
         parseDate},
        {"address map",
         "TEXT|- [--tables DIR]",
         "An address of before 1/7/2025 as it may be written today: one answer for each commune that the old "
         "one went to; "
         "exit code 1 when no commune is recognized.",
         {{"tables"}, {}, {}, {}, 1},
         mapAddress},
    };
    return kTable;
}

}  // namespace station::cli
