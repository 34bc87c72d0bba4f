// enrollctl form list, form check and card ...: the paper world.
#include <algorithm>
#include <iostream>
#include <iterator>

#include "base/files.h"
#include "base/text.h"
#include "forms/card_qr.h"
#include "forms/mrz.h"
#include "forms/schema.h"
#include "station/cli/command.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kMaxSchemaFile = 4u << 20;
constexpr std::size_t kMaxCardText = 4096;

base::Day today() {
    return base::dayInVietnam(base::SystemClock().now());
}

Report describe(const forms::Schema& schema) {
    Report report = Report::object();
    report.set("id", schema.id()).set("version", schema.version());
    report.set("title", schema.title().vi).set("titleEn", schema.title().en);
    report.set("validFrom", base::formatIsoDay(schema.validFrom()));
    const auto end = schema.validTo();
    report.set("validTo", end ? Report(base::formatIsoDay(*end)) : Report());
    Report capabilities = Report::list();
    for (const auto& capability : schema.capabilities()) capabilities.add(capability);
    report.set("capabilities", std::move(capabilities));
    return report.set("pages", schema.pages().size()).set("fields", schema.fields().size());
}

Result<Answer> list(const Arguments& arguments) {
    const std::string given = arguments.value("folder");
    const fs::path folder = given.empty() ? base::resourceFolder() / "forms" / "schemas" : pathOf(given);
    // The whole set must load: the station refuses to start with one that does not.
    if (auto set = forms::SchemaSet::load(folder); !set) return base::Failure(set.error());
    Report schemas = Report::list();
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const auto bytes = base::readFile(file, kMaxSchemaFile);
        if (!bytes) return base::pass(bytes.error(), file.filename().string());
        const auto schema = forms::Schema::parse(base::textOf(*bytes));
        if (!schema) return base::pass(schema.error(), file.filename().string());
        const auto end = (*schema)->validTo();
        const bool inForce = (*schema)->validFrom() <= today() && (!end || today() <= *end);
        schemas.add(describe(**schema).set("inForce", inForce));
    }
    return Answer{std::move(schemas)};
}

Result<Answer> check(const Arguments& arguments) {
    const fs::path file = pathOf(arguments.word(0));
    const auto bytes = base::readFile(file, kMaxSchemaFile);
    if (!bytes) return base::pass(bytes.error(), file.filename().string());
    const auto schema = forms::Schema::parse(base::textOf(*bytes));
    Report report = Report::object();
    report.set("good", schema.has_value());
    if (!schema) {
        report.set("code", base::codeName(schema.error().code)).set("detail", schema.error().detail);
        return Answer{std::move(report), Verdict::Bad};
    }
    return Answer{std::move(report.set("form", describe(**schema)))};
}

const char* extraName(forms::ExtraKind kind) {
    switch (kind) {
        case forms::ExtraKind::CancelledNumber:
            return "cancelled-number";
        case forms::ExtraKind::Cmnd9:
            return "cmnd9";
        case forms::ExtraKind::Name:
            return "name";
        case forms::ExtraKind::Unknown:
            break;
    }
    return "unknown";
}

Report describe(const forms::CardReading& card) {
    Report fields = Report::object();
    for (const auto& [field, text] : forms::fieldsOf(card)) fields.set(field, text);
    Report extras = Report::list();
    for (const auto& extra : card.extras) {
        extras.add(Report::object()
                       .set("index", extra.index)
                       .set("kind", extraName(extra.kind))
                       .set("text", extra.text));
    }
    return std::move(Report::object().set("fields", std::move(fields)).set("extras", std::move(extras)));
}

std::string readCardText(const std::string& word) {
    if (word != "-") return word;
    std::string text;
    for (std::istreambuf_iterator<char> at(std::cin), end; at != end && text.size() <= kMaxCardText; ++at)
        text += *at;
    return text;
}

Result<Answer> readCard(const Arguments& arguments) {
    const std::string whole = readCardText(arguments.word(0));
    const std::string_view text = base::trim(whole);
    if (text.size() > kMaxCardText) return base::fail(Code::TooLarge, "longer than any card's text");
    // A QR has bars between its fields; a zone never has.
    if (text.find('|') != std::string_view::npos) {
        const auto card = forms::parseCardQr(text);
        if (!card) return base::Failure(card.error());
        return Answer{std::move(Report::object().set("source", "qr").set("card", describe(*card)))};
    }
    const auto zone = forms::parseMrz(text, today());
    if (!zone) return base::Failure(zone.error());
    Report report = Report::object();
    report.set("source", "mrz").set("card", describe(zone->card)).set("documentNumber", zone->documentNumber);
    return Answer{
        std::move(report.set("repairs", zone->repairs).set("plausibleExpiry", zone->plausibleExpiry))};
}

}  // namespace

std::span<const Command> formCommands() {
    static const Command kTable[] = {
        {"form list",
         "[--folder DIR]",
         "The installed form schemas and which of them are in force today.",
         {{"folder"}, {}, {}, {}, 0},
         list},
        {"form check",
         "FILE",
         "Whether a schema file is one that the station takes; says the place of the first fault.",
         {{}, {}, {}, {}, 1},
         check},
        {"card read",
         "TEXT|-",
         "The fields of a card's QR text or machine-readable zone; - reads standard input.",
         {{}, {}, {}, {}, 1},
         readCard},
    };
    return kTable;
}

}  // namespace station::cli
