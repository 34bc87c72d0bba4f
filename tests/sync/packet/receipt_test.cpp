#include <catch2/catch.hpp>

#include "sample.h"
#include "sync/packet/envelope.h"
#include "sync/packet/receipt.h"

using namespace packet;
using base::Bytes;
using base::Code;

namespace {

SigningKey gateway() {
    return hands::signingKey(31);
}
KeyLookup gatewayKeys() {
    KeyRing ring;
    ring.add(gateway().verifyKey());
    return ring.lookup();
}

Receipt receiptFor(const PacketHeader& header) {
    return {header.id, header.digest, sample::at("2026-11-21T02:00:00.000Z"), "Cổng thử"};
}

StatusEvent event() {
    StatusEvent e;
    e.number = 3;
    e.station = "tram-01";
    e.packet = sample::kId;
    e.state = PacketState::Rejected;
    e.at = sample::at("2026-11-21T03:00:00.000Z");
    e.reasons = {{"fullName", "Sai dấu"}, {"", "Thiếu giấy tờ"}};
    e.note = "Sửa rồi gửi lại";
    e.correction = hands::noise(100, 1);
    return e;
}

}  // namespace

SCENARIO("only the receipt of exactly this packet lets the station delete it") {
    const PacketHeader sent = sample::seal().header;
    const Receipt receipt = receiptFor(sent);
    const Bytes envelope = signReceipt(receipt, gateway());
    THEN("the gateway's receipt verifies") {
        CHECK(verifyReceipt(envelope, sent, gatewayKeys()).value() == receipt);
        CHECK(verifyReceipt(envelope, gatewayKeys()).value() == receipt);
    }
    THEN("one of another packet or of other bytes does not") {
        PacketHeader other = sent;
        other.id = sample::kOtherId;
        CHECK(verifyReceipt(envelope, other, gatewayKeys()).error().code == Code::Conflict);
        other = sent;
        other.digest = std::string(64, '0');
        CHECK(verifyReceipt(envelope, other, gatewayKeys()).error().code == Code::Conflict);
    }
    THEN("one signed by a key that is not pinned does not") {
        CHECK(verifyReceipt(signReceipt(receipt, hands::signingKey(32)), sent, gatewayKeys()).error().code ==
              Code::KeyUnknown);
    }
    THEN("a status event or a bare text does not pass for a receipt") {
        const Bytes status = signStatus(event(), gateway()).value();
        CHECK(verifyReceipt(status, sent, gatewayKeys()).error().code == Code::ProtocolError);
        const Bytes empty = signEnvelope(kReceiptType, base::viewOf("{}"), gateway());
        CHECK(verifyReceipt(empty, sent, gatewayKeys()).error().code == Code::BadInput);
    }
}

TEST_CASE("a status event comes back as it was signed") {
    const Bytes envelope = signStatus(event(), gateway()).value();
    CHECK(verifyStatus(envelope, "tram-01", gatewayKeys()).value() == event());
    CHECK(verifyStatus(envelope, "tram-02", gatewayKeys()).error().code == Code::Conflict);
    CHECK(verifyStatus(envelope, "tram-01", KeyRing().lookup()).error().code == Code::KeyUnknown);
}

TEST_CASE("every state has a name that comes back") {
    const auto state = GENERATE(PacketState::Received, PacketState::Accepted, PacketState::Rejected,
                                PacketState::CardPrinted, PacketState::CardArrived, PacketState::HandedOver,
                                PacketState::EidApproved, PacketState::Activated);
    CHECK(packetStateOf(packetStateName(state)) == state);
    StatusEvent e = event();
    e.state = state;
    if (state != PacketState::Rejected) e.correction.clear();
    CHECK(verifyStatus(signStatus(e, gateway()).value(), "tram-01", gatewayKeys()).value() == e);
    CHECK_FALSE(packetStateOf("lost"));
    CHECK(packetStateName(PacketState::Unknown).empty());
}

TEST_CASE("a status event that breaks a rule is not signed") {
    const auto refused = [](const auto& spoil) {
        StatusEvent e = event();
        spoil(e);
        const auto made = signStatus(e, gateway());
        return !made && made.error().code == Code::BadInput;
    };
    CHECK(refused([](StatusEvent& e) { e.number = 0; }));
    CHECK(refused([](StatusEvent& e) { e.packet = "x"; }));
    CHECK(refused([](StatusEvent& e) { e.state = PacketState::Unknown; }));
    CHECK(refused([](StatusEvent& e) { e.state = PacketState::Accepted; }));  // with a correction
    CHECK(refused([](StatusEvent& e) { e.reasons[0].text.clear(); }));
    CHECK(refused([](StatusEvent& e) { e.note = "\xff"; }));
    CHECK(refused([](StatusEvent& e) { e.reasons.resize(201, e.reasons[0]); }));
}

SCENARIO("a rejected application comes back to its station and to nobody else") {
    const SealedPacket sealed = sample::seal();
    const OpenedPacket upstream =
        openPacket(sealed.header, sealed.age, sample::upstream(), sample::senderKeys()).value();
    const AgeIdentity correctionKey = hands::identity(41);
    const Bytes age = sealCorrection(upstream, correctionKey.recipient()).value();

    const OpenedPacket back = openCorrection(age, correctionKey).value();
    CHECK(back.manifest == upstream.manifest);
    CHECK(back.manifestBytes == upstream.manifestBytes);
    REQUIRE(back.attachments.size() == upstream.attachments.size());
    CHECK(back.attachments[0].bytes == upstream.attachments[0].bytes);

    CHECK(openCorrection(age, sample::upstream()).error().code == Code::KeyUnknown);
    Bytes changed = age;
    changed[changed.size() - 20] ^= 1;
    CHECK(openCorrection(changed, correctionKey).error().code == Code::Corrupt);
    OpenLimits limits;
    limits.packet = age.size() - 1;
    CHECK(openCorrection(age, correctionKey, limits).error().code == Code::TooLarge);
}
