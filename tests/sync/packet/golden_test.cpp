// What earlier versions wrote must be readable for ever. The files under golden/ were written once;
// UPDATE_GOLDEN=1 writes them anew, which is a break of the format and needs a decision. Files that hold no
// random numbers must come out the same to the byte.
#include <catch2/catch.hpp>

#include "sample.h"
#include "sync/packet/envelope.h"
#include "sync/packet/provisioning.h"
#include "sync/packet/receipt.h"

using namespace packet;
using base::Bytes;

namespace {

constexpr const char* kCode = "7KQ2M-ABCDE-23456-XYZWR";

std::filesystem::path goldenFile(const std::string& name) {
    return hands::sourceFolder() / "tests" / "sync" / "packet" / "golden" / name;
}

bool updating() {
    return std::getenv("UPDATE_GOLDEN") != nullptr;
}

void keep(const std::string& name, base::ByteView bytes) {
    if (!updating()) return;
    std::filesystem::create_directories(goldenFile("x").parent_path());
    hands::write(goldenFile(name), bytes);
}

std::vector<Attachment> smallAttachments() {
    return {{"portrait.jpg", "image/jpeg", hands::noise(300, 1), R"({"score":91})"},
            {"note.txt", "text/plain", base::bytesOf("ghi chú"), ""}};
}

SigningKey gateway() {
    return hands::signingKey(31);
}
KeyLookup gatewayKeys() {
    KeyRing ring;
    ring.add(gateway().verifyKey());
    return ring.lookup();
}

}  // namespace

TEST_CASE("a packet of format 1 still opens") {
    if (updating()) {
        const SealedPacket sealed = sample::seal(sample::manifest(), smallAttachments());
        keep("packet-header.json", sealed.headerEnvelope);
        keep("packet.age", sealed.age);
    }
    const Bytes envelope = hands::read(goldenFile("packet-header.json"));
    const PacketHeader header = verifyPacketHeader(envelope, sample::senderKeys().station).value();
    const OpenedPacket opened =
        openPacket(header, hands::read(goldenFile("packet.age")), sample::upstream(), sample::senderKeys())
            .value();
    Manifest expected = sample::manifest();
    expected.officerKey = sample::officer().id();
    CHECK(opened.manifest == expected);
    REQUIRE(opened.attachments.size() == 2);
    CHECK(opened.attachments[0].bytes == smallAttachments()[0].bytes);
    CHECK(opened.attachments[0].quality == R"({"score":91})");
    CHECK(base::textOf(opened.attachments[1].bytes) == "ghi chú");

    keep("manifest.json", opened.manifestBytes);
    keep("manifest.sig.json", opened.signatures);
    const SealedPacket again = sample::seal(sample::manifest(), smallAttachments());
    const OpenedPacket reopened =
        openPacket(again.header, again.age, sample::upstream(), sample::senderKeys()).value();
    CHECK(base::textOf(reopened.manifestBytes) == base::textOf(hands::read(goldenFile("manifest.json"))));
    CHECK(base::textOf(reopened.signatures) == base::textOf(hands::read(goldenFile("manifest.sig.json"))));
}

TEST_CASE("receipts and status events of format 1 are made and read to the byte") {
    const Receipt receipt{sample::kId, std::string(64, 'd'), sample::at("2026-11-21T02:00:00.000Z"),
                          "Cổng thử"};
    const Bytes signedReceipt = signReceipt(receipt, gateway());
    keep("receipt.json", signedReceipt);
    CHECK(base::textOf(signedReceipt) == base::textOf(hands::read(goldenFile("receipt.json"))));
    CHECK(verifyReceipt(hands::read(goldenFile("receipt.json")), gatewayKeys()).value() == receipt);

    StatusEvent event;
    event.number = 1;
    event.station = "tram-01";
    event.packet = sample::kId;
    event.state = PacketState::Rejected;
    event.at = sample::at("2026-11-21T03:00:00.000Z");
    event.reasons = {{"fullName", "Sai dấu"}};
    event.note = "Sửa rồi gửi lại";
    event.correction = base::bytesOf("age");
    const Bytes signedEvent = signStatus(event, gateway()).value();
    keep("status.json", signedEvent);
    CHECK(base::textOf(signedEvent) == base::textOf(hands::read(goldenFile("status.json"))));
    CHECK(verifyStatus(hands::read(goldenFile("status.json")), "tram-01", gatewayKeys()).value() == event);
}

TEST_CASE("provisioning and station keys of format 1 are still read") {
    if (updating()) {
        Provisioning body;
        body.station = "tram-01";
        body.unit = {"27.01", "Công an phường Mẫu", {"card", "eid"}};
        body.upstream = "https://gateway.example:8443";
        body.caCertificate = body.clientCertificate = "-----BEGIN CERTIFICATE-----\n";
        body.clientKey = base::SecretBytes::copyOf(base::viewOf("-----BEGIN PRIVATE KEY-----\n"));
        body.recipients = {sample::upstream().recipient(), sample::escrow().recipient()};
        body.gatewayKeys = {gateway().verifyKey()};
        body.purpose = Purpose::Training;
        body.issuedAt = sample::at("2026-11-20T00:00:00.000Z");
        keep("provisioning.json", sealProvisioning(body, kCode, gateway(), {1, 8192}).value());
    }
    const Provisioning opened = openProvisioning(hands::read(goldenFile("provisioning.json")), kCode).value();
    CHECK(opened.station == "tram-01");
    CHECK(opened.unit.name == "Công an phường Mẫu");
    CHECK(opened.recipients[1] == sample::escrow().recipient());

    const StationKeys keys{"tram-01",
                           sample::station().verifyKey(),
                           hands::identity(41).recipient(),
                           {{"officer-1", sample::officer().verifyKey()}},
                           sample::at("2026-11-21T00:00:00.000Z")};
    const Bytes envelope = signStationKeys(keys, sample::station());
    keep("station-keys.json", envelope);
    CHECK(base::textOf(envelope) == base::textOf(hands::read(goldenFile("station-keys.json"))));
}
