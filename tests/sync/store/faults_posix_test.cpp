// A disk without room and a store that may not be written: in a child made by fork, which gives up room and rights that
// it cannot have back.
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/sync/store/store_rig.h"

using namespace rig;
using base::Code;

namespace {

// Runs `work` in a process of its own, which may lose rights or space. It returns "" or what it found wrong.
std::string inChild(const std::function<std::string()>& work) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::string said;
        try {
            said = work();
        } catch (...) {  // a failed check; it must not run on into the parent's other tests
            said = "a check failed in the child";
        }
        const auto written = ::write(ends[1], said.data(), said.size());
        ::_exit(written == static_cast<ssize_t>(said.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string said;
    char buffer[512];
    for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? said : said + " (the child died)";
}

std::string told(const base::Error& error) {
    return std::string(base::codeName(error.code)) + ": " + error.detail;
}

std::string blobName(std::uint32_t number) {
    return "page-" + std::to_string(number);
}

// Writes pages until the disk is full, then checks that all acknowledged ones are there.
std::string fillUp(store::Store& store, const std::string& draft, std::uint32_t& kept) {
    while (true) {
        const base::Bytes page = noise(300'000, kept + 1);
        const auto put = store.putBlob(draft, {blobName(kept), 1, page}, kStart);
        if (put) {
            if (++kept > 1000) return "the disk never got full";
            continue;
        }
        if (put.error().code != Code::DiskFull) return "not disk-full but " + told(put.error());
        break;
    }
    for (std::uint32_t number = 0; number < kept; ++number) {
        const auto blob = store.getBlob(draft, blobName(number));
        if (!blob) return "lost " + blobName(number) + ": " + told(blob.error());
        if (blob->content != noise(300'000, number + 1)) return "other bytes in " + blobName(number);
    }
    return kept > 0 ? "" : "nothing fitted";
}

// Full, then space again: the draft is finished and sealed, also by the next program.
std::string surviveFullDisk(const std::filesystem::path& file, const std::function<void()>& giveSpace) {
    store::StoreOptions options;
    options.reserveBytes = 0;
    std::uint32_t kept = 0;
    const store::NewDraft draft = newDraft();
    {
        auto opened = store::Store::open(file, kStart, options);
        if (!opened) return "open: " + told(opened.error());
        if (auto made = opened->createDraft(draft, {}, act()); !made) return "create: " + told(made.error());
        if (auto said = fillUp(*opened, draft.id, kept); !said.empty()) return said;
        giveSpace();
        const base::Bytes packet = noise(600'000, 99);
        if (auto done = opened->sealDraft(sealRequest(*opened, draft.id, packet), packet, act()); !done) {
            return "seal: " + told(done.error());
        }
    }
    auto again = store::Store::open(file, kStart, options);
    if (!again) return "open again: " + told(again.error());
    const auto blobs = again->listBlobs(draft.id);
    if (!blobs || blobs->size() != kept) return "other blobs after opening again";
    const auto next = again->nextToSend(kStart);
    if (!next || wholePacket(*again, next->id) != noise(600'000, 99)) return "the packet is not whole";
    return "";
}

std::string mountSmallDisk(const std::filesystem::path& place) {
    if (::unshare(CLONE_NEWNS) != 0) return "no namespace";
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return "no private mounts";
    if (::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=12m") != 0) return "no tmpfs";
    return "";
}

// What a child said: nothing when all was well.
void judge(const std::string& said) {
    if (said.starts_with("SKIPPED"))
        WARN(said);
    else
        CHECK(said == "");
}

std::string unlessReadOnly(const Folder& folder) {
    const Code code = codeOf(store::Store::open(folder.file(), kStart));
    return code == Code::ReadOnly ? "" : "not read-only but " + std::string(base::codeName(code));
}

}  // namespace

TEST_CASE("a full disk is told, loses nothing and work goes on when there is space again") {
    const Folder folder;
    SECTION("a small disk") {
        const std::string said = inChild([&]() -> std::string {
            if (auto missing = mountSmallDisk(folder.path()); !missing.empty()) return "SKIPPED: " + missing;
            const auto filler = folder.path() / "filler";
            good(base::writeFileDurably(filler, base::Bytes(3 << 20)));
            return surviveFullDisk(folder.file(), [&] { std::filesystem::remove(filler); });
        });
        judge(said);
    }
    SECTION("a limit on the size of files") {
        const std::string said = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit limit{};
            ::getrlimit(RLIMIT_FSIZE, &limit);
            limit.rlim_cur = 4 << 20;
            ::setrlimit(RLIMIT_FSIZE, &limit);
            return surviveFullDisk(folder.file(), [&] {
                limit.rlim_cur = limit.rlim_max;
                ::setrlimit(RLIMIT_FSIZE, &limit);
            });
        });
        CHECK(said == "");
    }
}

TEST_CASE("a store that cannot be written is told to be read-only") {
    const Folder folder;
    { addDraft(*std::make_unique<store::Store>(open(folder))); }
    SECTION("no right to write the file") {
        std::filesystem::path lock = folder.file();
        lock += ".lock";
        REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
        REQUIRE(::chmod(lock.c_str(), 0666) == 0);
        REQUIRE(::chmod(folder.file().c_str(), 0444) == 0);
        const std::string said = inChild([&]() -> std::string {
            if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
                return "cannot become nobody";
            if (::access(folder.file().c_str(), R_OK) != 0)
                return "SKIPPED: nobody may not look into this folder";
            return unlessReadOnly(folder);
        });
        judge(said);
    }
    SECTION("a disk that is mounted read-only") {
        const std::string said = inChild([&]() -> std::string {
            if (auto missing = mountSmallDisk(folder.path()); !missing.empty()) return "SKIPPED: " + missing;
            store::StoreOptions options;
            options.reserveBytes = 0;
            { addDraft(*std::make_unique<store::Store>(open(folder, options))); }
            if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=12m") != 0) {
                return "cannot remount";
            }
            return unlessReadOnly(folder);
        });
        judge(said);
    }
}
