// What the computer itself can add to the passphrases: its key store keeps the device key across restarts, so
// that the station's own part opens without a login. Windows has one (DPAPI: bound to the account, on this
// machine); elsewhere there is none, and the vault says so by Protection::PassphraseOnly.
// protector_posix.cpp, protector_win.cpp. Threads: any.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace vault {

// Elsewhere: another computer or another account guards it; here only the passphrases open it.
enum class Protection { Unknown = 0, PassphraseOnly, System, Elsewhere };

class DeviceKeyProtector {
public:
    virtual ~DeviceKeyProtector() = default;
    // Names the way, as it stands in the vault file: "dpapi".
    virtual std::string name() const = 0;
    // `boundTo` names what the key belongs to; only with the same words it comes back. Neither call shows a
    // window. CryptoFailed: the system refuses, or the bytes are another computer's or another account's.
    virtual base::Result<base::Bytes> wrap(base::ByteView deviceKey, std::string_view boundTo) = 0;
    virtual base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view boundTo) = 0;
};

// This system's; null where there is none.
std::unique_ptr<DeviceKeyProtector> deviceKeyProtector();

}  // namespace vault
