// The product's own gateway program with the product's own forms: what a station may seal it accepts, what it
// may not seal is rejected by field.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "forms/schema.h"
#include "sync/gateway/form_check.h"
#include "sync/transport/status_client.h"
#include "sync/transport/upload_client.h"
#include "tests/rigs/child_process.h"
#include "tests/rigs/road_rig.h"

using rigs::must;

namespace {

std::string schemaFolder() {
    const char* source = std::getenv("ENROLL_SOURCE");
    return std::string(source ? source : SOURCE_FOLDER) + "/forms/schemas";
}

forms::Record completeRecord(const forms::Schema& schema, const base::Day& today) {
    auto record = forms::startRecord(schema);
    const std::pair<const char*, const char*> values[] = {{"id_number", "001 090 999 901"},
                                                          {"full_name", "nguyễn văn thu nghiêm"},
                                                          {"birth_date", "010190"},
                                                          {"sex", "nam"},
                                                          {"permanent_address", "Thôn 1, xã Mẫu, Hà Nội"},
                                                          {"request_kind", "reissue"},
                                                          {"request_reason", "lost"},
                                                          {"ethnicity", "QD121:01"},
                                                          {"religion", "QD1019:00"},
                                                          {"hometown", "Xã Mẫu, Hà Nội"},
                                                          {"birth_registration_place", "UBND xã Mẫu, Hà Nội"},
                                                          {"phone", "0905 000 123"},
                                                          {"phone_owner", "self"}};
    for (const auto& [field, text] : values) {
        if (schema.field(field))
            record.set(field, {schema.normalize(field, text, today), forms::Origin::Typed, true});
    }
    return record;
}

packet::OpenedPacket openedOf(const forms::Schema& schema, const forms::Record& record,
                              std::vector<std::string> attachments) {
    packet::OpenedPacket opened;
    opened.manifest.kind = schema.id();
    opened.manifest.schemaVersion = schema.version();
    opened.manifest.sealedAt = base::SystemClock().now();
    opened.manifest.record = record.toJson();
    for (auto& name : attachments) opened.attachments.push_back({std::move(name), "image/jpeg", {}, {}});
    return opened;
}

}  // namespace

TEST_CASE("the gateway finds by field what the station's form would not have let pass") {
    const auto check = must(gateway::makeFormCheck({schemaFolder(), {}, {}}));
    const auto today = base::dayInVietnam(base::SystemClock().now());
    const auto set = must(forms::SchemaSet::load(schemaFolder()));
    const auto schema = must(set.inForce("card-14plus", today));
    auto record = completeRecord(*schema, today);

    // What the form itself says about this record, with nothing taken, is what the gateway says.
    std::vector<std::string> expected;
    for (const auto& finding : schema->check(record, {today, {}, true})) {
        if (forms::blocksSeal(finding, record)) expected.push_back(finding.field);
    }
    const auto found = must(check(openedOf(*schema, record, {})));
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i].field == expected[i]);

    const auto names = [](const std::vector<packet::FieldReason>& reasons) {
        std::set<std::string> fields;
        for (const auto& reason : reasons) fields.insert(reason.field);
        return fields;
    };
    // The signed form arrives under its name: one reason less.
    const auto withPaper = must(check(openedOf(*schema, record, {"dc02-1.jpg"})));
    CHECK(withPaper.size() == found.size() - 1);
    record.set("birth_date", {"31/02/1990", forms::Origin::Typed, true});
    CHECK(names(must(check(openedOf(*schema, record, {"dc02-1.jpg"})))).contains("birth_date"));

    auto unknown = openedOf(*schema, record, {});
    unknown.manifest.schemaVersion = "1900.1";
    CHECK(check(unknown).error().code == base::Code::NotFound);
    CHECK_FALSE(gateway::makeFormCheck({"no-such-folder", {}, {}}));
}

TEST_CASE("enrollment-gateway serves with its own forms and stops when asked") {
    rigs::RoadHouse house("program");
    auto station = house.enrollWithKeys("station-1");
    rigs::ChildProcess program({GATEWAY_PROGRAM, "serve", "--data", house.folder().string(), "--listen",
                                "127.0.0.1:0", "--schemas", schemaFolder()});
    const auto ready = nlohmann::json::parse(program.readLine());
    CHECK(ready["event"] == "ready");
    CHECK(ready["training"] == true);
    const auto port = ready["port"].get<std::uint16_t>();
    CHECK(ready["listen"] == "127.0.0.1:" + std::to_string(port));

    const auto sealed = station.seal(1000, "{\"fields\":{}}");
    transport::UploadClient client(station.upstream(port), station.gatewayKeys());
    must(client.upload({sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}}, {}));
    transport::StatusClient feed(station.upstream(port), "station-1", station.gatewayKeys());
    const auto events = must(feed.events(1, std::chrono::seconds(20), {}));
    REQUIRE(events.size() == 1);
    CHECK(events[0].event.state == packet::PacketState::Rejected);
    CHECK_FALSE(events[0].event.reasons.empty());

    // The same folder is served once.
    rigs::ChildProcess second({GATEWAY_PROGRAM, "serve", "--data", house.folder().string(), "--listen",
                               "127.0.0.1:0", "--schemas", schemaFolder()});
    CHECK_THROWS(second.readLine());
    CHECK(program.terminate() == 0);
}

TEST_CASE("a gateway without the upstream's key stores, answers and leaves opening to others") {
    rigs::RoadHouse house("store-only");
    auto station = house.enrollWithKeys("station-1");
    std::filesystem::rename(house.folder() / "upstream.key", "upstream.key");
    const auto sealed = station.seal(1000);
    {
        rigs::ChildProcess program({GATEWAY_PROGRAM, "serve", "--no-open", "--data", house.folder().string(),
                                    "--listen", "127.0.0.1:0"});
        const auto port = nlohmann::json::parse(program.readLine())["port"].get<std::uint16_t>();
        transport::UploadClient client(station.upstream(port), station.gatewayKeys());
        must(client.upload({sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}},
                           {}));
    }
    CHECK(must(house.store()->unexamined()).size() == 1);
    // Where the key is, the packet is examined at the next start.
    std::filesystem::rename("upstream.key", house.folder() / "upstream.key");
    const auto server = house.serve();
    server->drain();
    CHECK(must(server->store().unexamined()).empty());
}
