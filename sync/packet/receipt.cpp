#include "sync/packet/receipt.h"

#include <array>

#include "sync/packet/archive.h"
#include "sync/packet/envelope.h"
#include "sync/packet/json.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

constexpr std::uint64_t kFormat = 1;
constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;
constexpr std::size_t kMostReasons = 200;
constexpr std::size_t kMostField = 100;
constexpr std::size_t kMostReason = 2000;
constexpr std::size_t kMostNote = 4000;

struct StateName {
    PacketState state;
    std::string_view name;
};
constexpr std::array kStates = {
    StateName{PacketState::Received, "received"},        StateName{PacketState::Accepted, "accepted"},
    StateName{PacketState::Rejected, "rejected"},        StateName{PacketState::CardPrinted, "card-printed"},
    StateName{PacketState::CardArrived, "card-arrived"}, StateName{PacketState::HandedOver, "handed-over"},
    StateName{PacketState::EidApproved, "eid-approved"}, StateName{PacketState::Activated, "activated"},
};

void checkFormat(json::Reader& reader) {
    if (reader.number("format", 1, kMostNumber) > kFormat) reader.refuse("format is newer than this program");
}

Result<Receipt> parseReceipt(ByteView payload) {
    const auto object = json::parseObject(payload);
    if (!object) return base::pass(object.error(), "receipt");
    json::Reader reader(*object, "receipt: ");
    checkFormat(reader);
    Receipt receipt;
    receipt.packet = reader.id("packet");
    receipt.digest = reader.hex("digest", 64);
    receipt.receivedAt = reader.time("receivedAt");
    receipt.gateway = reader.filled("gateway", 100);
    if (auto read = reader.done(); !read) return Failure(read.error());
    return receipt;
}

json::Value statusJson(const StatusEvent& event) {
    json::Value reasons = json::Value::array();
    for (const FieldReason& reason : event.reasons)
        reasons.push_back({{"field", reason.field}, {"text", reason.text}});
    return {{"format", kFormat},
            {"number", event.number},
            {"station", event.station},
            {"packet", event.packet},
            {"state", packetStateName(event.state)},
            {"at", base::formatUtc(event.at)},
            {"reasons", std::move(reasons)},
            {"note", event.note},
            {"correction", base::toBase64Url(event.correction)}};
}

Result<StatusEvent> readStatus(const json::Value& object) {
    json::Reader reader(object, "status: ");
    checkFormat(reader);
    StatusEvent event;
    event.number = reader.number("number", 1, kMostNumber);
    event.station = reader.token("station");
    event.packet = reader.id("packet");
    event.state = packetStateOf(reader.text("state", 40)).value_or(PacketState::Unknown);
    if (event.state == PacketState::Unknown) reader.refuse("state is unknown");
    event.at = reader.time("at");
    event.note = reader.text("note", kMostNote);
    event.correction = reader.bytes("correction", kMaxEnvelope);
    Result<void> inner;
    reader.list("reasons", kMostReasons, [&](const json::Value& value) {
        json::Reader reason(value, "status reason: ");
        event.reasons.push_back({reason.text("field", kMostField), reason.filled("text", kMostReason)});
        if (inner) inner = reason.done();
    });
    if (event.state != PacketState::Rejected && !event.correction.empty()) {
        reader.refuse("only a rejection carries a correction");
    }
    if (auto read = reader.done(); !read) return Failure(read.error());
    if (!inner) return Failure(inner.error());
    return event;
}

}  // namespace

Bytes signReceipt(const Receipt& receipt, const SigningKey& gateway) {
    const json::Value object = {{"format", kFormat},
                                {"packet", receipt.packet},
                                {"digest", receipt.digest},
                                {"receivedAt", base::formatUtc(receipt.receivedAt)},
                                {"gateway", receipt.gateway}};
    // A name that is not UTF-8 becomes an empty payload, which no station takes for a receipt.
    return signEnvelope(kReceiptType, base::viewOf(json::dump(object).value_or("")), gateway);
}

Result<Receipt> verifyReceipt(ByteView envelope, const KeyLookup& gatewayKeys) {
    constexpr std::size_t kMost = 16u << 10;
    const auto verified = verifyEnvelope(envelope, kReceiptType, gatewayKeys, kMost);
    if (!verified) return Failure(verified.error());
    return parseReceipt(verified->payload);
}

Result<Receipt> verifyReceipt(ByteView envelope, const PacketHeader& sent, const KeyLookup& gatewayKeys) {
    auto receipt = verifyReceipt(envelope, gatewayKeys);
    if (!receipt) return receipt;
    if (receipt->packet != sent.id) return fail(Code::Conflict, "receipt is of another packet");
    if (receipt->digest != sent.digest)
        return fail(Code::Conflict, "receipt is of other bytes than were sent");
    return receipt;
}

std::string_view packetStateName(PacketState state) {
    for (const StateName& entry : kStates) {
        if (entry.state == state) return entry.name;
    }
    return "";
}

std::optional<PacketState> packetStateOf(std::string_view name) {
    for (const StateName& entry : kStates) {
        if (entry.name == name) return entry.state;
    }
    return std::nullopt;
}

Result<Bytes> signStatus(const StatusEvent& event, const SigningKey& gateway) {
    const json::Value object = statusJson(event);
    if (auto sound = readStatus(object); !sound) return Failure(sound.error());
    const auto text = json::dump(object);
    if (!text) return base::pass(text.error(), "status");
    Bytes envelope = signEnvelope(kStatusType, base::viewOf(*text), gateway);
    if (envelope.size() > kMaxEnvelope) return fail(Code::TooLarge, "status event over limit");
    return envelope;
}

Result<StatusEvent> verifyStatus(ByteView envelope, std::string_view station, const KeyLookup& gatewayKeys) {
    const auto verified = verifyEnvelope(envelope, kStatusType, gatewayKeys);
    if (!verified) return Failure(verified.error());
    const auto object = json::parseObject(verified->payload);
    if (!object) return base::pass(object.error(), "status");
    auto event = readStatus(*object);
    if (!event) return event;
    if (event->station != station) return fail(Code::Conflict, "status event of another station's feed");
    return event;
}

Result<Bytes> sealCorrection(const OpenedPacket& packet, const AgeRecipient& station) {
    Bytes age;
    const std::array recipients = {station};
    auto writer = AgeWriter::start(recipients, [&age](ByteView bytes) -> Result<void> {
        age.insert(age.end(), bytes.begin(), bytes.end());
        return {};
    });
    if (!writer) return Failure(writer.error());
    const ArchiveContent content{packet.manifestBytes, packet.signatures, packet.attachments,
                                 packet.manifest.sealedAt};
    auto packed = packArchive(content, [&](ByteView bytes) { return writer->write(bytes); });
    if (!packed) return Failure(packed.error());
    if (auto finished = writer->finish(); !finished) return Failure(finished.error());
    return age;
}

Result<OpenedPacket> openCorrection(ByteView age, const AgeIdentity& correctionKey,
                                    const OpenLimits& limits) {
    if (age.size() > limits.packet) return fail(Code::TooLarge, "correction over limit");
    return unpackArchive(age, correctionKey, limits);
}

}  // namespace packet
