#include "sync/packet/chunk_cipher.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <limits>

#include "base/handle.h"

namespace packet {
namespace {

// It cannot fail on a sound OpenSSL; what did not encrypt must never pass for what did.
void require(bool done) {
    if (!done) std::abort();
}

}  // namespace

struct ChunkSealer::State {
    base::UniqueHandle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context{EVP_CIPHER_CTX_new()};
};

ChunkSealer::ChunkSealer(base::ByteView key) : state_(std::make_unique<State>()) {
    constexpr std::size_t kKey = 32;
    require(key.size() == kKey && state_->context);
    require(EVP_EncryptInit_ex(state_->context.get(), EVP_chacha20_poly1305(), nullptr, key.data(), nullptr) == 1);
}
ChunkSealer::ChunkSealer(ChunkSealer&&) noexcept = default;
ChunkSealer& ChunkSealer::operator=(ChunkSealer&&) noexcept = default;
ChunkSealer::~ChunkSealer() = default;

void ChunkSealer::seal(base::ByteView plain, const Nonce& nonce, std::uint8_t* out) {
    EVP_CIPHER_CTX* context = state_->context.get();
    require(plain.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
    int made = 0;
    require(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1);
    if (!plain.empty()) {
        require(EVP_EncryptUpdate(context, out, &made, plain.data(), static_cast<int>(plain.size())) == 1);
    }
    int rest = 0;
    require(EVP_EncryptFinal_ex(context, out + made, &rest) == 1);
    require(static_cast<std::size_t>(made) + static_cast<std::size_t>(rest) == plain.size());
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTag), out + plain.size()) == 1);
}

}  // namespace packet
