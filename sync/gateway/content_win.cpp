#include <fcntl.h>
#include <io.h>

#include <algorithm>

#include "base/digest.h"
#include "base/files.h"
#include "base/system_win.h"
#include "sync/gateway/content.h"

namespace gateway {
namespace {

using base::Code;

constexpr std::size_t kReadPiece = 256u << 10;
constexpr DWORD kMostAtOnce = 1u << 30;

base::Failure systemFailure(std::string_view what) { return base::win::failureOf(what, ::GetLastError()); }

HANDLE systemHandle(int handle) { return reinterpret_cast<HANDLE>(::_get_osfhandle(handle)); }

// Like a POSIX descriptor: others may read, write and remove the file meanwhile.
int openContent(const std::filesystem::path& path, DWORD disposition) {
    const HANDLE file = ::CreateFileW(base::win::systemPath(path).c_str(), GENERIC_READ | GENERIC_WRITE,
                                      FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, disposition,
                                      FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    if (file == INVALID_HANDLE_VALUE) return -1;
    return ::_open_osfhandle(reinterpret_cast<std::intptr_t>(file), _O_RDWR | _O_BINARY | _O_NOINHERIT);
}

OVERLAPPED at(std::uint64_t offset) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32);
    return place;
}

}  // namespace

ContentFile& ContentFile::operator=(ContentFile&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

ContentFile::~ContentFile() {
    if (handle_ >= 0) ::_close(handle_);
}

base::Result<std::uint64_t> ContentFile::size() const {
    LARGE_INTEGER size{};
    if (::GetFileSizeEx(systemHandle(handle_), &size) == 0) return systemFailure("stat content");
    return static_cast<std::uint64_t>(size.QuadPart);
}

base::Result<void> ContentFile::write(std::uint64_t offset, base::ByteView bytes) {
    while (!bytes.empty()) {
        OVERLAPPED place = at(offset);
        DWORD written = 0;
        const auto count = static_cast<DWORD>(std::min<std::size_t>(bytes.size(), kMostAtOnce));
        if (::WriteFile(systemHandle(handle_), bytes.data(), count, &written, &place) == 0) return systemFailure("write content");
        bytes = bytes.subspan(written);
        offset += written;
    }
    return {};
}

base::Result<void> ContentFile::truncate(std::uint64_t size) {
    LARGE_INTEGER end{};
    end.QuadPart = static_cast<std::int64_t>(size);
    if (::SetFilePointerEx(systemHandle(handle_), end, nullptr, FILE_BEGIN) == 0 || ::SetEndOfFile(systemHandle(handle_)) == 0)
        return systemFailure("truncate content");
    return {};
}

base::Result<void> ContentFile::sync() {
    if (::FlushFileBuffers(systemHandle(handle_)) == 0) return systemFailure("sync content");
    return {};
}

base::Result<std::string> ContentFile::digest() const {
    base::Sha256 hash;
    std::vector<std::uint8_t> piece(kReadPiece);
    for (std::uint64_t offset = 0;;) {
        OVERLAPPED place = at(offset);
        DWORD got = 0;
        if (::ReadFile(systemHandle(handle_), piece.data(), static_cast<DWORD>(piece.size()), &got, &place) == 0 &&
            ::GetLastError() != ERROR_HANDLE_EOF)
            return systemFailure("read content");
        if (got == 0) break;
        hash.update({piece.data(), got});
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
    const int handle = openContent(path, CREATE_NEW);
    if (handle < 0) return systemFailure("create content");
    ::_close(handle);
    if (newFolder) {
        if (auto synced = base::syncFolder(root_); !synced) return synced;
    }
    return base::syncFolder(path.parent_path());
}

base::Result<ContentFile> ContentFolder::open(const std::string& id) const {
    if (!isUploadId(id)) return base::fail(Code::BadInput, "malformed upload id");
    const int handle = openContent(pathOf(id), OPEN_EXISTING);
    if (handle < 0) return systemFailure("open content");
    return ContentFile(handle);
}

base::Result<void> ContentFolder::remove(const std::string& id) {
    if (!isUploadId(id)) return base::fail(Code::BadInput, "malformed upload id");
    if (::DeleteFileW(base::win::systemPath(pathOf(id)).c_str()) == 0) {
        const DWORD error = ::GetLastError();
        if (error != ERROR_FILE_NOT_FOUND && error != ERROR_PATH_NOT_FOUND) return base::win::failureOf("remove content", error);
    }
    return {};
}

}  // namespace gateway
