// The activated provisioning as the station keeps it: JSON that is only ever stored sealed under the station key.
// Threads: pure functions. Errors: BadInput, CryptoFailed.
#pragma once

#include "sync/packet/provisioning.h"
#include "sync/vault/ciphers.h"

namespace station {

base::Bytes sealProvisioningForStation(const packet::Provisioning& provisioning, const vault::StationCipher& cipher);
base::Result<packet::Provisioning> openProvisioningOfStation(base::ByteView sealed, const vault::StationCipher& cipher);

}  // namespace station
