#include "sync/gateway/content.h"

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/secret_bytes.h"

namespace gateway {

using base::Code;

bool isUploadId(std::string_view text) {
    return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string newUploadId() {
    std::array<std::uint8_t, 16> random{};
    base::fillRandom(random);
    return base::toHex(random);
}

std::filesystem::path ContentFolder::pathOf(const std::string& id) const {
    return root_ / id.substr(0, 2) / id;
}

base::Result<base::Bytes> ContentFolder::read(const std::string& id, std::uint64_t limit) const {
    if (!isUploadId(id)) return base::fail(Code::BadInput, "malformed upload id");
    return base::readFile(pathOf(id), limit);
}

base::Result<std::uint64_t> ContentFolder::freeBytes() const {
    const auto space = base::diskSpace(root_);
    if (!space) return tl::unexpected(space.error());
    return space->freeBytes;
}

std::vector<std::string> ContentFolder::list() const {
    std::vector<std::string> ids;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator item(root_, error), end; !error && item != end;
         item.increment(error)) {
        const auto name = item->path().filename().string();
        if (isUploadId(name)) ids.push_back(name);
    }
    return ids;
}

}  // namespace gateway
