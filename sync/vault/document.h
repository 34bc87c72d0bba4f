// The vault file as values, and its JSON (docs/formats/keys.md). Internal to the room.
// Threads: pure functions and plain values. Errors: Corrupt, Unsupported.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sync/packet/crypto.h"
#include "sync/vault/session.h"

namespace vault {

// What one passphrase opens.
struct Slot {
    packet::KdfCost cost;
    base::Bytes salt;
    base::Bytes check;      // tells a wrong passphrase from a damaged box
    base::Bytes deviceKey;  // boxes under the passphrase key
    base::Bytes officerKey;
};

struct OfficerRecord {
    std::string id;
    std::string login;
    Roles roles;
    OfficerState state = OfficerState::Unknown;
    PassphraseState passphrase = PassphraseState::Unknown;
    base::Instant createdAt;
    Slot slot;
    base::Bytes name;        // box under the station's index cipher
    base::Bytes signingKey;  // box under the officer key
    std::string verifyKey;
    base::Bytes officerRecovery;  // the officer key, sealed to the recovery key
    base::Bytes recoverySecret;   // box under the officer key; empty for who is no supervisor
};

// Wrong passphrases in a row. Outside the MAC, since nobody is logged in when they are counted.
struct Attempts {
    std::uint64_t failures = 0;
    base::Instant last;
};

struct Document {
    std::string id;
    std::uint64_t generation = 0;
    std::string protector;   // name of the protector, "none"
    base::Bytes systemSlot;  // the device key as the protector wrapped it, or empty
    base::Bytes signingKey;  // boxes under the device key
    base::Bytes correctionKey;
    base::Bytes indexKey;
    base::Bytes recoveryPublic;  // X25519
    std::vector<OfficerRecord> officers;
    base::Bytes mac;                           // HMAC of the body under a key from the device key
    std::map<std::string, Attempts> attempts;  // by officer id

    OfficerRecord* byLogin(std::string_view folded);
    OfficerRecord* byId(const std::string& officerId);
};

base::Bytes writeDocument(const Document& document);
base::Result<Document> readDocument(base::ByteView file);

// Everything that only holders of the device key may change.
base::Bytes macOf(const Document& document, const base::SecretBytes& deviceKey);
base::Result<void> checkMac(const Document& document, const base::SecretBytes& deviceKey);

}  // namespace vault
