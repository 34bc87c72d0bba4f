// An application of an invented person, as the packet tests seal it.
#pragma once

#include <vector>

#include "base/clock.h"
#include "hands.h"
#include "sync/packet/packet.h"

namespace sample {

inline constexpr const char* kId = "0190b8a0-0000-7000-8000-000000000001";
inline constexpr const char* kOtherId = "0190b8a0-0000-7000-8000-000000000002";

inline base::Instant at(const char* text) {
    return base::parseUtc(text).value();
}

inline packet::SigningKey station() {
    return hands::signingKey(11);
}
inline packet::SigningKey officer() {
    return hands::signingKey(12);
}
inline packet::AgeIdentity upstream() {
    return hands::identity(21);
}
inline packet::AgeIdentity escrow() {
    return hands::identity(22);
}

inline packet::SenderKeys senderKeys() {
    packet::KeyRing stations;
    packet::KeyRing officers;
    stations.add(station().verifyKey());
    officers.add(officer().verifyKey());
    return {stations.lookup(), officers.lookup()};
}

inline packet::Manifest manifest() {
    packet::Manifest m;
    m.id = kId;
    m.kind = "card-14plus";
    m.schemaVersion = "2026.1";
    m.station = "tram-01";
    m.unit = "27.01";
    m.officer = "officer-1";
    m.officerName = "Lê Văn Thử";
    m.startedAt = at("2026-11-21T01:00:00.000Z");
    m.sealedAt = at("2026-11-21T01:07:30.250Z");
    m.purpose = packet::Purpose::Training;
    m.sequence = 7;
    m.journalHead = std::string(64, 'a');
    m.record = R"({"fields":{"fullName":"NGUYỄN VĂN MẪU"}})";
    m.consents = {{"data-use", at("2026-11-21T01:06:00.000Z")}};
    return m;
}

inline std::vector<packet::Attachment> attachments() {
    return {{"portrait.jpg", "image/jpeg", hands::noise(20000, 1), R"({"score":91})"},
            {"finger-01.wsq", "image/x-wsq", hands::noise(9000, 2), ""},
            {"note.txt", "text/plain", base::Bytes(5000, 'a'), ""},
            {"empty.json", "application/json", {}, ""}};
}

inline packet::SealedPacket seal(const packet::Manifest& m, const std::vector<packet::Attachment>& files) {
    const packet::SigningKey stationKey = station();
    const packet::SigningKey officerKey = officer();
    const std::vector<packet::AgeRecipient> recipients = {upstream().recipient(), escrow().recipient()};
    return packet::sealPacket(m, files, {stationKey, officerKey}, recipients).value();
}

inline packet::SealedPacket seal() {
    return seal(manifest(), attachments());
}

}  // namespace sample
