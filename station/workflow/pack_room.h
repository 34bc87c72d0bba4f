// The forms this station works with: the installed ones, or those of the pack on its shelf. Packs come over the
// status feed and from files; both end here. Old records keep the version they were made with: the forms of every
// pack that was ever in use stay known (forms::SchemaSet::keepFormer).
//
// Threads: any; calls are serialized. Verifying and loading take some 100 ms: after the start not on the main thread.
// `changed` is called on the caller's thread, in the order of the changes.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <vector>

#include "forms/form_set.h"
#include "station/workflow/views.h"
#include "sync/packet/pack_shelf.h"

namespace station {

struct FormsInUse {
    forms::FormSet forms;
    FormsView view;
};

class PackRoom {
public:
    using Changed = std::function<void(const FormsInUse&)>;
    // Without a pack key the shelf is not looked at.
    PackRoom(std::filesystem::path folder, const std::vector<packet::VerifyKey>& packKeys, forms::FormSet installed);

    // At the start, before anything is taken. A shelf that cannot be used is told in the view and by the log; the installed
    // forms serve meanwhile.
    FormsInUse open();
    void onChanged(Changed changed);

    // Errors as of PackShelf::take, and Unsupported without a pack key.
    base::Result<packet::Pack> take(base::ByteView pack);
    // The upstream's: a refusal is told in the view, unless this machine's disk was the reason and it may be tried again.
    base::Result<packet::Pack> takeFromUpstream(std::uint64_t version, base::ByteView pack);
    void refuse(std::uint64_t version, const base::Error& error);
    // The version that was in use until now. Errors as of PackShelf::goBack.
    base::Result<std::uint64_t> withdraw();
    // What the upstream need not tell again: the latest version that was taken, or refused since the program started.
    std::uint64_t known() const;

private:
    base::Result<forms::FormSet> load(const packet::Pack& pack) const;
    base::Result<packet::Pack> takeLocked(base::ByteView pack);
    forms::FormSet withFormer(forms::FormSet forms) const;
    void use(forms::FormSet forms, const packet::Pack& pack);
    void useInstalled();
    void tell() const;

    std::filesystem::path folder_;
    bool takesPacks_;
    packet::PackShelf shelf_;
    forms::FormSet installed_;
    mutable std::mutex mutex_;
    FormsInUse now_;           // guarded by mutex_
    std::uint64_t known_ = 0;  // guarded by mutex_
    Changed changed_;          // guarded by mutex_
};

// Trouble of this machine, not of the pack: the same pack may be taken later.
bool isOwnTrouble(base::Code code);

}  // namespace station
