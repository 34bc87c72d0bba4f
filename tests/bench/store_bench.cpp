// Prints what the store costs: the lists at 100,000 rows, and a 5 MB packet beside an encrypted file with
// fsync. Run it on an otherwise idle machine, in an empty folder on the disk that counts.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <vector>

#include "base/files.h"
#include "base/id.h"
#include "base/secret_bytes.h"
#include "sync/store/db.h"
#include "sync/store/digest.h"
#include "sync/store/store.h"

namespace {

namespace fs = std::filesystem;

constexpr int kRows = 100'000;
constexpr std::size_t kPacketBytes = 5'000'000;
const base::Instant kNow = base::SystemClock().now();

template <class T>
T need(base::Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s: %s\n", std::string(base::codeName(result.error().code)).c_str(),
                     result.error().detail.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Cost {
    double wallMs = 0;
    double cpuMs = 0;
};

Cost costOf(int times, const std::function<void()>& work) {
    std::vector<double> wall;
    std::vector<double> cpu;
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const std::clock_t cpuStart = std::clock();
        work();
        cpu.push_back(1000.0 * static_cast<double>(std::clock() - cpuStart) / CLOCKS_PER_SEC);
        wall.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return {median(wall), median(cpu)};
}

double medianMs(int times, const std::function<void()>& work) {
    return costOf(times, work).wallMs;
}

// Rows as the triggers would have seen them: states mixed, every fifth application waiting in the outbox.
void fill(const fs::path& file) {
    auto db = need(store::sqlite::Db::open(file, store::sqlite::Access::ReadWrite));
    const std::string rows = std::to_string(kRows);
    need(db->script(
        "BEGIN;"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        rows +
        ") "
        "INSERT INTO item(id, kind, schema_version, title_key, officer, state, created_at, changed_at, "
        "encrypted) "
        "SELECT printf('00000000-0000-7000-8000-%012d', i), CASE i % 3 WHEN 0 THEN 'eid-level-2' ELSE "
        "'card-from-14' "
        "END, '2026.1', 'procedure', 'officer-1', CASE WHEN i % 5 = 0 THEN 2 ELSE 4 + i % 8 END, i * 60000, "
        "i * 60000, "
        "randomblob(300) FROM n;"
        "INSERT INTO item_hash SELECT randomblob(32), key FROM item;"
        "INSERT INTO content(size) SELECT 1000 FROM item WHERE state = 2;"
        "INSERT INTO chunk SELECT id, 0, zeroblob(32), randomblob(1000) FROM content;"
        "INSERT INTO packet(id, item, sequence, road, priority, size, digest, header, content, sealed_at) "
        "SELECT i.id, i.key, i.key / 5, 1, 5, 1000, zeroblob(32), x'00', i.key / 5, i.created_at FROM item i "
        "WHERE state = 2;"
        "UPDATE item SET packet = key / 5 WHERE state = 2;"
        "COMMIT"));
}

void benchLists(const fs::path& file) {
    fill(file);
    const auto opened = std::chrono::steady_clock::now();
    auto store = need(store::Store::open(file, kNow));
    const auto openMs =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - opened).count();
    auto reader = need(store::StoreReader::open(file));
    std::printf("%d rows, %d waiting; open with check %.0f ms\n", kRows, kRows / 5, openMs);
    std::printf("next to send         %8.3f ms (bar 1)\n",
                medianMs(201, [&] { need(store.nextToSend(kNow)); }));
    store::ItemFilter rejected;
    rejected.states = {store::ItemState::Rejected};
    rejected.kinds = {"eid-level-2"};
    std::printf("page of 50, newest   %8.3f ms (bar 5)\n",
                medianMs(201, [&] { need(reader.page({}, 0, 50)); }));
    std::printf("page of 50, middle   %8.3f ms (bar 5)\n",
                medianMs(201, [&] { need(reader.page({}, kRows / 2, 50)); }));
    std::printf("page of 50, filtered %8.3f ms (bar 5)\n",
                medianMs(201, [&] { need(reader.page(rejected, 0, 50)); }));
    store::ItemFilter old = rejected;
    old.to = base::Instant(std::chrono::minutes(2000));
    std::printf("page of 50, old days %8.3f ms (bar 5)\n",
                medianMs(51, [&] { need(reader.page(old, 0, 50)); }));
    std::printf("totals               %8.3f ms (bar 1)\n", medianMs(201, [&] {
                    need(reader.totals({1970, 1, 20}));
                }));
    const base::Bytes hash(32, 7);
    std::printf("find by hash         %8.3f ms\n", medianMs(201, [&] { need(reader.findByHash(hash)); }));
    auto db = need(store::sqlite::Db::open(file, store::sqlite::Access::ReadWrite));
    need(db->run("UPDATE packet SET not_before = ? WHERE sequence < ?",
                 std::int64_t{std::chrono::floor<std::chrono::milliseconds>(kNow.time_since_epoch()).count() +
                              3'600'000},
                 std::int64_t{kRows / 5}));
    std::printf("next to send, all but the last postponed %.3f ms\n",
                medianMs(51, [&] { need(store.nextToSend(kNow)); }));
}

void benchSeal(const fs::path& folder) {
    auto store = need(store::Store::open(folder / "seal.db", kNow));
    base::Bytes packet(kPacketBytes);
    base::fillRandom(packet);
    int file = 0;
    const Cost plain = costOf(
        15, [&] { need(base::writeFileDurably(folder / ("plain-" + std::to_string(file++)), packet)); });
    std::vector<std::string> drafts;
    for (int i = 0; i < 15; ++i) {
        const store::NewDraft draft{
            base::newId(kNow), "card-from-14", "2026.1", "", base::bytesOf("key"), ""};
        need(store.createDraft(draft, {"bench", kNow}));
        drafts.push_back(draft.id);
    }
    const store::Digest digest = store::digestOf(packet);  // whoever seals has it already
    std::size_t next = 0;
    const Cost seal = costOf(15, [&] {
        store::SealRequest request;
        request.draftId = drafts[next++];
        request.packetId = base::newId(kNow);
        request.slot = need(store.sealSlot());
        request.header = base::bytesOf("header");
        request.digest = digest;
        request.windowEndsAt = kNow;
        need(store.sealDraft(request, packet, {"bench", kNow}));
    });
    std::printf(
        "5 MB: ciphertext file + fsync + rename %.1f ms (cpu %.1f), seal to durable %.1f ms (cpu %.1f), "
        "ratio %.2f "
        "(bar 0.6)\n",
        plain.wallMs, plain.cpuMs, seal.wallMs, seal.cpuMs, plain.wallMs / seal.wallMs);
    std::printf("of it one digest of 5 MB %.1f ms\n", medianMs(15, [&] { (void)store::digestOf(packet); }));
    const base::Bytes blob(20'000, 1);
    std::uint32_t version = 0;
    const store::NewDraft draft{base::newId(kNow), "card-from-14", "2026.1", "", base::bytesOf("key"), ""};
    need(store.createDraft(draft, {"bench", kNow}));
    const double putMs = medianMs(101, [&] {
        need(store.putBlob(draft.id, {"fields", ++version, blob}, kNow));
    });
    std::printf("autosave of 20 kB %.2f ms\n", putMs);
}

}  // namespace

int main() {
    const fs::path folder = fs::absolute("store-bench-" + base::newId(kNow));
    need(base::makePrivateFolder(folder));
    { const auto made = need(store::Store::open(folder / "lists.db", kNow)); }
    benchLists(folder / "lists.db");
    benchSeal(folder);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return 0;
}
