#include "sync/packet/pack_notice.h"

#include "sync/packet/envelope.h"
#include "sync/packet/json.h"
#include "sync/packet/pack.h"

namespace packet {
namespace {

using base::Failure;

constexpr std::uint64_t kFormat = 1;
constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;
constexpr std::size_t kMostEnvelope = 4u << 10;

}  // namespace

base::Bytes signPackNotice(const PackNotice& notice, const SigningKey& gateway) {
    const json::Value object = {{"format", kFormat},
                                {"version", notice.version},
                                {"size", notice.size},
                                {"digest", notice.digest},
                                {"publishedAt", base::formatUtc(notice.publishedAt)}};
    return signEnvelope(kPackNoticeType, base::viewOf(json::dump(object).value_or("")), gateway);
}

base::Result<PackNotice> verifyPackNotice(base::ByteView envelope, const KeyLookup& gatewayKeys) {
    const auto verified = verifyEnvelope(envelope, kPackNoticeType, gatewayKeys, kMostEnvelope);
    if (!verified) return Failure(verified.error());
    const auto object = json::parseObject(verified->payload);
    if (!object) return base::pass(object.error(), "pack notice");
    json::Reader reader(*object, "pack notice: ");
    if (reader.number("format", 1, kMostNumber) > kFormat) reader.refuse("format is newer than this program");
    PackNotice notice;
    notice.version = reader.number("version", 1, kMostNumber);
    notice.size = reader.number("size", 1, kMaxPack);
    notice.digest = reader.hex("digest", 64);
    notice.publishedAt = reader.time("publishedAt");
    if (auto read = reader.done(); !read) return Failure(read.error());
    return notice;
}

}  // namespace packet
