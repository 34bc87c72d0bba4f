// Packet bytes on disk: one file per upload in two-digit folders, named by the upload's random id and never
// renamed, so that a finished upload becomes a packet by one database transaction. What the
// systems do differently is in content_posix.cpp and content_win.cpp. Threads: ContentFolder any; one ContentFile one thread at a time. Errors: NotFound,
// DiskFull, ReadOnly, PermissionDenied, IoError; BadInput for a malformed id.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace gateway {

bool isUploadId(std::string_view text);  // 32 lower-case hex digits
std::string newUploadId();

class ContentFile {
public:
    ContentFile(ContentFile&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    ContentFile& operator=(ContentFile&& other) noexcept;
    ContentFile(const ContentFile&) = delete;
    ContentFile& operator=(const ContentFile&) = delete;
    ~ContentFile();

    base::Result<std::uint64_t> size() const;
    base::Result<void> write(std::uint64_t offset, base::ByteView bytes);
    base::Result<void> truncate(std::uint64_t size);
    base::Result<void> sync();                 // afterwards the bytes survive a power cut
    base::Result<std::string> digest() const;  // SHA-256 of the whole file, hex

private:
    friend class ContentFolder;
    explicit ContentFile(int handle) : handle_(handle) {}
    int handle_ = -1;
};

class ContentFolder {
public:
    explicit ContentFolder(std::filesystem::path root) : root_(std::move(root)) {}

    base::Result<void> create(const std::string& id);  // empty, durable in its folder
    base::Result<ContentFile> open(const std::string& id) const;
    base::Result<base::Bytes> read(const std::string& id, std::uint64_t limit) const;
    base::Result<void> remove(const std::string& id);  // nothing there is fine
    std::vector<std::string> list() const;
    base::Result<std::uint64_t> freeBytes() const;  // on its disk

private:
    std::filesystem::path pathOf(const std::string& id) const;
    std::filesystem::path root_;
};

}  // namespace gateway
