// enrollctl card: the texts that readers take from a card.
#include "base/text.h"
#include "forms/card_qr.h"
#include "forms/mrz.h"
#include "station/cli/command.h"
#include "station/cli/type_answers.h"

namespace station::cli {
namespace {

using base::Result;
using gateway::Arguments;

constexpr std::size_t kMaxCardText = 4096;

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

// The number of a card held against the date of birth and the sex that stand beside it.
Report doubtsOfCard(const forms::CardReading& card) {
    const auto number = forms::IdNumber::parse(card.idNumber);
    if (!number) return Report::list();
    const auto birth = forms::parseStoredDate(card.birthDate);
    return doubtsOf(*number, birth ? std::optional(birth->year) : std::nullopt, forms::sexFromCode(card.sex));
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
    Report report = Report::object();
    report.set("fields", std::move(fields)).set("extras", std::move(extras));
    return std::move(report.set("doubts", doubtsOfCard(card)));
}

Result<Answer> answerQr(const std::string& text) {
    const auto card = forms::parseCardQr(text);
    if (!card) return base::Failure(card.error());
    return Answer{std::move(Report::object().set("source", "qr").set("card", describe(*card)))};
}

Result<Answer> answerMrz(const std::string& text, const base::Day& today) {
    const auto zone = forms::parseMrz(text, today);
    if (!zone) return base::Failure(zone.error());
    Report report = Report::object();
    report.set("source", "mrz").set("card", describe(zone->card)).set("documentNumber", zone->documentNumber);
    return Answer{
        std::move(report.set("repairs", zone->repairs).set("plausibleExpiry", zone->plausibleExpiry))};
}

Result<Answer> readQr(const Arguments& arguments) {
    const auto text = wordOrInput(arguments, kMaxCardText);
    if (!text) return base::Failure(text.error());
    return answerQr(*text);
}

Result<Answer> readMrz(const Arguments& arguments) {
    const auto text = wordOrInput(arguments, kMaxCardText);
    const auto today = todayOption(arguments);
    if (!text) return base::Failure(text.error());
    if (!today) return base::Failure(today.error());
    return answerMrz(*text, *today);
}

// A QR has bars between its fields; a zone never has.
Result<Answer> readCard(const Arguments& arguments) {
    const auto text = wordOrInput(arguments, kMaxCardText);
    const auto today = todayOption(arguments);
    if (!text) return base::Failure(text.error());
    if (!today) return base::Failure(today.error());
    return text->find('|') != std::string::npos ? answerQr(*text) : answerMrz(*text, *today);
}

}  // namespace

std::span<const Command> cardCommands() {
    static const Command kTable[] = {
        {"card read",
         "TEXT|- [--today DAY]",
         "The fields of a card's QR text or machine-readable zone; - reads standard input.",
         {{"today"}, {}, {}, {}, 1},
         readCard},
        {"card qr",
         "TEXT|-",
         "The fields of a card's QR text; what newer cards add is kept, with the kind that its shape "
         "suggests.",
         {{}, {}, {}, {}, 1},
         readQr},
        {"card mrz",
         "TEXT|- [--today DAY]",
         "The fields of a machine-readable zone, how many signs were put right, and whether the expiry is a "
         "legal birthday.",
         {{"today"}, {}, {}, {}, 1},
         readMrz},
    };
    return kTable;
}

}  // namespace station::cli
