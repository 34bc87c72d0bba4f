// A packet: one finished application on its way upstream. A small signed header without personal data travels
// first; the content is one age file whose plain text is a gzipped tar of manifest, signatures and
// attachments (docs/formats/packet.md), which the standard tools open: age -d -i key packet.age | tar xz.
// Threads: pure functions; sealing and opening 5 MB takes tens of milliseconds, so not on the GUI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "sync/packet/age.h"
#include "sync/packet/keys.h"

namespace packet {

// Whether a packet is for a real upstream or for the training one. Each refuses the other's.
enum class Purpose { Unknown = 0, Real, Training };

// What everyone on the road may read.
struct PacketHeader {
    std::string id;    // UUID version 7
    std::string kind;  // schema id
    std::string schemaVersion;
    std::string station;     // station id
    std::string unit;        // unit code
    std::string officerKey;  // id of the officer's verify key
    base::Instant sealedAt;  // milliseconds count, no finer
    std::uint64_t size = 0;  // of the age file, bytes
    std::string digest;      // SHA-256 of the age file, 64 hex digits
    std::string replaces;    // id of the packet this one corrects, or empty
    Purpose purpose = Purpose::Unknown;
    std::uint64_t sequence = 0;  // gapless per station, from 1
    std::string journalHead;     // SHA-256 of the station's journal before this packet, 64 hex digits
    bool operator==(const PacketHeader&) const = default;
};

struct Attachment {
    std::string name;       // [a-z0-9][a-z0-9._-]*, at most 100 characters, unique in its packet
    std::string mediaType;  // "image/jpeg"
    base::Bytes bytes;
    std::string quality;  // the capture's quality report as JSON text, or empty
    std::string digest{};  // of `bytes`, by digestAttachments; empty: sealPacket makes it
};

// Before the seal, so that nobody waits for it there. Bytes must not change afterwards.
void digestAttachments(std::span<Attachment> attachments);

struct Consent {
    std::string id;  // what was agreed to, by its id in the form
    base::Instant at;
    bool operator==(const Consent&) const = default;
};

// What the officer and the station sign. `record` is the form's own JSON, kept byte by byte and not looked
// into.
struct Manifest {
    std::string id;
    std::string kind;
    std::string schemaVersion;
    std::string station;
    std::string unit;
    std::string officer;      // the officer's id at the station
    std::string officerName;  // may be empty
    std::string officerKey;   // id of the officer's verify key
    base::Instant startedAt;
    base::Instant sealedAt;
    std::string replaces;
    Purpose purpose = Purpose::Unknown;
    std::uint64_t sequence = 0;
    std::string journalHead;
    std::string record;
    std::vector<Consent> consents;
    bool operator==(const Manifest&) const = default;
};

struct Signers {
    const SigningKey& station;
    const SigningKey& officer;
};

struct SealedHeader {
    PacketHeader header;
    base::Bytes headerEnvelope;  // type "packet-header", signed by the station
};

struct SealedPacket : SealedHeader {
    base::Bytes age;
};

// Limits that a receiver sets against hostile packets. Sizes in bytes.
struct OpenLimits {
    std::size_t packet = 128u << 20;  // the age file
    std::size_t plain = 256u << 20;   // everything unpacked
    std::size_t manifest = 16u << 20;
    std::size_t attachments = 500;  // how many
};

// The keys of the one station that a packet says it is from. Station and officers apart: an officer's key
// does not speak for the station.
struct SenderKeys {
    KeyLookup station;
    KeyLookup officers;
};

struct OpenedPacket {
    Manifest manifest;
    base::Bytes manifestBytes;  // as signed
    base::Bytes signatures;     // manifest.sig.json as it came
    std::vector<Attachment> attachments;
};

inline constexpr std::string_view kPacketHeaderType = "packet-header";

// Signs, packs and encrypts. `manifest.officerKey` is set from the officer's key. BadInput names the first
// field that breaks a rule of the format.
base::Result<SealedPacket> sealPacket(Manifest manifest, std::span<const Attachment> attachments,
                                      const Signers& signers, std::span<const AgeRecipient> recipients);
// The same without holding the packet: the age file goes to `age` as it is made, mostly 64 KiB at a time, and the
// header's digest is of the very bytes handed over. Without a header the file is no packet. Errors of the sink end it.
base::Result<SealedHeader> sealPacket(Manifest manifest, std::span<const Attachment> attachments,
                                      const Signers& signers, std::span<const AgeRecipient> recipients,
                                      const ByteSink& age);

// Errors as of verifyEnvelope, and BadInput for a payload that is no header.
base::Result<PacketHeader> verifyPacketHeader(base::ByteView envelope, const KeyLookup& stationKeys);

// Opens and checks everything: size and digest against the header, both signatures, the manifest against the
// header, every attachment against the manifest, and that nothing else is in there. The header must have been
// verified before. TooLarge (a limit), Corrupt (size or digest differ, damaged age, gzip or tar), KeyUnknown
// (not for this identity, or signed by an unknown key), SignatureInvalid, Conflict (header and manifest
// disagree), BadInput (malformed manifest), ProtocolError (a file too many, missing, twice, or badly named).
base::Result<OpenedPacket> openPacket(const PacketHeader& header, base::ByteView age,
                                      const AgeIdentity& identity, const SenderKeys& keys,
                                      const OpenLimits& limits = {});

bool isAttachmentName(std::string_view name);

}  // namespace packet
