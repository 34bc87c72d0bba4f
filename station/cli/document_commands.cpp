// enrollctl form documents, print and preview: the printed documents (docs/formats/document.md).
#include <system_error>

#include "base/files.h"
#include "base/folder.h"
#include "base/id.h"
#include "station/cli/command.h"
#include "station/workflow/document_print.h"
#include "station/workflow/pack_forms.h"
#include "station/workflow/schema_sheet.h"
#include "sync/packet/pack.h"
#include "sync/packet/pack_files.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kMaxRecordFile = 1u << 20;
constexpr std::size_t kShortDigest = 10;  // what the QR code holds of it

// Somebody who does not exist, for the preview: a name of nine words, an address of two lines.
constexpr char kSamplePerson[] = R"({"fields": {
  "assisted": {"text": "no", "origin": "default", "confirmed": true},
  "birth_date": {"text": "07/03/1990", "origin": "typed", "confirmed": true},
  "birth_registration_place": {"text": "Xã Mẫu, Hà Nội", "origin": "typed", "confirmed": true},
  "card_expiry": {"text": "07/03/2030", "origin": "typed", "confirmed": true},
  "card_issue_date": {"text": "05/06/2022", "origin": "typed", "confirmed": true},
  "card_term": {"text": "dated", "origin": "typed", "confirmed": true},
  "delivery": {"text": "pickup", "origin": "default", "confirmed": true},
  "email": {"text": "nguoimau@example.vn", "origin": "typed", "confirmed": true},
  "ethnicity": {"text": "QD121:01", "origin": "typed", "confirmed": true},
  "full_name": {"text": "NGUYỄN HOÀNG THƯỢNG TRANG PHƯƠNG MINH KHUÊ ĐOAN ANH", "origin": "typed", "confirmed": true},
  "hometown": {"text": "Xã Mẫu, Hà Nội", "origin": "typed", "confirmed": true},
  "id_number": {"text": "001190000123", "origin": "typed", "confirmed": true},
  "integrate": {"text": "health_insurance|tax_code", "origin": "typed", "confirmed": true},
  "nationality": {"text": "VN", "origin": "default", "confirmed": true},
  "old_card": {"text": "collected", "origin": "typed", "confirmed": true},
  "permanent_address": {"text": "Số nhà 128B, ngõ 35/17 đường Mẫu Thượng, tổ dân phố Mẫu Mười Hai, khu đô thị Mẫu Trường, Phường Mẫu, Thành phố Hà Nội", "origin": "typed", "confirmed": true},
  "phone": {"text": "0912345678", "origin": "typed", "confirmed": true},
  "religion": {"text": "QD1019:00", "origin": "typed", "confirmed": true},
  "request_kind": {"text": "exchange", "origin": "typed", "confirmed": true},
  "request_reason": {"text": "misprint", "origin": "typed", "confirmed": true},
  "sex": {"text": "F", "origin": "typed", "confirmed": true}
}, "format": 1, "reasons": {}})";

Result<base::Day> dayOption(const Arguments& arguments, const std::string& name) {
    const auto day = base::parseIsoDay(arguments.value(name));
    if (!day) return base::fail(Code::BadInput, "--" + name + ": a day yyyy-mm-dd expected");
    return *day;
}

// Everything a document needs, of one folder laid out as the installed forms are.
struct Forms {
    forms::DocumentSet documents;
    forms::SchemaSet schemas;
    forms::Catalogues lists;
    forms::LawTables law;
    DocumentTables tables() const { return {schemas, lists, law}; }
};

Result<Forms> loadForms(const fs::path& folder, const fs::path& documentFolder) {
    auto documents = forms::DocumentSet::load(documentFolder);
    if (!documents) return base::Failure(documents.error());
    auto schemas = forms::SchemaSet::load(folder / "schemas");
    if (!schemas) return base::Failure(schemas.error());
    auto lists = forms::Catalogues::load(folder / "data");
    if (!lists) return base::Failure(lists.error());
    auto law = forms::LawTables::load(folder / "data");
    if (!law) return base::Failure(law.error());
    return Forms{std::move(*documents), std::move(*schemas), std::move(*lists), std::move(*law)};
}

Result<Forms> formsOption(const Arguments& arguments) {
    const std::string given = arguments.value("folder");
    const fs::path folder = given.empty() ? base::resourceFolder() / "forms" : pathOf(given);
    return loadForms(folder, folder / "documents");
}

Report describe(const forms::DocumentForm& form) {
    const auto& rule = form.rule;
    Report out = Report::object();
    out.set("id", rule.id).set("version", form.version).set("symbol", form.symbol);
    out.set("title", rule.label.vi).set("titleEn", rule.label.en);
    out.set("validFrom", base::formatIsoDay(rule.inForce.from));
    out.set("validTo", rule.inForce.to ? Report(base::formatIsoDay(*rule.inForce.to)) : Report());
    out.set("source", rule.source.text)
        .set("trust", forms::trustName(rule.source.trust))
        .set("note", form.note);
    Report procedures = Report::list();
    for (const auto& procedure : form.procedures) procedures.add(procedure);
    out.set("procedures", std::move(procedures));
    return std::move(out.set("printed", form.unknown.empty()).set("why", form.unknown));
}

Result<Answer> documents(const Arguments& arguments) {
    const auto on = dayOption(arguments, "date");
    if (!on) return base::Failure(on.error());
    const std::string given = arguments.value("folder");
    const fs::path folder = given.empty() ? base::resourceFolder() / "forms" : pathOf(given);
    const auto set = forms::DocumentSet::load(folder / "documents");
    if (!set) return base::Failure(set.error());
    Report list = Report::list();
    for (const auto& form : set->all()) list.add(describe(*form).set("inForce", form->rule.inForce.on(*on)));
    return Answer{std::move(list)};
}

Result<forms::Record> recordFile(const Arguments& arguments) {
    const auto bytes = base::readFile(pathOf(arguments.word(0)), kMaxRecordFile);
    if (!bytes) return base::pass(bytes.error(), "record");
    return forms::Record::fromJson(base::textOf(*bytes));
}

Result<DocumentFacts> factsOf(const Arguments& arguments, const base::Day& on) {
    DocumentFacts facts;
    facts.date = on;
    facts.procedure = arguments.value("procedure");
    facts.unit = arguments.value("unit");
    facts.officer = arguments.value("officer");
    facts.place = arguments.value("place");
    facts.number = arguments.value("number");
    facts.packetId = arguments.value("packet");
    facts.digest = arguments.value("digest");
    if (facts.packetId.empty() != facts.digest.empty())
        return base::fail(Code::BadInput, "--packet and --digest are given together");
    if (!facts.digest.empty() && facts.digest.size() < kShortDigest)
        return base::fail(Code::BadInput, "--digest: the packet's SHA-256 expected");
    facts.reasons = arguments.all("reason");
    facts.taken = arguments.all("taken");
    return facts;
}

Result<std::size_t> writePdf(const print::Document& document, const print::FontFiles& fonts,
                             const fs::path& file) {
    const auto pdf = print::makeDocument(document, fonts);
    if (!pdf) return base::Failure(pdf.error());
    if (auto written = base::writeFileDurably(file, *pdf); !written) return base::Failure(written.error());
    return pdf->size();
}

Result<Answer> printDocument(const Arguments& arguments) {
    const auto on = dayOption(arguments, "date");
    if (!on) return base::Failure(on.error());
    const auto facts = factsOf(arguments, *on);
    if (!facts) return base::Failure(facts.error());
    const auto forms = formsOption(arguments);
    if (!forms) return base::Failure(forms.error());
    const auto form = forms->documents.toPrint(arguments.value("document"), *on);
    if (!form) return base::Failure(form.error());
    if (!facts->procedure.empty()) {
        const auto schema = forms->schemas.inForce(facts->procedure, *on);
        if (!schema) return base::Failure(schema.error());
    }
    const auto record = recordFile(arguments);
    if (!record) return base::Failure(record.error());
    const auto fonts = print::findFonts(base::resourceFolder());
    if (!fonts) return base::Failure(fonts.error());
    const auto bytes = writePdf(fillDocument(**form, *record, *facts, forms->tables()), *fonts,
                                pathOf(arguments.value("out")));
    if (!bytes) return base::Failure(bytes.error());
    return Answer{std::move(describe(**form).set("date", base::formatIsoDay(*on)).set("bytes", *bytes))};
}

// --- preview ---

// A folder for a pack's files, removed at the end.
class Scratch {
public:
    explicit Scratch(fs::path folder) : folder_(std::move(folder)) {}
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() { (void)base::removeFolder(folder_); }
    const fs::path& folder() const { return folder_; }

private:
    fs::path folder_;
};

// The forms of a pack; the program's own documents when the pack has none (docs/formats/pack.md).
Result<Forms> packForms(const std::string& name) {
    const auto bytes = base::readFile(pathOf(name), packet::kMaxPack);
    if (!bytes) return base::pass(bytes.error(), "pack");
    const auto pack = packet::peekPack(*bytes);
    if (!pack) return base::Failure(pack.error());
    std::error_code error;
    const fs::path temporary = fs::temp_directory_path(error);
    if (error) return base::fail(Code::IoError, "no folder for temporary files");
    if (auto usable = checkPackForms(*pack, temporary); !usable) return base::Failure(usable.error());
    const Scratch scratch(temporary / base::newId(base::SystemClock().now()));
    if (auto unpacked = packet::unpackInto(scratch.folder(), *pack); !unpacked)
        return base::Failure(unpacked.error());
    const fs::path own = scratch.folder() / "documents";
    return loadForms(scratch.folder(),
                     fs::exists(own, error) ? own : base::resourceFolder() / "forms" / "documents");
}

DocumentFacts sampleFacts(const forms::DocumentForm& form) {
    const base::Day today = base::dayInVietnam(base::SystemClock().now());
    DocumentFacts facts;
    facts.date = form.rule.inForce.on(today) ? today : form.rule.inForce.from;
    facts.unit = "Công an xã Mẫu, Công an tỉnh Mẫu";
    facts.officer = "Thượng úy Mẫu Văn A";
    facts.place = "Xã Mẫu";
    facts.number = "TK-03 / 000123";
    facts.packetId = "0192f5a0-1111-7abc-8def-000000000001";
    facts.digest = std::string(64, '0');
    facts.reasons = {"Lý do thứ nhất để xem trước.", "Lý do thứ hai để xem trước."};
    facts.taken = {"portrait", "fingerprints"};
    return facts;
}

Result<Answer> preview(const Arguments& arguments) {
    const std::string pack = arguments.value("pack");
    const fs::path installed = base::resourceFolder() / "forms";
    const auto forms = pack.empty() ? loadForms(installed, installed / "documents") : packForms(pack);
    if (!forms) return base::Failure(forms.error());
    const auto sample = forms::Record::fromJson(kSamplePerson);
    if (!sample) return base::Failure(sample.error());
    const auto fonts = print::findFonts(base::resourceFolder());
    if (!fonts) return base::Failure(fonts.error());
    const fs::path folder = pathOf(arguments.value("out"));
    if (auto made = base::makePrivateFolder(folder); !made) return base::Failure(made.error());

    Report files = Report::list(), left = Report::list();
    for (const auto& form : forms->documents.all()) {
        if (!form->unknown.empty()) {
            left.add(Report::object().set("id", form->rule.id).set("why", form->unknown));
            continue;
        }
        for (const char* kind : {"empty", "sample"}) {
            const bool filled = std::string_view(kind) == "sample";
            DocumentFacts facts = filled ? sampleFacts(*form) : DocumentFacts();
            facts.watermark = print::Watermark::Preview;
            const auto document =
                fillDocument(*form, filled ? *sample : forms::Record(), facts, forms->tables());
            const std::string name = form->rule.id + "-" + form->version + "-" + kind + ".pdf";
            const auto bytes = writePdf(document, *fonts, folder / fs::path(name));
            if (!bytes) return base::pass(bytes.error(), name);
            files.add(
                Report::object().set("file", name).set("title", form->rule.label.vi).set("bytes", *bytes));
        }
    }
    for (const auto& schema : forms->schemas.all()) {
        const std::string name = schema->id() + "-" + schema->version() + "-form.pdf";
        const auto bytes = writePdf(schemaSheet(*schema), *fonts, folder / fs::path(name));
        if (!bytes) return base::pass(bytes.error(), name);
        files.add(Report::object().set("file", name).set("title", schema->title().vi).set("bytes", *bytes));
    }
    return Answer{
        std::move(Report::object().set("files", std::move(files)).set("notPrinted", std::move(left)))};
}

}  // namespace

std::span<const Command> documentCommands() {
    static const Command kTable[] = {
        {"form documents",
         "--date YYYY-MM-DD [--folder DIR]",
         "The printed documents, which of them are in force that day, where each stands, and why some are "
         "not printed.",
         {{"date", "folder"}, {}, {}, {"date"}, 0},
         documents},
        {"form print",
         "RECORD --document ID --date YYYY-MM-DD --out FILE [--procedure ID] [--unit TEXT] [--officer TEXT] "
         "[--place TEXT] [--number TEXT] [--packet ID --digest HEX] [--reason TEXT]... [--taken CAPTURE]... "
         "[--folder DIR]",
         "Prints a record's JSON as one document in force that day into a PDF file; what is not given is a "
         "line to "
         "write on.",
         {{"document", "date", "out", "procedure", "unit", "officer", "place", "number", "packet", "digest",
           "reason", "taken", "folder"},
          {"reason", "taken"},
          {},
          {"document", "date", "out"},
          1},
         printDocument},
        {"form preview",
         "--out DIR [--pack FILE]",
         "For review: every form of the installed ones or of a pack with its pages, captures and rules in "
         "words, and every "
         "document empty and with an invented person.",
         {{"out", "pack"}, {}, {}, {"out"}, 0},
         preview},
    };
    return kTable;
}

}  // namespace station::cli
