// How keys are wrapped inside the vault file. Every box is bound to the vault, the officer and what it holds,
// so that none can be put in another's place. Internal to the room. Threads: pure functions; those with a
// passphrase run Argon2id.
#pragma once

#include <string>
#include <string_view>

#include "sync/vault/document.h"

namespace vault {

// What a box of the file is bound to; `officer` is empty for the station's own.
base::Bytes boundTo(const std::string& vaultId, const std::string& officer, std::string_view what);

struct OpenSlot {
    base::SecretBytes deviceKey;
    base::SecretBytes officerKey;
};

base::Result<Slot> makeSlot(const std::string& vaultId, const std::string& officer,
                            std::string_view passphrase, const packet::KdfCost& cost, const OpenSlot& keys);
// WrongPassphrase, or Corrupt when the passphrase is right and a box still does not open.
base::Result<OpenSlot> openSlot(const std::string& vaultId, const std::string& officer, const Slot& slot,
                                std::string_view passphrase);

// A box that must open with the keys at hand: Corrupt when it does not.
base::Result<base::SecretBytes> openStored(const base::SecretBytes& key, const base::Bytes& box,
                                           const base::Bytes& bound);

// Keys sealed to the recovery key.
base::Bytes sealToRecovery(const base::Bytes& recoveryPublic, base::ByteView key, const std::string& officer);
base::Result<base::SecretBytes> openByRecovery(const base::Bytes& recoveryPublic,
                                               const base::SecretBytes& recoverySecret,
                                               const base::Bytes& sealed, const std::string& officer);

}  // namespace vault
