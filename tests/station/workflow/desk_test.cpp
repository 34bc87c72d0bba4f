// The whole desk without a window: a station in training mode with virtual devices and its local gateway.
#include <catch2/catch.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/process.h"
#include "station/workflow/station.h"
#include "sync/packet/crypto.h"
#include "sync/vault/protector.h"
#include "tests/rigs/file_limit.h"

using namespace station;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto kLong = 120s;
constexpr char kPassphrase[] = "mật khẩu tập huấn";

base::SecretBytes secret(std::string_view text) { return base::SecretBytes::copyOf(base::viewOf(text)); }

// A station on a folder of its own, driven from here as a window would.
struct Desk {
    base::SystemClock clock;
    LoopDispatcher loop;
    StationOptions options;
    std::unique_ptr<Station> station;

    explicit Desk(const fs::path& folder) {
        options.dataFolder = folder / "data";
        options.configFolder = folder / "config";
        options.resources = ENROLL_TEST_RESOURCES;
        options.gatewayProgram = ENROLL_TEST_GATEWAY;
        options.clock = &clock;
        options.dispatcher = &loop;
        options.keyCost = KeyCost::Cheap;
        options.trainingSeed = 7;
    }
    void open() {
        auto opened = Station::open(options);
        if (!opened) FAIL(opened.error().detail);
        station = std::move(*opened);
    }
    base::Result<void> done(const std::function<void(Station::Done)>& start) {
        std::optional<base::Result<void>> value;
        start([&](base::Result<void> v) { value = std::move(v); });
        REQUIRE(loop.runUntil([&] { return value.has_value(); }, kLong));
        return *value;
    }
    std::unique_ptr<Enrollment> enrollment(const std::function<void(Station::Opened)>& start) {
        std::optional<base::Result<std::unique_ptr<Enrollment>>> value;
        start([&](base::Result<std::unique_ptr<Enrollment>> v) { value.emplace(std::move(v)); });
        REQUIRE(loop.runUntil([&] { return value.has_value(); }, kLong));
        if (!*value) FAIL(value->error().detail);
        return std::move(**value);
    }
    bool until(const std::function<bool()>& condition) { return loop.runUntil(condition, kLong); }

    void setUp() {
        open();
        REQUIRE(station->phase() == Phase::FirstStart);
        const auto made = done([&](Station::Done d) {
            station->setUpTraining({"canbo", "Thượng úy Mẫu Văn A", Role::Administrator, secret(kPassphrase)}, std::move(d));
        });
        if (!made) FAIL(made.error().detail);
        REQUIRE(station->phase() == Phase::LoggedIn);
    }
};

fs::path freshFolder(const char* name) {
    const fs::path path = fs::current_path() / name;
    fs::remove_all(path);
    fs::create_directories(path);
    return path;
}

void fill(Enrollment& e, const std::string& field, const std::string& text) {
    if (e.schema().field(field) != nullptr && e.isShown(field)) e.setField(field, text);
}

// Whatever the schema still asks for, answered as an officer would for an invented citizen.
void fillWhatIsAsked(Desk& desk, Enrollment& e) {
    const std::map<std::string, std::string> answers = {
        {"phone", "0905000123"}, {"ethnicity", "QD121:01"}, {"religion", "Không"}, {"birth_registration_place", "48"}, {"hometown", "Xã Mẫu, Quảng Nam"},
        {"current_address", "Thôn 2, xã Mẫu"}, {"nationality", "VN"}};
    for (int round = 0; round < 6; ++round) {
        for (const auto& p : e.sealProblems()) {
            if (p.kind == SealProblem::Kind::Unconfirmed) e.confirm(p.field);
            if (p.kind != SealProblem::Kind::Finding) continue;
            if (p.level == forms::Level::Warning) {
                e.giveReason(p.rule, "Đã hỏi lại người dân");
                continue;
            }
            const auto* field = e.schema().field(p.field);
            if (field == nullptr) continue;
            if (const auto known = answers.find(p.field); known != answers.end()) e.setField(p.field, known->second);
            else if (!field->options.empty()) e.setField(p.field, field->options.front().code);
            else if (!field->catalogue.empty()) e.setField(p.field, desk.station->catalogues().find(field->catalogue)->entries().front().code);
            else if (field->widget == forms::Widget::Date) e.setField(p.field, "01/06/2022");
            else e.setField(p.field, "Không có");
        }
    }
}

void capturePortrait(Desk& desk, Enrollment& e) {
    auto flow = desk.station->portrait(e);
    flow->setView(640, 360);
    REQUIRE(desk.until([&] { flow->takeLive(); return !e.portraits().empty(); }));
    if (e.stepState(Step::Portrait) != StepState::Done) e.overridePortrait(e.portraits().back().number, "Tập huấn");
}

void captureFingers(Desk& desk, Enrollment& e) {
    auto flow = desk.station->fingerprints(e);
    flow->setView(640, 360);
    REQUIRE(desk.until([&] { return !flow->steps().empty(); }));
    REQUIRE(flow->fullSetPossible());
    flow->start();
    REQUIRE(desk.until([&] { flow->takeLive(); return !flow->running(); }));
    for (const auto finger : kTenFingers) {
        if (e.stepState(Step::Fingerprints) != StepState::Done) e.acceptFinger(finger, "Vân tay mòn");
    }
}

void scanPapers(Desk& desk, Enrollment& e) {
    auto flow = desk.station->documents(e);
    REQUIRE(desk.until([&] { return flow->caps().has_value(); }));
    for (const auto& need : e.needs()) {
        if (need.kind != forms::CaptureKind::Document || !need.required) continue;
        for (int page = 0; page < need.minPages; ++page) {
            auto request = flow->request();
            request.source = devices::PageSource::Flatbed;
            flow->setRequest(request);
            flow->scan(need.id);
            REQUIRE(desk.until([&] { return !flow->scanning(); }));
        }
    }
}

Sealed seal(Desk& desk, Enrollment& e) {
    std::string problems;
    for (const auto& p : e.sealProblems()) problems += p.field + " / " + p.rule + " / " + p.text.vi + "\n";
    INFO(problems);
    REQUIRE(e.maySeal());
    std::optional<base::Result<Sealed>> result;
    e.seal(secret(kPassphrase), [&](base::Result<Sealed> r) { result.emplace(std::move(r)); });
    REQUIRE(desk.until([&] { return result.has_value(); }));
    if (!*result) FAIL(result->error().detail);
    return std::move(**result);
}

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

// A card application, filled and sealed.
Sealed sealOne(Desk& desk, std::string& id) {
    auto e = desk.enrollment([&](Station::Opened o) { desk.station->startEnrollment("card-and-eid", std::move(o)); });
    {
        auto identify = desk.station->identify(*e);
        identify->setView(640, 360);
        REQUIRE(desk.until([&] { identify->takeView(); return !e->record().text("full_name").empty(); }));
    }
    fillWhatIsAsked(desk, *e);
    capturePortrait(desk, *e);
    captureFingers(desk, *e);
    scanPapers(desk, *e);
    fillWhatIsAsked(desk, *e);
    id = e->id();
    return seal(desk, *e);
}

const AppRow* rowOf(Desk& desk, const std::string& id) {
    const auto index = desk.station->applications().indexOf(id);
    return index ? &desk.station->applications().row(*index) : nullptr;
}

int gateway(Desk& desk, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--data", (desk.options.dataFolder / "training" / "gateway").string()});
    auto child = base::ChildProcess::start(ENROLL_TEST_GATEWAY, arguments);
    return child ? child->wait(30s).value_or(-1) : -1;
}

}  // namespace

SCENARIO("a citizen's card application goes from the card on the camera to a verified receipt, is rejected, corrected and received again") {
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
