#include <catch2/catch.hpp>

#include <set>

#include "sample.h"
#include "sync/packet/envelope.h"
#include "sync/packet/provisioning.h"

using namespace packet;
using base::Bytes;
using base::Code;

namespace {

constexpr KdfCost kCheap{1, 8192};
constexpr const char* kCode = "7KQ2M-ABCDE-23456-XYZWR";

SigningKey gateway() {
    return hands::signingKey(31);
}

Provisioning body() {
    Provisioning p;
    p.station = "tram-01";
    p.unit = {"27.01", "Công an phường Mẫu", {"card", "eid"}};
    p.upstream = "https://gateway.example:8443";
    p.caCertificate = "-----BEGIN CERTIFICATE-----\nCA\n-----END CERTIFICATE-----\n";
    p.clientCertificate = "-----BEGIN CERTIFICATE-----\nCLIENT\n-----END CERTIFICATE-----\n";
    p.clientKey = base::SecretBytes::copyOf(
        base::viewOf("-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n"));
    p.recipients = {sample::upstream().recipient(), sample::escrow().recipient()};
    p.gatewayKeys = {gateway().verifyKey(), hands::signingKey(32).verifyKey()};
    p.packKeys = {hands::signingKey(33).verifyKey()};
    p.purpose = Purpose::Training;
    p.issuedAt = sample::at("2026-11-20T00:00:00.000Z");
    return p;
}

Code codeOf(const base::Result<Provisioning>& result) {
    return result ? Code::Unknown : result.error().code;
}

// The file with its payload changed, signed again by `key`.
Bytes resigned(const Bytes& file, const std::string& from, const std::string& to, const SigningKey& key) {
    std::string payload(base::textOf(peekEnvelope(file).value().payload));
    REQUIRE(payload.find(from) != std::string::npos);
    payload.replace(payload.find(from), from.size(), to);
    return signEnvelope(kProvisioningType, base::viewOf(payload), key);
}

}  // namespace

SCENARIO("a station is provisioned by a file and a code that traveled apart") {
    const Bytes file = sealProvisioning(body(), kCode, gateway(), kCheap).value();
    THEN("with the code it opens, however it is typed") {
        for (const char* typed : {kCode, "7kq2m abcde 23456 xyzwr", "7KQ2MABCDE23456XYZWR"}) {
            const Provisioning opened = openProvisioning(file, typed).value();
            const Provisioning expected = body();
            CHECK(opened.station == expected.station);
            CHECK(opened.unit == expected.unit);
            CHECK(opened.upstream == expected.upstream);
            CHECK(opened.caCertificate == expected.caCertificate);
            CHECK(opened.clientCertificate == expected.clientCertificate);
            CHECK(opened.clientKey.equals(expected.clientKey.view()));
            CHECK(opened.recipients == expected.recipients);
            CHECK(opened.gatewayKeys == expected.gatewayKeys);
            CHECK(opened.packKeys == expected.packKeys);
            CHECK(opened.purpose == expected.purpose);
            CHECK(opened.issuedAt == expected.issuedAt);
        }
    }
    THEN("one that names no pack key, as files from before there were packs, opens too") {
        Provisioning old = body();
        old.packKeys.clear();
        const Bytes without = sealProvisioning(old, kCode, gateway(), kCheap).value();
        CHECK(openProvisioning(without, kCode).value().packKeys.empty());
    }
    THEN("with another code it says so") {
        CHECK(codeOf(openProvisioning(file, "7KQ2M-ABCDE-23456-XYZWS")) == Code::WrongPassphrase);
        CHECK(codeOf(openProvisioning(file, "")) == Code::WrongPassphrase);
    }
    THEN("the file shows nothing of what is inside") {
        const auto payload = peekEnvelope(file).value().payload;
        CHECK(base::textOf(payload).find("SECRET") == std::string_view::npos);
        CHECK(base::textOf(payload).find("gateway.example") == std::string_view::npos);
    }
    THEN("changed on its way it does not open") {
        for (std::size_t i = 0; i < file.size(); i += 7) {
            Bytes changed = file;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            const Code code = codeOf(openProvisioning(changed, kCode));
            CHECK((code == Code::BadInput || code == Code::SignatureInvalid || code == Code::KeyUnknown));
        }
        CHECK(codeOf(openProvisioning(base::ByteView(file).first(file.size() / 2), kCode)) == Code::BadInput);
    }
    THEN("a stranger who signs it anew does not get a station to trust it") {
        const SigningKey stranger = hands::signingKey(66);
        const Bytes forged =
            resigned(file, gateway().verifyKey().text(), stranger.verifyKey().text(), stranger);
        CHECK(codeOf(openProvisioning(forged, kCode)) == Code::WrongPassphrase);
    }
    THEN("one of a newer version is told from a damaged one") {
        const Bytes newer = resigned(file, "\"format\":1", "\"format\":2", gateway());
        CHECK(codeOf(openProvisioning(newer, kCode)) == Code::Unsupported);
    }
    THEN("parameters that would take all memory are refused") {
        const Bytes greedy = resigned(file, "\"memory\":8192", "\"memory\":4294967296", gateway());
        CHECK(codeOf(openProvisioning(greedy, kCode)) == Code::BadInput);
        const Bytes endless = resigned(file, "\"operations\":1", "\"operations\":100000", gateway());
        CHECK(codeOf(openProvisioning(endless, kCode)) == Code::BadInput);
    }
    THEN("another signed file is not taken for one") {
        CHECK(codeOf(openProvisioning(sample::seal().headerEnvelope, kCode)) == Code::BadInput);
    }
}

TEST_CASE("an incomplete provisioning is not issued") {
    const auto refused = [](const auto& spoil) {
        Provisioning p = body();
        spoil(p);
        const auto made = sealProvisioning(p, kCode, gateway(), kCheap);
        return !made && made.error().code == Code::BadInput;
    };
    CHECK(refused([](Provisioning& p) { p.station = "a b"; }));
    CHECK(refused([](Provisioning& p) { p.unit.code = ""; }));
    CHECK(refused([](Provisioning& p) { p.unit.name = ""; }));
    CHECK(refused([](Provisioning& p) { p.unit.capabilities = {"a b"}; }));
    CHECK(refused([](Provisioning& p) { p.upstream = "http://gateway.example"; }));
    CHECK(refused([](Provisioning& p) { p.caCertificate = "CA"; }));
    CHECK(refused([](Provisioning& p) { p.clientCertificate.clear(); }));
    CHECK(refused([](Provisioning& p) { p.clientKey = base::SecretBytes(); }));
    CHECK(refused([](Provisioning& p) { p.recipients.clear(); }));
    CHECK(refused([](Provisioning& p) { p.gatewayKeys.clear(); }));
    CHECK(refused(
        [](Provisioning& p) { p.gatewayKeys = {hands::signingKey(32).verifyKey()}; }));  // not the signer
    CHECK(refused([](Provisioning& p) { p.purpose = Purpose::Unknown; }));
}

TEST_CASE("activation codes differ and have no look-alikes") {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const std::string code = newActivationCode();
        CHECK(code.size() == 23);
        CHECK(code.find_first_of("01ILOUilou") == std::string::npos);
        seen.insert(code);
    }
    CHECK(seen.size() == 200);
}

TEST_CASE("a station registers its keys by proving that it holds them") {
    const SigningKey station = sample::station();
    const StationKeys keys{"tram-01",
                           station.verifyKey(),
                           hands::identity(41).recipient(),
                           {{"officer-1", sample::officer().verifyKey()}},
                           sample::at("2026-11-21T00:00:00.000Z")};
    const Bytes envelope = signStationKeys(keys, station);
    CHECK(verifyStationKeys(envelope).value() == keys);
    const SigningKey stranger = hands::signingKey(66);
    CHECK(verifyStationKeys(signStationKeys(keys, stranger)).error().code == Code::KeyUnknown);
    Bytes changed = envelope;
    changed[changed.size() - 40] ^= 1;
    CHECK_FALSE(verifyStationKeys(changed));
    CHECK(verifyStationKeys(sample::seal().headerEnvelope).error().code == Code::BadInput);
}
