// enrollctl form deadline, expiry, fee and validate: what the law tables and the forms say of one case.
#include <algorithm>

#include "base/files.h"
#include "forms/card_term.h"
#include "forms/data_quality.h"
#include "forms/law.h"
#include "forms/schema.h"
#include "station/cli/command.h"

namespace station::cli {
namespace {

using base::Code;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kMaxRecordFile = 1u << 20;
constexpr int kMaxTaken = 1000;

Result<base::Day> dayOption(const Arguments& arguments, const std::string& name) {
    const auto day = base::parseIsoDay(arguments.value(name));
    if (!day) return base::fail(Code::BadInput, "--" + name + ": a day yyyy-mm-dd expected");
    return *day;
}

Result<forms::LawTables> lawTables(const Arguments& arguments) {
    const std::string given = arguments.value("tables");
    return forms::LawTables::load(given.empty() ? base::resourceFolder() / "forms" / "data" : pathOf(given));
}

Report describe(const forms::LawRule& rule) {
    Report out = Report::object();
    out.set("id", rule.id).set("label", rule.label.vi).set("labelEn", rule.label.en);
    return std::move(out.set("source", rule.source.text).set("trust", forms::trustName(rule.source.trust)));
}

Report describe(const forms::DeadlineDue& deadline) {
    const bool working = deadline.rule.count == forms::DayCount::Working;
    Report out = describe(deadline.rule);
    out.set("days", deadline.rule.days).set("count", working ? "working" : "calendar");
    out.set("starts", deadline.rule.starts == forms::DeadlineStart::Notice ? "notice" : "receipt");
    out.set("due", base::formatIsoDay(deadline.due)).set("certain", deadline.unsettled.empty());
    out.set("weakest", forms::trustName(deadline.trust));
    Report unsettled = Report::list();
    for (const auto& name : deadline.unsettled) unsettled.add(name.vi);
    return std::move(out.set("notAnnounced", std::move(unsettled)));
}

Result<Answer> deadline(const Arguments& arguments) {
    const auto from = dayOption(arguments, "from");
    if (!from) return base::Failure(from.error());
    const auto law = lawTables(arguments);
    if (!law) return base::Failure(law.error());
    const auto all = law->deadlines.from(*from, arguments.value("procedure"), law->calendar);
    if (!all) return base::Failure(all.error());
    Report list = Report::list();
    for (const auto& one : *all) list.add(describe(one));
    Report report = Report::object();
    report.set("procedure", arguments.value("procedure")).set("from", base::formatIsoDay(*from));
    return Answer{std::move(report.set("deadlines", std::move(list)))};
}

Result<Answer> expiry(const Arguments& arguments) {
    const auto birth = dayOption(arguments, "birth");
    if (!birth) return base::Failure(birth.error());
    const auto issued = dayOption(arguments, "issued");
    if (!issued) return base::Failure(issued.error());
    if (*issued < *birth) return base::fail(Code::BadInput, "issued before birth");
    const auto end = forms::cardExpiry(*birth, *issued);
    Report report = Report::object();
    report.set("birth", base::formatIsoDay(*birth)).set("issued", base::formatIsoDay(*issued));
    report.set("expires", end ? Report(base::formatIsoDay(*end)) : Report()).set("unlimited", !end);
    report.set("age", end ? Report(end->year - birth->year) : Report());
    return Answer{std::move(report.set("source", "Luật Căn cước 26/2023/QH15, Điều 21"))};
}

Report describe(const forms::FeeDue& fee) {
    Report out = describe(fee.fee);
    Report applied = Report::list();
    for (const auto& rule : fee.applied) applied.add(describe(rule));
    out.set("full", fee.full).set("due", fee.due).set("applied", std::move(applied));
    return std::move(out.set("weakest", forms::trustName(fee.trust())));
}

Result<Answer> fee(const Arguments& arguments) {
    const auto on = dayOption(arguments, "on");
    if (!on) return base::Failure(on.error());
    const auto law = lawTables(arguments);
    if (!law) return base::Failure(law.error());
    const auto all = law->fees.on(*on, arguments.value("procedure"), arguments.value("exempt"));
    if (!all) return base::Failure(all.error());
    Report list = Report::list();
    for (const auto& one : *all) list.add(describe(one));
    Report report = Report::object();
    report.set("procedure", arguments.value("procedure"))
        .set("on", base::formatIsoDay(*on))
        .set("currency", "VND");
    return Answer{std::move(report.set("fees", std::move(list)))};
}

// "portrait=1"
Result<std::map<std::string, int>> takenOption(const Arguments& arguments) {
    std::map<std::string, int> out;
    for (const auto& word : arguments.all("taken")) {
        const auto sign = word.find('=');
        const std::string digits = sign == std::string::npos ? "" : word.substr(sign + 1);
        const bool number =
            !digits.empty() && digits.size() <= 4 &&
            std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number || std::stoi(digits) > kMaxTaken)
            return base::fail(Code::BadInput, "--taken: CAPTURE=COUNT expected");
        out[word.substr(0, sign)] = std::stoi(digits);
    }
    return out;
}

const char* levelName(forms::Level level) {
    return level == forms::Level::Error ? "E" : level == forms::Level::Warning ? "W" : "I";
}

Report describe(const forms::Finding& finding, const forms::Record& record) {
    Report related = Report::list();
    for (const auto& field : finding.related) related.add(field);
    Report out = Report::object();
    out.set("level", levelName(finding.level)).set("rule", finding.rule).set("field", finding.field);
    out.set("related", std::move(related)).set("blocks", forms::blocksSeal(finding, record));
    return std::move(out.set("text", finding.text.vi).set("textEn", finding.text.en));
}

Report describe(const forms::QualityPart& part) {
    if (part.of == 0) return Report();
    Report open = Report::list();
    for (const auto& id : part.open) open.add(id);
    return std::move(Report::object().set("well", part.well).set("of", part.of).set("open", std::move(open)));
}

// Nobody has compared with other applications here: "unique" is null.
Report describe(const forms::DataQuality& quality) {
    Report blank = Report::list();
    for (const auto& id : quality.blank) blank.add(id);
    Report out = Report::object();
    out.set("valid", describe(quality.valid)).set("complete", describe(quality.complete));
    out.set("unique", describe(quality.unique)).set("fresh", describe(quality.fresh));
    out.set("explained", quality.explained).set("blank", std::move(blank));
    return std::move(out.set("recheck", quality.recheck ? Report(base::formatIsoDay(*quality.recheck)) : Report()));
}

Result<Answer> validate(const Arguments& arguments) {
    const auto on = dayOption(arguments, "date");
    if (!on) return base::Failure(on.error());
    const auto taken = takenOption(arguments);
    if (!taken) return base::Failure(taken.error());
    const std::string folder = arguments.value("folder");
    const auto schemas = forms::SchemaSet::load(folder.empty() ? base::resourceFolder() / "forms" / "schemas"
                                                               : pathOf(folder));
    if (!schemas) return base::Failure(schemas.error());
    const auto schema = schemas->inForce(arguments.value("schema"), *on);
    if (!schema) return base::Failure(schema.error());
    const auto bytes = base::readFile(pathOf(arguments.word(0)), kMaxRecordFile);
    if (!bytes) return base::Failure(bytes.error());
    const auto record = forms::Record::fromJson(base::textOf(*bytes));
    if (!record) return base::Failure(record.error());

    const forms::CheckContext atSeal{*on, *taken, true};
    Report findings = Report::list();
    bool good = true;
    for (const auto& finding : (*schema)->check(*record, atSeal)) {
        if (taken->empty() && finding.rule.starts_with("capture.")) continue;
        good = good && !forms::blocksSeal(finding, *record);
        findings.add(describe(finding, *record));
    }
    Report report = Report::object();
    report.set("good", good).set("schema", (*schema)->id()).set("version", (*schema)->version());
    report.set("procedureCode", (*schema)->procedureCode(*record));
    report.set("date", base::formatIsoDay(*on)).set("capturesChecked", !taken->empty());
    report.set("quality", describe(forms::dataQuality(**schema, *record, atSeal, nullptr)));
    return Answer{std::move(report.set("findings", std::move(findings))),
                  good ? Verdict::Good : Verdict::Bad};
}

}  // namespace

std::span<const Command> lawCommands() {
    static const Command kTable[] = {
        {"form validate",
         "RECORD --schema ID --date YYYY-MM-DD [--taken CAPTURE=COUNT]... [--folder DIR]",
         "Checks a record's JSON as before the seal by the form in force that day and counts its quality; captures only when "
         "--taken names some; exit code 1 when something blocks.",
         {{"schema", "date", "folder", "taken"}, {"taken"}, {}, {"schema", "date"}, 1},
         validate},
        {"form deadline",
         "--procedure ID --from YYYY-MM-DD [--tables DIR]",
         "Until when a procedure begun that day is due, and whether a holiday not yet announced may move it.",
         {{"procedure", "from", "tables"}, {}, {}, {"procedure", "from"}, 0},
         deadline},
        {"form expiry",
         "--birth YYYY-MM-DD --issued YYYY-MM-DD",
         "Until when a card issued that day is valid.",
         {{"birth", "issued"}, {}, {}, {"birth", "issued"}, 0},
         expiry},
        {"form fee",
         "--procedure ID --on YYYY-MM-DD [--exempt ID] [--tables DIR]",
         "What a procedure costs that day, with reductions and exemptions and how sure each is.",
         {{"procedure", "on", "exempt", "tables"}, {}, {}, {"procedure", "on"}, 0},
         fee},
    };
    return kTable;
}

}  // namespace station::cli
