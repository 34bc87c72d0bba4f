// enrollctl form list and form check: the schemas.
#include "base/files.h"
#include "forms/schema.h"
#include "forms/schema_parts.h"
#include "station/cli/command.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kMaxSchemaFile = 4u << 20;

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
    Report codes = Report::list();
    for (const auto& code : schema.procedureCodes()) codes.add(code);
    report.set("procedureCodes", std::move(codes));
    report.set("capabilities", std::move(capabilities));
    return report.set("pages", schema.pages().size()).set("fields", schema.fields().size());
}

Result<Answer> list(const Arguments& arguments) {
    const std::string given = arguments.value("folder");
    const fs::path folder = given.empty() ? base::resourceFolder() / "forms" / "schemas" : pathOf(given);
    // The whole set must load: the station refuses to start with one that does not.
    const auto set = forms::SchemaSet::load(folder);
    if (!set) return base::Failure(set.error());
    Report schemas = Report::list();
    for (const auto& schema : set->all()) {
        const auto current = set->inForce(schema->id(), today());
        schemas.add(describe(*schema).set("inForce", current && *current == schema));
    }
    return Answer{std::move(schemas)};
}

Result<Answer> check(const Arguments& arguments) {
    const fs::path file = pathOf(arguments.word(0));
    const auto bytes = base::readFile(file, kMaxSchemaFile);
    if (!bytes) return base::pass(bytes.error(), file.filename().string());
    const auto parts = forms::SchemaParts::load(fs::absolute(file).parent_path());
    if (!parts) return base::Failure(parts.error());
    const auto schema = forms::Schema::parse(base::textOf(*bytes), *parts);
    Report report = Report::object();
    report.set("good", schema.has_value());
    if (!schema) {
        report.set("code", base::codeName(schema.error().code)).set("detail", schema.error().detail);
        return Answer{std::move(report), Verdict::Bad};
    }
    return Answer{std::move(report.set("form", describe(**schema)))};
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
         "Whether a schema file is one that the station takes; says the place of the first fault. Parts that it draws from "
         "are looked for beside it.",
         {{}, {}, {}, {}, 1},
         check},
    };
    return kTable;
}

}  // namespace station::cli
