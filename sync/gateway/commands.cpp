#include "sync/gateway/commands.h"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/files.h"
#include "base/path.h"
#include "sync/gateway/arguments.h"
#include "sync/gateway/pack_desk.h"
#include "sync/gateway/registrar.h"
#include "sync/transport/tus.h"

namespace gateway {
namespace {

using base::Code;
using base::Result;
using nlohmann::json;
using packet::PacketState;

const base::SystemClock g_clock;

std::string dump(const json& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

json packetJson(const PacketRow& row) {
    return {{"packet", row.header.id},
            {"station", row.header.station},
            {"unit", row.header.unit},
            {"kind", row.header.kind},
            {"schemaVersion", row.header.schemaVersion},
            {"sealedAt", base::formatUtc(row.header.sealedAt)},
            {"receivedAt", base::formatUtc(row.receivedAt)},
            {"size", row.header.size},
            {"digest", row.header.digest},
            {"replaces", row.header.replaces},
            {"sequence", row.header.sequence},
            {"state", packet::packetStateName(row.state)}};
}

json reasonsJson(const std::vector<packet::FieldReason>& reasons) {
    json list = json::array();
    for (const auto& reason : reasons) list.push_back({{"field", reason.field}, {"text", reason.text}});
    return list;
}

// The packet's line of life, from the signed events.
Result<json> eventsJson(const Home& home, Store& store, const PacketRow& row) {
    const auto events = store.eventsOf(row.header.id);
    if (!events) return tl::unexpected(events.error());
    packet::KeyRing keys;
    keys.add(home.signingKey.verifyKey());
    json list = json::array();
    for (const auto& envelope : *events) {
        const auto event = packet::verifyStatus(envelope, row.header.station, keys.lookup());
        if (!event) return tl::unexpected(event.error());
        list.push_back({{"number", event->number},
                        {"state", packet::packetStateName(event->state)},
                        {"at", base::formatUtc(event->at)},
                        {"reasons", reasonsJson(event->reasons)},
                        {"note", event->note}});
    }
    return list;
}

json contentJson(const packet::OpenedPacket& opened) {
    json attachments = json::array();
    for (const auto& attachment : opened.attachments) {
        attachments.push_back({{"name", attachment.name},
                               {"mediaType", attachment.mediaType},
                               {"size", attachment.bytes.size()}});
    }
    auto record = json::parse(opened.manifest.record, nullptr, false);
    if (record.is_discarded()) record = opened.manifest.record;
    return {{"officer", opened.manifest.officer},
            {"record", std::move(record)},
            {"attachments", std::move(attachments)}};
}

// A gateway's folder, opened for one command.
struct Desk {
    Home home;
    std::unique_ptr<Store> store;
    ContentFolder content;
    Registrar registrar;

    Desk(Home opened, std::unique_ptr<Store> known)
        : home(std::move(opened)),
          store(std::move(known)),
          content(home.contentFolder()),
          registrar(*store, content, home.signingKey, home.upstream, g_clock) {}
};

Result<std::unique_ptr<Desk>> openDesk(const Arguments& args) {
    const std::filesystem::path folder = args.path("data");
    std::error_code ignored;
    const bool holdsKey = std::filesystem::exists(folder / "upstream.key", ignored);
    auto home = loadHome(folder, holdsKey ? Opening::Open : Opening::StoreOnly);
    if (!home) return tl::unexpected(home.error());
    auto store = Store::open(home->storeFile());
    if (!store) return tl::unexpected(store.error());
    return std::make_unique<Desk>(std::move(*home), std::move(*store));
}

Result<json> init(const Arguments& args) {
    HomeOptions options;
    options.name = args.value("name");
    options.url = args.value("url");
    options.hosts = args.all("host");
    options.purpose = args.has("training") ? packet::Purpose::Training : packet::Purpose::Real;
    const std::filesystem::path folder = args.path("data");
    if (auto made = initHome(folder, options, g_clock.now()); !made) return tl::unexpected(made.error());
    const auto home = loadHome(folder, Opening::StoreOnly);
    if (!home) return tl::unexpected(home.error());
    return json{{"name", options.name},
                {"url", options.url},
                {"training", args.has("training")},
                {"upstream", home->recipients[0].text()},
                {"escrow", home->recipients[1].text()},
                {"signingKey", home->signingKey.verifyKey().text()},
                {"packKey", home->packKeys.at(0).text()},
                {"note", "move escrow.key and pack.key to safe places away from this machine"}};
}

Result<json> issue(const Arguments& args) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    auto& home = (*desk)->home;
    home.url = args.value("url", home.url);
    if (!isHttpsUrl(home.url)) return base::fail(Code::BadInput, "the address is https://host[:port]");
    const packet::Unit unit{args.value("unit-code"), args.value("unit-name"), args.all("capability")};
    const auto issued = issueStation(home, *(*desk)->store, args.value("station"), unit, g_clock.now());
    if (!issued) return tl::unexpected(issued.error());
    if (auto written = base::writeFileDurably(args.path("out"), issued->file); !written) {
        return tl::unexpected(written.error());
    }
    return json{{"station", args.value("station")},
                {"file", args.value("out")},
                {"activationCode", issued->activationCode}};
}

Result<json> revoke(const Arguments& args) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    if (auto done = (*desk)->store->revokeStation(args.value("station"), g_clock.now()); !done) {
        return tl::unexpected(done.error());
    }
    return json{{"station", args.value("station")}, {"revoked", true}};
}

Result<json> stations(const Arguments& args) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    const auto rows = (*desk)->store->stations();
    if (!rows) return tl::unexpected(rows.error());
    json list = json::array();
    for (const auto& row : *rows) {
        list.push_back({{"station", row.id},
                        {"unit", row.unitCode},
                        {"unitName", row.unitName},
                        {"issuedAt", base::formatUtc(row.issuedAt)},
                        {"revoked", row.revokedAt.has_value()},
                        {"registered", row.signingKey.has_value()}});
    }
    return list;
}

Result<json> list(const Arguments& args) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    PacketFilter filter;
    filter.station = args.value("station");
    if (const auto name = args.value("state"); !name.empty()) {
        const auto state = packet::packetStateOf(name);
        if (!state) return base::fail(Code::BadInput, "no such state");
        filter.state = *state;
    }
    const auto limit = tus::parseNumber(args.value("limit", "100"));
    if (!limit || *limit == 0 || *limit > 100'000)
        return base::fail(Code::BadInput, "--limit is 1 to 100000");
    filter.limit = static_cast<std::size_t>(*limit);
    const auto rows = (*desk)->store->packets(filter);
    if (!rows) return tl::unexpected(rows.error());
    json packets = json::array();
    for (const auto& row : *rows) packets.push_back(packetJson(row));
    return packets;
}

Result<json> show(const Arguments& args) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    const auto row = (*desk)->store->packet(args.word(0));
    if (!row) return tl::unexpected(row.error());
    auto shown = packetJson(*row);
    auto events = eventsJson((*desk)->home, *(*desk)->store, *row);
    if (!events) return tl::unexpected(events.error());
    shown["events"] = std::move(*events);
    if (args.has("open")) {
        const auto opened = (*desk)->registrar.open(*row);
        if (!opened) return tl::unexpected(opened.error());
        shown["content"] = contentJson(*opened);
    }
    return shown;
}

// "field=text", or "=text" about the whole application.
Result<std::vector<packet::FieldReason>> reasonsOf(const Arguments& args) {
    std::vector<packet::FieldReason> reasons;
    for (const auto& text : args.all("reason")) {
        const auto equal = text.find('=');
        if (equal == std::string::npos || equal + 1 == text.size()) {
            return base::fail(Code::BadInput, "--reason is field=text");
        }
        reasons.push_back({text.substr(0, equal), text.substr(equal + 1)});
    }
    return reasons;
}

Result<json> move(const Arguments& args, PacketState next) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    auto reasons = reasonsOf(args);
    if (!reasons) return tl::unexpected(reasons.error());
    if (auto moved = (*desk)->registrar.move(args.word(0), next, std::move(*reasons), args.value("note"));
        !moved) {
        return tl::unexpected(moved.error());
    }
    return json{{"packet", args.word(0)}, {"state", packet::packetStateName(next)}};
}

Result<json> setState(const Arguments& args) {
    const auto state = packet::packetStateOf(args.value("to"));
    if (!state) return base::fail(Code::BadInput, "no such state");
    return move(args, *state);
}

json packJson(const PackRow& row) {
    return {{"version", row.version},
            {"issuedAt", base::formatUtc(row.issuedAt)},
            {"publishedAt", base::formatUtc(row.publishedAt)},
            {"note", row.note},
            {"size", row.size},
            {"digest", row.digest}};
}

// Beside a running gateway: its stations are told within the second.
Result<json> publishPack(const Arguments& args, const PackCheckMaker& makePackCheck) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    const auto bytes = base::readFile(base::pathOf(args.word(0)), packet::kMaxPack);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto& home = (*desk)->home;
    const auto check = makePackCheck(formSources(args, home));
    if (!check) return tl::unexpected(check.error());
    PackDesk packs(home, *(*desk)->store, g_clock);
    const auto pack = packs.publish(*bytes, *check);
    if (!pack) return tl::unexpected(pack.error());
    const auto row = (*desk)->store->pack(pack->version);
    if (!row) return tl::unexpected(row.error());
    return packJson(*row);
}

// The first one is what stations are told of.
Result<json> listPacks(const Arguments& args) {
    const auto desk = openDesk(args);
    if (!desk) return tl::unexpected(desk.error());
    const auto rows = (*desk)->store->packs();
    if (!rows) return tl::unexpected(rows.error());
    json packs = json::array();
    for (const auto& row : *rows) packs.push_back(packJson(row));
    return packs;
}

struct Command {
    ArgumentRules rules;
    std::string usage;
    std::function<Result<json>(const Arguments&)> run;
    std::function<Result<json>(const Arguments&, const PackCheckMaker&)> runWithForms = {};
};

const std::map<std::string, Command>& commands() {
    static const std::map<std::string, Command> all{
        {"init",
         {{{"data", "name", "url", "host"}, {"host"}, {"training"}, {"data", "name", "url"}, 0},
          "init --data DIR --name NAME --url https://HOST[:PORT] [--host NAME|ADDRESS]... [--training]",
          init}},
        {"issue-station",
         {{{"data", "station", "unit-code", "unit-name", "capability", "out", "url"},
           {"capability"},
           {},
           {"data", "station", "unit-code", "unit-name", "out"},
           0},
          "issue-station --data DIR --station ID --unit-code CODE --unit-name NAME [--capability NAME]... "
          "--out FILE "
          "[--url https://HOST[:PORT]]",
          issue}},
        {"revoke-station",
         {{{"data", "station"}, {}, {}, {"data", "station"}, 0},
          "revoke-station --data DIR --station ID",
          revoke}},
        {"stations", {{{"data"}, {}, {}, {"data"}, 0}, "stations --data DIR", stations}},
        {"list",
         {{{"data", "station", "state", "limit"}, {}, {}, {"data"}, 0},
          "list --data DIR [--station ID] [--state STATE] [--limit N]",
          list}},
        {"show", {{{"data"}, {}, {"open"}, {"data"}, 1}, "show PACKET --data DIR [--open]", show}},
        {"accept",
         {{{"data", "note"}, {}, {}, {"data"}, 1},
          "accept PACKET --data DIR [--note TEXT]",
          [](const Arguments& args) { return move(args, PacketState::Accepted); }}},
        {"reject",
         {{{"data", "reason", "note"}, {"reason"}, {}, {"data", "reason"}, 1},
          "reject PACKET --data DIR --reason FIELD=TEXT... [--note TEXT]   (=TEXT: the whole application)",
          [](const Arguments& args) { return move(args, PacketState::Rejected); }}},
        {"set-state",
         {{{"data", "to", "note"}, {}, {}, {"data", "to"}, 1},
          "set-state PACKET --data DIR --to card-printed|card-arrived|handed-over|eid-approved|activated "
          "[--note TEXT]",
          setState}},
        {"publish-pack",
         {{{"data", "schemas"}, {}, {}, {"data"}, 1},
          "publish-pack FILE --data DIR [--schemas DIR]",
          {},
          publishPack}},
        {"packs", {{{"data"}, {}, {}, {"data"}, 0}, "packs --data DIR", listPacks}},
    };
    return all;
}

void printPlain(const json& value, std::ostream& out) {
    const auto text = [](const json& item) {
        return item.is_string() ? item.get<std::string>() : dump(item);
    };
    const auto line = [&](const json& object) {
        const char* gap = "";
        for (const auto& [key, item] : object.items()) {
            out << gap << key << '=' << text(item);
            gap = "  ";
        }
        out << '\n';
    };
    if (value.is_array()) {
        for (const auto& item : value) line(item);
        return;
    }
    for (const auto& [key, item] : value.items()) out << key << ": " << text(item) << '\n';
}

}  // namespace

std::string commandHelp() {
    std::string help = "Commands (each takes --json):\n";
    for (const auto& [name, command] : commands()) help += "  " + command.usage + "\n";
    return help;
}

FormSources formSources(const Arguments& args, const Home& home) {
    return {
        args.value("schemas").empty() ? base::resourceFolder() / "forms" / "schemas" : args.path("schemas"),
        home.packFolder(), packKeysOf(home)};
}

int runCommand(std::span<const std::string> args, Output output, const PackCheckMaker& makePackCheck,
               std::ostream& out, std::ostream& err) {
    const auto found = args.empty() ? commands().end() : commands().find(args[0]);
    if (found == commands().end()) {
        err << "unknown command\n" << commandHelp();
        return kUsage;
    }
    const auto& command = found->second;
    const auto parsed = Arguments::parse(args.subspan(1), command.rules);
    if (!parsed) {
        err << parsed.error().detail << "\nusage: " << command.usage << '\n';
        return kUsage;
    }
    try {
        const auto result = command.run ? command.run(*parsed) : command.runWithForms(*parsed, makePackCheck);
        if (!result) {
            err << base::codeName(result.error().code) << ": " << result.error().detail << '\n';
            return kFailed;
        }
        if (output == Output::Json)
            out << dump(*result) << '\n';
        else
            printPlain(*result, out);
        return kDone;
    } catch (const json::exception& error) {
        err << "internal: " << error.what() << '\n';
        return kFailed;
    }
}

}  // namespace gateway
