#include "sync/gateway/home.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"

namespace gateway {
namespace {

using base::Code;
using base::fail;
using base::Result;
using nlohmann::json;
using std::filesystem::path;

constexpr const char* kSettings = "gateway.json";
constexpr const char* kAuthorityCert = "ca.crt";
constexpr const char* kAuthorityKey = "ca.key";
constexpr const char* kServerCert = "server.crt";
constexpr const char* kServerKey = "server.key";
constexpr const char* kSigningKey = "signing.key";
constexpr const char* kUpstreamKey = "upstream.key";
constexpr const char* kEscrowKey = "escrow.key";
constexpr const char* kPackKey = "pack.key";
constexpr std::uint64_t kKeyFileLimit = 64u << 10;

Result<std::string> readText(const path& file) {
    const auto bytes = base::readFile(file, kKeyFileLimit);
    if (!bytes) return base::pass(bytes.error(), file.filename().string());
    std::string text(base::textOf(*bytes));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

Result<void> writeSecret(const path& file, const base::SecretBytes& text) {
    return base::writeFileDurably(file, text.view(), base::Privacy::OwnerOnly);
}

std::string hostOf(const std::string& url) {
    auto host = url.substr(std::string_view("https://").size());
    if (!host.empty() && host.front() == '[') return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

Result<void> checkOptions(const HomeOptions& options) {
    if (options.name.empty() || options.name.size() > 60)
        return fail(Code::BadInput, "the name has 1 to 60 bytes");
    if (!isHttpsUrl(options.url)) return fail(Code::BadInput, "the address is https://host[:port]");
    if (options.purpose == packet::Purpose::Unknown) return fail(Code::BadInput, "training or real");
    return {};
}

Result<void> writeCertificates(const path& folder, const HomeOptions& options, base::Instant now) {
    const auto authority = makeAuthority(options.name + " CA", now);
    if (!authority) return tl::unexpected(authority.error());
    std::vector<std::string> hosts{hostOf(options.url)};
    for (const auto& host : options.hosts) {
        if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
    }
    const auto server = issueServer(*authority, hosts, now);
    if (!server) return tl::unexpected(server.error());
    if (auto done = writeSecret(folder / kAuthorityKey, authority->keyPem); !done) return done;
    if (auto done = writeSecret(folder / kServerKey, server->keyPem); !done) return done;
    if (auto done = base::writeFileDurably(folder / kAuthorityCert, base::viewOf(authority->certificatePem));
        !done) {
        return done;
    }
    return base::writeFileDurably(folder / kServerCert, base::viewOf(server->certificatePem));
}

Result<Credential> readCredential(const path& certificate, const path& key) {
    auto pem = readText(certificate);
    if (!pem) return tl::unexpected(pem.error());
    const auto secret = base::readFile(key, kKeyFileLimit);
    if (!secret) return tl::unexpected(secret.error());
    return Credential{std::move(*pem), base::SecretBytes::copyOf(*secret)};
}

// Certificates, keys and recipients of a home whose settings are read.
Result<Home> readKeys(const path& folder, const json& settings, Opening opening) {
    auto server = readCredential(folder / kServerCert, folder / kServerKey);
    if (!server) return tl::unexpected(server.error());
    auto authority = readText(folder / kAuthorityCert);
    if (!authority) return tl::unexpected(authority.error());
    const auto signingText = readText(folder / kSigningKey);
    if (!signingText) return tl::unexpected(signingText.error());
    auto signing = packet::SigningKey::parse(*signingText);
    if (!signing) return tl::unexpected(signing.error());
    Home home{folder,
              {},
              {},
              packet::Purpose::Unknown,
              std::move(*authority),
              std::move(*server),
              std::move(*signing),
              {},
              std::nullopt,
              {}};
    for (const auto& text : settings.at("recipients")) {
        auto recipient = packet::AgeRecipient::parse(text.get<std::string>());
        if (!recipient) return tl::unexpected(recipient.error());
        home.recipients.push_back(*recipient);
    }
    for (const auto& text : settings.value("packKeys", json::array())) {
        auto key = packet::VerifyKey::parse(text.get<std::string>());
        if (!key) return tl::unexpected(key.error());
        home.packKeys.push_back(*key);
    }
    if (opening == Opening::Open) {
        const auto text = readText(folder / kUpstreamKey);
        if (!text) return tl::unexpected(text.error());
        auto identity = packet::AgeIdentity::parse(*text);
        if (!identity) return tl::unexpected(identity.error());
        home.upstream.emplace(std::move(*identity));
    }
    return home;
}

}  // namespace

packet::KeyLookup packKeysOf(const Home& home) {
    packet::KeyRing ring;
    for (const auto& key : home.packKeys) ring.add(key);
    return ring.lookup();
}

bool isStationId(std::string_view text) {
    return !text.empty() && text.size() <= 40 && text.front() != '-' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool isHttpsUrl(std::string_view url) {
    constexpr std::string_view kScheme = "https://";
    if (url.substr(0, kScheme.size()) != kScheme || url.size() == kScheme.size() || url.size() > 300)
        return false;
    return std::all_of(url.begin() + kScheme.size(), url.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == ':' || c == '[' || c == ']';
    });
}

Result<void> initHome(const path& folder, const HomeOptions& options, base::Instant now) {
    if (auto good = checkOptions(options); !good) return good;
    std::error_code ignored;
    if (std::filesystem::exists(folder / kSettings, ignored)) {
        return fail(Code::AlreadyExists, "a gateway lives in this folder already");
    }
    if (auto made = base::makePrivateFolder(folder / "content"); !made) return made;
    if (auto done = writeCertificates(folder, options, now); !done) return done;
    const auto upstream = packet::AgeIdentity::generate();
    const auto escrow = packet::AgeIdentity::generate();
    if (auto done = writeSecret(folder / kUpstreamKey, upstream.text()); !done) return done;
    if (auto done = writeSecret(folder / kEscrowKey, escrow.text()); !done) return done;
    if (auto done = writeSecret(folder / kSigningKey, packet::SigningKey::generate().text()); !done)
        return done;
    const auto pack = packet::SigningKey::generate();
    if (auto done = writeSecret(folder / kPackKey, pack.text()); !done) return done;
    const json settings = {{"name", options.name},
                           {"url", options.url},
                           {"training", options.purpose == packet::Purpose::Training},
                           {"recipients", {upstream.recipient().text(), escrow.recipient().text()}},
                           {"packKeys", json::array({pack.verifyKey().text()})}};
    std::string text;
    try {
        text = settings.dump(2) + "\n";
    } catch (const json::exception&) {
        return fail(Code::BadInput, "the name is not UTF-8");
    }
    return base::writeFileDurably(folder / kSettings, base::viewOf(text));
}

Result<Home> loadHome(const path& folder, Opening opening) {
    const auto text = readText(folder / kSettings);
    if (!text) return tl::unexpected(text.error());
    try {
        const auto settings = json::parse(*text);
        auto home = readKeys(folder, settings, opening);
        if (!home) return home;
        home->name = settings.at("name").get<std::string>();
        home->url = settings.at("url").get<std::string>();
        home->purpose =
            settings.at("training").get<bool>() ? packet::Purpose::Training : packet::Purpose::Real;
        if (home->recipients.size() != 2) return fail(Code::BadInput, "gateway.json names two recipients");
        return home;
    } catch (const json::exception&) {
        return fail(Code::BadInput, "gateway.json is damaged");
    }
}

Result<IssuedStation> issueStation(const Home& home, Store& store, const std::string& station,
                                   const packet::Unit& unit, base::Instant now, const packet::KdfCost& cost) {
    if (!isStationId(station))
        return fail(Code::BadInput, "a station id is lower-case letters, digits and hyphens");
    if (unit.code.empty() || unit.name.empty()) return fail(Code::BadInput, "a unit has a code and a name");
    const auto authority = readCredential(home.folder / kAuthorityCert, home.folder / kAuthorityKey);
    if (!authority) return tl::unexpected(authority.error());
    auto client = gateway::issueStation(*authority, station, now);
    if (!client) return tl::unexpected(client.error());
    const auto digest = certificateDigest(client->certificatePem);
    if (!digest) return tl::unexpected(digest.error());

    packet::Provisioning body;
    body.station = station;
    body.unit = unit;
    body.upstream = home.url;
    body.caCertificate = home.authorityPem;
    body.clientCertificate = client->certificatePem;
    body.clientKey = std::move(client->keyPem);
    body.recipients = home.recipients;
    body.gatewayKeys = {home.signingKey.verifyKey()};
    body.packKeys = home.packKeys;
    body.purpose = home.purpose;
    body.issuedAt = now;
    IssuedStation issued;
    issued.activationCode = packet::newActivationCode();
    auto file = packet::sealProvisioning(body, issued.activationCode, home.signingKey, cost);
    if (!file) return tl::unexpected(file.error());
    issued.file = std::move(*file);

    StationRow row;
    row.id = station;
    row.unitCode = unit.code;
    row.unitName = unit.name;
    row.certificate = *digest;
    row.issuedAt = now;
    if (auto put = store.putStation(row); !put) return tl::unexpected(put.error());
    return issued;
}

}  // namespace gateway
