#include "sync/packet/pack_shelf.h"

#include <algorithm>
#include <system_error>

#include "base/files.h"
#include "base/folder.h"

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
constexpr std::string_view kTaken = "taken-";

bool isDamage(Code code) {
    return code == Code::SignatureInvalid || code == Code::KeyUnknown || code == Code::BadInput ||
           code == Code::TooLarge;
}

}  // namespace

Result<std::optional<Bytes>> PackShelf::bytesOf(const std::string& name) const {
    auto bytes = base::readFile(folder_ / name, kMaxPack);
    if (bytes) return std::optional(std::move(*bytes));
    if (bytes.error().code == Code::NotFound) return std::optional<Bytes>();
    return base::pass(bytes.error(), name);
}

Result<std::optional<Pack>> PackShelf::packOf(const std::string& name) const {
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
        if (!pack && isDamage(pack.error().code)) continue;
        if (!pack) return Failure(pack.error());
        if (*pack) out = std::max(out, (*pack)->version);
    }
    return out;
}

std::vector<Pack> PackShelf::taken() const {
    std::vector<Pack> out;
    const auto files = base::filesIn(folder_);
    if (!files) return out;
    for (const auto& file : *files) {
        const auto name = file.filename().string();
        if (!name.starts_with(kTaken) || file.extension() != ".pack") continue;
        auto pack = packOf(name);
        if (pack && *pack) out.push_back(std::move(**pack));
    }
    std::sort(out.begin(), out.end(), [](const Pack& a, const Pack& b) { return a.version > b.version; });
    return out;
}

Result<void> PackShelf::put(const std::string& name, base::ByteView bytes) const {
    if (auto made = base::makePrivateFolder(folder_); !made) return made;
    return base::writeFileDurably(folder_ / name, bytes);
}

Result<void> PackShelf::remove(const std::string& name) const {
    std::error_code error;
    std::filesystem::remove(folder_ / name, error);
    if (error) return fail(Code::IoError, "remove " + name);
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
    const auto kept = std::string(kTaken) + std::to_string(pack->version) + ".pack";
    if (auto done = put(kept, envelope); !done) return Failure(done.error());
    const auto old = packOf(kCurrent);
    if (!old && !isDamage(old.error().code)) return Failure(old.error());
    if (old && *old) {
        const auto bytes = bytesOf(kCurrent);
        if (!bytes) return Failure(bytes.error());
        if (auto done = put(kPrevious, **bytes); !done) return Failure(done.error());
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
