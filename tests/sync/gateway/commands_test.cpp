#include "sync/gateway/commands.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "sync/gateway/form_check.h"
#include "sync/transport/status_client.h"
#include "sync/transport/upload_client.h"
#include "tests/rigs/road_rig.h"

using nlohmann::json;
using rigs::must;

namespace {

struct Shell {
    std::string out;
    std::string err;
    int code = -1;

    Shell(const std::vector<std::string>& args, gateway::Output output = gateway::Output::Json) {
        std::ostringstream outStream, errStream;
        code = gateway::runCommand(args, output, gateway::makePackCheck, outStream, errStream);
        out = outStream.str();
        err = errStream.str();
    }
    json value() const { return json::parse(out); }
};

}  // namespace

TEST_CASE("an administrator sets up a gateway and a station by commands alone") {
    std::filesystem::remove_all("cli");
    Shell init(
        {"init", "--data", "cli", "--name", "Cổng thử", "--url", "https://127.0.0.1:8443", "--training"});
    CAPTURE(init.err);
    REQUIRE(init.code == gateway::kDone);
    CHECK(init.value()["training"] == true);
    CHECK(Shell({"init", "--data", "cli", "--name", "x", "--url", "https://a"}).code == gateway::kFailed);

    Shell issue({"issue-station", "--data", "cli", "--station", "station-1", "--unit-code", "27000",
                 "--unit-name", "Xã Thử", "--capability", "card", "--capability", "eid", "--out",
                 "cli/station-1.enroll"});
    CAPTURE(issue.err);
    REQUIRE(issue.code == gateway::kDone);
    const auto file = must(base::readFile("cli/station-1.enroll"));
    const auto body =
        must(packet::openProvisioning(file, issue.value()["activationCode"].get<std::string>()));
    CHECK(body.unit.capabilities == std::vector<std::string>{"card", "eid"});
    CHECK(body.upstream == "https://127.0.0.1:8443");

    const auto stations = Shell({"stations", "--data", "cli"}).value();
    REQUIRE(stations.size() == 1);
    CHECK(stations[0]["registered"] == false);
    CHECK(Shell({"revoke-station", "--data", "cli", "--station", "station-1"}).code == gateway::kDone);
    CHECK(Shell({"stations", "--data", "cli"}).value()[0]["revoked"] == true);
    CHECK(Shell({"revoke-station", "--data", "cli", "--station", "station-9"}).code == gateway::kFailed);
}

TEST_CASE("an official sees, rejects and accepts applications beside a running gateway") {
    rigs::RoadHouse house("cli-run");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    transport::UploadClient client(station.upstream(server->port()), station.gatewayKeys());
    std::vector<packet::SealedPacket> sent;
    for (int i = 0; i < 2; ++i) {
        sent.push_back(station.seal(1000, R"({"fields":{"full_name":"Nguyễn Văn Thử"}})"));
        const auto& sealed = sent.back();
        must(client.upload({sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}},
                           {}));
    }
    server->drain();
    const auto folder = house.folder().string();
    const auto list = Shell({"list", "--data", folder}).value();
    REQUIRE(list.size() == 2);
    CHECK(list[0]["state"] == "received");
    CHECK(Shell({"list", "--data", folder}).out.find("Nguyễn") == std::string::npos);

    const auto& first = sent[0].header.id;
    const auto shown = Shell({"show", first, "--data", folder, "--open"}).value();
    CHECK(shown["content"]["record"]["fields"]["full_name"] == "Nguyễn Văn Thử");
    CHECK(shown["content"]["attachments"].size() == 1);

    Shell reject(
        {"reject", first, "--data", folder, "--reason", "full_name=Sai họ", "--reason", "=Thiếu giấy tờ"});
    CAPTURE(reject.err);
    REQUIRE(reject.code == gateway::kDone);
    CHECK(Shell({"accept", sent[1].header.id, "--data", folder, "--note", "đủ"}).code == gateway::kDone);
    CHECK(Shell({"set-state", sent[1].header.id, "--data", folder, "--to", "card-printed"}).code ==
          gateway::kDone);
    CHECK(Shell({"accept", first, "--data", folder}).code == gateway::kFailed);
    CHECK(Shell({"list", "--data", folder, "--state", "rejected"}).value().size() == 1);
    CHECK(Shell({"show", first, "--data", folder}).value()["events"][1]["reasons"].size() == 2);
    CHECK(Shell({"list", "--data", folder}, gateway::Output::Text).out.find("state=card-printed") !=
          std::string::npos);

    transport::StatusClient feed(station.upstream(server->port()), "station-1", station.gatewayKeys());
    const auto events = must(feed.events(2, std::chrono::seconds(60), {}));
    REQUIRE(events.size() == 3);
    CHECK(events[0].event.reasons[0].text == "Sai họ");
    CHECK(packet::openCorrection(events[0].event.correction, station.correction));
}

TEST_CASE("wrong arguments are explained") {
    CHECK(Shell({}).code == gateway::kUsage);
    CHECK(Shell({"dance"}).err.find("unknown command") != std::string::npos);
    CHECK(Shell({"init", "--data"}).code == gateway::kUsage);
    CHECK(Shell({"init", "--data", "a", "--data", "b"}).err.find("twice") != std::string::npos);
    CHECK(Shell({"show", "--data", "x"}).code == gateway::kUsage);
    CHECK(Shell({"list", "--data", "no-such-folder"}).err.find("not-found") != std::string::npos);
    CHECK(gateway::commandHelp().find("issue-station") != std::string::npos);
}
