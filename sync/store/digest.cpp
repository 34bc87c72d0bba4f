#include "sync/store/digest.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "base/handle.h"

namespace store {

struct Hasher::State {
    base::UniqueHandle<EVP_MD_CTX, EVP_MD_CTX_free> context;
};

namespace {

// A digest that cannot be computed (no memory) must never pass for one.
void require(bool done) {
    if (!done) std::abort();
}

}  // namespace

Hasher::Hasher() : state_(std::make_unique<State>()) {
    state_->context.reset(EVP_MD_CTX_new());
    require(state_->context && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

Hasher& Hasher::add(base::ByteView bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
    return *this;
}

Digest Hasher::finish() {
    Digest digest{};
    require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1);
    return digest;
}

Digest digestOf(base::ByteView bytes) {
    return Hasher().add(bytes).finish();
}

}  // namespace store
