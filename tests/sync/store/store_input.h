// What the store's tests and their child put into a store: invented ciphertext under a fixed clock.
// Threads: any.
#pragma once

#include <random>
#include <string>

#include "base/digest.h"
#include "base/id.h"
#include "sync/store/store.h"

namespace rig {

inline const base::Instant kStart = *base::parseUtc("2026-11-21T01:00:00.000Z");

inline base::Bytes noise(std::size_t size, std::uint32_t seed) {
    std::mt19937 random(seed);
    base::Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

inline store::Act act(base::Instant at = kStart) {
    return {"officer-1", at};
}
inline std::string newId() {
    return base::newId(std::chrono::system_clock::now());
}

inline store::NewDraft newDraft(std::string id = newId(), std::string replaces = "") {
    return {
        std::move(id),      "card-from-14", "2026.1", "procedure.first-issue", base::bytesOf("wrapped key"),
        std::move(replaces)};
}

inline base::Result<store::SealRequest> requestSeal(const store::Store& store, const std::string& draftId,
                                                    base::ByteView packet, base::Instant at = kStart) {
    auto slot = store.sealSlot();
    if (!slot) return base::Failure(slot.error());
    store::SealRequest request;
    request.draftId = draftId;
    request.packetId = newId();
    request.slot = std::move(*slot);
    request.header = base::bytesOf("signed header");
    request.digest = base::sha256(packet);
    request.windowEndsAt = at + std::chrono::hours(72);
    return request;
}

}  // namespace rig
