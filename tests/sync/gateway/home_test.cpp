#include "sync/gateway/home.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/access.h"
#include "tests/rigs/road_rig.h"

using base::Code;
using rigs::must;

namespace {

const base::SystemClock g_clock;
constexpr packet::KdfCost kCheap{1, 8u << 10};

}  // namespace

TEST_CASE("a new gateway keeps its secrets to its owner and is made once") {
    rigs::RoadHouse house("home");
    for (const char* name : {"ca.key", "server.key", "signing.key", "upstream.key", "escrow.key"}) {
        CAPTURE(name);
        CHECK(base::privacyOf(house.folder() / name).value() == base::Privacy::OwnerOnly);
    }
    const gateway::HomeOptions again{"Other", "https://127.0.0.1", packet::Purpose::Real, {}};
    CHECK(gateway::initHome(house.folder(), again, g_clock.now()).error().code == Code::AlreadyExists);
    CHECK(house.home().name == "Test gateway");

    // A machine without the upstream's key still stores and answers.
    std::filesystem::remove(house.folder() / "upstream.key");
    CHECK(gateway::loadHome(house.folder(), gateway::Opening::StoreOnly));
    CHECK(gateway::loadHome(house.folder(), gateway::Opening::Open).error().code == Code::NotFound);
}

TEST_CASE("settings that cannot be used are refused") {
    using packet::Purpose;
    const auto options = GENERATE(gateway::HomeOptions{"", "https://a", Purpose::Real, {}},
                                  gateway::HomeOptions{"n", "http://a", Purpose::Real, {}},
                                  gateway::HomeOptions{"n", "https://", Purpose::Real, {}},
                                  gateway::HomeOptions{"n", "https://a/b", Purpose::Real, {}},
                                  gateway::HomeOptions{"n", "https://a", Purpose::Unknown, {}},
                                  gateway::HomeOptions{"n", "https://a", Purpose::Real, {"a,DNS:b"}});
    CHECK(gateway::initHome("home-bad", options, g_clock.now()).error().code == Code::BadInput);
    CHECK(gateway::loadHome("home-bad", gateway::Opening::Open).error().code == Code::NotFound);
}

TEST_CASE("an interrupted init can be run again, damaged settings are named") {
    const std::filesystem::path folder = "home-half";
    std::filesystem::remove_all(folder);
    const gateway::HomeOptions options{
        "n", "https://gateway.example:8443", packet::Purpose::Real, {"10.0.0.7"}};
    must(gateway::initHome(folder, options, g_clock.now()));
    std::filesystem::remove(folder / "gateway.json");
    REQUIRE(gateway::initHome(folder, options, g_clock.now()));
    must(base::writeFileDurably(folder / "gateway.json", base::viewOf("{\"name\":")));
    CHECK(gateway::loadHome(folder, gateway::Opening::Open).error().code == Code::BadInput);
}

TEST_CASE("a station's file opens with its code and holds what the station needs") {
    rigs::RoadHouse house("issue");
    const auto home = house.home();
    const auto store = house.store();
    const packet::Unit unit{"27000", "Xã Thử", {"card"}};
    const auto issued = must(gateway::issueStation(home, *store, "station-1", unit, g_clock.now(), kCheap));
    const auto body = must(packet::openProvisioning(issued.file, issued.activationCode));
    CHECK(body.station == "station-1");
    CHECK(body.unit == unit);
    CHECK(body.recipients == home.recipients);
    CHECK(body.gatewayKeys.front() == home.signingKey.verifyKey());
    CHECK(body.purpose == packet::Purpose::Training);
    const auto row = must(store->station("station-1"));
    CHECK(row.certificate == must(gateway::certificateDigest(body.clientCertificate)));

    const auto id =
        GENERATE(as<std::string>{}, "", "-a", "A", "a/b", "../a", "a b", "trạm", std::string(41, 'a'));
    CAPTURE(id);
    CHECK(gateway::issueStation(home, *store, id, unit, g_clock.now(), kCheap).error().code ==
          Code::BadInput);
}

TEST_CASE("a station is known again after it was issued anew") {
    rigs::RoadHouse house("anew");
    auto first = house.enrollWithKeys("station-1");
    const auto store = house.store();
    must(store->revokeStation("station-1", g_clock.now()));
    CHECK(must(store->station("station-1")).revokedAt);
    const auto second = house.enroll("station-1");
    const auto row = must(store->station("station-1"));
    CHECK_FALSE(row.revokedAt);
    CHECK_FALSE(row.signingKey);
    CHECK_FALSE(row.correction);
    // Keys of before still open packets of before.
    CHECK(must(store->signersOf("station-1")).station.find(first.signing.id()));
    CHECK(store->registerKeys(first.keys(), must(gateway::certificateDigest(first.issued.clientCertificate)))
              .error()
              .code == Code::NotFound);
    CHECK(store->revokeStation("station-9", g_clock.now()).error().code == Code::NotFound);
    CHECK(must(store->stations()).size() == 1);
}
