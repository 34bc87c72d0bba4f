#include "sync/gateway/registrar.h"

#include <algorithm>

#include "base/log.h"

namespace gateway {

using base::Code;
using base::fail;
using base::Result;
using packet::PacketState;

namespace {

constexpr std::uint64_t kPacketLimit = 256u << 20;

bool has(const std::vector<PacketState>& history, PacketState state) {
    return std::find(history.begin(), history.end(), state) != history.end();
}

}  // namespace

bool mayFollow(const std::vector<PacketState>& history, PacketState next) {
    if (has(history, PacketState::Rejected) || has(history, next)) return false;
    const bool accepted = has(history, PacketState::Accepted);
    switch (next) {
        case PacketState::Accepted:
            return has(history, PacketState::Received);
        case PacketState::Rejected:
            return has(history, PacketState::Received) && !has(history, PacketState::CardPrinted) &&
                   !has(history, PacketState::EidApproved);
        case PacketState::CardPrinted:
        case PacketState::EidApproved:
            return accepted;
        case PacketState::CardArrived:
            return has(history, PacketState::CardPrinted);
        case PacketState::HandedOver:
            return has(history, PacketState::CardArrived);
        case PacketState::Activated:
            return has(history, PacketState::EidApproved);
        case PacketState::Unknown:
        case PacketState::Received:
            return false;
    }
    return false;
}

Result<packet::OpenedPacket> Registrar::open(const PacketRow& row) const {
    if (!identity_) return fail(Code::Unsupported, "this gateway does not hold the upstream's key");
    const auto bytes = content_.read(row.upload, kPacketLimit);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto signers = store_.signersOf(row.header.station);
    if (!signers) return tl::unexpected(signers.error());
    if (!signers->officers.find(row.header.officerKey)) {
        return fail(Code::NotInForce, "the officer's key is not registered yet");
    }
    return packet::openPacket(row.header, *bytes, *identity_,
                              {signers->station.lookup(), signers->officers.lookup()});
}

// The application as it came, for its station alone; empty when it cannot be opened by anyone's effort here.
Result<base::Bytes> Registrar::correctionOf(const PacketRow& row) const {
    const auto station = store_.station(row.header.station);
    if (!station) return tl::unexpected(station.error());
    const auto opened = open(row);
    if (!opened) {
        const auto code = opened.error().code;
        if (code == Code::Unsupported || code == Code::NotFound || code == Code::IoError ||
            code == Code::NotInForce) {
            return tl::unexpected(opened.error());
        }
        base::log::failure("gateway.reject-unopened", opened.error());
        return base::Bytes();
    }
    if (!station->correction) return fail(Code::KeyUnknown, "the station has registered no correction key");
    return packet::sealCorrection(*opened, *station->correction);
}

Result<void> Registrar::move(const std::string& packetId, PacketState next,
                             std::vector<packet::FieldReason> reasons, std::string note) {
    const auto row = store_.packet(packetId);
    if (!row) return tl::unexpected(row.error());
    const auto history = store_.history(packetId);
    if (!history) return tl::unexpected(history.error());
    if (!mayFollow(*history, next))
        return fail(Code::WrongState, "the packet cannot go there from where it is");
    packet::StatusEvent event;
    event.station = row->header.station;
    event.packet = packetId;
    event.state = next;
    event.at = clock_.now();
    event.reasons = std::move(reasons);
    event.note = std::move(note);
    if (next == PacketState::Rejected) {
        if (event.reasons.empty()) return fail(Code::BadInput, "a rejection needs a reason");
        auto correction = correctionOf(*row);
        if (!correction) return tl::unexpected(correction.error());
        event.correction = std::move(*correction);
    }
    return store_.advance(packetId, row->state, next, [&](std::uint64_t number) {
        event.number = number;
        return packet::signStatus(event, signingKey_);
    });
}

}  // namespace gateway
