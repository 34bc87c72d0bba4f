// The forms pack: schemas, lists, holidays, deadlines and fees as one file, signed by the upstream's pack key
// (docs/formats/pack.md). What stands in the files is the business of those who read forms; here it is names
// and bytes. Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "sync/packet/keys.h"

namespace packet {

inline constexpr std::string_view kPackType = "forms-pack";
inline constexpr std::size_t kMaxPack = 48u << 20;  // the envelope

struct PackFile {
    std::string
        name;  // "schemas/card-14plus.json", "data/fees.json": folder and file, both from the format's list
    base::Bytes bytes;
    bool operator==(const PackFile&) const = default;
};

struct Pack {
    std::uint64_t version = 0;  // from 1; a later pack has a greater one
    base::Instant issuedAt;
    std::string note;             // for people; may be empty
    std::vector<PackFile> files;  // sorted by name
    bool operator==(const Pack&) const = default;
};

// BadInput naming the first rule of the format that is broken, TooLarge.
base::Result<base::Bytes> signPack(const Pack& pack, const SigningKey& key);
// Errors as of verifyEnvelope, and BadInput for a payload that is no pack in its one form.
base::Result<Pack> verifyPack(base::ByteView envelope, const KeyLookup& packKeys);
// What it says before anything is verified: to show, never to act upon.
base::Result<Pack> peekPack(base::ByteView envelope);

}  // namespace packet
