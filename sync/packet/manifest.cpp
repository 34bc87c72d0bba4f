#include "sync/packet/manifest.h"

#include <set>

#include "base/digest.h"
#include "base/id.h"
#include "sync/packet/envelope.h"
#include "sync/packet/json.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

constexpr std::uint64_t kFormat = 1;
constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;  // what every JSON reader keeps exactly
constexpr std::size_t kDigestDigits = 64;
constexpr std::size_t kKeyIdDigits = 16;
constexpr std::size_t kMostName = 400;
constexpr std::size_t kMostMediaType = 100;
constexpr std::size_t kMostQuality = 64u << 10;
constexpr std::size_t kMostRecord = 8u << 20;
constexpr std::size_t kMostConsents = 100;

// The members that header and manifest share. A newer format is refused before anything else is judged.
template <class T>
void readCommon(json::Reader& reader, T& out) {
    if (reader.number("format", 1, kMostNumber) > kFormat) reader.refuse("format is newer than this program");
    out.id = reader.id("id");
    out.kind = reader.token("kind");
    out.schemaVersion = reader.token("schemaVersion");
    out.station = reader.token("station");
    out.unit = reader.token("unit");
    out.sealedAt = reader.time("sealedAt");
    out.replaces = reader.idOrNone("replaces");
    out.purpose = reader.purpose("purpose");
    out.sequence = reader.number("sequence", 1, kMostNumber);
    out.journalHead = reader.hex("journalHead", kDigestDigits);
}

template <class T>
json::Value writeCommon(const T& from) {
    return {{"format", kFormat},
            {"id", from.id},
            {"kind", from.kind},
            {"schemaVersion", from.schemaVersion},
            {"station", from.station},
            {"unit", from.unit},
            {"sealedAt", base::formatUtc(from.sealedAt)},
            {"replaces", from.replaces},
            {"purpose", json::purposeName(from.purpose)},
            {"sequence", from.sequence},
            {"journalHead", from.journalHead}};
}

PacketHeader readHeader(json::Reader& reader) {
    PacketHeader header;
    readCommon(reader, header);
    header.officerKey = reader.hex("officerKey", kKeyIdDigits);
    header.size = reader.number("size", 1, kMostNumber);
    header.digest = reader.hex("digest", kDigestDigits);
    return header;
}

AttachmentEntry readEntry(json::Reader& reader) {
    AttachmentEntry entry;
    entry.name = reader.filled("name", 100);
    if (!isAttachmentName(entry.name)) reader.refuse("name is malformed");
    entry.mediaType = reader.filled("mediaType", kMostMediaType);
    entry.size = reader.number("size", 0, kMostNumber);
    entry.digest = reader.hex("digest", kDigestDigits);
    entry.quality = reader.text("quality", kMostQuality);
    return entry;
}

Result<ParsedManifest> readManifest(const json::Value& object, std::size_t mostAttachments) {
    ParsedManifest out;
    Manifest& manifest = out.manifest;
    json::Reader reader(object, "manifest: ");
    readCommon(reader, manifest);
    manifest.startedAt = reader.time("startedAt");
    manifest.record = reader.filled("record", kMostRecord);

    json::Reader officer(reader.object("officer"), "manifest officer: ");
    manifest.officer = officer.token("id");
    manifest.officerKey = officer.hex("key", kKeyIdDigits);
    manifest.officerName = officer.text("name", kMostName);
    if (auto read = officer.done(); !read && reader.good()) return Failure(read.error());

    Result<void> inner;
    reader.list("consents", kMostConsents, [&](const json::Value& value) {
        json::Reader consent(value, "manifest consent: ");
        manifest.consents.push_back({consent.token("id"), consent.time("at")});
        if (inner) inner = consent.done();
    });
    std::set<std::string> names;
    reader.list("attachments", mostAttachments, [&](const json::Value& value) {
        json::Reader entry(value, "manifest attachment: ");
        out.attachments.push_back(readEntry(entry));
        if (!names.insert(out.attachments.back().name).second) entry.refuse("name stands there twice");
        if (inner) inner = entry.done();
    });
    if (auto read = reader.done(); !read) return Failure(read.error());
    if (!inner) return Failure(inner.error());
    return out;
}

json::Value signatureOf(std::string_view type, ByteView manifest, const SigningKey& key) {
    return {{"key", key.id()}, {"sig", base::toBase64Url(signDetached(type, manifest, key))}};
}

Result<void> verifyOne(const json::Value& object, std::string_view type, ByteView manifest,
                       const KeyLookup& keys, const std::string& expectedKey) {
    json::Reader reader(object, "manifest signature: ");
    const std::string id = reader.hex("key", kKeyIdDigits);
    const Bytes signature = reader.bytes("sig", 64);
    if (auto read = reader.done(); !read) return read;
    if (!expectedKey.empty() && id != expectedKey) {
        return fail(Code::Conflict, "manifest signed by officer key " + id + " but names " + expectedKey);
    }
    const auto key = keys(id);
    if (!key) return fail(Code::KeyUnknown, "manifest signed by unknown key " + id);
    return verifyDetached(type, manifest, signature, *key);
}

std::string digestOf(const Attachment& attachment) {
    if (attachment.digest.empty()) return base::sha256Hex(attachment.bytes);
    return attachment.digest;
}

}  // namespace

Result<std::string> headerJson(const PacketHeader& header) {
    json::Value object = writeCommon(header);
    object["officerKey"] = header.officerKey;
    object["size"] = header.size;
    object["digest"] = header.digest;
    json::Reader reader(object, "packet header: ");
    readHeader(reader);
    if (auto sound = reader.done(); !sound) return Failure(sound.error());
    return json::dump(object);
}

Result<PacketHeader> parseHeaderJson(ByteView bytes) {
    const auto object = json::parseObject(bytes);
    if (!object) return base::pass(object.error(), "packet header");
    json::Reader reader(*object, "packet header: ");
    PacketHeader header = readHeader(reader);
    if (auto sound = reader.done(); !sound) return Failure(sound.error());
    return header;
}

Result<std::string> manifestJson(const Manifest& manifest, std::span<const Attachment> attachments) {
    json::Value object = writeCommon(manifest);
    object["startedAt"] = base::formatUtc(manifest.startedAt);
    object["record"] = manifest.record;
    object["officer"] = {
        {"id", manifest.officer}, {"key", manifest.officerKey}, {"name", manifest.officerName}};
    object["consents"] = json::Value::array();
    for (const Consent& consent : manifest.consents) {
        object["consents"].push_back({{"id", consent.id}, {"at", base::formatUtc(consent.at)}});
    }
    object["attachments"] = json::Value::array();
    for (const Attachment& attachment : attachments) {
        object["attachments"].push_back({{"name", attachment.name},
                                         {"mediaType", attachment.mediaType},
                                         {"size", attachment.bytes.size()},
                                         {"digest", digestOf(attachment)},
                                         {"quality", attachment.quality}});
    }
    if (auto sound = readManifest(object, OpenLimits{}.attachments); !sound) return Failure(sound.error());
    return json::dump(object);
}

Result<ParsedManifest> parseManifestJson(ByteView bytes, std::size_t mostAttachments) {
    const auto object = json::parseObject(bytes);
    if (!object) return base::pass(object.error(), "manifest");
    return readManifest(*object, mostAttachments);
}

Bytes manifestSignatures(ByteView manifest, const Signers& signers) {
    const json::Value object = {{"officer", signatureOf(kManifestOfficerType, manifest, signers.officer)},
                                {"station", signatureOf(kManifestStationType, manifest, signers.station)}};
    return base::bytesOf(json::dump(object).value());
}

Result<void> verifyManifest(ByteView manifest, ByteView signatures, const SenderKeys& keys,
                            const std::string& officerKey) {
    const auto object = json::parseObject(signatures);
    if (!object) return base::pass(object.error(), "manifest signatures");
    json::Reader reader(*object, "manifest signatures: ");
    const json::Value& officer = reader.object("officer");
    const json::Value& station = reader.object("station");
    if (auto read = reader.done(); !read) return read;
    if (auto fits = verifyOne(station, kManifestStationType, manifest, keys.station, ""); !fits) return fits;
    return verifyOne(officer, kManifestOfficerType, manifest, keys.officers, officerKey);
}

}  // namespace packet
