// What a seal costs: a 5 MB application (portrait, ten prints, pages) made a packet and committed to the store, beside the
// plainest thing that could be done: the same bytes encrypted in one piece, written to a file and synced. Prints the
// medians of rounds taken in turn and their ratio (bar: at least 0.6), and what an autosave costs. Run it in a folder on
// the disk to be measured.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "base/files.h"
#include "base/id.h"
#include "sync/packet/crypto.h"
#include "sync/packet/packet.h"
#include "sync/store/store.h"

namespace {

using base::Bytes;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kRounds = 15;

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
    const base::Instant now = base::SystemClock().now();
    m.id = base::newId(now);
    m.kind = "card-14plus";
    m.schemaVersion = "2026.1";
    m.station = "bench";
    m.unit = "1";
    m.officer = "bench";
    m.startedAt = m.sealedAt = now;
    m.purpose = packet::Purpose::Training;
    m.sequence = 1;
    m.journalHead = std::string(64, '0');
    m.record = "{}";
    return m;
}

template <class F>
double timeOf(F work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return Milliseconds(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template <class T>
T need(base::Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s: %s\n", std::string(base::codeName(result.error().code)).c_str(), result.error().detail.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::string newDraft(store::Store& store) {
    const base::Instant now = base::SystemClock().now();
    const store::NewDraft draft{base::newId(now), "card-14plus", "2026.1", "", base::bytesOf("key"), ""};
    need(store.createDraft(draft, {"bench", now}));
    return draft.id;
}

void commit(store::Store& store, const std::string& draft, const packet::SealedPacket& sealed) {
    const base::Instant now = base::SystemClock().now();
    store::SealRequest request;
    request.draftId = draft;
    request.packetId = base::newId(now);
    request.slot = need(store.sealSlot());
    request.header = sealed.headerEnvelope;
    const auto digest = base::fromHex(sealed.header.digest).value();
    std::copy(digest.begin(), digest.end(), request.digest.begin());
    request.windowEndsAt = now;
    need(store.sealDraft(request, sealed.age, {"bench", now}));
}

}  // namespace

int main() {
    const std::filesystem::path folder = std::filesystem::absolute("seal-bench-" + base::newId(base::SystemClock().now()));
    need(base::makePrivateFolder(folder));
    const auto attachments = application();
    Bytes joined;
    for (const auto& a : attachments) joined.insert(joined.end(), a.bytes.begin(), a.bytes.end());
    const packet::SigningKey station = packet::SigningKey::generate();
    const packet::SigningKey officer = packet::SigningKey::generate();
    const std::vector<packet::AgeRecipient> recipients = {packet::AgeIdentity::generate().recipient(),
                                                          packet::AgeIdentity::generate().recipient()};
    const Bytes key = randomBytes(packet::kKeySize);
    {
        auto store = need(store::Store::open(folder / "seal.db", base::SystemClock().now()));
        std::vector<double> sealing, committing, whole, plainly, saving;
        std::size_t packetSize = 0;
        for (int round = 0; round < kRounds; ++round) {
            const std::string draft = newDraft(store);
            packet::SealedPacket sealed;
            sealing.push_back(timeOf([&] { sealed = need(packet::sealPacket(manifest(), attachments, {station, officer}, recipients)); }));
            committing.push_back(timeOf([&] { commit(store, draft, sealed); }));
            whole.push_back(sealing.back() + committing.back());
            packetSize = sealed.age.size();
            const auto file = folder / ("plain-" + std::to_string(round));
            plainly.push_back(timeOf([&] { need(base::writeFileDurably(file, packet::sealBox(key, joined, {}))); }));
            need(store.idleTick());  // as between two citizens
        }
        const std::string draft = newDraft(store);
        const Bytes fields(20'000, 1);
        for (std::uint32_t version = 1; version <= 101; ++version) {
            saving.push_back(timeOf([&] { need(store.putBlob(draft, {"fields", version, fields}, base::SystemClock().now())); }));
        }
        std::printf("content %zu bytes, packet %zu bytes\n", joined.size(), packetSize);
        std::printf("seal: packet %.1f ms + commit to the store %.1f ms = %.1f ms\n", median(sealing), median(committing), median(whole));
        std::printf("peer: encrypted file, synced and renamed %.1f ms\n", median(plainly));
        std::printf("ratio %.2f (bar 0.60)\n", median(plainly) / median(whole));
        std::printf("autosave of 20 kB, durable: %.2f ms\n", median(saving));
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
