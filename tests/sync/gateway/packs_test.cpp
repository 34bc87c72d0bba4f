// Forms packs at the gateway: published by a command beside the running gateway, told over the feed, fetched in parts, and
// what they bring checks received records beside what was there before.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/digest.h"
#include "base/files.h"
#include "base/folder.h"
#include "base/text.h"
#include "sync/gateway/form_check.h"
#include "sync/packet/pack.h"
#include "sync/transport/status_client.h"
#include "tests/rigs/road_rig.h"

using base::Code;
using nlohmann::json;
using rigs::must;
namespace fs = std::filesystem;

namespace {

constexpr char kNewVersion[] = "2026.99";

fs::path formsFolder() {
    const char* source = std::getenv("ENROLL_SOURCE");
    return fs::path(source ? source : SOURCE_FOLDER) / "forms";
}

// The product's forms as a pack, changed by the test.
struct Draft {
    packet::Pack pack{1, base::SystemClock().now(), "Thông tư mới", {}};

    explicit Draft(std::uint64_t version) {
        pack.version = version;
        for (const std::string folder : {"data", "schemas"}) {
            for (const auto& file : must(base::filesIn(formsFolder() / folder))) {
                if (file.extension() != ".json" && file.extension() != ".csv") continue;
                pack.files.push_back({folder + "/" + file.filename().string(), must(base::readFile(file))});
            }
        }
        std::sort(pack.files.begin(), pack.files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    }
    Draft& replace(const std::string& name, const std::string& from, const std::string& to) {
        for (auto& file : pack.files) {
            if (file.name != name) continue;
            std::string text(base::textOf(file.bytes));
            const auto at = text.find(from);
            REQUIRE(at != std::string::npos);
            file.bytes = base::bytesOf(text.replace(at, from.size(), to));
        }
        return *this;
    }
};

struct Upstream {
    rigs::RoadHouse house{"packs"};
    packet::SigningKey key = must(packet::SigningKey::parse(base::trim(base::textOf(must(base::readFile(house.folder() / "pack.key"))))));
    std::string out, err;

    base::Bytes signedPack(const Draft& draft) const { return must(packet::signPack(draft.pack, key)); }
    int command(std::vector<std::string> args) {
        args.insert(args.end(), {"--data", house.folder().string()});
        std::ostringstream outStream, errStream;
        const int code = gateway::runCommand(args, gateway::Output::Json, gateway::makePackCheck, outStream, errStream);
        out = outStream.str();
        err = errStream.str();
        return code;
    }
    int publish(const base::Bytes& pack) {
        must(base::writeFileDurably("to-publish.pack", pack));
        return command({"publish-pack", "to-publish.pack", "--schemas", (formsFolder() / "schemas").string()});
    }
    gateway::FormSources sources() const {
        const auto home = house.home();
        return {formsFolder() / "schemas", home.packFolder(), gateway::packKeysOf(home)};
    }
};

packet::OpenedPacket recordOf(const std::string& version) {
    packet::OpenedPacket opened;
    opened.manifest.kind = "card-14plus";
    opened.manifest.schemaVersion = version;
    opened.manifest.sealedAt = base::SystemClock().now();
    opened.manifest.record = R"({"fields":{},"format":1,"reasons":{}})";
    return opened;
}

}  // namespace

TEST_CASE("a published pack is told to the stations that ask, and fetched part by part") {
    Upstream upstream;
    auto station = upstream.house.enrollWithKeys("station-1");
    CHECK(station.issued.packKeys == std::vector{upstream.key.verifyKey()});
    const auto server = upstream.house.serve();
    transport::StatusClient feed(station.upstream(server->port()), "station-1", station.gatewayKeys());
    CHECK_FALSE(must(feed.page(0, 0, std::chrono::seconds(0), {})).pack);

    const auto bytes = upstream.signedPack(Draft(3));
    REQUIRE(upstream.publish(bytes) == gateway::kDone);
    const auto page = must(feed.page(0, 2, std::chrono::seconds(20), {}));
    REQUIRE(page.pack);
    CHECK(page.pack->version == 3);
    CHECK(page.pack->size == bytes.size());
    CHECK(page.pack->digest == base::sha256Hex(bytes));
    CHECK(page.events.empty());
    CHECK_FALSE(must(feed.page(0, 3, std::chrono::seconds(0), {})).pack);             // known there
    CHECK_FALSE(must(feed.page(0, std::nullopt, std::chrono::seconds(0), {})).pack);  // takes no packs

    base::Bytes fetched;
    while (fetched.size() < page.pack->size) {
        const auto part = must(feed.packPart(3, fetched.size(), {}));
        fetched.insert(fetched.end(), part.begin(), part.end());
    }
    CHECK(fetched == bytes);
    CHECK(feed.packPart(3, bytes.size(), {}).error().code == Code::NotFound);
    CHECK(feed.packPart(4, 0, {}).error().code == Code::NotFound);
    REQUIRE(upstream.command({"packs"}) == gateway::kDone);
    const auto packs = json::parse(upstream.out);
    REQUIRE(packs.size() == 1);
    CHECK(packs[0]["version"] == 3);
    CHECK(packs[0]["note"] == "Thông tư mới");
    // A revoked station is told nothing and given nothing.
    REQUIRE(upstream.command({"revoke-station", "--station", "station-1"}) == gateway::kDone);
    CHECK(feed.packPart(3, 0, {}).error().code == Code::Refused);
}

TEST_CASE("what was changed, comes late, is of another key or does not load is not published") {
    Upstream upstream;
    REQUIRE(upstream.publish(upstream.signedPack(Draft(3))) == gateway::kDone);
    const auto refused = [&](const base::Bytes& pack, const std::string& why) {
        CHECK(upstream.publish(pack) == gateway::kFailed);
        CAPTURE(upstream.err);
        CHECK(upstream.err.find(why) != std::string::npos);
    };
    refused(upstream.signedPack(Draft(3)), "conflict: pack 3 is not later");
    refused(upstream.signedPack(Draft(2)), "conflict: pack 2 is not later");
    auto tampered = upstream.signedPack(Draft(4));
    auto& letter = tampered[tampered.size() / 2];
    letter = letter == 'A' ? 'B' : 'A';
    refused(tampered, "signature-invalid");
    refused(must(packet::signPack(Draft(4).pack, packet::SigningKey::generate())), "key-unknown");
    refused(upstream.signedPack(Draft(4).replace("data/fees.json", "\"amount\": 70000", "\"amount\": -1")), "schema-invalid: fees.json");
    refused(upstream.signedPack(Draft(4).replace("schemas/card-14plus.json", "\"menu_order\": 10", "\"menu_order\": 11")),
            "conflict: form card-14plus 2026.1 was changed and kept its version");
    REQUIRE(upstream.command({"packs"}) == gateway::kDone);
    CHECK(json::parse(upstream.out).size() == 1);
    CHECK(upstream.publish(upstream.signedPack(Draft(4))) == gateway::kDone);
}

TEST_CASE("records are checked by the forms of published packs, and those of before are still known") {
    Upstream upstream;
    const auto check = must(gateway::makeFormCheck(upstream.sources()));
    const auto before = must(check(recordOf("2026.1")));
    CHECK_FALSE(before.empty());
    CHECK(check(recordOf(kNewVersion)).error().code == Code::NotFound);

    Draft draft(3);
    draft.replace("schemas/card-14plus.json", "\"version\": \"2026.1\"", "\"version\": \"" + std::string(kNewVersion) + "\"");
    REQUIRE(upstream.publish(upstream.signedPack(draft)) == gateway::kDone);
    // The gateway runs on: it looks when a record asks.
    CHECK(must(check(recordOf(kNewVersion))).size() == before.size());
    CHECK(must(check(recordOf("2026.1"))).size() == before.size());
    // A later pack without that version takes nothing away, also not for a gateway that starts now.
    REQUIRE(upstream.publish(upstream.signedPack(Draft(4))) == gateway::kDone);
    const auto later = must(gateway::makeFormCheck(upstream.sources()));
    CHECK(later(recordOf(kNewVersion)));
    CHECK(check(recordOf(kNewVersion)));
    CHECK(check(recordOf("1900.1")).error().code == Code::NotFound);
}

TEST_CASE("a gateway's folder from before there were packs hands out no key and publishes none") {
    Upstream upstream;
    const auto file = upstream.house.folder() / "gateway.json";
    auto settings = json::parse(base::textOf(must(base::readFile(file))));
    settings.erase("packKeys");
    must(base::writeFileDurably(file, base::viewOf(settings.dump())));
    CHECK(upstream.house.enroll("station-2").issued.packKeys.empty());
    CHECK(upstream.publish(upstream.signedPack(Draft(3))) == gateway::kFailed);
    CHECK(upstream.err.find("unsupported") != std::string::npos);
}
