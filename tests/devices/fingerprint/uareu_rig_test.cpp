// The uareu driver against a scripted reader below the real libusb. Runs with umockdev preloaded
// (CMakeLists.txt).
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <future>
#include <thread>

#include "devices/fingerprint/uareu.h"
#include "devices/virtual/finger.h"
#include "tests/rigs/usb_uareu.h"

using namespace devices;
using namespace rigs;
using namespace std::chrono_literals;
using base::Code;

namespace {

ImagePtr fingerOnSensor() {
    static const auto kPrint = [] {
        Impression how;
        how.pressure = 0.6;
        auto image =
            std::make_shared<Image>(renderSingle(*fingerMaster(6, Finger::RightIndex), how, 384, 289, 512));
        return ImagePtr(image);
    }();
    return kPrint;
}

FingerprintRequest request(int gate = 20) {
    FingerprintRequest r;
    r.placement = Placement::Single;
    r.expected = {Finger::RightIndex};
    r.gate = gate;
    return r;
}

struct Bench {
    std::shared_ptr<UareuModel> model = std::make_shared<UareuModel>();
    UsbRig rig{model};
    std::unique_ptr<FingerprintBackend> backend = makeUareuBackend({[] { return 0x12345678u; }, 300ms});

    Bench() {
        model->onUnplug([this] { rig.unplugSoon(); });
        rig.plug();
    }
    base::Result<std::unique_ptr<FingerprintScanner>> open() {
        const auto found = backend->enumerate();
        if (found.empty()) return base::fail(Code::NoDevice, "not found");
        return backend->open(found.front().id, {});
    }
    base::Result<FingerprintResult> captureOnce() {
        auto scanner = open();
        if (!scanner) return tl::unexpected(scanner.error());
        return (*scanner)->capture(request(), nullptr, {});
    }
};

bool skipped() {
    if (UsbRig::available()) return false;
    WARN("SKIPPED: not below umockdev (tests/rigs/under_umockdev)");
    return true;
}

}  // namespace

SCENARIO("a picture comes out of the reader as it went in, plain or scrambled") {
    if (skipped()) return;
    Bench bench;
    bench.model->touch(fingerOnSensor());
    for (const UareuScript& script : {UareuScript{true, false, false, 0, UareuFault::None},
                                      UareuScript{true, true, true, 3, UareuFault::None},
                                      UareuScript{false, false, false, 0, UareuFault::None}}) {
        bench.model->script(script);
        const auto result = bench.captureOnce();
        INFO((result ? "" : result.error().detail));
        REQUIRE(result);
        CHECK(result->platen->pixels == UareuModel::expected(*fingerOnSensor(), script).pixels);
        CHECK(result->platen->dpi == 512);
        REQUIRE(result->fingers.size() == 1);
        CHECK(result->fingers[0].finger == Finger::RightIndex);
        CHECK(result->fingers[0].quality.score > 40);
        CHECK(bench.model->mode() == 0x70);
        CHECK(bench.rig.claimed() == 0);
        CHECK(bench.rig.inFlight() == 0);
    }
}

SCENARIO("what it cannot do is told before anything moves") {
    if (skipped()) return;
    Bench bench;
    auto scanner = bench.open();
    REQUIRE(scanner);
    CHECK_FALSE((*scanner)->caps().rightFour);
    CHECK((*scanner)->info().reality == Reality::Real);
    auto slap = request();
    slap.placement = Placement::RightFour;
    CHECK((*scanner)->capture(slap, nullptr, {}).error().code == Code::Unsupported);
    auto nobody = request();
    nobody.expected.clear();
    CHECK((*scanner)->capture(nobody, nullptr, {}).error().code == Code::BadInput);
    CHECK((*scanner)->ping());
}

SCENARIO("every fault has its name, frees what was held, and the next capture works") {
    if (skipped()) return;
    struct Case {
        UareuFault fault;
        Code code;
    };
    for (const auto& [fault, code] :
         {Case{UareuFault::StallCapture, Code::DeviceFault}, Case{UareuFault::StallBulk, Code::DeviceFault},
          Case{UareuFault::SilentBulk, Code::Timeout}, Case{UareuFault::SilentControl, Code::Timeout},
          Case{UareuFault::ShortFrame, Code::DeviceFault}, Case{UareuFault::BadHeader, Code::ProtocolError},
          Case{UareuFault::Dead, Code::DeviceFault}, Case{UareuFault::NoPowerEvent, Code::Timeout}}) {
        INFO("fault " << static_cast<int>(fault));
        Bench bench;
        bench.model->touch(fingerOnSensor());
        UareuScript script;
        script.fault = fault;
        bench.model->script(script);
        const auto failed = bench.captureOnce();
        REQUIRE_FALSE(failed);
        CHECK(failed.error().code == code);
        CHECK(bench.rig.claimed() == 0);
        CHECK(bench.rig.inFlight() == 0);
        bench.model->script({});
        CHECK(bench.captureOnce());
    }
}

SCENARIO("a cancel ends the wait for a finger, and the sensor is switched off") {
    if (skipped()) return;
    Bench bench;
    auto scanner = bench.open();
    REQUIRE(scanner);
    std::stop_source source;
    std::jthread officer;
    const auto result = (*scanner)->capture(
        request(),
        [&](const FingerprintPreview& preview) {
            CHECK(preview.advice == "place-finger");
            if (!officer.joinable()) {
                officer = std::jthread([&] { source.request_stop(); });
            }
            return true;  // "capture now" without a finger: there is nothing to take
        },
        source.get_token());
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Code::Cancelled);
    CHECK(bench.model->mode() == 0x70);
}

SCENARIO("a print below the gate is shown and can be taken by the officer") {
    if (skipped()) return;
    Bench bench;
    bench.model->touch(fingerOnSensor());
    auto scanner = bench.open();
    REQUIRE(scanner);
    int pictures = 0;
    ImagePtr last;
    const auto result = (*scanner)->capture(request(101),
                                            [&](const FingerprintPreview& preview) {
                                                if (!preview.fingers.empty() && preview.platen != last)
                                                    ++pictures;
                                                last = preview.platen;
                                                return pictures == 2;
                                            },
                                            {});
    REQUIRE(result);
    CHECK(pictures == 2);
    CHECK(result->fingers.size() == 1);
}

SCENARIO("a reader unplugged in the middle of a picture is taken up again without a restart") {
    if (skipped()) return;
    Bench bench;
    bench.model->touch(fingerOnSensor());
    UareuScript script;
    script.fault = UareuFault::UnplugInPicture;
    bench.model->script(script);
    std::vector<std::unique_ptr<FingerprintBackend>> backends;
    backends.push_back(std::move(bench.backend));
    std::promise<base::Error> lost;
    std::promise<base::Result<void>> ended;
    std::atomic<bool> told{false};
    {
        FingerprintSession session(
            std::move(backends), std::nullopt,
            [&](const SessionStatus& status) {
                if (status.lastProblem && status.lastProblem->code == Code::Disconnected &&
                    !told.exchange(true)) {
                    lost.set_value(*status.lastProblem);
                }
            },
            20ms);
        session.post(
            [&](FingerprintScanner& scanner, std::stop_token stop) -> base::Result<void> {
                auto result = scanner.capture(request(), nullptr, stop);
                if (!result) return tl::unexpected(result.error());
                CHECK(result->platen->pixels == UareuModel::expected(*fingerOnSensor(), {}).pixels);
                return {};
            },
            [&](JobId, const base::Result<void>& result) { ended.set_value(result); },
            Resume::WhenDeviceReturns);
        auto lostNow = lost.get_future();
        REQUIRE(lostNow.wait_for(30s) == std::future_status::ready);
        bench.rig.unplug();
        bench.rig.plug();
        auto end = ended.get_future();
        REQUIRE(end.wait_for(30s) == std::future_status::ready);
        CHECK(end.get());
    }
    CHECK(bench.rig.inFlight() == 0);
}

SCENARIO("an idle reader that is pulled out is noticed by the presence check") {
    if (skipped()) return;
    Bench bench;
    auto scanner = bench.open();
    REQUIRE(scanner);
    REQUIRE((*scanner)->ping());
    bench.rig.unplug();
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    auto alive = (*scanner)->ping();
    while (alive && std::chrono::steady_clock::now() < deadline) alive = (*scanner)->ping();
    REQUIRE_FALSE(alive);
    CHECK(alive.error().code == Code::Disconnected);
    CHECK((*scanner)->capture(request(), nullptr, {}).error().code == Code::Disconnected);
    scanner->reset();
    CHECK(bench.backend->enumerate().empty());
}
