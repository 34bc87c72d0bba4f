// Files that survive a power cut, and the folders each system gives us. POSIX in files_posix.cpp.
// Threads: free functions, any thread. Errors: NotFound, PermissionDenied, DiskFull, ReadOnly, TooLarge, IoError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/bytes.h"

namespace base {

// The whole file; TooLarge beyond `limit` bytes.
Result<Bytes> readFile(const std::filesystem::path& path, std::uint64_t limit = 256u << 20);

enum class Privacy { Unknown = 0, OwnerOnly, Everyone };

// Writes beside the target, syncs, renames over it and syncs the folder: afterwards the file has either its old or its
// new content, whatever happens.
Result<void> writeFileDurably(const std::filesystem::path& path, ByteView content,
                              Privacy privacy = Privacy::OwnerOnly);
Result<void> syncFile(const std::filesystem::path& path);
Result<void> syncFolder(const std::filesystem::path& folder);
// Creates the folder and its parents, readable by the owner only.
Result<void> makePrivateFolder(const std::filesystem::path& folder);

struct DiskSpace {
    std::uint64_t freeBytes = 0;   // for this user
    std::uint64_t totalBytes = 0;
};
Result<DiskSpace> diskSpace(const std::filesystem::path& path);
// Local disk, or a network drive on which a SQLite WAL must not live.
enum class DriveKind { Unknown = 0, Local, Network };
DriveKind driveKind(const std::filesystem::path& path);

// Where the station keeps its data and its settings: $ENROLL_HOME if set, else the system's place for them
// (XDG_DATA_HOME / XDG_CONFIG_HOME).
std::filesystem::path dataFolder();
std::filesystem::path configFolder();
// The read-only resources installed with the program: $ENROLL_RESOURCES, else beside the executable, else the
// system's share folder.
std::filesystem::path resourceFolder();

// An exclusive lock held while the object lives; Busy when another process holds it. The file stays.
class FileLock {
public:
    static Result<FileLock> acquire(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

private:
    explicit FileLock(int handle) : handle_(handle) {}
    int handle_ = -1;
};

}  // namespace base
