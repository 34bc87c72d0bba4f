// Peers that do not speak to be understood: raw TLS with a good certificate and bad manners.
#include <openssl/ssl.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "base/digest.h"
#include "base/handle.h"
#include "sync/packet/envelope.h"
#include "sync/transport/status_client.h"
#include "sync/transport/upload_client.h"
#include "tests/rigs/road_rig.h"
#include "tests/rigs/sockets.h"

using rigs::must;
using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

namespace {

class RawPeer {
public:
    RawPeer(const rigs::RoadStation& station, std::uint16_t port) {
        connectTcp(port);
        context_.reset(SSL_CTX_new(TLS_client_method()));
        const auto& certificate = station.issued.clientCertificate;
        const base::UniqueHandle<BIO, BIO_free_all> text(
            BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
        const base::UniqueHandle<BIO, BIO_free_all> secret(BIO_new_mem_buf(
            station.issued.clientKey.data(), static_cast<int>(station.issued.clientKey.size())));
        const base::UniqueHandle<X509, X509_free> x509(
            PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
        const base::UniqueHandle<EVP_PKEY, EVP_PKEY_free> key(
            PEM_read_bio_PrivateKey(secret.get(), nullptr, nullptr, nullptr));
        SSL_CTX_use_certificate(context_.get(), x509.get());
        SSL_CTX_use_PrivateKey(context_.get(), key.get());
        tls_.reset(SSL_new(context_.get()));
        SSL_set_fd(tls_.get(), static_cast<int>(socket_));
        if (SSL_connect(tls_.get()) != 1) throw std::runtime_error("handshake failed");
    }
    explicit RawPeer(std::uint16_t port) { connectTcp(port); }  // no TLS at all
    ~RawPeer() { rigs::closeSocket(socket_); }
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;

    void say(std::string_view text) {
        if (tls_)
            SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()));
        else
            (void)rigs::sendTo(socket_, text.data(), text.size());
    }
    // Everything until the server closes or a whole header came.
    std::string hear() {
        std::string heard;
        char piece[4096];
        for (;;) {
            const auto got = tls_ ? SSL_read(tls_.get(), piece, sizeof piece)
                                  : static_cast<int>(rigs::receiveFrom(socket_, piece, sizeof piece));
            if (got <= 0) return heard;
            heard.append(piece, static_cast<std::size_t>(got));
            if (tls_ && heard.find("\r\n\r\n") != std::string::npos) return heard;
        }
    }

private:
    void connectTcp(std::uint16_t port) {
        socket_ = rigs::connectToLoopback(port);
        if (socket_ == rigs::kNoSocket) throw std::runtime_error("no connection");
        rigs::giveUpAfter(socket_, seconds(60));
    }
    rigs::Socket socket_ = rigs::kNoSocket;
    base::UniqueHandle<SSL_CTX, SSL_CTX_free> context_;
    base::UniqueHandle<SSL, SSL_free> tls_;
};

// Long enough for an honest peer on a machine that halts now and then.
constexpr auto kShortPatience = seconds(4);

struct HostileRig {
    rigs::RoadHouse house{"hostile"};
    rigs::RoadStation station = house.enrollWithKeys("station-1");
    std::unique_ptr<gateway::Server> server;

    explicit HostileRig(std::optional<seconds> patience = {}) {
        auto options = house.options();
        if (patience) options.http.handshakeTime = options.http.idleTime = options.http.bodySilence = *patience;
        server = house.serve(std::move(options));
    }
    std::string ask(const std::string& request) {
        RawPeer peer(station, server->port());
        peer.say(request);
        return peer.hear();
    }
    bool alive() {
        transport::StatusClient status(station.upstream(server->port()), "station-1", station.gatewayKeys());
        return status.check({}).has_value();
    }
};

unsigned statusOf(const std::string& answer) {
    return answer.size() > 12 ? static_cast<unsigned>(std::stoul(answer.substr(9, 3))) : 0;
}

}  // namespace

TEST_CASE("nonsense, oversized headers and path tricks are refused, and the server lives on") {
    HostileRig rig;
    const auto tus = std::string("Host: x\r\nTus-Resumable: 1.0.0\r\n\r\n");
    CHECK(statusOf(rig.ask("NONSENSE\r\n\r\n")) == 400);
    CHECK(statusOf(rig.ask("GET /v1/health HTTP/1.1\r\nHost: x\r\nA: " + std::string(40'000, 'a') +
                           "\r\n\r\n")) == 431);
    for (const auto* path :
         {"/v1/uploads/../../etc/passwd", "/v1/uploads/%2e%2e%2fgateway.json", "/v1/uploads//",
          "/v1/uploads/ca.key", "/v1/uploads/0123456789ABCDEF0123456789ABCDEF", "/v1/packets/../receipt",
          "/v1/packets//receipt", "/v1/packets/%00/receipt", "/v1/uploadsx"}) {
        CAPTURE(path);
        CHECK(statusOf(rig.ask("HEAD " + std::string(path) + " HTTP/1.1\r\n" + tus)) == 404);
        CHECK(statusOf(rig.ask("GET " + std::string(path) + " HTTP/1.1\r\n" + tus)) >= 400);
    }
    CHECK(statusOf(rig.ask("POST /v1/uploads HTTP/1.1\r\nUpload-Length: 1\r\nUpload-Length: 2\r\n" + tus)) ==
          400);
    CHECK(statusOf(rig.ask(
              "POST /v1/station/keys HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")) == 413);
    CHECK(statusOf(rig.ask(
              "POST /v1/station/keys HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n")) == 413);
    CHECK(statusOf(rig.ask("POST /v1/station/keys HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")) ==
          400);
    CHECK(rig.alive());
}

TEST_CASE("slow and silent peers are shown the door") {
    HostileRig rig(kShortPatience);
    const auto begun = Clock::now();
    RawPeer silent(rig.server->port());             // never begins TLS
    RawPeer idle(rig.station, rig.server->port());  // never asks
    RawPeer half(rig.station, rig.server->port());  // never ends its header
    half.say("GET /v1/health HTTP/1.1\r\nHost");
    RawPeer garbage(rig.server->port());
    garbage.say("GET / HTTP/1.1\r\n\r\n");
    CHECK(silent.hear().empty());
    CHECK(idle.hear().empty());
    CHECK(half.hear().empty());
    garbage.hear();
    CHECK(Clock::now() - begun < seconds(40));  // by the server, not by the patience of `hear`
    CHECK(rig.alive());
}

TEST_CASE("a body that stops coming ends the request, and what came is kept") {
    HostileRig rig(kShortPatience);
    const auto sealed = rig.station.seal(50'000);
    RawPeer opening(rig.station, rig.server->port());
    opening.say("POST /v1/uploads HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Length: " +
                std::to_string(sealed.age.size()) + "\r\nUpload-Metadata: header " +
                base::toBase64(sealed.headerEnvelope) + "\r\n\r\n");
    const auto created = opening.hear();
    REQUIRE(statusOf(created) == 201);
    const auto at = created.find("/v1/uploads/");
    const auto place = created.substr(at, 12 + 32);

    RawPeer slow(rig.station, rig.server->port());
    slow.say("PATCH " + place +
             " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
             "Content-Type: application/offset+octet-stream\r\nContent-Length: " +
             std::to_string(sealed.age.size()) + "\r\n\r\n");
    slow.say(base::textOf(base::ByteView(sealed.age).subspan(0, 12'345)));
    CHECK(slow.hear().empty());  // closed without an answer
    RawPeer asking(rig.station, rig.server->port());
    asking.say("HEAD " + place + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n\r\n");
    CHECK(asking.hear().find("Upload-Offset: 12345\r\n") != std::string::npos);
}

TEST_CASE("a packet that opens to nonsense is stored, answered and rejected") {
    HostileRig rig;
    // Properly announced, but the bytes are no age file.
    auto sealed = rig.station.seal(100);
    packet::PacketHeader header = sealed.header;
    base::Bytes nonsense(5000);
    base::fillRandom(nonsense);
    header.size = nonsense.size();
    header.digest = base::sha256Hex(nonsense);
    auto payload = std::string(base::textOf(must(packet::peekEnvelope(sealed.headerEnvelope)).payload));
    const auto swap = [&](const std::string& from, const std::string& to) {
        REQUIRE(payload.find(from) != std::string::npos);
        payload.replace(payload.find(from), from.size(), to);
    };
    swap(sealed.header.digest, header.digest);
    swap("\"size\":" + std::to_string(sealed.header.size), "\"size\":" + std::to_string(header.size));
    const auto envelope =
        packet::signEnvelope(packet::kPacketHeaderType, base::viewOf(payload), rig.station.signing);

    transport::UploadClient client(rig.station.upstream(rig.server->port()), rig.station.gatewayKeys());
    REQUIRE(client.upload({header, envelope, {}, rigs::readerOf(nonsense), {}, {}}, {}));
    rig.server->drain();
    const auto row = must(rig.server->store().packet(header.id));
    CHECK(row.state == packet::PacketState::Rejected);
    CHECK(must(rig.server->store().unexamined()).empty());
}

TEST_CASE("a packet signed by an officer nobody registered waits for the key") {
    HostileRig rig;
    auto newcomer = packet::SigningKey::generate();
    std::swap(rig.station.officer, newcomer);
    const auto sealed = rig.station.seal(100, "{\"wrong\":1}");
    transport::UploadClient client(rig.station.upstream(rig.server->port()), rig.station.gatewayKeys());
    REQUIRE(
        client.upload({sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}}, {}));
    rig.server->drain();
    auto& store = rig.server->store();
    CHECK(must(store.packet(sealed.header.id)).state == packet::PacketState::Received);
    CHECK(must(store.unexamined()).size() == 1);
    transport::StatusClient status(rig.station.upstream(rig.server->port()), "station-1",
                                   rig.station.gatewayKeys());
    must(status.registerKeys(packet::signStationKeys(rig.station.keys(), rig.station.signing), {}));
    rig.server->drain();
    CHECK(must(store.packet(sealed.header.id)).state == packet::PacketState::Rejected);
}
