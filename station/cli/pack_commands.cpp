// enrollctl form pack ...: the signed pack of forms and law tables (docs/formats/pack.md).
#include <algorithm>
#include <system_error>

#include "base/files.h"
#include "base/text.h"
#include "station/cli/command.h"
#include "station/workflow/pack_forms.h"
#include "sync/packet/pack.h"
#include "sync/packet/pack_shelf.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kMaxKeyFile = 4096;
constexpr std::size_t kMostDigits = 15;

Result<packet::SigningKey> secretKey(const Arguments& arguments) {
    const auto bytes = base::readFile(pathOf(arguments.value("key")), kMaxKeyFile);
    if (!bytes) return base::pass(bytes.error(), "key");
    auto key = packet::SigningKey::parse(base::trim(base::textOf(*bytes)));
    if (!key) return base::pass(key.error(), "key");
    return key;
}

Result<packet::KeyLookup> publicKey(const Arguments& arguments) {
    const auto key = packet::VerifyKey::parse(arguments.value("key"));
    if (!key) return base::fail(Code::BadInput, "--key: the text of a public key expected, ed25519:...");
    packet::KeyRing ring;
    ring.add(*key);
    return ring.lookup();
}

Result<base::Bytes> packFile(const std::string& name) {
    return base::readFile(pathOf(name), packet::kMaxPack);
}

Result<void> checkForms(const packet::Pack& pack) {
    std::error_code error;
    const fs::path scratch = fs::temp_directory_path(error);
    if (error) return base::fail(Code::IoError, "no folder for temporary files");
    return checkPackForms(pack, scratch);
}

Report describe(const packet::Pack& pack) {
    Report files = Report::list();
    for (const auto& file : pack.files)
        files.add(Report::object().set("name", file.name).set("bytes", file.bytes.size()));
    Report out = Report::object();
    out.set("version", pack.version).set("issuedAt", base::formatUtc(pack.issuedAt)).set("note", pack.note);
    return std::move(out.set("files", std::move(files)));
}

Answer refused(const base::Error& error) {
    Report report = Report::object();
    report.set("good", false).set("code", base::codeName(error.code)).set("detail", error.detail);
    return {std::move(report), Verdict::Bad};
}

Result<Answer> newKey(const Arguments& arguments) {
    const fs::path file = pathOf(arguments.value("out"));
    std::error_code ignored;
    if (fs::exists(file, ignored)) return base::fail(Code::AlreadyExists, "the key file is there already");
    const auto key = packet::SigningKey::generate();
    if (auto written = base::writeFileDurably(file, key.text().view()); !written)
        return base::Failure(written.error());
    return Answer{std::move(Report::object().set("id", key.id()).set("key", key.verifyKey().text()))};
}

Result<Answer> make(const Arguments& arguments) {
    const auto& digits = arguments.value("version");
    const bool number =
        !digits.empty() && digits.size() <= kMostDigits &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!number) return base::fail(Code::BadInput, "--version: a number from 1 expected");
    const auto key = secretKey(arguments);
    if (!key) return base::Failure(key.error());
    const auto pack = packOfFolder(pathOf(arguments.value("from")), std::stoull(digits),
                                   base::SystemClock().now(), arguments.value("note"));
    if (!pack) return base::Failure(pack.error());
    if (auto usable = checkForms(*pack); !usable) return base::Failure(usable.error());
    const auto bytes = packet::signPack(*pack, *key);
    if (!bytes) return base::Failure(bytes.error());
    const auto written =
        base::writeFileDurably(pathOf(arguments.value("out")), *bytes, base::Privacy::Everyone);
    if (!written) return base::Failure(written.error());
    return Answer{std::move(describe(*pack).set("key", key->id()))};
}

Result<Answer> show(const Arguments& arguments) {
    const auto bytes = packFile(arguments.word(0));
    if (!bytes) return base::Failure(bytes.error());
    const auto pack = packet::peekPack(*bytes);
    if (!pack) return base::Failure(pack.error());
    return Answer{std::move(describe(*pack).set("signatureChecked", false))};
}

Result<Answer> verify(const Arguments& arguments) {
    const auto keys = publicKey(arguments);
    if (!keys) return base::Failure(keys.error());
    const auto bytes = packFile(arguments.word(0));
    if (!bytes) return base::Failure(bytes.error());
    const auto pack = packet::verifyPack(*bytes, *keys);
    if (!pack) return refused(pack.error());
    if (const auto usable = checkForms(*pack); !usable) return refused(usable.error());
    return Answer{std::move(Report::object().set("good", true).set("pack", describe(*pack)))};
}

Result<Answer> install(const Arguments& arguments) {
    const auto keys = publicKey(arguments);
    if (!keys) return base::Failure(keys.error());
    const auto bytes = packFile(arguments.word(0));
    if (!bytes) return base::Failure(bytes.error());
    packet::PackShelf shelf(pathOf(arguments.value("shelf")), *keys);
    const auto pack = shelf.take(*bytes, checkForms);
    if (!pack) return refused(pack.error());
    return Answer{std::move(Report::object().set("good", true).set("inUse", pack->version))};
}

Result<Answer> rollback(const Arguments& arguments) {
    const auto keys = publicKey(arguments);
    if (!keys) return base::Failure(keys.error());
    packet::PackShelf shelf(pathOf(arguments.value("shelf")), *keys);
    const auto pack = shelf.goBack();
    if (!pack) return refused(pack.error());
    return Answer{std::move(
        Report::object().set("good", true).set("inUse", *pack ? Report((*pack)->version) : Report()))};
}

}  // namespace

std::span<const Command> packCommands() {
    static const Command kTable[] = {
        {"form pack key",
         "--out FILE",
         "Makes a pack key: the secret into a new file, the public key into the answer.",
         {{"out"}, {}, {}, {"out"}, 0},
         newKey},
        {"form pack make",
         "--from DIR --version N --key FILE --out FILE [--note TEXT]",
         "Signs schemas and tables of DIR (as installed in resources/forms) as one pack; everything must "
         "load.",
         {{"from", "version", "key", "out", "note"}, {}, {}, {"from", "version", "key", "out"}, 0},
         make},
        {"form pack show",
         "FILE",
         "What a pack says and holds. Nothing is verified.",
         {{}, {}, {}, {}, 1},
         show},
        {"form pack verify",
         "FILE --key ed25519:KEY",
         "Checks a pack's signature and everything in it; exit code 1 when a station would refuse it.",
         {{"key"}, {}, {}, {"key"}, 1},
         verify},
        {"form pack install",
         "FILE --shelf DIR --key ed25519:KEY",
         "Takes a pack onto a shelf; refused unless it is later than every pack taken there.",
         {{"key", "shelf"}, {}, {}, {"key", "shelf"}, 1},
         install},
        {"form pack rollback",
         "--shelf DIR --key ed25519:KEY",
         "Goes back to the shelf's previous pack, or to the program's own forms (inUse: null).",
         {{"key", "shelf"}, {}, {}, {"key", "shelf"}, 0},
         rollback},
    };
    return kTable;
}

}  // namespace station::cli
