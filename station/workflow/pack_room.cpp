#include "station/workflow/pack_room.h"

#include <algorithm>

#include "base/log.h"
#include "sync/packet/pack_files.h"

namespace station {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Failure;
using base::Result;

packet::KeyLookup lookupOf(const std::vector<packet::VerifyKey>& keys) {
    packet::KeyRing ring;
    for (const auto& key : keys) ring.add(key);
    return ring.lookup();
}

}  // namespace

bool isOwnTrouble(Code code) {
    switch (code) {
        case Code::IoError:
        case Code::DiskFull:
        case Code::ReadOnly:
        case Code::PermissionDenied:
        case Code::Busy:
        case Code::Cancelled:
            return true;
        default:
            return false;
    }
}

PackRoom::PackRoom(fs::path folder, const std::vector<packet::VerifyKey>& packKeys, forms::FormSet installed)
    : folder_(std::move(folder)), takesPacks_(!packKeys.empty()), shelf_(folder_, lookupOf(packKeys)),
      installed_(std::move(installed)) {}

FormsInUse PackRoom::open() {
    const std::lock_guard lock(mutex_);
    now_ = {};
    now_.view.takesPacks = takesPacks_;
    useInstalled();
    if (!takesPacks_) return now_;
    // The latest first: of two packs that say the same version of a form, the later one's counts.
    for (const auto& pack : shelf_.taken()) {
        if (const auto forms = load(pack)) now_.forms.schemas.keepFormer(forms->schemas);
    }
    const auto pack = shelf_.current();
    // A damaged file counts as gone: the upstream tells its newest pack again, which mends the shelf.
    if (const auto highest = shelf_.highest()) known_ = *highest;
    auto forms = !pack || !*pack ? Result<forms::FormSet>(installed_) : load(**pack);
    if (!pack || !forms) {
        now_.view.damaged = pack ? forms.error() : pack.error();
        base::log::failure("pack-shelf", *now_.view.damaged);
        return now_;
    }
    if (*pack) use(std::move(*forms), **pack);
    return now_;
}

void PackRoom::onChanged(Changed changed) {
    const std::lock_guard lock(mutex_);
    changed_ = std::move(changed);
}

Result<forms::FormSet> PackRoom::load(const packet::Pack& pack) const {
    forms::FormSet out;
    const auto read = [&](const fs::path& folder) -> Result<void> {
        auto forms = forms::FormSet::load(folder);
        if (!forms) return Failure(forms.error());
        out = std::move(*forms);
        return {};
    };
    if (auto done = packet::readUnpacked(pack, folder_ / "unpacked", read); !done) return Failure(done.error());
    if (!out.documents) out.documents = installed_.documents;  // a pack without documents leaves the program's own
    return out;
}

Result<packet::Pack> PackRoom::take(base::ByteView pack) {
    const std::lock_guard lock(mutex_);
    return takeLocked(pack);
}

Result<packet::Pack> PackRoom::takeLocked(base::ByteView bytes) {
    if (!takesPacks_) return base::fail(Code::Unsupported, "the provisioning file named no pack key");
    forms::FormSet forms;
    auto pack = shelf_.take(bytes, [&](const packet::Pack& verified) -> Result<void> {
        auto loaded = load(verified);
        if (!loaded) return Failure(loaded.error());
        forms = std::move(*loaded);
        return {};
    });
    if (!pack) return pack;
    known_ = std::max(known_, pack->version);
    now_.view.refused.reset();
    use(std::move(forms), *pack);
    tell();
    return pack;
}

Result<packet::Pack> PackRoom::takeFromUpstream(std::uint64_t version, base::ByteView bytes) {
    auto pack = take(bytes);
    if (!pack && !isOwnTrouble(pack.error().code)) refuse(version, pack.error());
    return pack;
}

void PackRoom::refuse(std::uint64_t version, const base::Error& error) {
    const std::lock_guard lock(mutex_);
    known_ = std::max(known_, version);
    now_.view.refused = FormsView::Refusal{version, error};
    tell();
}

Result<std::uint64_t> PackRoom::withdraw() {
    const std::lock_guard lock(mutex_);
    const auto before = now_.view.version;
    const auto pack = shelf_.goBack();
    if (!pack) return Failure(pack.error());
    auto forms = *pack ? load(**pack) : Result<forms::FormSet>(installed_);
    if (*pack && forms) {
        use(std::move(*forms), **pack);
    } else {
        useInstalled();
        if (!forms) now_.view.damaged = forms.error();
    }
    tell();
    return before;
}

std::uint64_t PackRoom::known() const {
    const std::lock_guard lock(mutex_);
    return known_;
}

// Whatever was known until now stays known to the records that were made with it.
forms::FormSet PackRoom::withFormer(forms::FormSet forms) const {
    forms.schemas.keepFormer(now_.forms.schemas);
    forms.schemas.keepFormer(installed_.schemas);
    return forms;
}

void PackRoom::use(forms::FormSet forms, const packet::Pack& pack) {
    now_.forms = withFormer(std::move(forms));
    now_.view.source = FormsView::Source::Pack;
    now_.view.version = pack.version;
    now_.view.issuedAt = pack.issuedAt;
    now_.view.note = pack.note;
    now_.view.damaged.reset();
}

void PackRoom::useInstalled() {
    now_.forms = withFormer(installed_);
    now_.view.source = FormsView::Source::Installed;
    now_.view.version = 0;
    now_.view.issuedAt = {};
    now_.view.note.clear();
    now_.view.damaged.reset();
}

void PackRoom::tell() const {
    if (changed_) changed_(now_);
}

}  // namespace station
