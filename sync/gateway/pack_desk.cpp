#include "sync/gateway/pack_desk.h"

#include <algorithm>

#include "base/digest.h"
#include "base/files.h"

namespace gateway {

using base::Code;
using base::fail;
using base::Result;

std::filesystem::path packFile(const std::filesystem::path& folder, std::uint64_t version) {
    return folder / (std::to_string(version) + ".pack");
}

Result<packet::Pack> PackDesk::publish(base::ByteView envelope, const packet::PackCheck& check) {
    if (home_.packKeys.empty()) return fail(Code::Unsupported, "gateway.json names no pack key");
    auto pack = packet::verifyPack(envelope, packKeysOf(home_));
    if (!pack) return pack;
    const auto newest = store_.newestPack();
    if (!newest) return tl::unexpected(newest.error());
    if (pack->version <= *newest) {
        return fail(Code::Conflict, "pack " + std::to_string(pack->version) + " is not later than pack " +
                                        std::to_string(*newest) + ", which is published");
    }
    if (auto usable = check(*pack); !usable) return tl::unexpected(usable.error());
    if (auto made = base::makePrivateFolder(home_.packFolder()); !made) return tl::unexpected(made.error());
    if (auto kept = base::writeFileDurably(packFile(home_.packFolder(), pack->version), envelope); !kept)
        return tl::unexpected(kept.error());
    PackRow row{pack->version,
                base::sha256Hex(envelope),
                envelope.size(),
                pack->issuedAt,
                clock_.now(),
                pack->note,
                {}};
    row.notice =
        packet::signPackNotice({row.version, row.size, row.digest, row.publishedAt}, home_.signingKey);
    if (auto told = store_.addPack(row); !told) return tl::unexpected(told.error());
    return pack;
}

Result<base::Bytes> PackDesk::newsAfter(std::uint64_t known) {
    const auto newest = store_.newestPack();
    if (!newest) return tl::unexpected(newest.error());
    if (*newest <= known) return base::Bytes();
    auto row = store_.pack(*newest);
    if (!row) return tl::unexpected(row.error());
    return std::move(row->notice);
}

Result<base::Bytes> PackDesk::part(std::uint64_t version, std::uint64_t from) {
    const std::lock_guard lock(mutex_);
    if (held_ != version || version == 0) {
        if (const auto row = store_.pack(version); !row) return tl::unexpected(row.error());
        auto bytes = base::readFile(packFile(home_.packFolder(), version), packet::kMaxPack);
        if (!bytes) return tl::unexpected(bytes.error());
        bytes_ = std::move(*bytes);
        held_ = version;
    }
    if (from >= bytes_.size()) return fail(Code::NotFound, "the pack ends before");
    const auto rest = base::ByteView(bytes_).subspan(static_cast<std::size_t>(from));
    const auto piece = rest.first(std::min(rest.size(), kPackPart));
    return base::Bytes(piece.begin(), piece.end());
}

}  // namespace gateway
