// What happens to a packet after it is stored: it is opened and checked, then officials accept or reject it
// and tell how its card fares. Every step is a signed line in the feed of the station that sent it; a
// rejection carries the application back to that station.
//
// Order of states: received -> accepted | rejected; accepted -> rejected, card-printed -> card-arrived ->
// handed-over, and eid-approved -> activated, the two tracks side by side.
//
// Threads: any; opening a packet takes tens of milliseconds.
// Errors: NotFound, WrongState (not from here to there), NotInForce (the officer's key is not registered
// yet), Unsupported (no upstream key on this machine), those of packet::openPacket, those of Store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sync/gateway/content.h"
#include "sync/gateway/store.h"

namespace gateway {

bool mayFollow(const std::vector<packet::PacketState>& history, packet::PacketState next);

class Registrar {
public:
    // `identity` absent: packets are stored and answered, but opened elsewhere.
    Registrar(Store& store, const ContentFolder& content, const packet::SigningKey& signingKey,
              const std::optional<packet::AgeIdentity>& identity, const base::Clock& clock)
        : store_(store), content_(content), signingKey_(signingKey), identity_(identity), clock_(clock) {}

    base::Result<packet::OpenedPacket> open(const PacketRow& row) const;
    // Rejected needs at least one reason. A packet that cannot be opened is rejected without its application.
    base::Result<void> move(const std::string& packetId, packet::PacketState next,
                            std::vector<packet::FieldReason> reasons, std::string note);

private:
    base::Result<base::Bytes> correctionOf(const PacketRow& row) const;

    Store& store_;
    const ContentFolder& content_;
    const packet::SigningKey& signingKey_;
    const std::optional<packet::AgeIdentity>& identity_;
    const base::Clock& clock_;
};

}  // namespace gateway
