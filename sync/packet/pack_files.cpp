#include "sync/packet/pack_files.h"

#include "base/files.h"
#include "base/id.h"
#include "base/log.h"

namespace packet {

namespace fs = std::filesystem;
using base::Result;

Result<void> unpackInto(const fs::path& folder, const Pack& pack) {
    for (const char* name : {"schemas", "data"}) {
        if (auto made = base::makePrivateFolder(folder / name); !made) return made;
    }
    for (const auto& file : pack.files) {
        if (auto made = base::makePrivateFolder((folder / fs::path(file.name)).parent_path()); !made) return made;
        if (auto written = base::writeFileDurably(folder / fs::path(file.name), file.bytes); !written)
            return base::pass(written.error(), file.name);
    }
    return {};
}

Result<void> readUnpacked(const Pack& pack, const fs::path& scratch,
                          const std::function<Result<void>(const fs::path&)>& read) {
    const auto folder = scratch / base::newId(base::SystemClock().now());
    auto done = unpackInto(folder, pack);
    if (done) done = read(folder);
    if (auto removed = base::removeFolder(folder); !removed)
        base::log::failure("pack-scratch", removed.error());
    return done;
}

}  // namespace packet
