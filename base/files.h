// Files that survive a power cut, and the folders each system gives us. files_posix.cpp, files_win.cpp.
// Threads: free functions, any thread. Errors: NotFound, PermissionDenied, DiskFull, ReadOnly, TooLarge, IoError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

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
// Removes the folder with everything in it, but nothing that a link in it leads to. A folder that is not there is no error.
// Of any length; the standard's remove_all takes, on Windows, the current folder for one beyond 260 letters.
Result<void> removeFolder(const std::filesystem::path& folder);

// The path as UTF-8 for a library that hands it to the system as it is, of any length.
std::string pathForSystem(const std::filesystem::path& path);
// The path for a C library that opens files by fopen(). On Windows in the program's code page, which the manifest makes
// UTF-8; where that cannot say it, by its short name.
std::string pathForC(const std::filesystem::path& path);

struct DiskSpace {
    std::uint64_t freeBytes = 0;   // for this user
    std::uint64_t totalBytes = 0;
};
Result<DiskSpace> diskSpace(const std::filesystem::path& path);
// Local disk, or a network drive on which a SQLite WAL must not live.
enum class DriveKind { Unknown = 0, Local, Network };
DriveKind driveKind(const std::filesystem::path& path);

// Where the station keeps its data and its settings: $ENROLL_HOME if set, else the system's place for them
// (XDG_DATA_HOME / XDG_CONFIG_HOME; on Windows one folder for both below %LOCALAPPDATA%).
std::filesystem::path dataFolder();
std::filesystem::path configFolder();
// The read-only resources installed with the program: $ENROLL_RESOURCES, else beside the executable, else on
// Linux the system's share folder.
std::filesystem::path resourceFolder();
// Where this program lies, and with it the other programs of the house.
std::filesystem::path programFolder();
// The name of another of them there: with .exe on Windows.
std::filesystem::path programFile(std::string_view name);

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
    explicit FileLock(std::intptr_t handle) : handle_(handle) {}
    std::intptr_t handle_ = -1;  // file descriptor, on Windows a handle
};

}  // namespace base
