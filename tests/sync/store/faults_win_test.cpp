// A store that may not be written, as Windows says it of a file.
#include <fstream>

#include "tests/sync/store/store_rig.h"

using namespace rig;

TEST_CASE("a store that cannot be written is told to be read-only") {
    namespace fs = std::filesystem;
    const Folder folder;
    { addDraft(*std::make_unique<store::Store>(open(folder))); }
    fs::permissions(folder.file(), fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write,
                    fs::perm_options::remove);
    if (std::ofstream(folder.file(), std::ios::binary | std::ios::app).is_open()) {
        WARN("SKIPPED: whoever runs this may write what may not be written (root's wine)");
        return;
    }
    CHECK(codeOf(store::Store::open(folder.file(), kStart)) == base::Code::ReadOnly);
    fs::permissions(folder.file(), fs::perms::owner_write, fs::perm_options::add);
    good(store::Store::open(folder.file(), kStart));
}
