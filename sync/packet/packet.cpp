#include "sync/packet/packet.h"

#include <algorithm>

#include "base/digest.h"
#include "sync/packet/age.h"
#include "sync/packet/archive.h"
#include "sync/packet/envelope.h"
#include "sync/packet/manifest.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

// Header and manifest are signed apart; what both say must be the same.
Result<void> compare(const PacketHeader& header, const Manifest& manifest) {
    const auto differs = [](const char* what) {
        return fail(Code::Conflict, std::string("header and manifest disagree about ") + what);
    };
    if (manifest.id != header.id) return differs("id");
    if (manifest.kind != header.kind) return differs("kind");
    if (manifest.schemaVersion != header.schemaVersion) return differs("schemaVersion");
    if (manifest.station != header.station) return differs("station");
    if (manifest.unit != header.unit) return differs("unit");
    if (manifest.officerKey != header.officerKey) return differs("officerKey");
    if (manifest.sealedAt != header.sealedAt) return differs("sealedAt");
    if (manifest.replaces != header.replaces) return differs("replaces");
    if (manifest.purpose != header.purpose) return differs("purpose");
    if (manifest.sequence != header.sequence) return differs("sequence");
    if (manifest.journalHead != header.journalHead) return differs("journalHead");
    return {};
}

// Formats keep milliseconds; a finer clock must not make the same time differ from itself.
base::Instant toMilliseconds(base::Instant at) {
    return std::chrono::floor<base::Duration>(at);
}

PacketHeader headerOf(const Manifest& manifest) {
    PacketHeader header;
    header.id = manifest.id;
    header.kind = manifest.kind;
    header.schemaVersion = manifest.schemaVersion;
    header.station = manifest.station;
    header.unit = manifest.unit;
    header.officerKey = manifest.officerKey;
    header.sealedAt = manifest.sealedAt;
    header.replaces = manifest.replaces;
    header.purpose = manifest.purpose;
    header.sequence = manifest.sequence;
    header.journalHead = manifest.journalHead;
    return header;
}

// Enough for the age file of pictures, which do not shrink; only what memory is asked for first.
std::size_t roughSize(const Manifest& manifest, std::span<const Attachment> attachments) {
    constexpr std::size_t kFrame = 64u << 10, kFrameOfOne = 2048;
    std::size_t size = kFrame + manifest.record.size();
    for (const Attachment& attachment : attachments) {
        size += attachment.bytes.size() + attachment.bytes.size() / 256 + attachment.quality.size() + kFrameOfOne;
    }
    return size;
}

}  // namespace

bool isAttachmentName(std::string_view name) {
    constexpr std::size_t kMost = 100;
    const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= kMost && isPlain(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return isPlain(c) || c == '.' || c == '_' || c == '-'; });
}

void digestAttachments(std::span<Attachment> attachments) {
    for (Attachment& attachment : attachments) attachment.digest = base::sha256Hex(attachment.bytes);
}

Result<SealedHeader> sealPacket(Manifest manifest, std::span<const Attachment> attachments,
                                const Signers& signers, std::span<const AgeRecipient> recipients,
                                const ByteSink& age) {
    manifest.officerKey = signers.officer.id();
    manifest.startedAt = toMilliseconds(manifest.startedAt);
    manifest.sealedAt = toMilliseconds(manifest.sealedAt);
    const auto text = manifestJson(manifest, attachments);
    if (!text) return Failure(text.error());
    const ByteView manifestBytes = base::viewOf(*text);
    const Bytes signatures = manifestSignatures(manifestBytes, signers);

    SealedHeader out;
    out.header = headerOf(manifest);
    base::Sha256 digest;
    auto writer = AgeWriter::start(recipients, [&](ByteView bytes) -> Result<void> {
        out.header.size += bytes.size();
        if (out.header.size > OpenLimits{}.packet) return fail(Code::TooLarge, "packet over limit");
        digest.update(bytes);
        return age(bytes);
    });
    if (!writer) return Failure(writer.error());
    const ArchiveContent content{manifestBytes, signatures, attachments, manifest.sealedAt};
    auto packed = packArchive(content, [&](ByteView bytes) { return writer->write(bytes); });
    if (!packed) return Failure(packed.error());
    if (auto finished = writer->finish(); !finished) return Failure(finished.error());

    out.header.digest = base::toHex(digest.finish());
    const auto header = headerJson(out.header);
    if (!header) return Failure(header.error());
    out.headerEnvelope = signEnvelope(kPacketHeaderType, base::viewOf(*header), signers.station);
    return out;
}

Result<SealedPacket> sealPacket(Manifest manifest, std::span<const Attachment> attachments,
                                const Signers& signers, std::span<const AgeRecipient> recipients) {
    Bytes age;
    age.reserve(roughSize(manifest, attachments));
    auto sealed = sealPacket(std::move(manifest), attachments, signers, recipients,
                             [&age](ByteView bytes) -> Result<void> {
                                 age.insert(age.end(), bytes.begin(), bytes.end());
                                 return {};
                             });
    if (!sealed) return Failure(sealed.error());
    return SealedPacket{std::move(*sealed), std::move(age)};
}

Result<PacketHeader> verifyPacketHeader(ByteView envelope, const KeyLookup& stationKeys) {
    constexpr std::size_t kMost = 16u << 10;
    const auto verified = verifyEnvelope(envelope, kPacketHeaderType, stationKeys, kMost);
    if (!verified) return Failure(verified.error());
    return parseHeaderJson(verified->payload);
}

Result<OpenedPacket> openPacket(const PacketHeader& header, ByteView age, const AgeIdentity& identity,
                                const SenderKeys& keys, const OpenLimits& limits) {
    if (age.size() > limits.packet) return fail(Code::TooLarge, "packet over limit");
    if (age.size() != header.size) return fail(Code::Corrupt, "packet size differs from its header");
    if (base::sha256Hex(age) != header.digest) return fail(Code::Corrupt, "packet digest differs from its header");
    auto opened = unpackArchive(age, identity, limits);
    if (!opened) return Failure(opened.error());
    auto signedBy = verifyManifest(opened->manifestBytes, opened->signatures, keys, header.officerKey);
    if (!signedBy) return Failure(signedBy.error());
    if (auto same = compare(header, opened->manifest); !same) return Failure(same.error());
    return opened;
}

}  // namespace packet
