// DPAPI for the account that runs the station. Source: Microsoft, CryptProtectData and CryptUnprotectData
// (dpapi.h).
#include <windows.h>

#include <dpapi.h>

#include "sync/vault/protector.h"

namespace vault {
namespace {

using base::Code;
using base::fail;

DATA_BLOB blobOf(base::ByteView bytes) {
    return {static_cast<DWORD>(bytes.size()),
            const_cast<BYTE*>(bytes.data())};  // neither call writes into it
}

// What DPAPI gives; wiped when it goes.
struct Given {
    DATA_BLOB blob{};
    Given() = default;
    Given(const Given&) = delete;
    Given& operator=(const Given&) = delete;
    ~Given() {
        if (blob.pbData == nullptr) return;
        ::SecureZeroMemory(blob.pbData, blob.cbData);
        ::LocalFree(blob.pbData);
    }
    base::ByteView view() const { return {blob.pbData, blob.cbData}; }
};

base::Failure refusal(const char* call) {
    return fail(Code::CryptoFailed, std::string(call) + ": system error " + std::to_string(::GetLastError()));
}

class Dpapi final : public DeviceKeyProtector {
public:
    std::string name() const override { return "dpapi"; }

    base::Result<base::Bytes> wrap(base::ByteView deviceKey, std::string_view boundTo) override {
        DATA_BLOB key = blobOf(deviceKey);
        DATA_BLOB entropy = blobOf(base::viewOf(boundTo));
        Given out;
        if (::CryptProtectData(&key, L"", &entropy, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN, &out.blob) ==
            0)
            return refusal("CryptProtectData");
        return base::Bytes(out.view().begin(), out.view().end());
    }

    base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view boundTo) override {
        DATA_BLOB in = blobOf(wrapped);
        DATA_BLOB entropy = blobOf(base::viewOf(boundTo));
        Given out;
        if (::CryptUnprotectData(&in, nullptr, &entropy, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN,
                                 &out.blob) == 0)
            return refusal("CryptUnprotectData");
        return base::SecretBytes::copyOf(out.view());
    }
};

}  // namespace

std::unique_ptr<DeviceKeyProtector> deviceKeyProtector() {
    return std::make_unique<Dpapi>();
}

}  // namespace vault
