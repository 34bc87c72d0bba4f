#include "sync/vault/ciphers.h"

#include <sodium.h>

#include <algorithm>

#include "base/digest.h"
#include "sync/packet/crypto.h"

namespace vault {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Result;
using base::SecretBytes;
using packet::hkdf;
using packet::kBoxOverhead;
using packet::kKeySize;

constexpr std::uint8_t kWrapFormat = 1;
constexpr std::size_t kOfficerWrap = kBoxOverhead + kKeySize;
constexpr std::size_t kRecoveryPlain = kKeySize + 32;  // draft key, SHA-256 of the draft's id
constexpr std::size_t kRecoveryWrap = crypto_box_SEALBYTES + kRecoveryPlain;
constexpr std::size_t kWraps = 1 + kOfficerWrap + kRecoveryWrap;

std::string boundTo(std::string_view what, std::string_view name) {
    std::string out(what);
    out.push_back('\0');
    return out.append(name);
}

std::string blobBinding(std::string_view draft, std::string_view blob, std::uint64_t version) {
    std::string out = boundTo("enroll-draft-1", draft);
    out.push_back('\0');
    out.append(blob).push_back('\0');
    return out + std::to_string(version);
}

SecretBytes joined(const SecretBytes& a, const SecretBytes& b) {
    SecretBytes out(a.size() + b.size());
    std::copy_n(a.data(), a.size(), out.data());
    std::copy_n(b.data(), b.size(), out.data() + a.size());
    return out;
}

base::Failure damaged() {
    return fail(Code::Corrupt, "draft key wraps are damaged");
}

}  // namespace

StationCipher::StationCipher(SecretBytes indexKey)
    : index_(std::move(indexKey)),
      sealKey_(hkdf(index_.view(), {}, "enroll-index-1/seal", kKeySize)),
      hashKey_(hkdf(index_.view(), {}, "enroll-index-1/hash", kKeySize)) {}

StationCipher StationCipher::clone() const {
    return StationCipher(index_.clone());
}

Bytes StationCipher::seal(ByteView plain, std::string_view row) const {
    return packet::sealBox(sealKey_.view(), plain, base::viewOf(boundTo("enroll-index-1", row)));
}

Result<Bytes> StationCipher::open(ByteView sealed, std::string_view row) const {
    return packet::openBoxPlain(sealKey_.view(), sealed, base::viewOf(boundTo("enroll-index-1", row)));
}

KeyedHash StationCipher::keyedHash(std::string_view kind, std::string_view value) const {
    return packet::hmacSha256(hashKey_.view(), base::viewOf(boundTo(kind, value)));
}

Bytes DraftKey::seal(ByteView plain, std::string_view blob, std::uint64_t version) const {
    return packet::sealBox(key_.view(), plain, base::viewOf(blobBinding(draft_, blob, version)));
}

Result<Bytes> DraftKey::open(ByteView sealed, std::string_view blob, std::uint64_t version) const {
    return packet::openBoxPlain(key_.view(), sealed, base::viewOf(blobBinding(draft_, blob, version)));
}

DraftCipher::DraftCipher(const SecretBytes& deviceKey, const SecretBytes& officerKey, Bytes recoveryPublic,
                         SecretBytes recoverySecret)
    : wrapKey_(hkdf(joined(deviceKey, officerKey).view(), {}, "enroll-draft-1/wrap", kKeySize)),
      recoveryPublic_(std::move(recoveryPublic)),
      recoverySecret_(std::move(recoverySecret)) {}

NewDraft DraftCipher::create(std::string draft) const {
    DraftKey key(std::move(draft), SecretBytes::random(kKeySize));
    Bytes wraps = wrap(key);
    return {std::move(key), std::move(wraps)};
}

// format byte | box under the officer's wrap key | sealed box to the recovery key
Bytes DraftCipher::wrap(const DraftKey& key) const {
    const Bytes officer = packet::sealBox(wrapKey_.view(), key.key_.view(),
                                          base::viewOf(boundTo("enroll-draft-1/wrap", key.draft_)));
    const auto id = base::sha256(base::viewOf(key.draft_));
    SecretBytes plain(kRecoveryPlain);
    std::copy_n(key.key_.data(), kKeySize, plain.data());
    std::copy(id.begin(), id.end(), plain.data() + kKeySize);
    Bytes wraps = {kWrapFormat};
    wraps.insert(wraps.end(), officer.begin(), officer.end());
    wraps.resize(kWraps);
    crypto_box_seal(wraps.data() + 1 + kOfficerWrap, plain.data(), plain.size(), recoveryPublic_.data());
    return wraps;
}

Result<DraftKey> DraftCipher::unlock(std::string draft, ByteView wraps) const {
    if (wraps.size() != kWraps || wraps[0] != kWrapFormat) return damaged();
    auto key = packet::openBox(wrapKey_.view(), wraps.subspan(1, kOfficerWrap),
                               base::viewOf(boundTo("enroll-draft-1/wrap", draft)));
    if (!key) return fail(Code::KeyUnknown, "draft does not open for this officer at this device");
    return DraftKey(std::move(draft), std::move(*key));
}

Result<DraftKey> DraftCipher::recover(std::string draft, ByteView wraps) const {
    if (recoverySecret_.empty()) return fail(Code::PermissionDenied, "recovery needs a supervisor");
    if (wraps.size() != kWraps || wraps[0] != kWrapFormat) return damaged();
    const ByteView sealed = wraps.subspan(1 + kOfficerWrap);
    SecretBytes plain(kRecoveryPlain);
    if (crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(), recoveryPublic_.data(),
                             recoverySecret_.data()) != 0) {
        return fail(Code::KeyUnknown, "draft does not open by this recovery key");
    }
    const auto id = base::sha256(base::viewOf(draft));
    if (sodium_memcmp(plain.data() + kKeySize, id.data(), id.size()) != 0) return damaged();
    return DraftKey(std::move(draft), SecretBytes::copyOf(plain.view().first(kKeySize)));
}

}  // namespace vault
