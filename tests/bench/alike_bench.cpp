// What the search for duplicates costs beside 100,000 applications, at every change of a record; and what it would cost to
// open their index rows instead. Run it on an otherwise idle machine, in an empty folder on the disk that counts.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "base/files.h"
#include "base/id.h"
#include "station/workflow/alike.h"
#include "station/workflow/index_data.h"
#include "sync/store/db.h"
#include "sync/store/store.h"
#include "tests/bench/measure.h"

namespace {

using bench::medianMs;
using bench::need;

namespace fs = std::filesystem;

constexpr int kRows = 100'000, kHashesEach = 12, kFamily = 40, kOpened = 2000;
const base::Instant kNow = base::SystemClock().now();

forms::Record person(int i) {
    const std::string digits = std::to_string(100000 + i);
    forms::Record record;
    const auto set = [&](const char* field, const std::string& text) { record.set(field, {text, forms::Origin::Typed, true}); };
    set("id_number", "001188" + digits);
    set("full_name", "NGUYỄN THỊ HUỆ");  // a common name: as many rows as a search takes
    set("birth_date", "01/02/1988");
    set("phone", "0905" + digits);
    set("father_name", "NGUYỄN VĂN NAM");
    set("father_number", "001060" + digits);
    set("mother_name", "TRẦN THỊ BA");
    set("mother_number", "001162" + digits);
    return record;
}

void fill(const fs::path& file) {
    auto db = need(store::sqlite::Db::open(file, store::sqlite::Access::ReadWrite));
    const std::string rows = std::to_string(kRows);
    need(db->script("BEGIN;"
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") "
                    "INSERT INTO item(id, kind, schema_version, title_key, officer, state, created_at, changed_at, encrypted) "
                    "SELECT printf('00000000-0000-7000-8000-%012d', i), 'card-14plus', '2026.1', 'procedure', 'officer-1', 4 + i % 8, "
                    "i * 60000, i * 60000, randomblob(300) FROM n;"
                    "COMMIT"));
    for (int i = 0; i < kHashesEach; ++i) need(db->script("INSERT INTO item_hash SELECT randomblob(32), key FROM item"));
}

}  // namespace

int main() {
    const fs::path folder = fs::absolute("alike-bench-" + base::newId(kNow));
    need(base::makePrivateFolder(folder));
    { const auto made = need(store::Store::open(folder / "lists.db", kNow)); }
    fill(folder / "lists.db");
    auto store = need(store::Store::open(folder / "lists.db", kNow));
    const vault::StationCipher cipher(base::SecretBytes::random(32));
    std::string last;
    for (int i = 0; i < kFamily; ++i) {
        last = base::newId(base::SystemClock().now());
        need(store.createDraft({last, "card-14plus", "2026.1", "procedure", base::bytesOf("key"), ""}, {}, {"officer-1", kNow}));
        const auto record = person(i);
        need(store.setIndex(last, {station::sealIndex(station::indexOf(record), cipher, last), station::alikeHashes(record, cipher), ""}, kNow));
    }
    const auto record = person(1);
    std::size_t found = 0;
    const double search = medianMs(101, [&] { found = station::AlikeSearch(record, cipher, last).run(store, cipher).size(); });
    const auto row = need(store.row(last));
    const double opening = medianMs(11, [&] {
        for (int i = 0; i < kOpened; ++i) need(station::openIndex(row.index, cipher, last));
    });
    std::printf("%d rows, %d hashes each: alike search %.3f ms, %zu found; opening every index row instead %.0f ms\n", kRows + kFamily,
                kHashesEach, search, found, opening * kRows / kOpened);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return 0;
}
