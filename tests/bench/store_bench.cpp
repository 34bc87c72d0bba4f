// Prints what the store's lists cost at 100,000 rows. Run it on an otherwise idle machine, in an empty folder on the disk
// that counts.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

#include "base/files.h"
#include "base/id.h"
#include "sync/store/db.h"
#include "sync/store/store.h"
#include "tests/bench/measure.h"

namespace {

using bench::medianMs;
using bench::need;

namespace fs = std::filesystem;

constexpr int kRows = 100'000;
const base::Instant kNow = base::SystemClock().now();

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

}  // namespace

int main() {
    const fs::path folder = fs::absolute("store-bench-" + base::newId(kNow));
    need(base::makePrivateFolder(folder));
    { const auto made = need(store::Store::open(folder / "lists.db", kNow)); }
    benchLists(folder / "lists.db");
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return 0;
}
