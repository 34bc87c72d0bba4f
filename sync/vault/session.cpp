#include "sync/vault/session.h"

namespace vault {

StationSession::StationSession(base::SecretBytes deviceKey, packet::SigningKey signingKey,
                               packet::AgeIdentity correctionKey, StationCipher cipher)
    : deviceKey_(std::move(deviceKey)),
      signing_(std::move(signingKey)),
      correction_(std::move(correctionKey)),
      cipher_(std::move(cipher)) {}

StationSession StationSession::clone() const {
    return {deviceKey_.clone(), signing_.clone(), correction_.clone(), cipher_.clone()};
}

Unlocked::Unlocked(StationSession station, OfficerInfo officer, base::SecretBytes officerKey,
                   packet::SigningKey signingKey, base::Bytes recoveryPublic,
                   base::SecretBytes recoverySecret)
    : station_(std::move(station)),
      officer_(std::move(officer)),
      officerKey_(std::move(officerKey)),
      signing_(std::move(signingKey)),
      recoveryPublic_(std::move(recoveryPublic)),
      recoverySecret_(std::move(recoverySecret)),
      drafts_(station_.deviceKey_, officerKey_, recoveryPublic_, recoverySecret_.clone()) {}

}  // namespace vault
