// Bad lines, wrong certificates and upstreams that do not keep the protocol.
#include <catch2/catch.hpp>
#include <thread>

#include "sync/gateway/http_server.h"
#include "sync/transport/status_client.h"
#include "sync/transport/upload_client.h"
#include "tests/rigs/fault_proxy.h"
#include "tests/rigs/road_rig.h"

using base::Code;
using rigs::FaultProxy;
using rigs::must;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const transport::RetryRules kImpatient{milliseconds(20), milliseconds(200), milliseconds(1500), 2};

transport::UploadJob jobOf(const packet::SealedPacket& sealed) {
    return {sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}};
}

// An upstream that answers what the test tells it to, over the real server.
class Scripted final : public gateway::HttpHandler {
public:
    using Script = std::function<gateway::HttpResponse(const gateway::HttpRequest&)>;

    Scripted(const rigs::RoadHouse& house, Script script) : script_(std::move(script)) {
        const auto home = house.home();
        gateway::HttpServerOptions options;
        options.authorityPem = home.authorityPem;
        options.certificatePem = home.server.certificatePem;
        options.keyPem = std::string(base::textOf(home.server.keyPem.view()));
        server_ = must(gateway::HttpServer::start(options, *this));
    }
    std::uint16_t port() const { return server_->port(); }

    gateway::HttpStart start(const gateway::HttpRequest& request) override {
        if (request.contentLength.value_or(0) > 0) return std::make_unique<Swallow>(script_, request);
        return gateway::HttpReply{script_(request), {}, {}, {}};
    }

private:
    struct Swallow final : gateway::BodyReceiver {
        Swallow(const Script& script, const gateway::HttpRequest& from) : script_(script), request(from) {}
        std::optional<gateway::HttpResponse> take(base::ByteView) override { return std::nullopt; }
        gateway::HttpReply finish() override { return {script_(request), {}, {}, {}}; }
        const Script& script_;
        gateway::HttpRequest request;
    };

    Script script_;
    std::unique_ptr<gateway::HttpServer> server_;
};

gateway::HttpResponse reply(unsigned status, std::vector<std::pair<std::string, std::string>> headers = {}) {
    return {status, std::move(headers), {}};
}

}  // namespace

TEST_CASE("only a station with a certificate of the gateway's authority is heard") {
    rigs::RoadHouse house("tls");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    const auto sealed = station.seal(1000);
    const auto good = station.upstream(server->port());
    const auto attempt = [&](const transport::Upstream& upstream) {
        return transport::UploadClient(upstream, station.gatewayKeys(), {}, kImpatient)
            .upload(jobOf(sealed), {});
    };

    auto naked = good;
    naked.clientCertificatePem.clear();
    CHECK(attempt(naked).error().code == Code::TlsFailed);

    rigs::RoadHouse stranger("tls-stranger");
    auto foreign = stranger.enrollWithKeys("station-1");
    auto foreignClient = foreign.upstream(server->port());
    foreignClient.caPem = good.caPem;
    CHECK(attempt(foreignClient).error().code == Code::TlsFailed);

    auto wrongAuthority = good;
    wrongAuthority.caPem = foreign.issued.caCertificate;
    CHECK(attempt(wrongAuthority).error().code == Code::TlsFailed);

    auto wrongHost = good;
    wrongHost.url = "https://localhost:" + std::to_string(server->port());
    CHECK(attempt(wrongHost).error().code == Code::TlsFailed);

    auto plain = good;
    plain.url = "http://127.0.0.1:" + std::to_string(server->port());
    CHECK(attempt(plain).error().code == Code::BadInput);

    CHECK(attempt(good));
}

TEST_CASE("a revoked station and a replaced certificate are refused at once, an open connection too") {
    rigs::RoadHouse house("revoked");
    auto station = house.enrollWithKeys("station-1");
    auto revoked = house.enrollWithKeys("station-2");
    const auto server = house.serve();
    transport::StatusClient status(revoked.upstream(server->port()), "station-2", revoked.gatewayKeys());
    REQUIRE(status.check({}));
    must(house.store()->revokeStation("station-2", base::SystemClock().now()));
    CHECK(status.check({}).error().code == Code::Refused);
    transport::UploadClient client(revoked.upstream(server->port()), revoked.gatewayKeys(), {}, kImpatient);
    CHECK(client.upload(jobOf(revoked.seal(1000)), {}).error().code == Code::Refused);

    const auto renewed = house.enrollWithKeys("station-1");
    transport::StatusClient before(station.upstream(server->port()), "station-1", station.gatewayKeys());
    transport::StatusClient after(renewed.upstream(server->port()), "station-1", renewed.gatewayKeys());
    CHECK(before.check({}).error().code == Code::Refused);
    CHECK(after.check({}));
}

TEST_CASE("an upload goes on where it stood after the station was switched off") {
    rigs::RoadHouse house("resume");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    FaultProxy proxy(server->port());
    const auto sealed = station.seal(2'000'000);
    auto job = jobOf(sealed);
    std::string state;
    job.keepState = [&](const std::string& kept) { state = kept; };
    std::stop_source stop;
    job.progress = [&](const transport::Progress& progress) {
        if (progress.arrived > 500'000) stop.request_stop();
    };
    proxy.rate(4'000'000);
    {
        transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys());
        CHECK(client.upload(job, stop.get_token()).error().code == Code::Cancelled);
    }
    REQUIRE_FALSE(state.empty());
    const auto before = proxy.forwarded();
    CHECK(before < 1'500'000);
    proxy.rate(0);
    job.state = state;
    transport::Progress last;
    job.progress = [&](const transport::Progress& progress) { last = progress; };
    transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys());
    REQUIRE(client.upload(job, {}));
    CHECK(last.onWire < sealed.header.size - 400'000);

    // A state that names another server is not followed.
    job.state = "https://evil.example/v1/uploads/0";
    CHECK(client.upload(job, {}));
}

TEST_CASE("a frozen line is noticed, and sending goes on when it lives again") {
    rigs::RoadHouse house("frozen");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    FaultProxy proxy(server->port());
    const auto sealed = station.seal(2'000'000);
    auto job = jobOf(sealed);
    transport::LineTimes times;
    times.stall = milliseconds(400);
    times.connect = milliseconds(600);
    proxy.rate(4'000'000);
    transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys(), times);
    std::jthread weather([&] {
        proxy.waitForwarded(600'000);
        proxy.line(FaultProxy::Line::Frozen);
        proxy.waitForwarded(2'000'000, milliseconds(1500));  // nothing passes: as long as the outage lasts
        proxy.cutNow();
        proxy.line(FaultProxy::Line::Open);
    });
    REQUIRE(client.upload(job, {}));
    CHECK(proxy.connections() > 2);  // given up and tried again while it was frozen
    CHECK(must(house.store()->packets({})).size() == 1);
}

TEST_CASE("stopping ends an upload, whatever the line does") {
    rigs::RoadHouse house("cancel");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    FaultProxy proxy(server->port());
    const auto line = GENERATE(FaultProxy::Line::Open, FaultProxy::Line::Frozen, FaultProxy::Line::Refusing);
    proxy.rate(200'000);
    proxy.line(line);
    const auto sealed = station.seal(2'000'000);
    transport::LineTimes patient;  // longer than the test: only the stop can end it
    patient.stall = patient.connect = patient.answer = minutes(10);
    transport::UploadClient client(station.upstream(proxy.port()), station.gatewayKeys(), patient);
    std::stop_source stop;
    std::jthread stopper([&] {
        if (line == FaultProxy::Line::Open) proxy.waitForwarded(50'000);
        stop.request_stop();
    });
    CHECK(client.upload(jobOf(sealed), stop.get_token()).error().code == Code::Cancelled);
    CHECK(must(house.store()->packets({})).empty());
}

TEST_CASE("a dead line is given up after a while, and retryNow shortens the pause") {
    rigs::RoadHouse house("dead");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    FaultProxy proxy(server->port());
    proxy.line(FaultProxy::Line::Refusing);
    const auto sealed = station.seal(1000);
    transport::UploadClient hasty(station.upstream(proxy.port()), station.gatewayKeys(), {}, kImpatient);
    const auto given = hasty.upload(jobOf(sealed), {});
    CHECK(given.error().code == Code::NetworkDown);
    CHECK(given.error().recovery == base::Recovery::AutoRetry);

    const transport::RetryRules slow{seconds(60), seconds(60), seconds(600), 2};
    transport::UploadClient patient(station.upstream(proxy.port()), station.gatewayKeys(), {}, slow);
    std::atomic<bool> done = false;
    std::jthread officer([&] {
        proxy.line(FaultProxy::Line::Open);
        while (!done) {
            patient.retryNow();
            proxy.waitForwarded(1'000'000, milliseconds(20));
        }
    });
    const auto begun = Clock::now();
    CHECK(patient.upload(jobOf(sealed), {}));
    done = true;
    CHECK(Clock::now() - begun < seconds(50));  // not by the pause of a minute
}

TEST_CASE("the speed stays under the cap") {
    rigs::RoadHouse house("cap");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    auto upstream = station.upstream(server->port());
    upstream.bytesPerSecond = 400'000;
    const auto sealed = station.seal(600'000);
    transport::UploadClient client(upstream, station.gatewayKeys());
    const auto begun = Clock::now();
    REQUIRE(client.upload(jobOf(sealed), {}));
    CHECK(Clock::now() - begun > milliseconds(900));
}

TEST_CASE("an HTTP proxy of the unit is gone through, and sees nothing but the address") {
    rigs::RoadHouse house("proxy");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    FaultProxy proxy(server->port());
    proxy.demandConnect();
    auto upstream = station.upstream(server->port());
    upstream.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    const auto sealed = station.seal(1000);
    transport::UploadClient client(upstream, station.gatewayKeys());
    CHECK(client.upload(jobOf(sealed), {}));
    CHECK(proxy.lastConnect() == "CONNECT 127.0.0.1:" + std::to_string(server->port()) + " HTTP/1.1");
    CHECK(proxy.connections() == 1);
}

TEST_CASE("a busy upstream is asked again after the time it names") {
    rigs::RoadHouse house("busy");
    auto station = house.enrollWithKeys("station-1");
    const auto status = GENERATE(429u, 503u);
    std::atomic<int> asked = 0;
    Scripted upstream(house, [&](const gateway::HttpRequest&) {
        return ++asked < 3 ? reply(status, {{"Retry-After", "1"}}) : reply(413);
    });
    transport::UploadClient client(station.upstream(upstream.port()), station.gatewayKeys());
    const auto begun = Clock::now();
    CHECK(client.upload(jobOf(station.seal(1000)), {}).error().code == Code::TooLarge);
    CHECK(asked == 3);
    CHECK(Clock::now() - begun >= seconds(2));
}

TEST_CASE("success statuses without a receipt prove nothing") {
    rigs::RoadHouse house("liar");
    auto station = house.enrollWithKeys("station-1");
    const auto sealed = station.seal(1000);
    const auto size = std::to_string(sealed.header.size);
    std::atomic<int> opened = 0;
    std::string receipt;
    Scripted upstream(house, [&](const gateway::HttpRequest& request) {
        if (request.method == "POST") {
            ++opened;
            return reply(201, {{"Location", "uploads/" + std::string(32, '0')}, {"Upload-Offset", "0"}});
        }
        if (request.method == "PATCH") return reply(204, {{"Upload-Offset", size}});
        if (request.method == "HEAD") return reply(200, {{"Upload-Offset", size}});
        if (receipt.empty()) return reply(404);
        gateway::HttpResponse response = reply(200);
        response.body = receipt;
        return response;
    });
    transport::UploadClient client(station.upstream(upstream.port()), station.gatewayKeys(), {}, kImpatient);
    CHECK(client.upload(jobOf(sealed), {}).error().code == Code::NotFound);
    CHECK(opened == 3);  // the upload was begun again, then given up

    const auto now = base::SystemClock().now();
    const auto home = house.home();
    const auto forged = packet::signReceipt({sealed.header.id, sealed.header.digest, now, "x"},
                                            packet::SigningKey::generate());
    receipt = std::string(base::textOf(forged));
    CHECK(client.upload(jobOf(sealed), {}).error().code == Code::SignatureInvalid);
    const auto other =
        packet::signReceipt({sealed.header.id, std::string(64, 'a'), now, "x"}, home.signingKey);
    receipt = std::string(base::textOf(other));
    CHECK(client.upload(jobOf(sealed), {}).error().code == Code::ProtocolError);
}

TEST_CASE("an upstream that breaks the protocol is refused, not followed") {
    rigs::RoadHouse house("odd");
    auto station = house.enrollWithKeys("station-1");
    const auto sealed = station.seal(1000);
    const auto answer = GENERATE(
        as<std::pair<unsigned, std::vector<std::pair<std::string, std::string>>>>{},
        std::make_pair(201u, std::vector<std::pair<std::string, std::string>>{}),
        std::make_pair(
            201u, std::vector<std::pair<std::string, std::string>>{{"Location", "https://evil.example/x"}}),
        std::make_pair(201u,
                       std::vector<std::pair<std::string, std::string>>{{"Location", "/x"},
                                                                        {"Upload-Offset", "999999999"}}),
        std::make_pair(201u, std::vector<std::pair<std::string, std::string>>{{"Location", "/x"},
                                                                              {"Upload-Offset", "-1"}}),
        std::make_pair(
            302u, std::vector<std::pair<std::string, std::string>>{{"Location", "https://evil.example/x"}}),
        std::make_pair(200u, std::vector<std::pair<std::string, std::string>>{}));
    Scripted upstream(house, [&](const gateway::HttpRequest&) { return reply(answer.first, answer.second); });
    transport::UploadClient client(station.upstream(upstream.port()), station.gatewayKeys(), {}, kImpatient);
    CHECK(client.upload(jobOf(sealed), {}).error().code == Code::ProtocolError);
}

TEST_CASE("an upload the server forgot is begun again, a conflict of offsets is asked about") {
    rigs::RoadHouse house("forgot");
    auto station = house.enrollWithKeys("station-1");
    const auto server = house.serve();
    const auto sealed = station.seal(1000);
    auto job = jobOf(sealed);
    job.state = "https://127.0.0.1:" + std::to_string(server->port()) + "/v1/uploads/" + std::string(32, 'a');
    transport::UploadClient client(station.upstream(server->port()), station.gatewayKeys(), {}, kImpatient);
    CHECK(client.upload(job, {}));

    // Bytes that are not the announced ones are dropped by the gateway; after a few attempts the caller is
    // told.
    auto damaged = station.seal(1000);
    auto bad = jobOf(damaged);
    damaged.age[500] ^= 1;
    CHECK(client.upload(bad, {}).error().code == Code::Corrupt);
    CHECK(must(house.store()->packets({})).size() == 1);

    auto failing = jobOf(sealed);
    auto fresh = station.seal(1000);
    failing = jobOf(fresh);
    failing.read = [](std::uint64_t, std::size_t) -> base::Result<base::Bytes> {
        return base::fail(Code::IoError, "the disk is gone");
    };
    CHECK(client.upload(failing, {}).error().code == Code::IoError);
}
