// enrollctl packet ...: what a packet's file says, whether it is sound, and what is in it.
#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"
#include "station/cli/command.h"
#include "sync/packet/envelope.h"
#include "sync/packet/manifest.h"
#include "sync/packet/packet.h"
#include "sync/packet/provisioning.h"
#include "sync/packet/receipt.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Bytes;
using base::Code;
using base::fail;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kMaxPacketFile = 128u << 20;
constexpr std::uint64_t kMaxSmallFile = 1u << 20;

const gateway::ArgumentRules kShowRules{{"header"}, {}, {}, {}, 1};
const gateway::ArgumentRules kVerifyRules{{"header", "identity", "keys"}, {}, {}, {"keys"}, 1};
const gateway::ArgumentRules kOpenRules{
    {"header", "identity", "keys", "out"}, {}, {}, {"identity", "out"}, 1};

// A packet lies in two files: <id>.age and the signed header <id>.header.json beside it.
struct PacketFiles {
    Bytes age;
    Bytes header;  // empty: none
};

Result<PacketFiles> readPacket(const Arguments& arguments) {
    const fs::path file = pathOf(arguments.word(0));
    auto bytes = base::readFile(file, kMaxPacketFile);
    if (!bytes) return base::pass(bytes.error(), file.filename().string());
    PacketFiles files;
    if (!bytes->empty() && bytes->front() == '{') {
        files.header = std::move(*bytes);
        return files;
    }
    files.age = std::move(*bytes);
    const std::string given = arguments.value("header");
    fs::path beside = given.empty() ? file : pathOf(given);
    if (given.empty()) beside.replace_extension(".header.json");
    auto header = base::readFile(beside, kMaxSmallFile);
    if (header) {
        files.header = std::move(*header);
    } else if (!given.empty() || header.error().code != Code::NotFound) {
        return base::pass(header.error(), beside.filename().string());
    }
    return files;
}

Result<packet::PacketHeader> peekHeader(const PacketFiles& files) {
    const auto envelope = packet::peekEnvelope(files.header, kMaxSmallFile);
    if (!envelope) return base::pass(envelope.error(), "header");
    if (envelope->type != packet::kPacketHeaderType)
        return fail(Code::BadInput, "the file is no packet header");
    return packet::parseHeaderJson(envelope->payload);
}

const char* purposeName(packet::Purpose purpose) {
    return purpose == packet::Purpose::Training ? "training" : "real";
}

Report describe(const packet::PacketHeader& header) {
    Report report = Report::object();
    report.set("id", header.id).set("kind", header.kind).set("schemaVersion", header.schemaVersion);
    report.set("station", header.station).set("unit", header.unit).set("officerKey", header.officerKey);
    report.set("sealedAt", base::formatUtc(header.sealedAt))
        .set("size", header.size)
        .set("digest", header.digest);
    report.set("replaces", header.replaces.empty() ? Report() : Report(header.replaces));
    report.set("purpose", purposeName(header.purpose)).set("sequence", header.sequence);
    report.set("journalHead", header.journalHead);
    return report;
}

Report describe(const packet::OpenedPacket& opened) {
    const auto& manifest = opened.manifest;
    Report report = Report::object();
    report.set("id", manifest.id).set("kind", manifest.kind).set("schemaVersion", manifest.schemaVersion);
    report.set("officer", manifest.officer).set("startedAt", base::formatUtc(manifest.startedAt));
    report.set("sealedAt", base::formatUtc(manifest.sealedAt)).set("purpose", purposeName(manifest.purpose));
    Report attachments = Report::list();
    for (const auto& attachment : opened.attachments) {
        Report item = Report::object();
        item.set("name", attachment.name).set("mediaType", attachment.mediaType);
        attachments.add(item.set("size", attachment.bytes.size()));
    }
    return report.set("attachments", std::move(attachments));
}

Result<packet::AgeIdentity> readIdentity(const fs::path& file) {
    const auto bytes = base::readFile(file, kMaxSmallFile);
    if (!bytes) return base::pass(bytes.error(), "identity");
    for (const auto line : base::split(base::textOf(*bytes), '\n')) {
        const auto text = base::trim(line);
        if (!text.empty() && text.front() != '#') return packet::AgeIdentity::parse(text);
    }
    return fail(Code::BadInput, "the identity file holds no key");
}

// The keys a station registered with, as its station-keys file says.
Result<packet::SenderKeys> readSenderKeys(const fs::path& file) {
    const auto bytes = base::readFile(file, kMaxSmallFile);
    if (!bytes) return base::pass(bytes.error(), "keys");
    const auto keys = packet::verifyStationKeys(*bytes);
    if (!keys) return base::pass(keys.error(), "keys");
    packet::KeyRing station, officers;
    station.add(keys->signingKey);
    for (const auto& officer : keys->officers) officers.add(officer.key);
    return packet::SenderKeys{station.lookup(), officers.lookup()};
}

Result<Answer> show(const Arguments& arguments) {
    const auto files = readPacket(arguments);
    if (!files) return base::Failure(files.error());
    Report report = Report::object();
    if (!files->age.empty()) {
        report.set(
            "file",
            Report::object().set("size", files->age.size()).set("digest", base::sha256Hex(files->age)));
    }
    report.set("signatureChecked", false);
    if (files->header.empty()) return Answer{std::move(report.set("header", Report()))};
    const auto header = peekHeader(*files);
    if (!header) return base::Failure(header.error());
    return Answer{std::move(report.set("header", describe(*header)))};
}

// One line of a verification; later ones are not tried after a failure.
struct Checks {
    Report list = Report::list();
    Verdict verdict = Verdict::Good;

    void add(const char* name, const Result<void>& result) {
        Report check = Report::object();
        check.set("check", name).set("good", result.has_value());
        if (!result) {
            check.set("code", base::codeName(result.error().code)).set("detail", result.error().detail);
            verdict = Verdict::Bad;
        }
        list.add(std::move(check));
    }
};

template <class T>
Result<void> outcomeOf(const Result<T>& result) {
    if (result) return {};
    return base::Failure(result.error());
}

Result<Answer> verify(const Arguments& arguments) {
    const auto files = readPacket(arguments);
    if (!files) return base::Failure(files.error());
    if (files->header.empty())
        return fail(Code::NotFound, "no header beside the packet; name it with --header");
    const auto keys = readSenderKeys(pathOf(arguments.value("keys")));
    if (!keys) return base::Failure(keys.error());
    Checks checks;
    const auto header = packet::verifyPacketHeader(files->header, keys->station);
    checks.add("header-signature", outcomeOf(header));
    if (header && !files->age.empty()) {
        const bool same =
            header->size == files->age.size() && header->digest == base::sha256Hex(files->age);
        checks.add("content-digest",
                   same ? Result<void>() : fail(Code::Corrupt, "size or digest differ from the header"));
    }
    const std::string identityFile = arguments.value("identity");
    if (header && !identityFile.empty() && checks.verdict == Verdict::Good) {
        const auto identity = readIdentity(pathOf(identityFile));
        if (!identity) return base::Failure(identity.error());
        checks.add("content", outcomeOf(packet::openPacket(*header, files->age, *identity, *keys)));
    }
    Report report = Report::object();
    report.set("verified", checks.verdict == Verdict::Good);
    report.set("contentOpened", !identityFile.empty() && header.has_value()).set("checks", checks.list);
    if (header) report.set("header", describe(*header));
    return Answer{std::move(report), checks.verdict};
}

// With the sender's keys everything is checked; without them the attachments only, and the answer says so.
// The content of a correction has the very form of a packet's, so its door opens a packet whose signers
// nobody vouches for.
Result<packet::OpenedPacket> openFiles(const PacketFiles& files, const Arguments& arguments,
                                       const packet::AgeIdentity& identity) {
    const std::string keyFile = arguments.value("keys");
    if (keyFile.empty()) return packet::openCorrection(files.age, identity);
    const auto keys = readSenderKeys(pathOf(keyFile));
    if (!keys) return base::Failure(keys.error());
    if (files.header.empty())
        return fail(Code::NotFound, "no header beside the packet; name it with --header");
    const auto header = packet::verifyPacketHeader(files.header, keys->station);
    if (!header) return base::pass(header.error(), "header");
    return packet::openPacket(*header, files.age, identity, *keys);
}

Result<void> writeContent(const packet::OpenedPacket& opened, const fs::path& folder) {
    if (auto made = base::makePrivateFolder(folder / "attachments"); !made) return made;
    if (auto done = base::writeFileDurably(folder / "manifest.json", opened.manifestBytes); !done)
        return done;
    if (auto done = base::writeFileDurably(folder / "manifest.sig.json", opened.signatures); !done)
        return done;
    if (auto done = base::writeFileDurably(folder / "record.json", base::viewOf(opened.manifest.record));
        !done)
        return done;
    for (const auto& attachment : opened.attachments) {
        // unpacking has refused every name that is not a plain file name
        const auto done = base::writeFileDurably(folder / "attachments" / attachment.name, attachment.bytes);
        if (!done) return done;
    }
    return {};
}

Result<Answer> open(const Arguments& arguments) {
    const fs::path folder = pathOf(arguments.value("out"));
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_empty(folder, error))
        return fail(Code::AlreadyExists, "the folder of --out is not empty");
    const auto identity = readIdentity(pathOf(arguments.value("identity")));
    if (!identity) return base::Failure(identity.error());
    const auto files = readPacket(arguments);
    if (!files) return base::Failure(files.error());
    if (files->age.empty()) return fail(Code::BadInput, "this is a header; name the .age file");
    const auto opened = openFiles(*files, arguments, *identity);
    if (!opened) return base::Failure(opened.error());
    if (auto written = writeContent(*opened, folder); !written) return base::Failure(written.error());
    Report report = Report::object();
    report.set("folder", folder.string()).set("signaturesChecked", !arguments.value("keys").empty());
    return Answer{std::move(report.set("content", describe(*opened)))};
}

}  // namespace

std::span<const Command> packetCommands() {
    static const Command kTable[] = {
        {"packet show", "FILE [--header FILE]",
         "What the signed header of a packet says; FILE is <id>.age or <id>.header.json. Nothing is "
         "verified.",
         kShowRules, show},
        {"packet verify", "FILE --keys FILE [--header FILE] [--identity FILE]",
         "Checks signature, size and digest by a station-keys file, and with an age identity everything "
         "inside.",
         kVerifyRules, verify},
        {"packet open", "FILE --identity FILE --out DIR [--header FILE] [--keys FILE]",
         "Writes manifest, record and attachments into a new folder; with --keys all signatures are checked "
         "first.",
         kOpenRules, open},
    };
    return kTable;
}

}  // namespace station::cli
