// A new decree reaches a running station: over the status feed of its real gateway and from a file, without a restart.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/folder.h"
#include "base/text.h"
#include "station/workflow/pack_forms.h"
#include "sync/packet/pack.h"
#include "sync/store/store.h"
#include "tests/station/workflow/desk_rig.h"

using namespace desks;
using base::Code;

namespace {

constexpr char kProcedure[] = "card-and-eid";
constexpr char kNewVersion[] = "2026.99";

packet::SigningKey keyIn(const fs::path& file) {
    const auto text = base::readFile(file).value();
    auto key = packet::SigningKey::parse(base::trim(base::textOf(text)));
    REQUIRE(key);
    return std::move(*key);
}

// The upstream's lawyers: the installed forms in a folder of their own, changed, signed as packs.
struct Lawyers {
    fs::path folder;
    packet::SigningKey key;

    Lawyers(const fs::path& home, packet::SigningKey signer) : folder(home / "law"), key(std::move(signer)) {
        for (const char* name : {"schemas", "data"}) {
            REQUIRE(base::makePrivateFolder(folder / name));
            const auto files = base::filesIn(fs::path(ENROLL_TEST_RESOURCES) / "forms" / name).value();
            for (const auto& file : files)
                REQUIRE(base::writeFileDurably(folder / name / file.filename(), base::readFile(file).value()));
        }
    }
    void replace(const std::string& file, const std::string& from, const std::string& to) const {
        std::string text(base::textOf(base::readFile(folder / file).value()));
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        REQUIRE(base::writeFileDurably(folder / file, base::viewOf(text.replace(at, from.size(), to))));
    }
    void decree(int reissueFee, int cardDays) const {
        replace("data/fees.json", "\"amount\": 70000", "\"amount\": " + std::to_string(reissueFee));
        replace("data/deadlines.json", "\"days\": 7", "\"days\": " + std::to_string(cardDays));  // the first rule: the card's
    }
    base::Bytes pack(std::uint64_t version) const {
        const auto made = packOfFolder(folder, version, base::SystemClock().now(), "Thông tư mới");
        REQUIRE(made);
        return packet::signPack(*made, key).value();
    }
    std::string file(std::uint64_t version) const {
        const fs::path out = folder / (std::to_string(version) + ".pack");
        REQUIRE(base::writeFileDurably(out, pack(version)));
        return out.string();
    }
};

struct PackDesk : Desk {
    explicit PackDesk(const fs::path& folder) : Desk(folder) {}
    fs::path gatewayFolder() const { return options.dataFolder / "training" / "gateway"; }

    // What an officer would tell the citizen today, before the reduction of some years.
    long long reissueFee() const {
        const auto dues = station->law()->fees.on(base::dayInVietnam(station->now()), kProcedure, "").value();
        for (const auto& due : dues)
            if (due.fee.id == "reissue") return due.full;
        return -1;
    }
    std::optional<forms::DeadlineDue> card() const {
        const auto law = station->law();
        const auto dues = law->deadlines.from(base::dayInVietnam(station->now()), kProcedure, law->calendar).value();
        for (const auto& due : dues)
            if (due.rule.id == "card") return due;
        return std::nullopt;
    }
    int cardDays() const { return card().value().rule.days; }
    base::Day cardDue() const { return card().value().due; }
    bool oldLaw() const { return reissueFee() == 70000 && cardDays() == 7; }
    std::uint64_t version() const { return station->formsInUse().version; }
    base::Result<void> load(base::Bytes pack) {
        return done([&](Station::Done d) { station->loadPack(std::move(pack), std::move(d)); });
    }
    base::Result<void> withdraw() {
        return done([&](Station::Done d) { station->withdrawPack(std::move(d)); });
    }
    base::Result<void> logIn(const std::string& login) {
        return done([&](Station::Done d) { station->logIn(login, secret(kPassphrase), std::move(d)); });
    }
    bool finds(Fact fact) {
        std::optional<std::vector<Finding>> found;
        station->checkMachine([&](std::vector<Finding> findings) { found = std::move(findings); });
        REQUIRE(until([&] { return found.has_value(); }));
        return std::any_of(found->begin(), found->end(), [&](const Finding& f) { return f.fact == fact; });
    }
    void restart() {
        station.reset();
        open();
    }
    // What stands in the journal about packs, oldest first. Ends the station.
    std::string journal() {
        station.reset();
        auto store = store::Store::open(options.dataFolder / "training" / "station.db", clock.now());
        REQUIRE(store);
        std::string out;
        const auto entries = store->journalPage(0, 1000).value();
        for (const auto& entry : entries) {
            if (!entry.event.starts_with("pack-")) continue;
            const auto detail = nlohmann::json::parse(entry.detail);
            out += entry.event + " " + detail.value("from", "") + (detail.contains("version") ? " " + detail["version"].dump() : "") + "; ";
        }
        return out;
    }
};

base::Bytes tampered(base::Bytes pack) {
    auto& letter = pack[pack.size() / 2];
    letter = letter == 'A' ? 'B' : 'A';
    return pack;
}

}  // namespace

SCENARIO("a pack published at the gateway changes fee, deadline and form of a running station, and a draft of before is sealed and accepted", "[7-replaceable]") {
    const fs::path folder = freshFolder("packs-feed");
    PackDesk desk(folder);
    desk.setUp();
    CHECK(desk.station->formsInUse().takesPacks);
    CHECK(desk.station->formsInUse().source == FormsView::Source::Installed);
    REQUIRE(desk.oldLaw());
    const auto dueBefore = desk.cardDue();
    const Lawyers lawyers(folder, keyIn(desk.gatewayFolder() / "pack.key"));
    auto before = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment(kProcedure, std::move(o)); });
    const std::string id = before->id(), oldVersion = before->schema().version();
    auto waiting = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment(kProcedure, std::move(o)); });
    const std::string waitingId = waiting->id();
    waiting.reset();
    const auto* lists = &desk.station->catalogues();
    {
        auto identify = desk.station->identify(*before);
        identify->setView(640, 360);
        REQUIRE(desk.until([&] { identify->takeView(); return !before->record().text("full_name").empty(); }));
    }

    lawyers.decree(90000, 5);
    lawyers.replace("data/communes.csv", "20194;48;Phường;Hải Vân", "20194;48;Phường;Hải Vân Mới");
    lawyers.replace("schemas/card-and-eid-" + oldVersion + ".json", "\"version\": \"" + oldVersion + "\"", "\"version\": \"" + std::string(kNewVersion) + "\"");
    int told = 0;
    const auto link = desk.station->formsChanged.connect([&] { ++told; });
    REQUIRE(gateway(desk, {"publish-pack", lawyers.file(7)}) == 0);
    REQUIRE(desk.until([&] { return desk.version() == 7; }));
    CHECK(told == 1);
    CHECK(desk.station->formsInUse().note == "Thông tư mới");
    CHECK(desk.reissueFee() == 90000);
    CHECK(desk.cardDays() == 5);
    CHECK(desk.cardDue() < dueBefore);
    CHECK(desk.finds(Fact::PackInUse));
    CHECK(lists->find("communes") != nullptr);  // an open page still points there
    CHECK(lists->find("communes")->find("20194")->name == "Hải Vân");
    CHECK(desk.station->catalogues().find("communes")->find("20194")->name == "Hải Vân Mới");

    auto after = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment(kProcedure, std::move(o)); });
    CHECK(after->schema().version() == kNewVersion);
    after.reset();
    // A draft keeps its version, be it open or put away.
    CHECK(before->schema().version() == oldVersion);
    waiting = desk.enrollment([&](Station::Opened o) { desk.station->openDraft(waitingId, std::move(o)); });
    CHECK(waiting->schema().version() == oldVersion);
    waiting.reset();
    fillWhatIsAsked(desk, *before);
    capturePortrait(desk, *before);
    captureFingers(desk, *before);
    scanPapers(desk, *before);
    fillWhatIsAsked(desk, *before);
    const Sealed sealed = seal(desk, *before);
    before.reset();
    const auto stateIs = [&](AppState state) {
        const auto* row = rowOf(desk, id);
        return row != nullptr && row->state == state;
    };
    REQUIRE(desk.until([&] { return stateIs(AppState::Received) || stateIs(AppState::Rejected); }));
    REQUIRE(gateway(desk, {"accept", sealed.packetId}) == 0);  // fails when its form was not known there
    desk.station->sendNow();
    CHECK(desk.until([&] { return stateIs(AppState::Accepted); }));

    desk.restart();
    CHECK(desk.version() == 7);  // before anyone logs in
    CHECK(desk.reissueFee() == 90000);
    REQUIRE(desk.logIn("canbo"));
    waiting = desk.enrollment([&](Station::Opened o) { desk.station->openDraft(waitingId, std::move(o)); });
    CHECK(waiting->schema().version() == oldVersion);
    waiting.reset();
    CHECK(desk.load(lawyers.pack(6)).error().code == Code::Conflict);
    desk.station->logOut();
    // A pack whose bytes are no longer those that were published.
    REQUIRE(gateway(desk, {"publish-pack", lawyers.file(8)}) == 0);
    REQUIRE(base::writeFileDurably(desk.gatewayFolder() / "packs" / "8.pack", tampered(lawyers.pack(8))));
    REQUIRE(desk.logIn("canbo"));
    REQUIRE(desk.until([&] { return desk.station->formsInUse().refused.has_value(); }));
    CHECK(desk.station->formsInUse().refused->version == 8);
    CHECK(desk.station->formsInUse().refused->error.code == Code::Corrupt);
    CHECK(desk.version() == 7);
    CHECK(desk.reissueFee() == 90000);
    // The gateway itself takes no pack that is not later, and none that was changed.
    CHECK(gateway(desk, {"publish-pack", lawyers.file(8)}) != 0);
    REQUIRE(base::writeFileDurably(folder / "9.pack", tampered(lawyers.pack(9))));
    CHECK(gateway(desk, {"publish-pack", (folder / "9.pack").string()}) != 0);
    CHECK(desk.journal() == "pack-taken upstream 7; pack-refused file; pack-refused upstream 8; ");
}

SCENARIO("a pack from a file is in use at once; what is tampered, older or of another key changes nothing; a supervisor goes back") {
    const fs::path folder = freshFolder("packs-file");
    PackDesk desk(folder);
    desk.setUp();
    const Lawyers lawyers(folder, keyIn(desk.gatewayFolder() / "pack.key"));
    lawyers.decree(80000, 6);
    REQUIRE(desk.oldLaw());
    CHECK(desk.withdraw().error().code == Code::WrongState);

    CHECK(desk.load(tampered(lawyers.pack(2))).error().code == Code::SignatureInvalid);
    CHECK(desk.load(Lawyers(folder, packet::SigningKey::generate()).pack(2)).error().code == Code::KeyUnknown);
    CHECK(desk.load(base::bytesOf("no pack")).error().code == Code::BadInput);
    lawyers.decree(80000, 6);  // the foreign lawyers began anew
    CHECK(desk.oldLaw());
    REQUIRE(desk.load(lawyers.pack(2)));
    CHECK(desk.version() == 2);
    CHECK(desk.reissueFee() == 80000);
    CHECK(desk.cardDays() == 6);
    CHECK(desk.load(lawyers.pack(2)).error().code == Code::Conflict);
    CHECK(desk.load(lawyers.pack(1)).error().code == Code::Conflict);
    lawyers.replace("data/fees.json", "\"amount\": 80000", "\"amount\": -1");
    CHECK(desk.load(lawyers.pack(3)).error().code == Code::SchemaInvalid);
    CHECK(desk.version() == 2);
    CHECK(desk.reissueFee() == 80000);

    WHEN("an officer without that role would withdraw it") {
        REQUIRE(desk.done([&](Station::Done d) {
            desk.station->addOfficer({"thuong", "Trung úy Mẫu Thị B", Role::Officer, secret(kPassphrase)}, std::move(d));
        }));
        desk.station->logOut();
        REQUIRE(desk.logIn("thuong"));
        CHECK(desk.withdraw().error().code == Code::PermissionDenied);
        CHECK(desk.version() == 2);
    }
    WHEN("it is withdrawn") {
        REQUIRE(desk.withdraw());
        CHECK(desk.station->formsInUse().source == FormsView::Source::Installed);
        CHECK(desk.oldLaw());
        lawyers.replace("data/fees.json", "\"amount\": -1", "\"amount\": 80000");
        CHECK(desk.load(lawyers.pack(2)).error().code == Code::Conflict);  // never again
        desk.restart();
        CHECK(desk.oldLaw());
        REQUIRE(desk.logIn("canbo"));
        REQUIRE(desk.load(lawyers.pack(3)));
        CHECK(desk.reissueFee() == 80000);
        CHECK(desk.journal().ends_with("pack-taken file 2; pack-refused file; pack-refused file; pack-refused file; pack-withdrawn  2; "
                                       "pack-refused file; pack-taken file 3; "));
    }
    WHEN("its file is damaged on the disk") {
        const fs::path current = desk.options.dataFolder / "training" / "packs" / "current.pack";
        const auto whole = base::readFile(current).value();
        desk.station.reset();
        REQUIRE(base::writeFileDurably(current, tampered(whole)));
        desk.open();
        REQUIRE(desk.station->formsInUse().damaged.has_value());
        CHECK(desk.station->formsInUse().source == FormsView::Source::Installed);
        CHECK(desk.oldLaw());
        CHECK(desk.finds(Fact::PackDamaged));
        REQUIRE(desk.logIn("canbo"));
        REQUIRE(desk.load(whole));  // the same pack once more mends it
        CHECK_FALSE(desk.station->formsInUse().damaged.has_value());
        CHECK(desk.reissueFee() == 80000);
        desk.restart();
        CHECK(desk.version() == 2);
    }
}

SCENARIO("a station whose provisioning file names no pack key works with the installed forms and says so") {
    const fs::path folder = freshFolder("packs-none");
    const std::string unit = (folder / "unit").string(), file = (folder / "desk-1.provisioning").string();
    const auto run = [](const std::vector<std::string>& arguments) {
        auto child = base::ChildProcess::start(ENROLL_TEST_GATEWAY, arguments);
        REQUIRE(child);
        std::string said;
        while (const auto line = child->readLine(kLong)) said += *line + "\n";
        REQUIRE(child->wait(kLong).value() == 0);
        return nlohmann::json::parse(said);
    };
    run({"init", "--data", unit, "--name", "Công an xã Mẫu", "--url", "https://127.0.0.1:9", "--json"});
    // A gateway's folder from before there were packs.
    const fs::path settings = fs::path(unit) / "gateway.json";
    auto known = nlohmann::json::parse(base::textOf(base::readFile(settings).value()));
    known.erase("packKeys");
    REQUIRE(base::writeFileDurably(settings, base::viewOf(known.dump())));
    const auto issued = run({"issue-station", "--data", unit, "--station", "desk-1", "--unit-code", "G01", "--unit-name", "Công an xã Mẫu", "--out", file, "--json"});
    PackDesk desk(folder);
    desk.open();
    REQUIRE(desk.done([&](Station::Done d) {
        desk.station->setUpReal(base::readFile(file).value(), issued.at("activationCode").get<std::string>(),
                                {"that", "Thượng úy Mẫu Văn B", Role::Administrator, secret(kPassphrase)}, std::move(d));
    }));
    CHECK_FALSE(desk.station->formsInUse().takesPacks);
    CHECK(desk.oldLaw());
    const Lawyers lawyers(folder, packet::SigningKey::generate());
    CHECK(desk.load(lawyers.pack(1)).error().code == Code::Unsupported);
    CHECK(desk.finds(Fact::PackNone));
}
