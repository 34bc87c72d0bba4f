// What the store's content is encrypted with. Index rows of the whole station under its index key; each draft
// under a key of its own, which only its officer at this device, or a supervisor, can unwrap
// (docs/formats/keys.md). Threads: immutable after construction; any thread. Errors: CryptoFailed when a key,
// the bytes or what they were bound to differ.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret_bytes.h"

namespace vault {

using KeyedHash = std::array<std::uint8_t, 32>;

class StationCipher {
public:
    explicit StationCipher(base::SecretBytes indexKey);
    StationCipher clone() const;

    // `row` binds the bytes to the row they stand in.
    base::Bytes seal(base::ByteView plain, std::string_view row) const;
    base::Result<base::Bytes> open(base::ByteView sealed, std::string_view row) const;
    // For finding duplicates without keeping the value. `kind` keeps a number apart from a name of the same
    // letters.
    KeyedHash keyedHash(std::string_view kind, std::string_view value) const;

private:
    base::SecretBytes index_;
    base::SecretBytes sealKey_;
    base::SecretBytes hashKey_;
};

// The open key of one draft. Wiped when it goes; the draft is destroyed when its wraps are forgotten too.
class DraftKey {
public:
    base::Bytes seal(base::ByteView plain, std::string_view blob, std::uint64_t version) const;
    base::Result<base::Bytes> open(base::ByteView sealed, std::string_view blob, std::uint64_t version) const;
    const std::string& draft() const { return draft_; }

private:
    friend class DraftCipher;
    DraftKey(std::string draft, base::SecretBytes key) : draft_(std::move(draft)), key_(std::move(key)) {}
    std::string draft_;
    base::SecretBytes key_;
};

struct NewDraft {
    DraftKey key;
    base::Bytes wraps;  // what the store keeps beside the draft; without it nobody reads the draft again
};

class DraftCipher {
public:
    // `recoverySecret` is empty for an officer who is no supervisor.
    DraftCipher(const base::SecretBytes& deviceKey, const base::SecretBytes& officerKey,
                base::Bytes recoveryPublic, base::SecretBytes recoverySecret);

    NewDraft create(std::string draft) const;
    // By the officer who took it: KeyUnknown when it is another officer's, Corrupt when the wraps are
    // damaged.
    base::Result<DraftKey> unlock(std::string draft, base::ByteView wraps) const;
    // By a supervisor, whoever took it. PermissionDenied without the recovery key.
    base::Result<DraftKey> recover(std::string draft, base::ByteView wraps) const;
    // Wraps for this officer, replacing those it was recovered from.
    base::Bytes wrap(const DraftKey& key) const;

private:
    base::SecretBytes wrapKey_;
    base::Bytes recoveryPublic_;
    base::SecretBytes recoverySecret_;
};

}  // namespace vault
