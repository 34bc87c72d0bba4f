// What a login opens. The station's part is enough to list and send and may outlive the officer's part under
// the idle lock; the officer's part is needed to take and seal. Threads: immutable after construction; any
// thread. Secrets are in SecretBytes and wiped with the object.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "sync/packet/keys.h"
#include "sync/vault/ciphers.h"

namespace vault {

enum class Role { Unknown = 0, Officer, Supervisor, Clerk, Administrator };
using Roles = std::set<Role>;

enum class OfficerState { Unknown = 0, Active, Disabled };
// Whether the passphrase is the officer's own, or was set by someone else and must be changed.
enum class PassphraseState { Unknown = 0, Own, MustChange };

struct OfficerInfo {
    std::string id;     // UUID; goes into manifests
    std::string login;  // folded
    std::string displayName;
    Roles roles;
    OfficerState state = OfficerState::Unknown;
    PassphraseState passphrase = PassphraseState::Unknown;
    std::string verifyKey;  // packet::VerifyKey text
    bool operator==(const OfficerInfo&) const = default;
};

class StationSession {
public:
    StationSession(base::SecretBytes deviceKey, packet::SigningKey signingKey,
                   packet::AgeIdentity correctionKey, StationCipher cipher);
    StationSession clone() const;

    const packet::SigningKey& signingKey() const { return signing_; }
    const packet::AgeIdentity& correctionKey() const { return correction_; }
    const StationCipher& cipher() const { return cipher_; }

private:
    friend class Vault;
    friend class Unlocked;
    base::SecretBytes deviceKey_;
    packet::SigningKey signing_;
    packet::AgeIdentity correction_;
    StationCipher cipher_;
};

class Unlocked {
public:
    Unlocked(StationSession station, OfficerInfo officer, base::SecretBytes officerKey,
             packet::SigningKey signingKey, base::Bytes recoveryPublic, base::SecretBytes recoverySecret);

    const StationSession& station() const { return station_; }
    const OfficerInfo& officer() const { return officer_; }
    const packet::SigningKey& signingKey() const { return signing_; }  // the officer's
    const DraftCipher& drafts() const { return drafts_; }

private:
    friend class Vault;
    StationSession station_;
    OfficerInfo officer_;
    base::SecretBytes officerKey_;
    packet::SigningKey signing_;
    base::Bytes recoveryPublic_;
    base::SecretBytes recoverySecret_;  // empty for who is neither supervisor nor administrator
    DraftCipher drafts_;
};

}  // namespace vault
