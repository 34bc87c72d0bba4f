// What goes wrong around a store: other files, other versions, little space, damage. A clear error each time, and nothing
// lost. No space at all and no right to write: faults_posix_test.cpp, faults_win_test.cpp.
#include <cstdlib>
#include <fstream>

#include "base/process.h"
#include "sync/store/recover.h"
#include "tests/sync/store/store_rig.h"

using namespace rig;
using base::Code;
using store::ItemState;

namespace {

// All of one file; for looking at and damaging it.
base::Bytes contentOf(const std::filesystem::path& path) {
    return take(base::readFile(path));
}
void replace(const std::filesystem::path& path, const base::Bytes& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

// From the test's environment, or the folder above the program that holds the fixture.
std::filesystem::path fixture() {
    const std::filesystem::path name = "tests/sync/store/store_v1.sql";
    if (const char* set = std::getenv("ENROLL_SOURCE"); set != nullptr && *set != '\0') return set / name;
    std::filesystem::path folder = base::programFolder();
    while (!std::filesystem::exists(folder / name) && folder.has_relative_path())
        folder = folder.parent_path();
    return folder / name;
}

}  // namespace

TEST_CASE("under the reserve no draft is begun, but begun ones are finished") {
    const Folder folder;
    std::uint64_t freeBytes = std::uint64_t{1} << 30;
    store::StoreOptions options;
    options.diskSpace = [&](const std::filesystem::path&) -> base::Result<base::DiskSpace> {
        return base::DiskSpace{freeBytes, std::uint64_t{1} << 40};
    };
    store::Store store = open(folder, options);
    CHECK(take(store.diskGauge()).level == store::DiskGauge::Level::Enough);
    const std::string draft = addDraft(store);
    freeBytes = std::uint64_t{100} << 20;
    CHECK(take(store.diskGauge()).level == store::DiskGauge::Level::Low);
    CHECK(codeOf(store.createDraft(newDraft(), {}, act())) == Code::DiskFull);
    good(store.putBlob(draft, {"fields", 1, base::viewOf("x")}, kStart));
    const std::string packet = seal(store, draft, noise(1000, 1));
    good(store.markReceived(packet, base::viewOf("receipt"), act()));
}

TEST_CASE("a network drive is refused") {
    const Folder folder;
    store::StoreOptions options;
    options.driveKind = [](const std::filesystem::path&) { return base::DriveKind::Network; };
    CHECK(codeOf(store::Store::open(folder.file(), kStart, options)) == Code::Unsupported);
    CHECK_FALSE(std::filesystem::exists(folder.file()));
}

TEST_CASE("a second program is told that the store is in use") {
    const Folder folder;
    const store::Store store = open(folder);
    CHECK(codeOf(store::Store::open(folder.file(), kStart)) == Code::Busy);
    auto second = take(base::ChildProcess::start(ENROLL_TEST_STORE_CHILD, {"open", base::pathForSystem(folder.file())}));
    CHECK(take(second.readLine(std::chrono::seconds(60))) == base::codeName(Code::Busy));
}

TEST_CASE("another program's file, a newer one and no database at all are refused unchanged") {
    const Folder folder;
    SECTION("another program") {
        runSql(folder.file(), "CREATE TABLE other(x); INSERT INTO other VALUES(1)");
    }
    SECTION("a newer version") {
        { const store::Store made = open(folder); }
        runSql(folder.file(), "INSERT INTO schema_version VALUES(999, 0)");
    }
    SECTION("no database") {
        replace(folder.file(), noise(50'000, 1));
    }
    const base::Bytes before = contentOf(folder.file());
    const Code code = codeOf(store::Store::open(folder.file(), kStart));
    CHECK((code == Code::Unsupported || code == Code::Corrupt));
    CHECK(contentOf(folder.file()) == before);
    CHECK(codeOf(store::StoreReader::open(folder.file())) == code);
}

TEST_CASE("a store of version 1 is brought up to date with all it holds") {
    const Folder folder;
    runSql(folder.file(), std::string(base::textOf(contentOf(fixture()))));
    CHECK(codeOf(store::StoreReader::open(folder.file())) == Code::Unsupported);
    for (const std::uint64_t wholeCheckBytes : {0u, 1u << 28}) {
        store::StoreOptions options;
        options.wholeCheckBytes = wholeCheckBytes;
        const store::Store store = open(folder, options);
        CHECK(take(store.getBlob("00000000-0000-7000-8000-000000000001", "fields")).content ==
              base::bytesOf("hello"));
        CHECK(wholePacket(store, "00000000-0000-7000-8000-0000000000a1") == base::bytesOf("packet"));
        CHECK(take(store.receipt("00000000-0000-7000-8000-0000000000a2")) == base::bytesOf("r"));
        CHECK(take(store.sealSlot()).sequence == 3);
        const auto totals = take(store.totals(base::dayInVietnam(kStart)));
        CHECK(totals.unsent == 1);
        CHECK(totals.unsentBytes == 6);
        CHECK(totals.byState[static_cast<std::size_t>(ItemState::Received)] == 1);
        good(store::StoreReader::open(folder.file()));
    }
}

TEST_CASE("a backup is a whole store and never overwrites") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string packet = seal(store, addDraft(store), noise(700'000, 1));
    const auto target = folder.path() / "copy.db";
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(codeOf(store.backup(target, stopped.get_token())) == Code::Cancelled);
    CHECK_FALSE(std::filesystem::exists(target));
    good(take(store::StoreReader::open(folder.file())).backup(target));
    CHECK(codeOf(store.backup(target)) == Code::AlreadyExists);
    CHECK(codeOf(store.backup(folder.path() / "none" / "copy.db")) != Code::Unknown);
    const auto copy = take(store::Store::open(target, kStart));
    CHECK(wholePacket(copy, packet) == noise(700'000, 1));
    CHECK(take(copy.journalHead()) == take(store.journalHead()));
}

TEST_CASE("freed space goes back to the disk a little at a time") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string packet = seal(store, addDraft(store), noise(5'000'000, 1));
    good(store.markReceived(packet, base::viewOf("receipt"), act()));
    int ticks = 1;
    while (take(store.idleTick())) REQUIRE(++ticks < 100);
    CHECK(ticks >= 4);  // 5 MB are about 310 pages of 16 KiB; at most 64 a tick
    CHECK(std::filesystem::file_size(folder.file()) < 1'000'000);
}

TEST_CASE("a damaged packet is told, and recovery saves all the others") {
    const Folder folder;
    std::vector<std::string> packets;
    {
        store::Store store = open(folder);
        for (std::uint32_t i = 1; i <= 4; ++i)
            packets.push_back(seal(store, addDraft(store), noise(900'000, i)));
    }
    base::Bytes file = contentOf(folder.file());
    const base::Bytes second = noise(900'000, 2);
    const auto wanted = base::ByteView(second).subspan(300'000, 64);
    const auto found = std::search(file.begin(), file.end(), wanted.begin(), wanted.end());
    REQUIRE(found != file.end());
    const auto page = static_cast<std::size_t>(found - file.begin()) / 16384 * 16384;
    SECTION("one bit") {
        *found ^= 1;
    }
    SECTION("a page of zeros") {
        std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(page), 16384, std::uint8_t{0});
    }
    SECTION("a page of noise") {
        const base::Bytes other = noise(16384, 77);
        std::copy(other.begin(), other.end(), file.begin() + static_cast<std::ptrdiff_t>(page));
    }
    replace(folder.file(), file);
    {
        auto opened = store::Store::open(folder.file(), kStart);
        if (opened) {
            CHECK(codeOf(opened->readChunk(packets[1], 1)) == Code::Corrupt);
            CHECK(wholePacket(*opened, packets[2]) == noise(900'000, 3));
        } else {
            CHECK(opened.error().code == Code::Corrupt);
        }
    }
    const base::Bytes before = contentOf(folder.file());
    const auto target = folder.path() / "saved";
    const auto recovered = take(store::recoverPackets(folder.file(), target));
    CHECK(recovered.wholePackets == 3);
    CHECK(recovered.brokenPackets == 1);
    CHECK(recovered.lostChunks == 1);
    for (const std::size_t i : {0u, 2u, 3u}) {
        CHECK(contentOf(target / (packets[i] + ".age")) == noise(900'000, static_cast<std::uint32_t>(i + 1)));
        CHECK(contentOf(target / (packets[i] + ".header.json")) == base::bytesOf("signed header"));
    }
    CHECK(std::filesystem::exists(target / packets[1] / "00000.chunk"));
    CHECK_FALSE(std::filesystem::exists(target / packets[1] / "00001.chunk"));
    CHECK(contentOf(folder.file()) == before);
}

TEST_CASE("the quick check of a large store still finds damage in its tables") {
    const Folder folder;
    {
        store::Store store = open(folder);
        for (int i = 0; i < 5; ++i) addDraft(store);
    }
    base::Bytes file = contentOf(folder.file());
    const std::string_view kind = "card-from-14";
    const auto row = std::search(file.begin(), file.end(), kind.begin(), kind.end());
    REQUIRE(row != file.end());
    const auto page = (row - file.begin()) / 16384 * 16384;
    std::fill_n(file.begin() + page + 8, 64, std::uint8_t{0xff});  // the page's cell pointers
    replace(folder.file(), file);
    store::StoreOptions options;
    options.wholeCheckBytes = 0;
    CHECK(codeOf(store::Store::open(folder.file(), kStart, options)) == Code::Corrupt);
}

TEST_CASE("random damage anywhere is told as an error, never a crash, and never as bytes nobody wrote") {
    const Folder folder;
    std::string draft;
    std::string packet;
    {
        store::Store store = open(folder);
        draft = addDraft(store);
        good(store.putBlob(draft, {"fields", 1, noise(3000, 1)}, kStart));
        packet = seal(store, draft, noise(300'000, 2));
    }
    const base::Bytes whole = contentOf(folder.file());
    const std::uint32_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 60; ++round) {
        base::Bytes damaged = whole;
        if (round % 6 == 0) damaged.resize(random() % whole.size());
        for (int i = 0; i < 1 + round % 40 && !damaged.empty(); ++i) {
            damaged[random() %
                    (round % 2 == 0 ? damaged.size() : std::min<std::size_t>(damaged.size(), 32768))] =
                static_cast<std::uint8_t>(random());
        }
        replace(folder.file(), damaged);
        std::error_code ignored;
        for (const char* suffix : {"-wal", "-shm"})
            std::filesystem::remove(folder.file().string() + suffix, ignored);
        const auto target = folder.path() / ("saved-" + std::to_string(round));
        const auto recovered = store::recoverPackets(folder.file(), target);
        if (recovered && std::filesystem::exists(target / (packet + ".age"))) {
            CHECK(contentOf(target / (packet + ".age")) == noise(300'000, 2));
        }
        auto store = store::Store::open(folder.file(), kStart);
        if (!store) continue;
        // A damaged row may point to the content of another; the encryption's associated data tells that.
        // What comes back is always something that was written.
        if (const auto blob = store->getBlob(draft, "fields")) {
            CHECK((blob->content == noise(3000, 1) || blob->content == noise(300'000, 2)));
        }
        if (const auto chunk = store->readChunk(packet, 0)) {
            CHECK((chunk->size() == store::kChunkBytes || *chunk == noise(3000, 1)));
        }
        (void)store->page({}, 0, 10);
        (void)store->totals({2026, 11, 21});
        (void)store->verifyJournal();
    }
}
