// Bech32 text of bytes (BIP 173) without its limit of 90 characters, as age keys use it.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace packet {

// Lower case. The text of a secret key is itself a secret, so it is kept in guarded memory.
base::SecretBytes toBech32(std::string_view prefix, base::ByteView bytes);

// BadInput for a wrong prefix, checksum, padding or mixed case. The prefix is compared in lower case.
base::Result<base::SecretBytes> fromBech32(std::string_view prefix, std::string_view text);

}  // namespace packet
