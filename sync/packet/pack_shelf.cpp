#include "sync/packet/pack_shelf.h"

#include <algorithm>
#include <system_error>

#include "base/files.h"

namespace packet {
namespace {

using base::Bytes;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

constexpr const char* kCurrent = "current.pack";
constexpr const char* kPrevious = "previous.pack";
constexpr const char* kWithdrawn = "withdrawn.pack";

}  // namespace

Result<std::optional<Bytes>> PackShelf::bytesOf(const char* name) const {
    auto bytes = base::readFile(folder_ / name, kMaxPack);
    if (bytes) return std::optional(std::move(*bytes));
    if (bytes.error().code == Code::NotFound) return std::optional<Bytes>();
    return base::pass(bytes.error(), name);
}

Result<std::optional<Pack>> PackShelf::packOf(const char* name) const {
    const auto bytes = bytesOf(name);
    if (!bytes) return Failure(bytes.error());
    if (!*bytes) return std::optional<Pack>();
    auto pack = verifyPack(**bytes, packKeys_);
    if (!pack) return base::pass(pack.error(), name);
    return std::optional(std::move(*pack));
}

Result<std::optional<Pack>> PackShelf::current() const {
    return packOf(kCurrent);
}

Result<std::uint64_t> PackShelf::highest() const {
    std::uint64_t out = 0;
    for (const char* name : {kCurrent, kPrevious, kWithdrawn}) {
        const auto pack = packOf(name);
        if (!pack) return Failure(pack.error());
        if (*pack) out = std::max(out, (*pack)->version);
    }
    return out;
}

Result<void> PackShelf::put(const char* name, base::ByteView bytes) const {
    if (auto made = base::makePrivateFolder(folder_); !made) return made;
    return base::writeFileDurably(folder_ / name, bytes);
}

Result<void> PackShelf::remove(const char* name) const {
    std::error_code error;
    std::filesystem::remove(folder_ / name, error);
    if (error) return fail(Code::IoError, std::string("remove ") + name);
    return base::syncFolder(folder_);
}

Result<Pack> PackShelf::take(base::ByteView envelope, const PackCheck& check) {
    auto pack = verifyPack(envelope, packKeys_);
    if (!pack) return pack;
    const auto above = highest();
    if (!above) return Failure(above.error());
    if (pack->version <= *above) {
        return fail(Code::Conflict, "pack " + std::to_string(pack->version) + " is not later than pack " +
                                        std::to_string(*above) + ", which was taken before");
    }
    if (auto usable = check(*pack); !usable) return Failure(usable.error());
    const auto old = bytesOf(kCurrent);
    if (!old) return Failure(old.error());
    if (*old) {
        if (auto kept = put(kPrevious, **old); !kept) return Failure(kept.error());
    }
    if (auto written = put(kCurrent, envelope); !written) return Failure(written.error());
    return pack;
}

// The withdrawn pack is kept before it goes out of use, so that its version is never forgotten.
Result<std::optional<Pack>> PackShelf::goBack() {
    const auto now = packOf(kCurrent);
    if (!now) return now;
    if (!*now) return fail(Code::WrongState, "no pack is in use");
    auto before = packOf(kPrevious);
    if (!before) return before;
    // After a power cut while a pack was taken the two are the same.
    if (*before && (*before)->version == (*now)->version) before->reset();
    const auto nowBytes = bytesOf(kCurrent);
    if (!nowBytes) return Failure(nowBytes.error());
    if (auto kept = put(kWithdrawn, **nowBytes); !kept) return Failure(kept.error());
    if (!*before) {
        if (auto gone = remove(kCurrent); !gone) return Failure(gone.error());
        if (auto gone = remove(kPrevious); !gone) return Failure(gone.error());
        return before;
    }
    const auto oldBytes = bytesOf(kPrevious);
    if (!oldBytes) return Failure(oldBytes.error());
    if (auto back = put(kCurrent, **oldBytes); !back) return Failure(back.error());
    if (auto gone = remove(kPrevious); !gone) return Failure(gone.error());
    return before;
}

}  // namespace packet
