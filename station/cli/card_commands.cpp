// enrollctl card: the texts that readers take from a card, and the pictures they take them from.
#include "base/text.h"
#include "devices/barcode/barcode.h"
#include "devices/mrz/mrz_picture.h"
#include "devices/portrait/portrait_crop.h"
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

const char* likenessName(forms::Likeness likeness) {
    switch (likeness) {
        case forms::Likeness::Same: return "same";
        case forms::Likeness::Compatible: return "compatible";
        case forms::Likeness::Different: return "different";
        case forms::Likeness::LeftOnly: return "qr-only";
        case forms::Likeness::RightOnly: return "mrz-only";
        case forms::Likeness::Unknown: break;
    }
    return "unknown";
}

Report sideBySide(const forms::CardReading& qr, const forms::CardReading& zone) {
    Report list = Report::list();
    for (const auto& field : forms::compareReadings(qr, zone)) {
        Report item = Report::object();
        item.set("field", field.field).set("qr", field.left).set("mrz", field.right);
        list.add(std::move(item.set("likeness", likenessName(field.likeness))));
    }
    return list;
}

// The first code that is a card's; other codes may lie in the picture.
Result<std::optional<forms::CardReading>> qrIn(const devices::Image& picture) {
    const auto codes = devices::BarcodeReader().read(picture);
    if (!codes) return base::Failure(codes.error());
    for (const auto& code : *codes) {
        auto card = forms::parseCardQr(base::textOf(code.bytes));
        if (card) return std::optional(std::move(*card));
    }
    return std::optional<forms::CardReading>();
}

// What was read stays visible where its check digits speak against it: "mrz" is null then, "zone" is not.
Result<Answer> scanCard(const Arguments& arguments) {
    const auto today = todayOption(arguments);
    if (!today) return base::Failure(today.error());
    const auto bytes = pictureFile(arguments);
    if (!bytes) return base::Failure(bytes.error());
    const auto picture = devices::decodePicture(*bytes);
    if (!picture) return base::Failure(picture.error());
    const auto qr = qrIn(*picture);
    if (!qr) return base::Failure(qr.error());
    const auto zone = devices::readMrzPicture(*picture);
    if (!zone) return base::Failure(zone.error());
    std::optional<forms::CardReading> mrz;
    Report report = Report::object(), seen;
    if (*zone) {
        const auto read = forms::parseMrz((*zone)->text(), *today);
        if (read) mrz = read->card;
        Report lines = Report::list();
        for (const auto& line : (*zone)->lines) lines.add(line);
        seen = Report::object().set("lines", std::move(lines)).set("likeness", (*zone)->likeness);
        seen.set("nameSure", (*zone)->nameLead >= devices::kSureOfName).set("error", read ? Report() : Report(read.error().detail));
    }
    report.set("qr", *qr ? describe(**qr) : Report()).set("mrz", mrz ? describe(*mrz) : Report()).set("zone", std::move(seen));
    report.set("comparison", *qr && mrz ? sideBySide(**qr, *mrz) : Report());
    return Answer{std::move(report), *qr || mrz ? Verdict::Good : Verdict::Bad};
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
        {"card scan",
         "IMAGE [--today DAY]",
         "The QR and the machine-readable zone of a card in a picture, beside each other where both are; exit "
         "code 1 when neither can be read.",
         {{"today"}, {}, {}, {}, 1},
         scanCard},
    };
    return kTable;
}

}  // namespace station::cli
