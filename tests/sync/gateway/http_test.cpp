// The HTTP interface as any tus client sees it.
#include <catch2/catch.hpp>

#include "base/digest.h"
#include "sync/transport/http_line.h"
#include "sync/transport/tus.h"
#include "tests/rigs/road_rig.h"

using rigs::must;
using transport::HttpAnswer;
using transport::HttpCall;
using Headers = std::vector<std::pair<std::string, std::string>>;

namespace {

struct HttpRig {
    rigs::RoadHouse house{"http"};
    rigs::RoadStation station = house.enrollWithKeys("station-1");
    rigs::RoadStation other = house.enrollWithKeys("station-2");
    std::unique_ptr<gateway::Server> server = serve();
    transport::HttpLine line{station.upstream(server->port()), {}};
    transport::HttpLine otherLine{other.upstream(server->port()), {}};

    std::unique_ptr<gateway::Server> serve() {
        auto options = house.options();
        options.limits.packetBytes = 2'000'000;
        return house.serve(std::move(options));
    }
    HttpAnswer ask(const std::string& method, const std::string& path, Headers headers = {},
                   const base::Bytes& body = {}) {
        return askOver(line, method, path, std::move(headers), body);
    }
    HttpAnswer askOver(transport::HttpLine& over, const std::string& method, const std::string& path,
                       Headers headers, const base::Bytes& body) {
        HttpCall call;
        call.method = method;
        call.url = over.upstream().url + path;
        call.headers = std::move(headers);
        call.bodySize = body.size();
        call.body = rigs::readerOf(body);
        return must(over.perform(call, {}));
    }
    HttpAnswer tus(const std::string& method, const std::string& path, Headers headers = {},
                   const base::Bytes& body = {}) {
        headers.emplace_back("Tus-Resumable", "1.0.0");
        return ask(method, path, std::move(headers), body);
    }
    HttpAnswer create(const packet::SealedPacket& sealed) {
        return tus("POST", "/v1/uploads",
                   {{"Upload-Length", std::to_string(sealed.age.size())},
                    {"Upload-Metadata", tus::formatMetadata({{"header", sealed.headerEnvelope}})}});
    }
    HttpAnswer patch(const std::string& path, std::uint64_t offset, const base::Bytes& body,
                     Headers more = {}) {
        more.emplace_back("Upload-Offset", std::to_string(offset));
        more.emplace_back("Content-Type", "application/offset+octet-stream");
        return tus("PATCH", path, std::move(more), body);
    }
};

base::Bytes part(const base::Bytes& bytes, std::size_t from, std::size_t to) {
    return {bytes.begin() + static_cast<std::ptrdiff_t>(from),
            bytes.begin() + static_cast<std::ptrdiff_t>(to)};
}

}  // namespace

TEST_CASE("the server says which tus it speaks") {
    HttpRig rig;
    const auto answer = rig.ask("OPTIONS", "/v1/uploads");
    CHECK(answer.status == 204);
    CHECK(answer.header("tus-version") == "1.0.0");
    CHECK(answer.header("tus-extension") == "creation,expiration,checksum,termination");
    CHECK(answer.header("tus-checksum-algorithm") == "sha256,sha1");
    CHECK(rig.ask("POST", "/v1/uploads").status == 412);
    CHECK(rig.ask("POST", "/v1/uploads", {{"Tus-Resumable", "0.2.2"}}).header("tus-version") == "1.0.0");
}

TEST_CASE("a tus client's course: create, patch, look, patch, receipt") {
    HttpRig rig;
    const auto sealed = rig.station.seal(50'000);
    const auto& age = sealed.age;
    const auto created = rig.create(sealed);
    REQUIRE(created.status == 201);
    const std::string place(created.header("location"));
    CHECK(place.substr(0, 12) == "/v1/uploads/");
    CHECK(created.header("upload-expires").size() == 29);

    CHECK(rig.patch(place, 0, part(age, 0, 20'000)).header("upload-offset") == "20000");
    CHECK(rig.patch(place, 0, part(age, 0, 20'000)).status == 409);
    const auto head = rig.tus("HEAD", place);
    CHECK(head.status == 200);
    CHECK(head.header("upload-offset") == "20000");
    CHECK(head.header("upload-length") == std::to_string(age.size()));
    CHECK(head.header("cache-control") == "no-store");

    const auto piece = part(age, 20'000, 30'000);
    const auto digest = base::sha256(piece);
    const auto wrong = "sha256 " + base::toBase64(base::Bytes(32, 1));
    CHECK(rig.patch(place, 20'000, piece, {{"Upload-Checksum", wrong}}).status == 460);
    CHECK(rig.patch(place, 20'000, piece, {{"Upload-Checksum", "md5 AAAA"}}).status == 400);
    CHECK(rig.patch(place, 20'000, piece, {{"Upload-Checksum", "sha256 " + base::toBase64(digest)}}).status ==
          204);
    CHECK(rig.ask("GET", "/v1/packets/" + sealed.header.id + "/receipt").status == 404);
    CHECK(rig.patch(place, 30'000, part(age, 30'000, age.size())).status == 204);
    const auto receipt = rig.ask("GET", "/v1/packets/" + sealed.header.id + "/receipt");
    CHECK(packet::verifyReceipt(receipt.body, sealed.header, rig.station.gatewayKeys()));
    CHECK(rig.tus("HEAD", place).header("upload-offset") == std::to_string(age.size()));

    // What is one station's is not there for another.
    CHECK(rig.askOver(rig.otherLine, "HEAD", place, {{"Tus-Resumable", "1.0.0"}}, {}).status == 404);
    CHECK(rig.askOver(rig.otherLine, "GET", "/v1/packets/" + sealed.header.id + "/receipt", {}, {}).status ==
          404);
}

TEST_CASE("each mistake has its own status") {
    HttpRig rig;
    const auto sealed = rig.station.seal(10'000);
    const std::string place(rig.create(sealed).header("location"));
    const auto& age = sealed.age;
    CHECK(rig.tus("PATCH", place, {{"Upload-Offset", "0"}}, age).status == 415);
    CHECK(rig.tus("PATCH", place, {{"Content-Type", "application/offset+octet-stream"}}, age).status == 400);
    auto longer = age;
    longer.push_back(0);
    CHECK(rig.patch(place, 0, longer).status == 413);
    CHECK(rig.tus("HEAD", place).header("upload-offset") == "0");
    CHECK(rig.tus("PUT", place).status == 405);
    CHECK(rig.tus("GET", "/v1/uploads").status == 405);
    CHECK(rig.ask("GET", "/").status == 404);
    CHECK(rig.ask("GET", "/v1/status?after=x").status == 400);
    CHECK(rig.tus("DELETE", place).status == 204);
    CHECK(rig.tus("HEAD", place).status == 410);
    CHECK(rig.tus("DELETE", place).status == 410);
    CHECK(rig.patch(place, 0, age).status == 410);

    const auto length = std::to_string(age.size());
    const auto header = tus::formatMetadata({{"header", sealed.headerEnvelope}});
    CHECK(rig.tus("POST", "/v1/uploads", {{"Upload-Metadata", header}}).status == 400);
    CHECK(rig.tus("POST", "/v1/uploads", {{"Upload-Length", length}}).status == 400);
    CHECK(
        rig.tus("POST", "/v1/uploads", {{"Upload-Length", length}, {"Upload-Metadata", "header !"}}).status ==
        400);
    CHECK(
        rig.tus("POST", "/v1/uploads", {{"Upload-Defer-Length", "1"}, {"Upload-Metadata", header}}).status ==
        400);
    const auto big = rig.station.seal(2'100'000);
    CHECK(rig.create(big).status == 413);
}

TEST_CASE("the server tells its name and time") {
    HttpRig rig;
    const auto health = rig.ask("GET", "/v1/health");
    CHECK(health.status == 200);
    CHECK(std::string(base::textOf(health.body)).find("Test gateway") != std::string::npos);
}
