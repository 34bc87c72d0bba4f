// The seal as a stream: the calling thread encrypts the packet while the store's thread commits what is made of it,
// in one transaction, with a few pieces between them. An error of either side is the answer, ends the other side and
// leaves the draft a draft.
// Threads: from a worker; never from the main thread or the store's.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "station/workflow/store_room.h"
#include "sync/packet/packet.h"

namespace station {

struct SealOrder {
    std::string draftId;
    packet::Manifest manifest;  // id, sealedAt, sequence and journalHead are set by the seal
    std::span<const packet::Attachment> attachments;
    packet::Signers signers;
    std::span<const packet::AgeRecipient> recipients;
    std::string actor;          // for the journal
    base::Duration window{0};   // how long the officer may reopen
    // What lists show from now on; nothing to leave it as it is.
    std::function<store::IndexEntry(const packet::PacketHeader&)> index;
};

// The header of the packet that now waits to be sent. Conflict when something else came into the journal meanwhile: try
// again. Other errors as of sealPacket and Store::sealDraft; Busy when the store takes no more work.
base::Result<packet::PacketHeader> sealIntoStore(StoreRoom& store, const SealOrder& order, base::Instant now);

}  // namespace station
