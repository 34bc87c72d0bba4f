// A damaged store file: the input is a list of changes (3 bytes of offset, 1 of value) to a good one.
// Opening, reading and recovering it must end in values or errors, never in a crash or in other bytes than
// were kept.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "base/digest.h"
#include "base/files.h"
#include "sync/store/recover.h"
#include "sync/store/store.h"

namespace {

namespace fs = std::filesystem;

const base::Instant kAt = base::Instant(std::chrono::milliseconds(1'700'000'000'000));
constexpr const char* kDraft = "00000000-0000-7000-8000-000000000001";
constexpr const char* kPacket = "00000000-0000-7000-8000-0000000000a1";

void require(bool holds) {
    if (!holds) std::abort();
}

const base::Bytes& packetBytes() {
    static const base::Bytes bytes(300'000, 0x5a);
    return bytes;
}

fs::path workFolder() {
    static const fs::path folder = [] {
        const fs::path made = fs::temp_directory_path() / ("store-fuzz-" + std::to_string(::getpid()));
        fs::create_directories(made);
        std::atexit([] {
            std::error_code ignored;
            fs::remove_all(fs::temp_directory_path() / ("store-fuzz-" + std::to_string(::getpid())), ignored);
        });
        return made;
    }();
    return folder;
}

base::Bytes makeGoodFile() {
    const fs::path file = workFolder() / "good.db";
    {
        auto store = store::Store::open(file, kAt);
        require(store.has_value());
        const store::Act act{"officer-1", kAt};
        require(store->createDraft({kDraft, "kind", "1", "", base::bytesOf("key"), ""}, {}, act).has_value());
        require(store->putBlob(kDraft, {"fields", 1, base::viewOf("content")}, kAt).has_value());
        store::SealRequest request{
            kDraft, kPacket, *store->sealSlot(), base::bytesOf("header"), base::sha256(packetBytes()),
            kAt,    5};
        require(store->sealDraft(request, packetBytes(), act).has_value());
    }
    return *base::readFile(file);
}

void lookInto(const fs::path& file) {
    auto store = store::Store::open(file, kAt);
    if (!store) return;
    if (const auto blob = store->getBlob(kDraft, "fields"))
        require(blob->content == base::bytesOf("content"));
    (void)store->page({}, 0, 10);
    (void)store->totals({2026, 11, 21});
    (void)store->nextToSend(kAt);
    (void)store->readChunk(kPacket, 1);
    (void)store->verifyJournal();
    (void)store->idleTick();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const base::Bytes good = makeGoodFile();
    base::Bytes damaged = good;
    for (std::size_t i = 0; i + 4 <= size && i < 4 * 256; i += 4) {
        const std::size_t offset = (data[i] << 16 | data[i + 1] << 8 | data[i + 2]) % damaged.size();
        damaged[offset] = data[i + 3];
    }
    const fs::path file = workFolder() / "damaged.db";
    const fs::path saved = workFolder() / "saved";
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix, ignored);
    fs::remove_all(saved, ignored);
    require(base::writeFileDurably(file, damaged).has_value());
    if (const auto recovered = store::recoverPackets(file, saved);
        recovered && recovered->wholePackets == 1) {
        const auto packet = base::readFile(saved / (std::string(kPacket) + ".age"));
        if (packet) require(packet->size() <= store::kMaxPacketBytes);
    }
    lookInto(file);
    return 0;
}
