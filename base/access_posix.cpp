#include "base/access.h"

namespace base {

namespace fs = std::filesystem;

Result<Privacy> privacyOf(const fs::path& path) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return fail(Code::NotFound, "no such file");
    const bool others = (status.permissions() & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
    return others ? Privacy::Everyone : Privacy::OwnerOnly;
}

bool mayWriteInto(const fs::path& folder) {
    std::error_code error;
    const auto status = fs::status(folder, error);
    return fs::is_directory(status) && (status.permissions() & fs::perms::owner_all) == fs::perms::owner_all;
}

}  // namespace base
