// What the upstream answers: the receipt that lets a station delete content, and the status feed. Both are
// envelopes signed by a gateway key that the station has pinned. Threads: pure functions. Errors as of
// verifyEnvelope, and BadInput for a payload that is none.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "sync/packet/packet.h"

namespace packet {

inline constexpr std::string_view kReceiptType = "receipt";
inline constexpr std::string_view kStatusType = "status";

// "I have stored the packet of this digest for good."
struct Receipt {
    std::string packet;  // packet id
    std::string digest;  // SHA-256 of the age file, 64 hex digits
    base::Instant receivedAt;
    std::string gateway;  // the gateway's name
    bool operator==(const Receipt&) const = default;
};

base::Bytes signReceipt(const Receipt& receipt, const SigningKey& gateway);
// Also Conflict when the receipt is of another packet or of other bytes.
base::Result<Receipt> verifyReceipt(base::ByteView envelope, const PacketHeader& sent,
                                    const KeyLookup& gatewayKeys);
// For one who looks receipts through without knowing what was sent.
base::Result<Receipt> verifyReceipt(base::ByteView envelope, const KeyLookup& gatewayKeys);

enum class PacketState {
    Unknown = 0,
    Received,
    Accepted,
    Rejected,
    CardPrinted,
    CardArrived,
    HandedOver,
    EidApproved,
    Activated
};
std::string_view packetStateName(PacketState state);  // "card-printed"
std::optional<PacketState> packetStateOf(std::string_view name);

struct FieldReason {
    std::string field;  // of the form; empty: the whole application
    std::string text;
    bool operator==(const FieldReason&) const = default;
};

// One line of a station's status feed.
struct StatusEvent {
    std::uint64_t number = 0;  // gapless per station, from 1
    std::string station;       // whose feed this is
    std::string packet;
    PacketState state = PacketState::Unknown;
    base::Instant at;
    std::vector<FieldReason> reasons;
    std::string note;
    base::Bytes correction;  // Rejected: sealCorrection(); otherwise empty
    bool operator==(const StatusEvent&) const = default;
};

// BadInput when the event breaks a rule of the format (docs/formats/packet.md).
base::Result<base::Bytes> signStatus(const StatusEvent& event, const SigningKey& gateway);
// Also Conflict when the event is of another station's feed.
base::Result<StatusEvent> verifyStatus(base::ByteView envelope, std::string_view station,
                                       const KeyLookup& gatewayKeys);

// A rejected application on its way back: the signed manifest and attachments as they came, in an age file
// that only the station's correction key opens. The envelope around the status event vouches for it.
base::Result<base::Bytes> sealCorrection(const OpenedPacket& packet, const AgeRecipient& station);
base::Result<OpenedPacket> openCorrection(base::ByteView age, const AgeIdentity& correctionKey,
                                          const OpenLimits& limits = {});

}  // namespace packet
