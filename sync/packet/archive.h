// The plain text of a packet's age file: a gzipped tar of manifest.json, manifest.sig.json and attachments/
// in the manifest's order. Internal to the room; packet.h and receipt.h stand on it. Threads: pure functions.
#pragma once

#include <span>

#include "sync/packet/age.h"
#include "sync/packet/packet.h"

namespace packet {

struct ArchiveContent {
    base::ByteView manifest;
    base::ByteView signatures;
    std::span<const Attachment> attachments;
    base::Instant at;  // the files' time
};

// Bytes of the tar before compression.
std::size_t archiveSize(const ArchiveContent& content);
base::Result<void> packArchive(const ArchiveContent& content, const ByteSink& sink);

// Opens an age file with an archive and checks the attachments against the manifest, but no signature.
// Errors as of openPacket.
base::Result<OpenedPacket> unpackArchive(base::ByteView age, const AgeIdentity& identity,
                                         const OpenLimits& limits);

}  // namespace packet
