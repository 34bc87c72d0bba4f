// What the computer itself can add to the passphrases: a TPM or the system's key store that keeps the device
// key across restarts, so that sending goes on without a login. Where there is none the vault says so by
// Protection::PassphraseOnly. Threads: one at a time.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace vault {

enum class Protection { Unknown = 0, PassphraseOnly, System };

class DeviceKeyProtector {
public:
    virtual ~DeviceKeyProtector() = default;
    virtual Protection protection() const = 0;
    // Names the way, as it stands in the vault file: "none", "tpm2", "dpapi".
    virtual std::string name() const = 0;
    virtual base::Result<base::Bytes> wrap(base::ByteView deviceKey) = 0;
    virtual base::Result<base::SecretBytes> unwrap(base::ByteView wrapped) = 0;
};

// A computer that adds nothing. Both calls are Unsupported.
class NoProtector final : public DeviceKeyProtector {
public:
    Protection protection() const override { return Protection::PassphraseOnly; }
    std::string name() const override { return "none"; }
    base::Result<base::Bytes> wrap(base::ByteView) override {
        return base::fail(base::Code::Unsupported, "no system key store");
    }
    base::Result<base::SecretBytes> unwrap(base::ByteView) override {
        return base::fail(base::Code::Unsupported, "no system key store");
    }
};

}  // namespace vault
