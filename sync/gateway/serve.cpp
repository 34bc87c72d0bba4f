#include <ostream>

#include "base/background.h"
#include "base/end_request.h"
#include "base/files.h"
#include "base/log.h"
#include "sync/gateway/arguments.h"
#include "sync/gateway/commands.h"
#include "sync/gateway/server.h"

namespace gateway {
namespace {

using base::Code;
using base::Result;

constexpr std::chrono::seconds kSweepEvery{60};

const base::SystemClock g_clock;

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

// "127.0.0.1:8443" or "[::1]:8443"
Result<Address> parseAddress(const std::string& text) {
    const auto colon = text.rfind(':');
    const auto port = tus::parseNumber(colon == std::string::npos ? "" : text.substr(colon + 1));
    if (!port || *port > 65535) return base::fail(Code::BadInput, "--listen is ADDRESS:PORT");
    auto host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    return Address{host, static_cast<std::uint16_t>(*port)};
}

Result<ServerOptions> optionsOf(const Arguments& args, const CheckMaker& makeCheck) {
    ServerOptions options;
    options.folder = args.path("data");
    const auto address = parseAddress(args.value("listen", "127.0.0.1:8443"));
    if (!address) return tl::unexpected(address.error());
    options.http.address = address->host;
    options.http.port = address->port;
    options.opening = args.has("no-open") ? Opening::StoreOnly : Opening::Open;
    const auto limit = tus::parseNumber(args.value("max-packet-mib", "64"));
    if (!limit || *limit == 0 || *limit > 1024)
        return base::fail(Code::BadInput, "--max-packet-mib is 1 to 1024");
    options.limits.packetBytes = *limit << 20;
    if (options.opening == Opening::Open) {
        const auto home = loadHome(options.folder, Opening::StoreOnly);
        if (!home) return tl::unexpected(home.error());
        auto check = makeCheck(formSources(args, *home));
        if (!check) return tl::unexpected(check.error());
        options.check = std::move(*check);
    }
    return options;
}

void printReady(const Server& server, const Address& address, std::ostream& out) {
    const auto host = address.host.find(':') == std::string::npos ? address.host : "[" + address.host + "]";
    const auto listen = host + ":" + std::to_string(server.port());
    const auto field = [](std::string_view text) { return base::log::Field("", text).json(); };
    out << "{\"event\":\"ready\",\"listen\":" << field(listen) << ",\"url\":" << field("https://" + listen)
        << ",\"port\":" << server.port() << ",\"name\":" << field(server.home().name)
        << ",\"training\":" << (server.home().purpose == packet::Purpose::Training ? "true" : "false") << "}"
        << std::endl;
}

}  // namespace

int runServe(std::span<const std::string> args, const CheckMaker& makeCheck, std::ostream& out,
             std::ostream& err) {
    static const ArgumentRules kRules{
        {"data", "listen", "schemas", "log", "max-packet-mib"}, {}, {"no-open", "background"}, {"data"}, 0};
    const auto parsed = Arguments::parse(args, kRules);
    if (!parsed) {
        err << parsed.error().detail
            << "\nusage: serve --data DIR [--listen ADDRESS:PORT] [--schemas DIR] [--log DIR] "
               "[--max-packet-mib N] [--no-open] [--background]\n";
        return kUsage;
    }
    base::EndRequest end;  // before any thread begins
    if (parsed->has("background")) base::putProcessInBackground();

    if (const auto folder = parsed->path("log"); !folder.empty()) {
        if (auto opened = base::log::open(folder, "gateway", base::log::Level::Info); !opened) {
            err << opened.error().detail << '\n';
            return kFailed;
        }
    }
    auto options = optionsOf(*parsed, makeCheck);
    if (!options) {
        err << base::codeName(options.error().code) << ": " << options.error().detail << '\n';
        return options.error().code == Code::BadInput ? kUsage : kFailed;
    }
    const Address address{options->http.address, options->http.port};
    const auto server = Server::start(std::move(*options), g_clock);
    if (!server) {
        err << base::codeName(server.error().code) << ": " << server.error().detail << '\n';
        return kFailed;
    }
    printReady(**server, address, out);
    while (!end.wait(kSweepEvery)) (*server)->sweep();
    base::log::info("gateway.stopped");
    return kDone;
}

}  // namespace gateway
