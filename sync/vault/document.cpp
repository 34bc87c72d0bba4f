#include "sync/vault/document.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/id.h"
#include "sync/packet/json.h"

namespace vault {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;
using packet::json::Reader;
using packet::json::Value;

constexpr std::uint64_t kFormat = 1;
constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;
constexpr std::size_t kMostOfficers = 1000;
constexpr std::size_t kMostBox = 4096;

template <class E>
struct Name {
    E value;
    std::string_view text;
};
constexpr std::array kRoles = {Name{Role::Officer, "officer"}, Name{Role::Supervisor, "supervisor"},
                               Name{Role::Clerk, "clerk"}, Name{Role::Administrator, "administrator"}};
constexpr std::array kStates = {Name{OfficerState::Active, "active"},
                                Name{OfficerState::Disabled, "disabled"}};
constexpr std::array kPassphrases = {Name{PassphraseState::Own, "own"},
                                     Name{PassphraseState::MustChange, "must-change"}};

template <class Names, class E>
std::string_view textOf(const Names& names, E value) {
    for (const auto& name : names) {
        if (name.value == value) return name.text;
    }
    return "";
}

template <class Names>
auto valueOf(const Names& names, std::string_view text) {
    for (const auto& name : names) {
        if (name.text == text) return name.value;
    }
    return decltype(names[0].value){};
}

std::string text64(const Bytes& bytes) {
    return base::toBase64Url(bytes);
}

Value slotJson(const Slot& slot) {
    return {{"algorithm", "argon2id13"},
            {"operations", slot.cost.operations},
            {"memory", slot.cost.memory},
            {"salt", text64(slot.salt)},
            {"check", text64(slot.check)},
            {"deviceKey", text64(slot.deviceKey)},
            {"officerKey", text64(slot.officerKey)}};
}

Value officerJson(const OfficerRecord& officer) {
    Value roles = Value::array();
    for (const Role role : officer.roles) roles.push_back(textOf(kRoles, role));
    return {{"id", officer.id},
            {"login", officer.login},
            {"roles", std::move(roles)},
            {"state", textOf(kStates, officer.state)},
            {"passphrase", textOf(kPassphrases, officer.passphrase)},
            {"createdAt", base::formatUtc(officer.createdAt)},
            {"slot", slotJson(officer.slot)},
            {"name", text64(officer.name)},
            {"signingKey", text64(officer.signingKey)},
            {"verifyKey", officer.verifyKey},
            {"officerRecovery", text64(officer.officerRecovery)},
            {"recoverySecret", text64(officer.recoverySecret)}};
}

Value bodyJson(const Document& document) {
    Value officers = Value::array();
    for (const OfficerRecord& officer : document.officers) officers.push_back(officerJson(officer));
    return {{"format", kFormat},
            {"id", document.id},
            {"protector", document.protector},
            {"systemSlot", text64(document.systemSlot)},
            {"signingKey", text64(document.signingKey)},
            {"correctionKey", text64(document.correctionKey)},
            {"indexKey", text64(document.indexKey)},
            {"recoveryPublic", text64(document.recoveryPublic)},
            {"officers", std::move(officers)}};
}

Value wholeJson(const Document& document) {
    Value attempts = Value::object();
    for (const auto& [officer, tries] : document.attempts) {
        attempts[officer] = {{"failures", tries.failures}, {"last", base::formatUtc(tries.last)}};
    }
    return {{"body", bodyJson(document)},
            {"mac", base::toHex(document.mac)},
            {"generation", document.generation},
            {"attempts", std::move(attempts)}};
}

// Tells a bad disk or a careless edit from a wrong passphrase. Whoever edits on purpose can make it fit; the
// MAC is for him.
std::string sumOf(const Value& whole) {
    return base::sha256Hex(base::viewOf(whole.dump()));
}

Slot readSlot(const Value& object, Reader& outer) {
    Reader reader(object, "slot: ");
    Slot slot;
    if (reader.text("algorithm", 40) != "argon2id13") reader.refuse("algorithm is unknown");
    slot.cost.operations = reader.number("operations", 1, kMostNumber);
    slot.cost.memory = reader.number("memory", 1, kMostNumber);
    slot.salt = reader.bytes("salt", packet::kSaltSize);
    slot.check = reader.bytes("check", kMostBox);
    slot.deviceKey = reader.bytes("deviceKey", kMostBox);
    slot.officerKey = reader.bytes("officerKey", kMostBox);
    if (auto read = reader.done(); !read) outer.refuse(read.error().detail);
    return slot;
}

OfficerRecord readOfficer(const Value& object, Reader& outer) {
    Reader reader(object, "officer: ");
    OfficerRecord officer;
    officer.id = reader.id("id");
    officer.login = reader.token("login");
    reader.list("roles", kRoles.size(), [&](const Value& value) {
        const auto* text = value.get_ptr<const std::string*>();
        const Role role = text == nullptr ? Role::Unknown : valueOf(kRoles, *text);
        if (role == Role::Unknown || !officer.roles.insert(role).second) reader.refuse("roles are malformed");
    });
    officer.state = valueOf(kStates, reader.text("state", 40));
    officer.passphrase = valueOf(kPassphrases, reader.text("passphrase", 40));
    officer.createdAt = reader.time("createdAt");
    officer.slot = readSlot(reader.object("slot"), reader);
    officer.name = reader.bytes("name", kMostBox);
    officer.signingKey = reader.bytes("signingKey", kMostBox);
    officer.verifyKey = reader.filled("verifyKey", 100);
    officer.officerRecovery = reader.bytes("officerRecovery", kMostBox);
    officer.recoverySecret = reader.bytes("recoverySecret", kMostBox);
    if (officer.state == OfficerState::Unknown || officer.passphrase == PassphraseState::Unknown) {
        reader.refuse("state is malformed");
    }
    if (auto read = reader.done(); !read) outer.refuse(read.error().detail);
    return officer;
}

void readBody(Reader& reader, Document& out) {
    out.id = reader.id("id");
    out.protector = reader.token("protector");
    out.systemSlot = reader.bytes("systemSlot", kMostBox);
    out.signingKey = reader.bytes("signingKey", kMostBox);
    out.correctionKey = reader.bytes("correctionKey", kMostBox);
    out.indexKey = reader.bytes("indexKey", kMostBox);
    out.recoveryPublic = reader.bytes("recoveryPublic", crypto_box_PUBLICKEYBYTES);
    if (out.recoveryPublic.size() != crypto_box_PUBLICKEYBYTES) reader.refuse("recoveryPublic is malformed");
    reader.list("officers", kMostOfficers,
                [&](const Value& value) { out.officers.push_back(readOfficer(value, reader)); });
}

void readAttempts(const Value& object, Reader& outer, Document& out) {
    for (const auto& [officer, tries] : object.items()) {
        Reader reader(tries, "attempts: ");
        if (!base::isId(officer)) outer.refuse("attempts are malformed");
        out.attempts[officer] = {reader.number("failures", 0, kMostNumber), reader.time("last")};
        if (auto read = reader.done(); !read) outer.refuse(read.error().detail);
    }
}

Failure damaged(const std::string& why) {
    return fail(Code::Corrupt, "vault file: " + why);
}

base::SecretBytes macKey(const base::SecretBytes& deviceKey) {
    return packet::hkdf(deviceKey.view(), {}, "enroll-vault-1/mac", packet::kKeySize);
}

}  // namespace

OfficerRecord* Document::byLogin(std::string_view folded) {
    const auto found =
        std::find_if(officers.begin(), officers.end(), [&](const auto& o) { return o.login == folded; });
    return found == officers.end() ? nullptr : &*found;
}

OfficerRecord* Document::byId(const std::string& officerId) {
    const auto found =
        std::find_if(officers.begin(), officers.end(), [&](const auto& o) { return o.id == officerId; });
    return found == officers.end() ? nullptr : &*found;
}

// Every text in it is ASCII, so writing JSON cannot fail.
Bytes writeDocument(const Document& document) {
    Value whole = wholeJson(document);
    whole["sum"] = sumOf(whole);
    return base::bytesOf(whole.dump(1) + "\n");
}

Result<Document> readDocument(ByteView file) {
    const auto whole = packet::json::parseObject(file);
    if (!whole) return damaged(whole.error().detail);
    Reader reader(*whole, "vault file: ");
    Reader body(reader.object("body"), "vault file body: ");
    const std::uint64_t format = body.number("format", 1, kMostNumber);
    if (body.good() && format > kFormat) return fail(Code::Unsupported, "vault file of a newer version");
    Document out;
    readBody(body, out);
    const auto mac = base::fromHex(reader.hex("mac", 64));
    out.generation = reader.number("generation", 1, kMostNumber);
    readAttempts(reader.object("attempts"), reader, out);
    const std::string sum = reader.hex("sum", 64);
    if (auto read = reader.done(); !read) return damaged(read.error().detail);
    if (auto read = body.done(); !read) return damaged(read.error().detail);
    out.mac = *mac;
    const Value again = wholeJson(out);
    if (sumOf(again) != sum) return damaged("checksum differs");
    // Nothing besides what was understood: it would be lost at the next write.
    if (base::textOf(writeDocument(out)) != base::textOf(file))
        return damaged("not as this program writes it");
    return out;
}

Bytes macOf(const Document& document, const base::SecretBytes& deviceKey) {
    const auto mac = packet::hmacSha256(macKey(deviceKey).view(), base::viewOf(bodyJson(document).dump()));
    return {mac.begin(), mac.end()};
}

Result<void> checkMac(const Document& document, const base::SecretBytes& deviceKey) {
    const Bytes expected = macOf(document, deviceKey);
    if (document.mac.size() != expected.size() ||
        sodium_memcmp(expected.data(), document.mac.data(), expected.size()) != 0) {
        return damaged("changed by someone without the device key");
    }
    return {};
}

}  // namespace vault
