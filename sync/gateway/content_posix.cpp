#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/digest.h"
#include "base/files.h"
#include "sync/gateway/content.h"

namespace gateway {
namespace {

using base::Code;

constexpr std::size_t kReadPiece = 256u << 10;

base::Failure systemFailure(std::string_view what, int error) {
    Code code = Code::IoError;
    if (error == ENOENT) code = Code::NotFound;
    if (error == ENOSPC || error == EDQUOT || error == EFBIG) code = Code::DiskFull;
    if (error == EROFS) code = Code::ReadOnly;
    if (error == EACCES || error == EPERM) code = Code::PermissionDenied;
    return base::fail(code, std::string(what) + ": " + std::strerror(error));
}

}  // namespace

ContentFile& ContentFile::operator=(ContentFile&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

ContentFile::~ContentFile() {
    if (handle_ >= 0) ::close(handle_);
}

base::Result<std::uint64_t> ContentFile::size() const {
    struct stat status {};
    if (::fstat(handle_, &status) != 0) return systemFailure("stat content", errno);
    return static_cast<std::uint64_t>(status.st_size);
}

base::Result<void> ContentFile::write(std::uint64_t offset, base::ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(handle_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return systemFailure("write content", written < 0 ? errno : EIO);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return {};
}

base::Result<void> ContentFile::truncate(std::uint64_t size) {
    if (::ftruncate(handle_, static_cast<off_t>(size)) != 0) return systemFailure("truncate content", errno);
    return {};
}

base::Result<void> ContentFile::sync() {
    if (::fdatasync(handle_) != 0) return systemFailure("sync content", errno);
    return {};
}

base::Result<std::string> ContentFile::digest() const {
    base::Sha256 hash;
    std::vector<std::uint8_t> piece(kReadPiece);
    for (off_t offset = 0;;) {
        const ssize_t got = ::pread(handle_, piece.data(), piece.size(), offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return systemFailure("read content", errno);
        if (got == 0) break;
        hash.update({piece.data(), static_cast<std::size_t>(got)});
        offset += got;
    }
    return base::toHex(hash.finish());
}

base::Result<void> ContentFolder::create(const std::string& id) {
    if (!isUploadId(id)) return base::fail(Code::BadInput, "malformed upload id");
    const auto path = pathOf(id);
    std::error_code error;
    const bool newFolder = !std::filesystem::exists(path.parent_path(), error);
    if (auto made = base::makePrivateFolder(path.parent_path()); !made) return made;
    const int handle = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) return systemFailure("create content", errno);
    ::close(handle);
    if (newFolder) {
        if (auto synced = base::syncFolder(root_); !synced) return synced;
    }
    return base::syncFolder(path.parent_path());
}

base::Result<ContentFile> ContentFolder::open(const std::string& id) const {
    if (!isUploadId(id)) return base::fail(Code::BadInput, "malformed upload id");
    const int handle = ::open(pathOf(id).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (handle < 0) return systemFailure("open content", errno);
    return ContentFile(handle);
}

base::Result<void> ContentFolder::remove(const std::string& id) {
    if (!isUploadId(id)) return base::fail(Code::BadInput, "malformed upload id");
    if (::unlink(pathOf(id).c_str()) != 0 && errno != ENOENT) return systemFailure("remove content", errno);
    return {};
}

}  // namespace gateway
