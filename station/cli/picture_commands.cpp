// enrollctl code ..., portrait ..., finger ...: pictures from files, judged as the station judges its
// devices'.
#include "base/files.h"
#include "base/text.h"
#include "devices/barcode/barcode.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/fingerprint/quality.h"
#include "devices/portrait/portrait_analysis.h"
#include "devices/portrait/portrait_crop.h"
#include "station/cli/command.h"

namespace station::cli {
namespace {

using base::Result;
using gateway::Arguments;

constexpr double kUsualFingerDpi = 500;  // ISO/IEC 19794-4, 7.1: the common resolution of prints

const char* outcomeName(devices::Outcome outcome) {
    switch (outcome) {
        case devices::Outcome::Pass:
            return "pass";
        case devices::Outcome::Warn:
            return "warn";
        case devices::Outcome::Fail:
            return "fail";
        case devices::Outcome::NotChecked:
            return "not-checked";
        case devices::Outcome::Unknown:
            break;
    }
    return "unknown";
}

Report describe(const devices::QualityReport& quality) {
    Report measures = Report::list();
    for (const auto& measure : quality.measures) {
        Report item = Report::object();
        item.set("name", measure.name).set("outcome", outcomeName(measure.outcome)).set("raw", measure.raw);
        item.set("component", measure.component < 0 ? Report() : Report(measure.component));
        item.set("reason", measure.reason.empty() ? Report() : Report(measure.reason));
        measures.add(std::move(item));
    }
    Report reasons = Report::list();
    for (const auto& reason : quality.reasons) reasons.add(reason);
    Report report = Report::object();
    report.set("score", quality.score < 0 ? Report() : Report(quality.score))
        .set("algorithm", quality.algorithm);
    return report.set("reasons", std::move(reasons)).set("measures", std::move(measures));
}

Result<Answer> readCode(const Arguments& arguments) {
    const auto bytes = pictureFile(arguments);
    if (!bytes) return base::Failure(bytes.error());
    const auto picture = devices::decodePicture(*bytes);
    if (!picture) return base::Failure(picture.error());
    const auto codes = devices::BarcodeReader().read(*picture);
    if (!codes) return base::Failure(codes.error());
    Report list = Report::list();
    for (const auto& code : *codes) {
        Report item = Report::object();
        item.set("symbology", code.symbology == devices::Symbology::Qr ? "qr" : "linear");
        const std::string_view text = base::textOf(code.bytes);
        item.set("text", base::isUtf8(text) ? Report(text) : Report());
        item.set("base64", base::toBase64(code.bytes));
        list.add(std::move(item));
    }
    return Answer{std::move(Report::object().set("codes", std::move(list))),
                  codes->empty() ? Verdict::Bad : Verdict::Good};
}

// The networks of the folder; without one those installed with the program, else the cascades with fewer
// checks.
Result<devices::FaceModels> loadModels(const Arguments& arguments) {
    const std::string given = arguments.value("models");
    if (!given.empty()) return devices::FaceModels::fromFolder(pathOf(given));
    auto installed = devices::FaceModels::fromFolder(base::resourceFolder() / "models");
    if (installed || installed.error().code != base::Code::NotFound) return installed;
    return devices::FaceModels::fromCascades();
}

Result<Answer> checkPortrait(const Arguments& arguments) {
    const auto bytes = pictureFile(arguments);
    if (!bytes) return base::Failure(bytes.error());
    const auto picture = devices::decodePicture(*bytes);
    if (!picture) return base::Failure(picture.error());
    const auto models = loadModels(arguments);
    if (!models) return base::pass(models.error(), "models");
    auto analyzer = devices::PortraitAnalyzer::create(*models);
    if (!analyzer) return base::Failure(analyzer.error());
    const auto judged = analyzer->full(*picture);
    if (!judged) return base::Failure(judged.error());
    Report off = Report::list();
    for (const auto& check : analyzer->checksOff()) off.add(check);
    const bool networks = models->finding() == devices::FaceFinding::Networks;
    Report report = Report::object();
    report.set("ready", judged->ready).set("faces", judged->faces);
    report.set("instruction", judged->instruction.empty() ? Report() : Report(judged->instruction));
    report.set("width", picture->width).set("height", picture->height);
    report.set("models", networks ? "networks" : "cascades").set("checksOff", std::move(off));
    report.set("quality", describe(judged->quality));
    return Answer{std::move(report), judged->ready ? Verdict::Good : Verdict::Bad};
}

devices::Image toGrey(const devices::Image& color) {
    devices::Image grey{color.width, color.height, devices::PixelFormat::Grey8, color.dpi, {}};
    grey.pixels.reserve(color.pixels.size() / 3);
    for (std::size_t i = 0; i + 2 < color.pixels.size(); i += 3) {
        // luma of ITU-R BT.601 in 1/256, from blue, green, red
        grey.pixels.push_back(static_cast<std::uint8_t>(
            (29 * color.pixels[i] + 150 * color.pixels[i + 1] + 77 * color.pixels[i + 2]) >> 8));
    }
    return grey;
}

Result<devices::Image> decodePrint(base::ByteView bytes) {
    if (auto png = devices::decodeGreyPng(bytes)) return png;
    auto color = devices::decodePicture(bytes);
    if (!color) return base::Failure(color.error());
    return toGrey(*color);
}

Result<Answer> fingerQuality(const Arguments& arguments) {
    const auto dpi = numberOption(arguments, "dpi", 0, 200, 2000);
    if (!dpi) return base::Failure(dpi.error());
    const auto bytes = pictureFile(arguments);
    if (!bytes) return base::Failure(bytes.error());
    auto print = decodePrint(*bytes);
    if (!print) return base::Failure(print.error());
    const bool told = *dpi > 0 || print->dpi > 0;
    if (*dpi > 0) print->dpi = *dpi;
    if (print->dpi <= 0) print->dpi = kUsualFingerDpi;
    Report report = Report::object();
    report.set("width", print->width)
        .set("height", print->height)
        .set("dpi", print->dpi)
        .set("dpiAssumed", !told);
    return Answer{std::move(report.set("quality", describe(devices::printQuality(*print))))};
}

}  // namespace

std::span<const Command> pictureCommands() {
    static const Command kTable[] = {
        {"code read",
         "IMAGE",
         "The QR and bar codes in a picture; exit code 1 when there is none.",
         {{}, {}, {}, {}, 1},
         readCode},
        {"portrait check",
         "IMAGE [--models DIR]",
         "Judges a picture as the portrait step does; exit code 1 when it may not be kept as it is.",
         {{"models"}, {}, {}, {}, 1},
         checkPortrait},
        {"finger quality",
         "IMAGE [--dpi N]",
         "The quality of one print, 0 to 100; N is assumed to be 500 where the file does not tell it.",
         {{"dpi"}, {}, {}, {}, 1},
         fingerQuality},
    };
    return kTable;
}

}  // namespace station::cli
