// The JSON of headers and manifests, and the rules both sides hold them to. Internal to the room: packet.h is
// the door. Threads: pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sync/packet/packet.h"

namespace packet {

inline constexpr std::string_view kManifestStationType = "manifest-station";
inline constexpr std::string_view kManifestOfficerType = "manifest-officer";

// What a manifest says about one attachment.
struct AttachmentEntry {
    std::string name;
    std::string mediaType;
    std::uint64_t size = 0;
    std::string digest;
    std::string quality;
};

struct ParsedManifest {
    Manifest manifest;
    std::vector<AttachmentEntry> attachments;
};

// BadInput names the first member that breaks a rule.
base::Result<std::string> headerJson(const PacketHeader& header);
base::Result<PacketHeader> parseHeaderJson(base::ByteView json);
base::Result<std::string> manifestJson(const Manifest& manifest, std::span<const Attachment> attachments);
base::Result<ParsedManifest> parseManifestJson(base::ByteView json, std::size_t mostAttachments);

// The two signatures beside a manifest.
base::Bytes manifestSignatures(base::ByteView manifest, const Signers& signers);
base::Result<void> verifyManifest(base::ByteView manifest, base::ByteView signatures, const SenderKeys& keys,
                                  const std::string& officerKey);

}  // namespace packet
