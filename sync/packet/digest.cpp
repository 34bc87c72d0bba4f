#include "sync/packet/digest.h"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

#include "base/handle.h"

namespace packet {

struct FastSha256::State {
    base::UniqueHandle<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
};

// SHA-256 cannot fail on a sound OpenSSL; without it nothing here could be trusted.
FastSha256::FastSha256() : state_(std::make_unique<State>()) {
    if (!state_->context || EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1)
        std::abort();
}
FastSha256::FastSha256(FastSha256&&) noexcept = default;
FastSha256& FastSha256::operator=(FastSha256&&) noexcept = default;
FastSha256::~FastSha256() = default;

void FastSha256::update(base::ByteView bytes) {
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) std::abort();
}

std::string FastSha256::finish() {
    std::array<std::uint8_t, 32> digest{};
    if (EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) != 1) std::abort();
    return base::toHex(digest);
}

std::string sha256Hex(base::ByteView bytes) {
    FastSha256 hash;
    hash.update(bytes);
    return hash.finish();
}

}  // namespace packet
