#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "base/files.h"
#include "base/folder.h"

namespace base {
namespace {

namespace fs = std::filesystem;

class Fd {
public:
    explicit Fd(int fd) : fd_(fd) {}
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_;
};

// Paths stay out of the text: a user's folder may carry a name.
Failure failed(const char* what, int error) {
    Code code = Code::IoError;
    switch (error) {
        case ENOENT:
        case ENOTDIR: code = Code::NotFound; break;
        case EACCES:
        case EPERM: code = Code::PermissionDenied; break;
        case ENOSPC:
        case EDQUOT: code = Code::DiskFull; break;
        case EROFS: code = Code::ReadOnly; break;
        default: break;
    }
    return fail(code, std::string(what) + ": " + std::strerror(error));
}

Result<void> writeAll(int fd, ByteView content) {
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n < 0) {
            if (errno == EINTR) continue;
            return failed("write", errno);
        }
        content = content.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

fs::path userFolder(const char* variable, const char* underHome) {
    if (const char* home = std::getenv("ENROLL_HOME"); home != nullptr && *home != '\0') return fs::path(home);
    if (const char* xdg = std::getenv(variable); xdg != nullptr && *xdg == '/') return fs::path(xdg) / "enrollment-station";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/") / underHome / "enrollment-station";
}

}  // namespace

Result<Bytes> readFile(const fs::path& path, std::uint64_t limit) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return failed("open", errno);
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) return failed("stat", errno);
    if (S_ISDIR(info.st_mode)) return fail(Code::BadInput, "a folder, not a file");
    if (info.st_size > 0 && static_cast<std::uint64_t>(info.st_size) > limit) return fail(Code::TooLarge, "file over limit");
    Bytes out;
    out.reserve(static_cast<std::size_t>(info.st_size));
    std::array<std::uint8_t, 65536> buffer{};
    while (true) {
        const ssize_t n = ::read(fd.get(), buffer.data(), buffer.size());
        if (n < 0) {
            if (errno == EINTR) continue;
            return failed("read", errno);
        }
        if (n == 0) return out;
        out.insert(out.end(), buffer.begin(), buffer.begin() + n);
        if (out.size() > limit) return fail(Code::TooLarge, "file over limit");
    }
}

Result<void> writeFileDurably(const fs::path& path, ByteView content, Privacy privacy) {
    fs::path temporary = path;
    temporary += ".tmp-" + std::to_string(::getpid());
    const mode_t mode = privacy == Privacy::Everyone ? 0644 : 0600;
    {
        const Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
        if (!fd) return failed("create", errno);
        auto written = writeAll(fd.get(), content);
        if (written && ::fsync(fd.get()) != 0) written = failed("sync", errno);
        if (!written) {
            ::unlink(temporary.c_str());
            return written;
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        return failed("rename", error);
    }
    return syncFolder(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

Result<void> syncFile(const fs::path& path) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return failed("open", errno);
    if (::fsync(fd.get()) != 0) return failed("sync", errno);
    return {};
}

Result<void> syncFolder(const fs::path& folder) {
    const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return failed("open folder", errno);
    if (::fsync(fd.get()) != 0) return failed("sync folder", errno);
    return {};
}

Result<void> makePrivateFolder(const fs::path& folder) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return {};
    if (folder.has_parent_path() && !fs::exists(folder.parent_path(), error)) {
        if (auto parent = makePrivateFolder(folder.parent_path()); !parent) return parent;
    }
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failed("create folder", errno);
    return syncFolder(folder.has_parent_path() ? folder.parent_path() : fs::path("."));
}

Result<void> removeFolder(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) return failed("remove folder", error.value());
    return {};
}

Result<std::vector<fs::path>> filesIn(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code gone;
        if (at->is_regular_file(gone)) out.push_back(at->path());
    }
    if (error) return failed("list folder", error.value());
    std::sort(out.begin(), out.end());
    return out;
}

std::string pathForSystem(const fs::path& path) { return path.string(); }

std::string pathForC(const fs::path& path) { return path.string(); }

Result<DiskSpace> diskSpace(const fs::path& path) {
    struct statvfs info {};
    if (::statvfs(path.c_str(), &info) != 0) return failed("disk space", errno);
    return DiskSpace{static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize,
                     static_cast<std::uint64_t>(info.f_blocks) * info.f_frsize};
}

DriveKind driveKind(const fs::path& path) {
    struct statfs info {};
    if (::statfs(path.c_str(), &info) != 0) return DriveKind::Unknown;
    switch (static_cast<unsigned long>(info.f_type)) {  // magic numbers of statfs(2)
        case 0x6969:      // NFS
        case 0x517B:      // SMB
        case 0xFE534D42:  // SMB2
        case 0xFF534D42:  // CIFS
        case 0x5346414F:  // AFS
        case 0x01021997:  // 9p
        case 0x00C36400:  // Ceph
            return DriveKind::Network;
        default:
            return DriveKind::Local;
    }
}

fs::path dataFolder() { return userFolder("XDG_DATA_HOME", ".local/share"); }

fs::path configFolder() { return userFolder("XDG_CONFIG_HOME", ".config"); }

fs::path resourceFolder() {
    if (const char* set = std::getenv("ENROLL_RESOURCES"); set != nullptr && *set != '\0') return fs::path(set);
    std::error_code error;
    const fs::path programs = programFolder();
    if (!programs.empty()) {
        const fs::path beside = programs / "resources";
        if (fs::is_directory(beside, error)) return beside;
        const fs::path share = programs.parent_path() / "share" / "enrollment-station";
        if (fs::is_directory(share, error)) return share;
    }
    return "/usr/share/enrollment-station";
}

fs::path programFolder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

fs::path programFile(std::string_view name) { return programFolder() / name; }

Result<FileLock> FileLock::acquire(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return failed("open lock", errno);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(fd);
        if (error == EWOULDBLOCK) return fail(Code::Busy, "held by another process");
        return failed("lock", error);
    }
    return FileLock(fd);
}

FileLock::FileLock(FileLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

// Unlocked by word, not by closing alone: a program that another thread is just starting holds a copy of the descriptor
// until it has become another program, and with it the lock.
FileLock::~FileLock() {
    if (handle_ < 0) return;
    ::flock(static_cast<int>(handle_), LOCK_UN);
    ::close(static_cast<int>(handle_));
}

}  // namespace base
