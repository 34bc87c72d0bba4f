// What a seal costs: a 5 MB application (portrait, ten prints, pages) made a packet and committed to the store as the
// station does it (sealIntoStore), beside the plainest thing that could be done: the same bytes encrypted in one piece,
// written to a file and synced. Prints the medians of rounds taken in turn and their ratio (bar: at least 0.6), the same
// of the quickest round of each (nearest to an idle machine where others use the processors), and what an autosave
// costs. Run it in a folder on the disk to be measured.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <vector>

#include "base/files.h"
#include "base/id.h"
#include "station/workflow/seal_stream.h"
#include "sync/packet/crypto.h"
#include "tests/bench/measure.h"

namespace {

using bench::median;
using bench::need;

using base::Bytes;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kRounds = 31;

Bytes randomBytes(std::size_t size) {
    Bytes bytes(size);
    base::fillRandom(bytes);
    return bytes;
}

std::vector<packet::Attachment> application() {
    std::vector<packet::Attachment> out;
    out.push_back({"portrait.jpg", "image/jpeg", randomBytes(400'000), "{}"});
    for (int finger = 1; finger <= 10; ++finger) {
        out.push_back(
            {"finger-" + std::to_string(finger) + ".wsq", "image/x-wsq", randomBytes(60'000), "{}"});
    }
    for (int page = 1; page <= 8; ++page) {
        out.push_back({"page-" + std::to_string(page) + ".jpg", "image/jpeg", randomBytes(500'000), "{}"});
    }
    return out;
}

packet::Manifest manifest() {
    packet::Manifest m;
    m.kind = "card-14plus";
    m.schemaVersion = "2026.1";
    m.station = "bench";
    m.unit = "1";
    m.officer = "bench";
    m.startedAt = base::SystemClock().now();
    m.purpose = packet::Purpose::Training;
    m.record = "{}";
    return m;
}

// Wall and processor time of all threads, in milliseconds.
struct Series {
    std::vector<double> wall, processor;

    template <class F>
    void take(F work) {
        const std::clock_t used = std::clock();
        const auto start = std::chrono::steady_clock::now();
        work();
        wall.push_back(Milliseconds(std::chrono::steady_clock::now() - start).count());
        processor.push_back(1e3 * static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC);
    }
};

double quickest(const std::vector<double>& values) {
    return *std::min_element(values.begin(), values.end());
}

void print(const char* what, const Series& series) {
    std::printf("%s %.1f ms, quickest %.1f ms, processor %.1f ms\n", what, median(series.wall), quickest(series.wall),
                median(series.processor));
}

std::string newDraft(station::StoreRoom& room) {
    const base::Instant now = base::SystemClock().now();
    const store::NewDraft draft{base::newId(now), "card-14plus", "2026.1", "", base::bytesOf("key"), ""};
    need(room.call([&](store::Store& s) { return s.createDraft(draft, {}, {"bench", now}); }));
    return draft.id;
}

}  // namespace

int main() {
    const std::filesystem::path folder = std::filesystem::absolute("seal-bench-" + base::newId(base::SystemClock().now()));
    need(base::makePrivateFolder(folder));
    auto attachments = application();
    Series digesting;  // the station does it while the passphrase is checked
    for (int round = 0; round < kRounds; ++round) digesting.take([&] { packet::digestAttachments(attachments); });
    Bytes joined;
    for (const auto& a : attachments) joined.insert(joined.end(), a.bytes.begin(), a.bytes.end());
    const packet::SigningKey station = packet::SigningKey::generate();
    const packet::SigningKey officer = packet::SigningKey::generate();
    const std::vector<packet::AgeRecipient> recipients = {packet::AgeIdentity::generate().recipient(),
                                                          packet::AgeIdentity::generate().recipient()};
    const Bytes key = randomBytes(packet::kKeySize);
    {
        const auto room = need(station::StoreRoom::open(folder / "seal.db", base::SystemClock().now()));
        Series sealing, plainly, saving;
        std::size_t packetSize = 0;
        for (int round = 0; round < kRounds; ++round) {
            const station::SealOrder order{newDraft(*room), manifest(), attachments, {station, officer}, recipients, "bench", {}, {}};
            sealing.take([&] { packetSize = need(station::sealIntoStore(*room, order, base::SystemClock().now())).size; });
            const auto file = folder / ("plain-" + std::to_string(round));
            plainly.take([&] { need(base::writeFileDurably(file, packet::sealBox(key, joined, {}))); });
            need(room->call([](store::Store& s) { return s.idleTick(); }));  // as between two citizens
        }
        const std::string draft = newDraft(*room);
        const Bytes fields(20'000, 1);
        for (std::uint32_t version = 1; version <= 101; ++version) {
            const auto save = [&](store::Store& s) { return s.putBlob(draft, {"fields", version, fields}, base::SystemClock().now()); };
            saving.take([&] { need(room->call(save)); });
        }
        std::printf("content %zu bytes, packet %zu bytes\n", joined.size(), packetSize);
        print("seal: packet made and committed to the store", sealing);
        print("peer: encrypted file, synced and renamed", plainly);
        print("before the seal, while the passphrase is checked: digests of the parts", digesting);
        std::printf("ratio %.2f, of the quickest %.2f (bar 0.60)\n", median(plainly.wall) / median(sealing.wall),
                    quickest(plainly.wall) / quickest(sealing.wall));
        std::printf("autosave of 20 kB, durable: %.2f ms\n", median(saving.wall));
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
