// "A pack of this version is published": what the status feed says beside its events, in an envelope signed
// by a gateway key (docs/formats/pack.md). It tells what to fetch and never what to use: that is decided by
// the pack's own signature. Threads: pure functions. Errors as of verifyEnvelope, and BadInput.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "sync/packet/keys.h"

namespace packet {

inline constexpr std::string_view kPackNoticeType = "pack-notice";

struct PackNotice {
    std::uint64_t version = 0;
    std::uint64_t size = 0;  // of the pack's file
    std::string digest;      // SHA-256 of it, 64 hex digits
    base::Instant publishedAt;
    bool operator==(const PackNotice&) const = default;
};

base::Bytes signPackNotice(const PackNotice& notice, const SigningKey& gateway);
base::Result<PackNotice> verifyPackNotice(base::ByteView envelope, const KeyLookup& gatewayKeys);

}  // namespace packet
