// Lists, totals and the order of the outbox, also when the clock jumps.
#include <set>
#include <thread>

#include "tests/sync/store/store_rig.h"

using namespace rig;
using base::Code;
using store::ItemState;

namespace {

constexpr auto kDay = std::chrono::hours(24);

}  // namespace

TEST_CASE("10,000 rows are paged newest first, each exactly once, under every filter") {
    const Folder folder;
    // Each row is one durable commit, so most of them are copied in by the file's own rules.
    constexpr int kRows = 10'000;
    std::vector<std::string> ids;
    {
        store::Store store = open(folder);
        ids.push_back(addDraft(store));
    }
    const std::string sql =
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(kRows) +
        ") INSERT INTO item(id, kind, schema_version, title_key, officer, state, created_at, changed_at) "
        "SELECT printf('00000000-0000-7000-8000-%012d', i), CASE i % 3 WHEN 0 THEN 'eid-level-2' ELSE "
        "'card-from-14' "
        "END, '2026.1', '', 'officer-1', 1 + i % 12, i * 60000, i * 60000 FROM n";
    runSql(folder.file(), sql);
    store::Store store = open(folder);

    const auto walk = [&](const store::ItemFilter& filter) {
        std::vector<store::ItemRow> all;
        for (std::int64_t after = 0;;) {
            const auto rows = take(store.page(filter, after, 50));
            if (rows.empty()) return all;
            all.insert(all.end(), rows.begin(), rows.end());
            after = rows.back().key;
        }
    };
    const auto ordered = [](const std::vector<store::ItemRow>& rows) {
        return std::ranges::is_sorted(rows, std::greater<>(), &store::ItemRow::key) &&
               std::ranges::adjacent_find(rows, {}, &store::ItemRow::key) == rows.end();
    };

    const auto all = walk({});
    CHECK(ordered(all));
    CHECK(all.size() == kRows - kRows / 12 - (kRows % 12 == 11 ? 1 : 0));  // all but the discarded

    store::ItemFilter filter;
    filter.states = {ItemState::Rejected, ItemState::Received, ItemState::Rejected};
    filter.kinds = {"eid-level-2"};
    filter.from = base::Instant(std::chrono::minutes(1000));
    filter.to = base::Instant(std::chrono::minutes(9000));
    const auto some = walk(filter);
    CHECK(ordered(some));
    std::size_t expected = 0;
    for (int i = 1000; i < 9000; ++i) expected += i % 3 == 0 && (1 + i % 12 == 4 || 1 + i % 12 == 6) ? 1 : 0;
    CHECK(some.size() == expected);
    CHECK(std::ranges::all_of(some, [](const auto& row) { return row.kind == "eid-level-2"; }));

    const auto totals = take(store.totals({1970, 1, 2}));
    CHECK(totals.byState[static_cast<std::size_t>(ItemState::Rejected)] ==
          kRows / 12 + (kRows % 12 >= 5 ? 1 : 0));
    std::int64_t sum = 0;
    for (const std::int64_t count : totals.byState) sum += count;
    CHECK(sum == kRows);
}

TEST_CASE("totals follow every step and the day is Vietnam's") {
    const Folder folder;
    store::Store store = open(folder);
    const auto evening = *base::parseUtc("2026-11-21T16:59:59.999Z");  // 23:59:59.999 in Vietnam
    const auto night = evening + std::chrono::milliseconds(1);
    const auto at = [](const store::Totals& totals, ItemState state) {
        return std::pair(totals.byState[static_cast<std::size_t>(state)],
                         totals.today[static_cast<std::size_t>(state)]);
    };
    const std::string first = addDraft(store, evening);
    const std::string second = addDraft(store, night);
    CHECK(at(take(store.totals({2026, 11, 21})), ItemState::Draft) ==
          std::pair<std::int64_t, std::int64_t>(2, 1));
    CHECK(at(take(store.totals({2026, 11, 22})), ItemState::Draft) ==
          std::pair<std::int64_t, std::int64_t>(2, 1));

    const std::string packet = seal(store, first, noise(1000, 1), evening);
    seal(store, second, noise(500, 2), night);
    auto totals = take(store.totals({2026, 11, 21}));
    CHECK(totals.unsent == 2);
    CHECK(totals.unsentBytes == 1500);
    CHECK(totals.oldestUnsent == evening);
    for (int attempt = 0; attempt < 3; ++attempt) {
        good(store.setSending(packet, evening));
        good(store.scheduleRetry(packet, evening, std::chrono::seconds(1), "network-down",
                                 store::Reached::Upstream));
    }
    CHECK(at(take(store.totals({2026, 11, 21})), ItemState::Sealed) ==
          std::pair<std::int64_t, std::int64_t>(2, 1));
    good(store.markReceived(packet, base::viewOf("receipt"), act(night)));
    totals = take(store.totals({2026, 11, 22}));
    CHECK(at(totals, ItemState::Received) == std::pair<std::int64_t, std::int64_t>(1, 1));
    CHECK(totals.unsentBytes == 500);
    CHECK(totals.oldestUnsent == night);
}

TEST_CASE("the outbox goes by priority, then by age, and can be walked") {
    const Folder folder;
    store::Store store = open(folder);
    std::vector<std::string> packets;
    for (const int priority : {5, 1, 5, 1}) {
        const std::string draft = addDraft(store);
        const base::Bytes packet = noise(100, 7);
        auto request = sealRequest(store, draft, packet);
        request.priority = static_cast<std::uint8_t>(priority);
        good(store.sealDraft(request, packet, act()));
        packets.push_back(request.packetId);
    }
    std::vector<std::string> order;
    std::optional<store::SendKey> after;
    while (true) {
        const auto next = store.nextToSend(kStart, after);
        if (!next) break;
        order.push_back(next->id);
        after = store::SendKey{next->priority, next->sequence};
    }
    CHECK(order == std::vector<std::string>{packets[1], packets[3], packets[0], packets[2]});

    good(store.setSending(packets[1], kStart));
    good(store.scheduleRetry(packets[1], kStart, std::chrono::minutes(5), "server-error",
                             store::Reached::Upstream));
    CHECK(take(store.nextToSend(kStart)).id == packets[3]);
    CHECK(take(store.nextToSend(kStart + std::chrono::minutes(5))).id == packets[1]);
    CHECK(take(store.outboxPacket(packets[1])).attempts == 1);
    CHECK(take(store.rowOfPacket(packets[1])).lastError == "server-error");
}

TEST_CASE("a calendar that jumps back neither hides a packet nor disturbs the lists") {
    const Folder folder;
    store::Store store = open(folder);
    const auto future = kStart + 400 * kDay;
    const std::string early = addDraft(store, future);
    const std::string packet = seal(store, early, noise(100, 8), future);
    good(store.setSending(packet, future));
    good(
        store.scheduleRetry(packet, future, std::chrono::hours(2), "network-down", store::Reached::Upstream));

    const std::string late = addDraft(store, kStart);  // the clock is a year behind now
    CHECK(take(store.nextToSend(kStart)).id == packet);
    const auto rows = take(store.page({}, 0, 10));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].id == late);
    CHECK(rows[1].id == early);
    CHECK(take(store.row(late)).createdAt == kStart);
    CHECK(take(store.verifyJournal()).firstBroken == std::nullopt);
    seal(store, late, noise(100, 9), kStart);
    CHECK(take(store.sealSlot()).sequence == 3);
}

TEST_CASE("duplicate alerts find an application by any of its keyed hashes") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string one = addDraft(store);
    const std::string two = addDraft(store);
    good(store.setIndex(one, {{}, {noise(32, 1), noise(32, 2)}, ""}, kStart));
    good(store.setIndex(two, {{}, {noise(32, 2)}, ""}, kStart));
    CHECK(take(store.findByHash(noise(32, 1))).size() == 1);
    const auto both = take(store.findByHash(noise(32, 2)));
    REQUIRE(both.size() == 2);
    CHECK(both[0].id == two);
    good(store.setIndex(two, {{}, {noise(32, 3)}, ""}, kStart));
    CHECK(take(store.findByHash(noise(32, 2))).size() == 1);
    CHECK(take(store.findByHash(noise(32, 9))).empty());
    CHECK(codeOf(store.setIndex(one, {{}, {noise(15, 1)}, ""}, kStart)) == Code::BadInput);
    CHECK(codeOf(store.setIndex(one, {noise(store::kMaxIndexBytes + 1, 1), {}, ""}, kStart)) ==
          Code::BadInput);
}

TEST_CASE("a reader lists and reads while the writer writes") {
    const Folder folder;
    store::Store store = open(folder);
    constexpr std::size_t kApplications = 40;
    std::atomic<bool> done = false;
    std::atomic<bool> torn = false;
    std::atomic<std::size_t> most = 0;
    std::thread reading([&] {
        auto reader = store::StoreReader::open(folder.file());
        if (!reader) {
            torn = true;
            return;
        }
        bool last = false;
        while (!last) {
            last = done;
            const auto rows = reader->page({}, 0, 100);
            const auto totals = reader->totals({2026, 11, 21});
            if (!rows || !totals || rows->size() < most) torn = true;
            if (torn) return;
            most = rows->size();
            for (const auto& row : *rows) {
                if (row.packetId.empty()) continue;
                const auto chunk = reader->readChunk(row.packetId, 0);
                if (!chunk && chunk.error().code != Code::Gone) torn = true;
            }
        }
    });
    for (std::size_t i = 0; i < kApplications; ++i) {
        const std::string draft = addDraft(store);
        good(store.putBlob(draft, {"fields", 1, noise(5000, 1)}, kStart));
        const std::string packet = seal(store, draft, noise(20'000, 2));
        if (i % 2 == 0) good(store.markReceived(packet, base::viewOf("receipt"), act()));
        good(store.idleTick());
    }
    done = true;
    reading.join();
    CHECK_FALSE(torn);
    CHECK(most == kApplications);
}

TEST_CASE("progress is told across threads and forgotten with the attempt") {
    const Folder folder;
    store::Store store = open(folder);
    const auto progress = store.progress();
    const std::string packet = seal(store, addDraft(store), noise(100, 1));
    CHECK(progress->of(packet) == std::nullopt);
    good(store.setSending(packet, kStart));
    CHECK(progress->of(packet) == 0);
    std::thread([&] { progress->set(packet, 64); }).join();
    CHECK(progress->of(packet) == 64);
    good(store.markReceived(packet, base::viewOf("receipt"), act()));
    CHECK(progress->of(packet) == std::nullopt);
}
