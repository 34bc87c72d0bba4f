#include "sync/packet/provisioning.h"

#include <sodium.h>

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
constexpr std::size_t kMostFile = 1u << 20;
constexpr std::size_t kMostPem = 64u << 10;
constexpr std::size_t kMostKeys = 16;
constexpr std::size_t kMostOfficers = 1000;
constexpr std::size_t kMostText = 400;
constexpr std::string_view kAlgorithm = "argon2id13";

// 30 letters and digits: no 0/O, 1/I/L, U/V.
constexpr std::string_view kCodeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeLetters = 20;
constexpr std::size_t kCodeGroup = 5;

// The code as it is derived from, however it was typed.
base::SecretBytes normalizedCode(std::string_view typed) {
    base::SecretBytes code(typed.size() + 1);
    std::size_t length = 0;
    for (const char c : typed) {
        if (c == '-' || c == ' ') continue;
        code.data()[length++] = static_cast<std::uint8_t>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return base::SecretBytes::copyOf(code.view().first(length));
}

// --- the locked body ---

json::Value bodyJson(const Provisioning& body) {
    json::Value recipients = json::Value::array();
    for (const AgeRecipient& recipient : body.recipients) recipients.push_back(recipient.text());
    json::Value keys = json::Value::array();
    for (const VerifyKey& key : body.gatewayKeys) keys.push_back(key.text());
    json::Value out = {
        {"station", body.station},
        {"unit",
         {{"code", body.unit.code}, {"name", body.unit.name}, {"capabilities", body.unit.capabilities}}},
        {"upstream", body.upstream},
        {"caCertificate", body.caCertificate},
        {"clientCertificate", body.clientCertificate},
        {"clientKey", base::textOf(body.clientKey.view())},
        {"recipients", std::move(recipients)},
        {"gatewayKeys", std::move(keys)},
        {"purpose", json::purposeName(body.purpose)},
        {"issuedAt", base::formatUtc(body.issuedAt)}};
    for (const VerifyKey& key : body.packKeys) out["packKeys"].push_back(key.text());
    return out;
}

std::string readPem(json::Reader& reader, const char* name) {
    std::string pem = reader.filled(name, kMostPem);
    if (!pem.starts_with("-----BEGIN ")) reader.refuse(std::string(name) + " is not PEM");
    return pem;
}

// Calls `each` with the texts of a list that has at least one.
void readTexts(json::Reader& reader, const char* name, const std::function<void(const std::string&)>& each) {
    bool any = false;
    reader.list(name, kMostKeys, [&](const json::Value& value) {
        any = true;
        if (const auto* text = value.get_ptr<const std::string*>())
            each(*text);
        else
            reader.refuse(std::string(name) + " holds something else than texts");
    });
    if (!any) reader.refuse(std::string(name) + " is empty");
}

Result<Provisioning> readBody(const json::Value& object) {
    json::Reader reader(object, "provisioning: ");
    Provisioning body;
    body.station = reader.token("station");
    json::Reader unit(reader.object("unit"), "provisioning unit: ");
    body.unit.code = unit.token("code");
    body.unit.name = unit.filled("name", kMostText);
    unit.list("capabilities", 100, [&](const json::Value& value) {
        const auto* text = value.get_ptr<const std::string*>();
        if (text == nullptr || !json::isToken(*text))
            unit.refuse("capability is malformed");
        else
            body.unit.capabilities.push_back(*text);
    });
    if (auto read = unit.done(); !read && reader.good()) return Failure(read.error());
    body.upstream = reader.filled("upstream", kMostText);
    if (!body.upstream.starts_with("https://")) reader.refuse("upstream is not an https address");
    body.caCertificate = readPem(reader, "caCertificate");
    body.clientCertificate = readPem(reader, "clientCertificate");
    std::string key = readPem(reader, "clientKey");
    body.clientKey = base::SecretBytes::copyOf(base::viewOf(key));
    sodium_memzero(key.data(), key.size());
    readTexts(reader, "recipients", [&](const std::string& text) {
        const auto recipient = AgeRecipient::parse(text);
        if (recipient)
            body.recipients.push_back(*recipient);
        else
            reader.refuse("recipient is malformed");
    });
    readTexts(reader, "gatewayKeys", [&](const std::string& text) {
        const auto verifyKey = VerifyKey::parse(text);
        if (verifyKey)
            body.gatewayKeys.push_back(*verifyKey);
        else
            reader.refuse("gateway key is malformed");
    });
    // A file from before there were packs names none.
    if (object.contains("packKeys")) {
        readTexts(reader, "packKeys", [&](const std::string& text) {
            const auto verifyKey = VerifyKey::parse(text);
            if (verifyKey)
                body.packKeys.push_back(*verifyKey);
            else
                reader.refuse("pack key is malformed");
        });
    }
    body.purpose = reader.purpose("purpose");
    body.issuedAt = reader.time("issuedAt");
    if (auto read = reader.done(); !read) return Failure(read.error());
    return body;
}

// --- the file around it ---

struct Locked {
    VerifyKey signer;
    KdfCost cost;
    Bytes salt;
    Bytes box;
};

// The box opens only beside the signer and the format it was made with.
Bytes boundTo(const VerifyKey& signer) {
    return base::bytesOf(std::string(kProvisioningType) + "/" + std::to_string(kFormat) + "/" +
                         signer.text());
}

Result<Locked> readLocked(ByteView payload) {
    const auto object = json::parseObject(payload);
    if (!object) return base::pass(object.error(), "provisioning file");
    json::Reader reader(*object, "provisioning file: ");
    const std::uint64_t format = reader.number("format", 1, kMostNumber);
    if (reader.good() && format > kFormat) {
        return fail(Code::Unsupported, "provisioning file of a newer version: " + std::to_string(format));
    }
    const auto signer = VerifyKey::parse(reader.text("signer", 100));
    json::Reader kdf(reader.object("kdf"), "provisioning file kdf: ");
    KdfCost cost;
    if (kdf.text("algorithm", 40) != kAlgorithm) kdf.refuse("algorithm is unknown");
    cost.operations = kdf.number("operations", 1, kMostNumber);
    cost.memory = kdf.number("memory", 1, kMostNumber);
    Bytes salt = kdf.bytes("salt", kSaltSize);
    Bytes box = reader.bytes("box", kMostFile);
    if (!signer) reader.refuse("signer is malformed");
    if (auto read = reader.done(); !read) return Failure(read.error());
    if (auto read = kdf.done(); !read) return Failure(read.error());
    return Locked{*signer, cost, std::move(salt), std::move(box)};
}

}  // namespace

std::string newActivationCode() {
    cryptoReady();
    std::string code;
    for (std::size_t i = 0; i < kCodeLetters; ++i) {
        if (i > 0 && i % kCodeGroup == 0) code.push_back('-');
        code.push_back(kCodeAlphabet[randombytes_uniform(static_cast<std::uint32_t>(kCodeAlphabet.size()))]);
    }
    return code;
}

Result<Bytes> sealProvisioning(const Provisioning& body, std::string_view activationCode,
                               const SigningKey& gateway, const KdfCost& cost) {
    const json::Value object = bodyJson(body);
    if (auto sound = readBody(object); !sound) return Failure(sound.error());
    bool signerListed = false;
    for (const VerifyKey& key : body.gatewayKeys) signerListed = signerListed || key == gateway.verifyKey();
    if (!signerListed)
        return fail(Code::BadInput, "provisioning: the signing gateway is not among the gateway keys");
    auto text = json::dump(object);
    if (!text) return base::pass(text.error(), "provisioning");

    Bytes salt(kSaltSize);
    base::fillRandom(salt);
    const auto key = keyFromPassphrase(base::textOf(normalizedCode(activationCode).view()), salt, cost);
    if (!key) return Failure(key.error());
    const Bytes box = sealBox(key->view(), base::viewOf(*text), boundTo(gateway.verifyKey()));
    sodium_memzero(text->data(), text->size());
    const json::Value file = {{"format", kFormat},
                              {"signer", gateway.verifyKey().text()},
                              {"kdf",
                               {{"algorithm", kAlgorithm},
                                {"operations", cost.operations},
                                {"memory", cost.memory},
                                {"salt", base::toBase64Url(salt)}}},
                              {"box", base::toBase64Url(box)}};
    return signEnvelope(kProvisioningType, base::viewOf(json::dump(file).value()), gateway);
}

Result<Provisioning> openProvisioning(ByteView file, std::string_view activationCode) {
    const auto envelope = peekEnvelope(file, kMostFile);
    if (!envelope) return Failure(envelope.error());
    if (envelope->type != kProvisioningType) return fail(Code::BadInput, "not a provisioning file");
    const auto locked = readLocked(envelope->payload);
    if (!locked) return Failure(locked.error());
    KeyRing named;
    named.add(locked->signer);
    if (auto whole = verifyEnvelope(file, kProvisioningType, named.lookup(), kMostFile); !whole) {
        return Failure(whole.error());
    }
    const base::SecretBytes code = normalizedCode(activationCode);
    const auto key = keyFromPassphrase(base::textOf(code.view()), locked->salt, locked->cost);
    if (!key) return Failure(key.error());
    const auto plain = openBox(key->view(), locked->box, boundTo(locked->signer));
    if (!plain) return fail(Code::WrongPassphrase, "activation code does not open the provisioning file");
    const auto object = json::parseObject(plain->view());
    if (!object) return base::pass(object.error(), "provisioning");
    auto body = readBody(*object);
    if (!body) return body;
    for (const VerifyKey& trusted : body->gatewayKeys) {
        if (trusted == locked->signer) return body;
    }
    return fail(Code::SignatureInvalid, "provisioning file is signed by none of its gateway keys");
}

// --- registration ---

Bytes signStationKeys(const StationKeys& keys, const SigningKey& station) {
    json::Value officers = json::Value::array();
    for (const OfficerKey& officer : keys.officers) {
        officers.push_back({{"officer", officer.officer}, {"key", officer.key.text()}});
    }
    const json::Value object = {{"format", kFormat},
                                {"station", keys.station},
                                {"signingKey", keys.signingKey.text()},
                                {"correction", keys.correction.text()},
                                {"officers", std::move(officers)},
                                {"at", base::formatUtc(keys.at)}};
    // Names that are not UTF-8 become an empty payload, which no gateway takes.
    return signEnvelope(kStationKeysType, base::viewOf(json::dump(object).value_or("")), station);
}

Result<StationKeys> verifyStationKeys(ByteView envelope) {
    const auto peeked = peekEnvelope(envelope, kMostFile);
    if (!peeked) return Failure(peeked.error());
    const auto object = json::parseObject(peeked->payload);
    if (!object) return base::pass(object.error(), "station keys");
    json::Reader reader(*object, "station keys: ");
    if (reader.number("format", 1, kMostNumber) > kFormat) reader.refuse("format is newer than this program");
    const auto signingKey = VerifyKey::parse(reader.text("signingKey", 100));
    const auto correction = AgeRecipient::parse(reader.text("correction", 100));
    if (!signingKey || !correction) reader.refuse("a key is malformed");
    const std::string station = reader.token("station");
    const base::Instant at = reader.time("at");
    std::vector<OfficerKey> officers;
    reader.list("officers", kMostOfficers, [&](const json::Value& value) {
        json::Reader officer(value);
        const std::string id = officer.token("officer");
        const auto key = VerifyKey::parse(officer.text("key", 100));
        if (!officer.good() || !key)
            reader.refuse("an officer is malformed");
        else
            officers.push_back({id, *key});
    });
    if (auto read = reader.done(); !read) return Failure(read.error());
    KeyRing own;
    own.add(*signingKey);
    if (auto held = verifyEnvelope(envelope, kStationKeysType, own.lookup(), kMostFile); !held) {
        return Failure(held.error());
    }
    return StationKeys{station, *signingKey, *correction, std::move(officers), at};
}

}  // namespace packet
