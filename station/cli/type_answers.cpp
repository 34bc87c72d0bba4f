#include "station/cli/type_answers.h"

#include "base/clock.h"

namespace station::cli {
namespace {

const char* nameOf(forms::IdDoubt doubt) {
    switch (doubt) {
        case forms::IdDoubt::NoSuchProvince:
            return "no-such-province";
        case forms::IdDoubt::ForeignPrefix:
            return "foreign-prefix";
        case forms::IdDoubt::BirthYearDiffers:
            return "birth-year-differs";
        case forms::IdDoubt::SexDiffers:
            return "sex-differs";
        case forms::IdDoubt::MadeUp:
            return "made-up";
        case forms::IdDoubt::Unknown:
            break;
    }
    return "unknown";
}

const char* letterOf(forms::Level level) {
    return level == forms::Level::Error ? "E" : level == forms::Level::Warning ? "W" : "I";
}

Report orNull(int part) {
    return part == 0 ? Report() : Report(part);
}

}  // namespace

Report& addText(Report& report, const forms::LocalText& text) {
    return report.set("text", text.vi).set("textEn", text.en);
}

Report doubtsOf(const forms::IdNumber& number, std::optional<int> birthYear, forms::Sex sex) {
    Report list = Report::list();
    for (const auto& advice : forms::adviseOn(number, birthYear, sex)) {
        Report doubt = Report::object();
        doubt.set("doubt", nameOf(advice.doubt)).set("level", letterOf(advice.level));
        addText(doubt, advice.text);
        list.add(std::move(doubt));
    }
    return list;
}

Report partsOf(const forms::PartialDate& date) {
    Report report = Report::object();
    report.set("year", date.year).set("month", orNull(date.month)).set("day", orNull(date.day));
    report.set("full", date.isFull());
    report.set("earliest", base::formatIsoDay(date.earliest()));
    return std::move(report.set("latest", base::formatIsoDay(date.latest())));
}

}  // namespace station::cli
