// What sealing costs: a 5 MB application (portrait, ten prints, pages) sealed and written durably, beside the
// plainest thing that could be done: the same bytes encrypted in one piece, written and synced. Prints the
// median of several rounds of both, taken in turn, and their ratio (bar: at least 0.6). Run it in a folder on
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

void require(const base::Result<void>& result) {
    if (result) return;
    std::fprintf(stderr, "%s\n", result.error().detail.c_str());
    std::exit(1);
}

}  // namespace

int main() {
    const auto attachments = application();
    Bytes joined;
    for (const auto& a : attachments) joined.insert(joined.end(), a.bytes.begin(), a.bytes.end());
    const packet::SigningKey station = packet::SigningKey::generate();
    const packet::SigningKey officer = packet::SigningKey::generate();
    const std::vector<packet::AgeRecipient> recipients = {packet::AgeIdentity::generate().recipient(),
                                                          packet::AgeIdentity::generate().recipient()};
    const Bytes key = randomBytes(packet::kKeySize);
    const std::filesystem::path sealedFile = "bench-sealed.age";
    const std::filesystem::path plainFile = "bench-plain.box";

    std::vector<double> sealing, sealedDurably, plainly;
    std::size_t packetSize = 0;
    for (int round = 0; round < kRounds; ++round) {
        packet::SealedPacket sealed;
        sealing.push_back(timeOf([&] {
            sealed = packet::sealPacket(manifest(), attachments, {station, officer}, recipients).value();
        }));
        const double written = timeOf([&] { require(base::writeFileDurably(sealedFile, sealed.age)); });
        sealedDurably.push_back(sealing.back() + written);
        packetSize = sealed.age.size();
        plainly.push_back(
            timeOf([&] { require(base::writeFileDurably(plainFile, packet::sealBox(key, joined, {}))); }));
    }
    std::filesystem::remove(sealedFile);
    std::filesystem::remove(plainFile);
    std::printf("content %zu bytes, packet %zu bytes\n", joined.size(), packetSize);
    std::printf("seal in memory          %7.1f ms\n", median(sealing));
    std::printf("seal + durable write    %7.1f ms\n", median(sealedDurably));
    std::printf("encrypt + durable write %7.1f ms\n", median(plainly));
    std::printf("ratio                   %7.2f (bar 0.60)\n", median(plainly) / median(sealedDurably));
    return 0;
}
