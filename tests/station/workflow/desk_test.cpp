// The whole desk without a window: a station in training mode with virtual devices and its local gateway.
#include <catch2/catch.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "sync/packet/crypto.h"
#include "sync/vault/protector.h"
#include "tests/rigs/file_limit.h"
#include "tests/station/workflow/desk_rig.h"

using namespace desks;

namespace {

// A computer that keeps keys, as Windows does.
class KeyStore final : public vault::DeviceKeyProtector {
public:
    std::string name() const override { return "test-system"; }
    base::Result<base::Bytes> wrap(base::ByteView key, std::string_view boundTo) override {
        return packet::sealBox(own_.view(), key, base::viewOf(boundTo));
    }
    base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view boundTo) override {
        return packet::openBox(own_.view(), wrapped, base::viewOf(boundTo));
    }

private:
    base::SecretBytes own_ = base::SecretBytes::random(32);
};

}  // namespace

SCENARIO("a citizen's card application goes from the card on the camera to a verified receipt, is rejected, corrected and received again", "[4.3-activation]") {
    Desk desk(freshFolder("whole"));
    desk.setUp();
    auto e = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("card-and-eid", std::move(o)); });
    {
        auto identify = desk.station->identify(*e);
        identify->setView(640, 360);
        REQUIRE(desk.until([&] { identify->takeView(); return !e->record().text("full_name").empty(); }));
    }
    const auto citizen = desk.station->devices().desk()->citizen();
    CHECK(e->record().text("id_number") == citizen.idNumber);
    CHECK(e->record().find("full_name")->origin == forms::Origin::Qr);
    fillWhatIsAsked(desk, *e);
    capturePortrait(desk, *e);
    captureFingers(desk, *e);
    scanPapers(desk, *e);
    fillWhatIsAsked(desk, *e);
    const std::string id = e->id();
    const Sealed sealed = seal(desk, *e);
    std::printf("packet of %llu bytes\n", static_cast<unsigned long long>(sealed.size));
    CHECK(sealed.size < 3'000'000);
    CHECK(std::string_view(reinterpret_cast<const char*>(sealed.receiptPdf.data()), 5) == "%PDF-");
    e.reset();

    REQUIRE(desk.until([&] { const auto* row = rowOf(desk, id); return row != nullptr && (row->state == AppState::Received || row->state == AppState::Accepted); }));

    REQUIRE(gateway(desk, {"reject", sealed.packetId, "--reason", "phone=Sai"}) == 0);
    desk.station->sendNow();
    REQUIRE(desk.until([&] { const auto* row = rowOf(desk, id); return row != nullptr && row->state == AppState::Rejected; }));
    CHECK(rowOf(desk, id)->reasons.at(0).field == "phone");

    auto again = desk.enrollment([&](Station::Opened o) { desk.station->openCorrection(id, std::move(o)); });
    CHECK(again->replaces() == sealed.packetId);
    CHECK(again->record().text("id_number") == citizen.idNumber);
    CHECK(again->portraits().size() == 1);
    CHECK(again->fingers().taken().size() >= 10);
    again->setField("phone", "0905000124");
    fillWhatIsAsked(desk, *again);
    const std::string secondId = again->id();
    const Sealed second = seal(desk, *again);
    again.reset();
    REQUIRE(desk.until([&] { const auto* row = rowOf(desk, secondId); return row != nullptr && row->state == AppState::Received; }));
    CHECK(second.sequence == sealed.sequence + 1);
    // What was corrected asks for nothing any more.
    REQUIRE(rowOf(desk, id) != nullptr);
    CHECK(rowOf(desk, id)->state == AppState::Replaced);
    CHECK(desk.station->today().rejected == 0);
    CHECK(desk.station->today().todo.empty());
    CHECK(desk.station->applications().totals().rejected == 0);

    // What the upstream unit brings about is followed up: the citizen has seven days to activate (reference 4.3, art. 14).
    const auto comesTo = [&](const char* state, AppState shown) {
        REQUIRE(gateway(desk, {"set-state", second.packetId, "--to", state}) == 0);
        desk.station->sendNow();
        REQUIRE(desk.until([&] { const auto* row = rowOf(desk, secondId); return row != nullptr && row->state == shown; }));
    };
    REQUIRE(gateway(desk, {"accept", second.packetId}) == 0);
    comesTo("eid-approved", AppState::EidApproved);
    const auto approved = desk.station->today().todo;
    REQUIRE(approved.size() == 1);
    CHECK(approved[0].kind == TodoItem::Kind::Activate);
    CHECK(approved[0].due == base::addDays(base::dayInVietnam(approved[0].at), 7));
    comesTo("activated", AppState::Activated);
    CHECK(desk.station->today().todo.empty());
    comesTo("card-printed", AppState::CardPrinted);
    comesTo("card-arrived", AppState::CardArrived);
    const auto arrived = desk.station->today().todo;
    REQUIRE(arrived.size() == 1);
    CHECK(arrived[0].kind == TodoItem::Kind::HandOver);
    CHECK(arrived[0].due == std::nullopt);
    comesTo("handed-over", AppState::HandedOver);
    CHECK(desk.station->today().todo.empty());
}

SCENARIO("a card whose QR is worn off is read from the three lines on its back", "[3.2-layout]") {
    Desk desk(freshFolder("zone"));
    desk.setUp();
    const auto pictures = freshFolder("zone-pictures");
    std::filesystem::copy_file(std::filesystem::path(std::getenv("ENROLL_SOURCE")) / "tests/devices/mrz/zone-sharp.jpg", pictures / "card.jpg");
    desk.station->devices().desk()->playFrom(pictures);
    auto e = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("card-and-eid", std::move(o)); });
    auto identify = desk.station->identify(*e);
    int told = 0;
    const auto link = identify->cardRead.connect([&](const forms::CardReading&) { ++told; });
    REQUIRE(desk.until([&] { return told > 0; }));
    CHECK(e->record().text("id_number") == "001090999901");
    CHECK(e->record().text("full_name") == "NGUYEN VAN THU NGHIEM");
    CHECK(e->record().text("birth_date") == "01/01/1990");
    const auto* name = e->record().find("full_name");
    REQUIRE(name != nullptr);
    CHECK(name->origin == forms::Origin::Mrz);
    CHECK_FALSE(name->confirmed);
}

SCENARIO("a card for a child under six is taken without portrait, prints or a step for them, and the gateway takes it") {
    Desk desk(freshFolder("under-six"));
    desk.setUp();
    auto e = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("card-under6", std::move(o)); });
    CHECK_FALSE(e->has(Step::Portrait));
    CHECK_FALSE(e->has(Step::Fingerprints));
    CHECK(e->has(Step::Documents));
    e->visit(Step::Portrait);  // as a key would
    CHECK(e->lastStep() == Step::Identify);
    const auto birth = base::addDays(base::dayInVietnam(desk.clock.now()), -3 * 366);
    const std::string year = std::to_string(birth.year % 100);
    for (const auto& [field, text] : std::initializer_list<std::pair<const char*, std::string>>{
             {"id_number", "0012" + year + "999901"}, {"full_name", "nguyễn văn bé"}, {"birth_date", base::formatDay(birth)}, {"sex", "M"},
             {"request_kind", "first"}, {"filing_channel", "birth_registration"}, {"representative_name", "trần thị mẫu"},
             {"representative_birth_date", "01/02/1990"}, {"representative_sex", "F"}, {"representative_number", "001190999902"},
             {"representative_relation", "mother"}, {"representative_phone", "0905000123"}, {"ethnicity", "QD121:01"}, {"religion", "QD1019:00"},
             {"hometown", "Xã Mẫu, Hà Nội"}, {"birth_registration_place", "UBND xã Mẫu, Hà Nội"}, {"permanent_address", "Thôn 1, xã Mẫu"}}) {
        fill(*e, field, text);
    }
    CHECK_FALSE(e->maySeal());  // only the birth record is missing
    for (const auto& p : e->sealProblems()) {
        INFO(p.field << " / " << p.rule << " / " << p.text.vi);
        CHECK((p.field == "birth_record" || p.rule == "capture.birth_record"));
    }
    scanPapers(desk, *e);
    const std::string id = e->id();
    (void)seal(desk, *e);
    e.reset();
    REQUIRE(desk.until([&] { const auto* row = rowOf(desk, id); return row != nullptr && (row->state == AppState::Received || row->state == AppState::Accepted); }));
    CHECK(rowOf(desk, id)->phone == "0905000123");  // of the mother
}

SCENARIO("a machine that was set up for training is set up for real work, and what fails leaves it in training") {
    const fs::path folder = freshFolder("to-real");
    const std::string unit = (folder / "unit").string(), file = (folder / "desk-1.provisioning").string();
    const auto gatewaySays = [](const std::vector<std::string>& arguments) {
        auto child = base::ChildProcess::start(ENROLL_TEST_GATEWAY, arguments);
        REQUIRE(child);
        std::string said;
        while (const auto line = child->readLine(kLong)) said += *line + "\n";
        REQUIRE(child->wait(kLong).value() == 0);
        return said;
    };
    gatewaySays({"init", "--data", unit, "--name", "Công an xã Mẫu", "--url", "https://127.0.0.1:9"});
    const std::string issued = gatewaySays({"issue-station", "--data", unit, "--station", "desk-1", "--unit-code", "G01",
                                            "--unit-name", "Công an xã Mẫu", "--out", file, "--json"});
    const std::string code = nlohmann::json::parse(issued).at("activationCode").get<std::string>();
    Desk desk(folder);
    desk.setUp();
    const auto real = [&](const std::string& activation) {
        return desk.done([&](Station::Done d) {
            desk.station->setUpReal(base::readFile(file).value(), activation,
                                    {"that", "Thượng úy Mẫu Văn B", Role::Administrator, secret(kPassphrase)}, std::move(d));
        });
    };
    const auto trains = [&] {
        const auto in = desk.done([&](Station::Done d) { desk.station->logIn("canbo", secret(kPassphrase), std::move(d)); });
        return in.has_value() && desk.station->mode() == Mode::Training && desk.station->devices().desk() != nullptr;
    };
    desk.station->prepareReal();  // not from under a logged-in officer
    CHECK(desk.station->phase() == Phase::LoggedIn);
    CHECK(real(code).error().code == base::Code::WrongState);
    auto draft = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("eid-level2", std::move(o)); });
    const std::string id = draft->id();
    fill(*draft, "full_name", "nguyễn thị mẫu");
    draft.reset();
    desk.station->logOut();
    desk.station->prepareReal();
    REQUIRE(desk.station->phase() == Phase::FirstStart);
    CHECK(desk.station->mode() == Mode::Training);
    CHECK(desk.done([&](Station::Done d) {
                  desk.station->setUpTraining({"khac", "Mẫu", Role::Administrator, secret(kPassphrase)}, std::move(d));
              }).error().code == base::Code::WrongState);

    WHEN("the administrator thinks better of it") {
        desk.station->stayInTraining();
        REQUIRE(desk.station->phase() == Phase::LoggedOut);
        CHECK(trains());
    }
    WHEN("the activation code is wrong") {
        CHECK_FALSE(real("AAAA-AAAA-AAAA-AAAA"));
        REQUIRE(desk.station->phase() == Phase::FirstStart);
        desk.station->stayInTraining();
        REQUIRE(trains());
        CHECK(desk.until([&] { return desk.station->applications().indexOf(id).has_value(); }));
    }
    WHEN("the program ends before the set-up does") {
        desk.station.reset();
        desk.open();
        REQUIRE(desk.station->phase() == Phase::LoggedOut);
        CHECK(trains());
    }
    WHEN("file and code are right") {
        const auto done = real(code);
        if (!done) FAIL(done.error().detail);
        REQUIRE(desk.station->phase() == Phase::LoggedIn);
        CHECK(desk.station->mode() == Mode::Real);
        CHECK(desk.station->unit().code == "G01");
        CHECK(desk.station->devices().desk() == nullptr);  // nothing virtual
        CHECK(desk.station->applications().size() == 0);
        desk.station->logOut();
        desk.station->prepareReal();
        CHECK(desk.station->phase() == Phase::LoggedOut);
        desk.station.reset();
        desk.open();
        CHECK(desk.station->mode() == Mode::Real);
        CHECK(fs::exists(desk.options.dataFolder / "training" / "station.db"));
    }
}

SCENARIO("a disk that takes no more is said at once, and what was entered is kept when there is room again") {
    if (!rigs::FileLimit::isPossible()) {
        WARN("SKIPPED: no limit on the size of files on this system");
        return;
    }
    Desk desk(freshFolder("full-disk"));
    desk.setUp();
    auto e = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("eid-level2", std::move(o)); });
    const std::string id = e->id();
    const auto savedNow = [&] {
        std::optional<base::Result<void>> how;
        e->whenSaved([&](base::Result<void> kept) { how = std::move(kept); });
        REQUIRE(desk.until([&] { return how.has_value(); }));
        return *how;
    };
    REQUIRE(savedNow().has_value());
    {
        const rigs::FileLimit full(4096);
        std::optional<base::Error> told;
        const auto link = e->problem.connect([&](const base::Error& error) { told = error; });
        fill(*e, "full_name", "nguyễn thị thuý mẫu");
        CHECK_FALSE(savedNow().has_value());
        CHECK(told.has_value());
        CHECK_FALSE(e->savedAt().has_value());
    }
    CHECK(savedNow().has_value());
    e.reset();
    auto again = desk.enrollment([&](Station::Opened o) { desk.station->openDraft(id, std::move(o)); });
    CHECK(again->record().text("full_name") == "NGUYỄN THỊ THUÝ MẪU");
}

SCENARIO("a draft survives the end of the program, with the word that was being typed") {
    Desk desk(freshFolder("restart"));
    desk.setUp();
    auto e = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("eid-level2", std::move(o)); });
    const std::string id = e->id();
    fill(*e, "full_name", "nguyễn thị thuý mẫu");
    e->noteTyping("email", "mau@vi");
    bool saved = false;
    e->whenSaved([&](const base::Result<void>& kept) { saved = kept.has_value(); });
    REQUIRE(desk.until([&] { return saved; }));
    e.reset();
    desk.station.reset();

    Desk next(fs::current_path() / "restart");
    next.open();
    REQUIRE(next.station->phase() == Phase::LoggedOut);
    CHECK(next.done([&](Station::Done d) { next.station->logIn("canbo", secret("sai mật khẩu"), std::move(d)); }).error().code == base::Code::WrongPassphrase);
    CHECK(next.station->waitBeforeNextTry() > 0s);
    base::Result<void> in = base::fail(base::Code::LockedOut, "");
    while (!in && in.error().code == base::Code::LockedOut) in = next.done([&](Station::Done d) { next.station->logIn("canbo", secret(kPassphrase), std::move(d)); });
    REQUIRE(in.has_value());
    auto again = next.enrollment([&](Station::Opened o) { next.station->openDraft(id, std::move(o)); });
    CHECK(again->record().text("full_name") == "NGUYỄN THỊ THUÝ MẪU");
    CHECK(again->record().text("email") == "mau@vi");
}

SCENARIO("where the computer guards the station's keys, what is sealed is sent with nobody logged in") {
    const auto keys = std::make_shared<KeyStore>();
    const fs::path folder = freshFolder("unattended");
    std::string id;
    {
        Desk desk(folder);
        desk.options.keyStore = keys;
        desk.setUp();
        CHECK(desk.station->keyGuard() == KeyGuard::System);
    }
    {
        Desk desk(folder);
        desk.options.keyStore = keys;
        desk.options.gatewayProgram = folder / "no-gateway-today";
        desk.open();
        const auto in = desk.done([&](Station::Done d) { desk.station->logIn("canbo", secret(kPassphrase), std::move(d)); });
        INFO((in ? "" : in.error().detail));
        REQUIRE(in);
        (void)sealOne(desk, id);
        CHECK(desk.until([&] { return desk.station->status().waiting == 1; }));
    }
    Desk desk(folder);
    desk.options.keyStore = keys;
    desk.open();
    REQUIRE(desk.station->phase() == Phase::LoggedOut);
    REQUIRE(desk.until([&] { return desk.station->status().lastSent.has_value(); }));
    CHECK(desk.station->phase() == Phase::LoggedOut);
    REQUIRE(desk.done([&](Station::Done d) { desk.station->logIn("canbo", secret(kPassphrase), std::move(d)); }).has_value());
    REQUIRE(desk.until([&] { return rowOf(desk, id) != nullptr; }));
    CHECK(rowOf(desk, id)->state == AppState::Received);
    desk.station->logOut();
    CHECK(desk.station->phase() == Phase::LoggedOut);
}

SCENARIO("a station brought to another computer opens by passphrase and tells what guards its keys there") {
    const fs::path folder = freshFolder("brought");
    {
        Desk desk(folder);
        desk.options.keyStore = std::make_shared<KeyStore>();
        desk.setUp();
    }
    const auto guardAt = [&](std::shared_ptr<vault::DeviceKeyProtector> computer) {
        Desk desk(folder);
        desk.options.keyStore = std::move(computer);
        desk.open();
        REQUIRE(desk.done([&](Station::Done d) { desk.station->logIn("canbo", secret(kPassphrase), std::move(d)); }).has_value());
        return desk.station->keyGuard();
    };
    const bool ownStore = vault::deviceKeyProtector() != nullptr;
    CHECK(guardAt(nullptr) == (ownStore ? KeyGuard::System : KeyGuard::Elsewhere));
    CHECK(guardAt(std::make_shared<KeyStore>()) == KeyGuard::System);  // taken over at the login
}
