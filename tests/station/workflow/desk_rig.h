// A station in training mode on a folder of its own, with virtual devices and its real local gateway, driven from a
// test as a window would. Threads: the test's own, which is the station's main thread.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <optional>

#include "base/files.h"
#include "base/process.h"
#include "station/workflow/station.h"

namespace desks {

using namespace station;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

inline constexpr auto kLong = 120s;
inline constexpr char kPassphrase[] = "mật khẩu tập huấn";

inline base::SecretBytes secret(std::string_view text) { return base::SecretBytes::copyOf(base::viewOf(text)); }

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

inline fs::path freshFolder(const char* name) {
    const fs::path path = fs::current_path() / name;
    fs::remove_all(path);
    fs::create_directories(path);
    return path;
}

inline void fill(Enrollment& e, const std::string& field, const std::string& text) {
    if (e.schema().field(field) != nullptr && e.isShown(field)) e.setField(field, text);
}

// Whatever the schema still asks for, answered as an officer would for an invented citizen.
inline void fillWhatIsAsked(Desk& desk, Enrollment& e) {
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

inline void capturePortrait(Desk& desk, Enrollment& e) {
    auto flow = desk.station->portrait(e);
    flow->setView(640, 360);
    REQUIRE(desk.until([&] { flow->takeLive(); return !e.portraits().empty(); }));
    if (e.stepState(Step::Portrait) != StepState::Done) e.overridePortrait(e.portraits().back().number, "Tập huấn");
}

inline void captureFingers(Desk& desk, Enrollment& e) {
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

inline void scanPapers(Desk& desk, Enrollment& e) {
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

inline Sealed seal(Desk& desk, Enrollment& e) {
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

// A card application, filled and sealed.
inline Sealed sealOne(Desk& desk, std::string& id) {
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

inline const AppRow* rowOf(Desk& desk, const std::string& id) {
    const auto index = desk.station->applications().indexOf(id);
    return index ? &desk.station->applications().row(*index) : nullptr;
}

inline int gateway(Desk& desk, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--data", (desk.options.dataFolder / "training" / "gateway").string()});
    auto child = base::ChildProcess::start(ENROLL_TEST_GATEWAY, arguments);
    return child ? child->wait(30s).value_or(-1) : -1;
}

}  // namespace desks
