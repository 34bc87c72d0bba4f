#include <openssl/evp.h>

#include <algorithm>

#include "base/handle.h"
#include "sync/gateway/checksum.h"

namespace gateway {

struct BodyChecksum::State {
    base::UniqueHandle<EVP_MD_CTX, EVP_MD_CTX_free> context;
};

BodyChecksum::BodyChecksum(tus::Checksum expected)
    : state_(std::make_unique<State>()), expected_(std::move(expected)) {
    state_->context.reset(EVP_MD_CTX_new());
    EVP_DigestInit_ex(state_->context.get(),
                      expected_.algorithm == tus::Algorithm::Sha1 ? EVP_sha1() : EVP_sha256(), nullptr);
}
BodyChecksum::BodyChecksum(BodyChecksum&&) noexcept = default;
BodyChecksum& BodyChecksum::operator=(BodyChecksum&&) noexcept = default;
BodyChecksum::~BodyChecksum() = default;

void BodyChecksum::update(base::ByteView bytes) {
    EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

bool BodyChecksum::matches() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    return EVP_DigestFinal_ex(state_->context.get(), digest, &size) == 1 &&
           std::equal(digest, digest + size, expected_.digest.begin(), expected_.digest.end());
}

}  // namespace gateway
