// The forms packs this gateway hands to its stations: kept as they came in `packs/N.pack`, listed in the
// store. What stands in them is read elsewhere (form_check.h). Threads: any. Errors: Unsupported (no pack key
// is known here), those of verifyPack and of the check, Conflict (not later than the newest), NotFound, those
// of files and of the store.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "sync/gateway/home.h"
#include "sync/packet/pack_notice.h"
#include "sync/packet/pack_shelf.h"

namespace gateway {

inline constexpr std::size_t kPackPart = 64u << 10;  // bytes of one answer

class PackDesk {
public:
    // `home` outlives it.
    PackDesk(const Home& home, Store& store, const base::Clock& clock)
        : home_(home), store_(store), clock_(clock) {}

    // Verified, later than every other, loads: then it is told to every station. Else nothing changes.
    base::Result<packet::Pack> publish(base::ByteView envelope, const packet::PackCheck& check);
    // The signed notice of the newest pack when its version is above `known`; empty otherwise.
    base::Result<base::Bytes> newsAfter(std::uint64_t known);
    // At most kPackPart bytes of the file from an offset. NotFound also beyond its end.
    base::Result<base::Bytes> part(std::uint64_t version, std::uint64_t from);

private:
    const Home& home_;
    Store& store_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::uint64_t held_ = 0;  // the version whose bytes were asked for last; guarded by mutex_
    base::Bytes bytes_;       // guarded by mutex_
};

std::filesystem::path packFile(const std::filesystem::path& folder, std::uint64_t version);

}  // namespace gateway
