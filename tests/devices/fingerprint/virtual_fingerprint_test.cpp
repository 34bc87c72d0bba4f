#include "devices/fingerprint/virtual_fingerprint.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

#include "base/files.h"
#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/virtual/finger.h"

using namespace devices;
using namespace std::chrono_literals;
using base::Code;

namespace {

struct Room {
    std::shared_ptr<Desk> desk = std::make_shared<Desk>(77);
    VirtualFingerprintOptions options{VirtualModel::SlapScanner, 1ms};
    std::unique_ptr<FingerprintBackend> backend;
    std::unique_ptr<FingerprintScanner> scanner;

    explicit Room(VirtualModel model = VirtualModel::SlapScanner) {
        options.model = model;
        backend = makeVirtualFingerprintBackend(desk, options);
        auto opened = backend->open(backend->enumerate().at(0).id, {});
        REQUIRE(opened);
        scanner = std::move(*opened);
    }
};

FingerprintRequest slap(Placement placement) {
    FingerprintRequest request;
    request.placement = placement;
    request.expected = fingersOf(placement);
    return request;
}

FingerprintRequest single(Finger finger) {
    FingerprintRequest request;
    request.placement = Placement::Single;
    request.expected = {finger};
    return request;
}

}  // namespace

SCENARIO("the citizen lays a hand down and the picture is taken when it is good") {
    Room room;
    for (const Placement placement : {Placement::RightFour, Placement::LeftFour, Placement::TwoThumbs}) {
        std::vector<std::string> advice;
        const auto result = room.scanner->capture(slap(placement),
                                                  [&](const FingerprintPreview& preview) {
                                                      CHECK(preview.platen->width == 1600);
                                                      advice.push_back(preview.advice);
                                                      return false;
                                                  },
                                                  {});
        REQUIRE(result);
        CHECK(advice.front() == "place-finger");
        CHECK(advice.back().empty());
        CHECK(result->advice.empty());
        REQUIRE(result->fingers.size() == fingersOf(placement).size());
        for (std::size_t i = 0; i < result->fingers.size(); ++i) {
            CHECK(result->fingers[i].finger == fingersOf(placement)[i]);
            CHECK(result->fingers[i].quality.score >= 40);
        }
    }
}

SCENARIO("the officer takes the picture before the gate is reached") {
    Room room;
    auto request = slap(Placement::RightFour);
    request.autoCapture = false;
    request.gate = 100;
    int pictures = 0;
    const auto result = room.scanner->capture(
        request,
        [&](const FingerprintPreview& preview) { return ++pictures > 5 && preview.fingers.size() == 4; }, {});
    REQUIRE(result);
    CHECK(result->fingers.size() == 4);
    CHECK_FALSE(result->advice.empty());
}

SCENARIO("taking a picture of the empty glass is told, not kept") {
    Room room;
    const auto result =
        room.scanner->capture(slap(Placement::RightFour), [](const auto&) { return true; }, {});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Code::QualityTooLow);
}

SCENARIO("a single-finger reader and rolled prints") {
    Room reader(VirtualModel::SingleReader);
    CHECK_FALSE(reader.scanner->caps().rightFour);
    CHECK_FALSE(reader.scanner->caps().rolled);
    CHECK(reader.scanner->capture(slap(Placement::RightFour), nullptr, {}).error().code == Code::Unsupported);
    const auto flat = reader.scanner->capture(single(Finger::LeftThumb), nullptr, {});
    REQUIRE(flat);
    REQUIRE(flat->fingers.size() == 1);
    CHECK(flat->platen->width == 400);

    Room slapRoom;
    auto request = single(Finger::LeftThumb);
    request.placement = Placement::Rolled;
    const auto rolled = slapRoom.scanner->capture(request, nullptr, {});
    REQUIRE(rolled);
    REQUIRE(rolled->fingers.size() == 1);
    CHECK(rolled->fingers[0].image->width > flat->fingers[0].image->width + 60);
    auto strange = slap(Placement::RightFour);
    strange.expected.push_back(Finger::LeftThumb);
    CHECK(slapRoom.scanner->capture(strange, nullptr, {}).error().code == Code::BadInput);
    request.expected.clear();
    CHECK(slapRoom.scanner->capture(request, nullptr, {}).error().code == Code::BadInput);
}

SCENARIO("faults happen once and only where they concern") {
    Room room;
    GIVEN("the wrong hand") {
        room.desk->plan(Kind::Fingerprint, Fault::WrongHand);
        bool accused = false;
        const auto result = room.scanner->capture(slap(Placement::RightFour),
                                                  [&](const FingerprintPreview& preview) {
                                                      accused = accused || preview.advice == "wrong-hand";
                                                      return false;
                                                  },
                                                  {});
        REQUIRE(result);
        CHECK(accused);
        CHECK(result->fingers.front().finger == Finger::RightIndex);
    }
    GIVEN("a finger in the air") {
        room.desk->plan(Kind::Fingerprint, Fault::MissingFinger);
        bool told = false;
        const auto result = room.scanner->capture(slap(Placement::LeftFour),
                                                  [&](const FingerprintPreview& preview) {
                                                      told = told || preview.advice == "missing-finger";
                                                      return false;
                                                  },
                                                  {});
        REQUIRE(result);
        CHECK(told);
        CHECK(result->fingers.size() == 4);
    }
    GIVEN("a time-out") {
        room.desk->plan(Kind::Fingerprint, Fault::Timeout);
        CHECK(room.scanner->capture(slap(Placement::TwoThumbs), nullptr, {}).error().code == Code::Timeout);
        CHECK(room.scanner->capture(slap(Placement::TwoThumbs), nullptr, {}));
    }
    GIVEN("a paper jam of the document scanner") {
        room.desk->plan(Kind::Scanner, Fault::PaperJam);
        CHECK(room.scanner->capture(single(Finger::RightIndex), nullptr, {}));
        CHECK(room.desk->takeFault(Kind::Scanner) == Fault::PaperJam);
    }
}

SCENARIO("a finger the citizen lacks is neither shown nor waited for") {
    Room room;
    auto request = slap(Placement::RightFour);
    request.expected = {Finger::RightIndex, Finger::RightRing, Finger::RightLittle};
    const auto result = room.scanner->capture(request, nullptr, {});
    REQUIRE(result);
    REQUIRE(result->fingers.size() == 3);
    CHECK(result->fingers[1].finger == Finger::RightRing);
}

SCENARIO("an unplugged scanner is found again and the capture goes on by itself") {
    auto desk = std::make_shared<Desk>(78);
    desk->plan(Kind::Fingerprint, Fault::Unplug);
    std::vector<std::unique_ptr<FingerprintBackend>> backends;
    backends.push_back(makeVirtualFingerprintBackend(desk, {VirtualModel::SlapScanner, 1ms}));
    std::mutex mutex;
    bool lost = false;
    FingerprintSession session(
        std::move(backends), std::nullopt,
        [&](const SessionStatus& status) {
            const std::lock_guard lock(mutex);
            lost = lost || (status.lastProblem && status.lastProblem->code == Code::Disconnected);
        },
        2ms);
    std::promise<base::Result<void>> ended;
    session.post(
        [](FingerprintScanner& scanner, std::stop_token stop) -> base::Result<void> {
            auto result = scanner.capture(slap(Placement::TwoThumbs), nullptr, stop);
            if (!result) return tl::unexpected(result.error());
            return {};
        },
        [&](JobId, const base::Result<void>& result) { ended.set_value(result); }, Resume::WhenDeviceReturns);
    auto end = ended.get_future();
    REQUIRE(end.wait_for(60s) == std::future_status::ready);
    CHECK(end.get());
    const std::lock_guard lock(mutex);
    CHECK(lost);
}

SCENARIO("after a cancel no further picture is waited for") {
    Room room;
    room.scanner.reset();
    auto backend = makeVirtualFingerprintBackend(room.desk, {});  // at its real pace
    auto scanner = backend->open(backend->enumerate().at(0).id, {});
    REQUIRE(scanner);
    for (const int pictures : {1, 4}) {
        std::stop_source source;
        int seen = 0;
        auto request = slap(Placement::RightFour);
        request.gate = 101;
        std::jthread presser;
        const auto result = (*scanner)->capture(
            request,
            [&](const FingerprintPreview&) {
                if (++seen == pictures) {
                    presser = std::jthread([&] { source.request_stop(); });
                }
                return false;
            },
            source.get_token());
        REQUIRE_FALSE(result);
        CHECK(result.error().code == Code::Cancelled);
        CHECK(seen <= pictures + 1);  // the one that was on its way
    }
}

SCENARIO("recorded prints are played instead of invented ones") {
    const std::filesystem::path folder = "recordings";
    REQUIRE(base::makePrivateFolder(folder / "prints"));
    const auto recorded = renderSingle(*fingerMaster(4242, Finger::RightIndex), Impression{}, 360, 460, 500);
    const auto png = encodeGreyPng(recorded);
    REQUIRE(png);
    REQUIRE(base::writeFileDurably(folder / "prints" / "right-index.png", *png));
    Room room(VirtualModel::SingleReader);
    room.desk->playFrom(folder);
    const auto result = room.scanner->capture(single(Finger::RightIndex), nullptr, {});
    REQUIRE(result);
    // The darkest picture of the ramp is the recording itself, laid on the glass.
    const auto& platen = *result->platen;
    std::size_t equal = 0;
    std::size_t dark = 0;
    for (int y = 0; y < recorded.height; ++y) {
        for (int x = 0; x < recorded.width; ++x) {
            const auto was = recorded.pixels[static_cast<std::size_t>(y * recorded.width + x)];
            if (was > 200) continue;
            ++dark;
            equal += std::abs(platen.pixels[static_cast<std::size_t>((y + 20) * platen.width + x + 20)] -
                              was) < 100
                         ? 1
                         : 0;
        }
    }
    REQUIRE(dark > 10000);
    CHECK(static_cast<double>(equal) > 0.9 * static_cast<double>(dark));
    room.desk->playFrom("nowhere");
    CHECK(room.scanner->capture(single(Finger::RightIndex), nullptr, {}));
}

SCENARIO("one virtual scanner is opened once at a time") {
    Room room;
    const auto id = room.backend->enumerate().at(0).id;
    CHECK(room.backend->open(id, {}).error().code == Code::Busy);
    CHECK(room.backend->open({"virtual", "other"}, {}).error().code == Code::NoDevice);
    CHECK(room.scanner->info().reality == Reality::Virtual);
    room.scanner.reset();
    CHECK(room.backend->open(id, {}));
}
