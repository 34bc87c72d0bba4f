#include "sync/vault/slots.h"

#include <sodium.h>

#include <algorithm>

#include "base/text.h"

namespace vault {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;
using base::SecretBytes;

constexpr std::size_t kCheck = 16;

// The same passphrase typed through different input methods is the same passphrase.
Result<SecretBytes> passphraseKey(std::string_view passphrase, const Bytes& salt,
                                  const packet::KdfCost& cost) {
    auto composed = base::toNfc(passphrase);
    if (!composed) return Failure(composed.error());
    auto key = packet::keyFromPassphrase(*composed, salt, cost);
    sodium_memzero(composed->data(), composed->size());
    return key;
}

Bytes checkOf(const SecretBytes& key) {
    const SecretBytes check = packet::hkdf(key.view(), {}, "enroll-vault-1/check", kCheck);
    return {check.view().begin(), check.view().end()};
}

}  // namespace

Bytes boundTo(const std::string& vaultId, const std::string& officer, std::string_view what) {
    return base::bytesOf("enroll-vault-1/" + vaultId + "/" + officer + "/" + std::string(what));
}

Result<Slot> makeSlot(const std::string& vaultId, const std::string& officer, std::string_view passphrase,
                      const packet::KdfCost& cost, const OpenSlot& keys) {
    Slot slot;
    slot.cost = cost;
    slot.salt.resize(packet::kSaltSize);
    base::fillRandom(slot.salt);
    const auto key = passphraseKey(passphrase, slot.salt, cost);
    if (!key) return Failure(key.error());
    slot.check = checkOf(*key);
    slot.deviceKey = packet::sealBox(key->view(), keys.deviceKey.view(), boundTo(vaultId, officer, "device"));
    slot.officerKey =
        packet::sealBox(key->view(), keys.officerKey.view(), boundTo(vaultId, officer, "officer"));
    return slot;
}

Result<OpenSlot> openSlot(const std::string& vaultId, const std::string& officer, const Slot& slot,
                          std::string_view passphrase) {
    const auto key = passphraseKey(passphrase, slot.salt, slot.cost);
    if (!key && key.error().code == Code::BadInput) {
        if (!base::isUtf8(passphrase)) return fail(Code::WrongPassphrase, "passphrase is not UTF-8");
        return fail(Code::Corrupt, "vault slot: " + key.error().detail);
    }
    if (!key) return Failure(key.error());
    const Bytes check = checkOf(*key);
    if (slot.check.size() != check.size() ||
        sodium_memcmp(check.data(), slot.check.data(), check.size()) != 0) {
        return fail(Code::WrongPassphrase, "passphrase does not fit");
    }
    auto device = openStored(*key, slot.deviceKey, boundTo(vaultId, officer, "device"));
    if (!device) return Failure(device.error());
    auto own = openStored(*key, slot.officerKey, boundTo(vaultId, officer, "officer"));
    if (!own) return Failure(own.error());
    return OpenSlot{std::move(*device), std::move(*own)};
}

Result<SecretBytes> openStored(const SecretBytes& key, const Bytes& box, const Bytes& bound) {
    auto opened = packet::openBox(key.view(), box, bound);
    if (!opened || opened->size() != packet::kKeySize) {
        return fail(Code::Corrupt, "vault file: a wrapped key is damaged");
    }
    return opened;
}

Bytes sealToRecovery(const Bytes& recoveryPublic, ByteView key, const std::string& officer) {
    SecretBytes plain(key.size() + officer.size());
    std::copy(key.begin(), key.end(), plain.data());
    std::copy(officer.begin(), officer.end(), plain.data() + key.size());
    Bytes sealed(plain.size() + crypto_box_SEALBYTES);
    crypto_box_seal(sealed.data(), plain.data(), plain.size(), recoveryPublic.data());
    return sealed;
}

Result<SecretBytes> openByRecovery(const Bytes& recoveryPublic, const SecretBytes& recoverySecret,
                                   const Bytes& sealed, const std::string& officer) {
    const auto damaged = [] { return fail(Code::Corrupt, "vault file: a recovery key is damaged"); };
    if (sealed.size() != packet::kKeySize + officer.size() + crypto_box_SEALBYTES) return damaged();
    SecretBytes plain(sealed.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(), recoveryPublic.data(),
                             recoverySecret.data()) != 0 ||
        base::textOf(plain.view().subspan(packet::kKeySize)) != officer) {
        return damaged();
    }
    return SecretBytes::copyOf(plain.view().first(packet::kKeySize));
}

}  // namespace vault
