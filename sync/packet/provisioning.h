// How a station and its upstream come to know each other. The upstream's administrator issues one
// provisioning file (signed by the gateway, its body locked by an activation code that travels another way).
// The station answers by registering its public keys. Threads: pure functions. Argon2id takes about a second
// and 128 MiB: not on the GUI thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret_bytes.h"
#include "sync/packet/crypto.h"
#include "sync/packet/keys.h"
#include "sync/packet/packet.h"

namespace packet {

inline constexpr std::string_view kProvisioningType = "station-provisioning";
inline constexpr std::string_view kStationKeysType = "station-keys";

struct Unit {
    std::string code;
    std::string name;
    std::vector<std::string> capabilities;
    bool operator==(const Unit&) const = default;
};

struct Provisioning {
    std::string station;  // station id, also the subject of its client certificate
    Unit unit;
    std::string upstream;                  // https://...
    std::string caCertificate;             // PEM
    std::string clientCertificate;         // PEM
    base::SecretBytes clientKey;           // PEM
    std::vector<AgeRecipient> recipients;  // upstream first, then escrow
    std::vector<VerifyKey> gatewayKeys;    // whose receipts count
    std::vector<VerifyKey> packKeys;       // whose forms packs count; none: this station takes no packs
    Purpose purpose = Purpose::Unknown;
    base::Instant issuedAt;
};

// 20 letters and digits without look-alikes in groups of five, 98 bits: "7KQ2M-...".
std::string newActivationCode();

base::Result<base::Bytes> sealProvisioning(const Provisioning& body, std::string_view activationCode,
                                           const SigningKey& gateway, const KdfCost& cost = {});
// The file is signed by one of the keys inside it: the activation code is what vouches for them. Blanks,
// hyphens and case of the code do not matter. WrongPassphrase (wrong code), SignatureInvalid or Corrupt
// (changed on its way), Unsupported (of a newer version), BadInput (no provisioning file).
base::Result<Provisioning> openProvisioning(base::ByteView file, std::string_view activationCode);

// What a station registers upstream: signed by its own signing key, which the first registration binds to the
// station's client certificate (the gateway's task) and every later one must be signed by.
struct OfficerKey {
    std::string officer;  // the officer's id at the station
    VerifyKey key;
    bool operator==(const OfficerKey&) const = default;
};

struct StationKeys {
    std::string station;
    VerifyKey signingKey;
    AgeRecipient correction;  // rejected applications come back encrypted to it
    std::vector<OfficerKey> officers;
    base::Instant at;
    bool operator==(const StationKeys&) const = default;
};

base::Bytes signStationKeys(const StationKeys& keys, const SigningKey& station);
// Verifies that the key inside signed it (proof that the sender holds it); whether that key is the station's
// is the caller's to know. Errors as of verifyEnvelope.
base::Result<StationKeys> verifyStationKeys(base::ByteView envelope);

}  // namespace packet
