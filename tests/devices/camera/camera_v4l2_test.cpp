// OpenCV's real V4L2 capture code against an emulated /dev/video0.
#include <catch2/catch.hpp>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "devices/barcode/barcode.h"
#include "devices/camera/v4l2_camera.h"
#include "devices/virtual/card.h"
#include "tests/rigs/v4l2_rig.h"

using namespace devices;
using namespace std::chrono_literals;

namespace {

base::Bytes jpegOf(const Image& picture) {
    const cv::Mat view(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.pixels.data()));
    base::Bytes out;
    cv::imencode(".jpg", view, out, {cv::IMWRITE_JPEG_QUALITY, 92});
    return out;
}

base::Bytes cardJpeg(std::uint64_t seed) { return jpegOf(*renderCard(makeCitizen(seed), CardPose{}, 1280, 720)); }

// What the session's thread reports, awaited by the test.
struct Seen {
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t frames = 0;
    ImagePtr last;
    SessionState state = SessionState::Unknown;
    std::optional<base::Code> ended;

    template <class F>
    bool wait(F condition) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 20s, condition);
    }
    template <class F>
    void change(F f) {
        const std::lock_guard lock(mutex);
        f();
        changed.notify_all();
    }
    // A copy, taken while the session's thread may not write.
    template <class T>
    T copy(const T& of) {
        const std::lock_guard lock(mutex);
        return of;
    }
};

std::unique_ptr<CameraSession> makeSession(Seen& seen) {
    std::vector<std::unique_ptr<CameraBackend>> backends;
    backends.push_back(makeV4l2Backend());
    return std::make_unique<CameraSession>(std::move(backends), std::nullopt,
                                           [&](const SessionStatus& s) { seen.change([&] { seen.state = s.state; }); }, 20ms);
}

JobId stream(CameraSession& session, Seen& seen, Resume resume) {
    return session.post(
        [&seen](Camera& camera, std::stop_token stop) {
            return camera.stream({}, [&](const Frame& f) { seen.change([&] { ++seen.frames; seen.last = f.image; }); }, stop);
        },
        [&seen](JobId, const base::Result<void>& r) {
            seen.change([&] { seen.ended = r ? base::Code::Unknown : r.error().code; });
        },
        resume);
}

bool skipped() {
    if (rigs::V4l2Rig::underWrapper()) return false;
    WARN("SKIPPED: not below umockdev (tests/rigs/under_umockdev)");
    return true;
}

}  // namespace

SCENARIO("a card is read from the frames of a real V4L2 stream") {
    if (skipped()) return;
    rigs::V4l2Rig rig(1280, 720, {cardJpeg(5)});
    Seen seen;
    auto session = makeSession(seen);
    const JobId job = stream(*session, seen, Resume::Never);
    REQUIRE(seen.wait([&] { return seen.frames >= 3; }));
    BarcodeReader reader;
    const auto codes = reader.read(*seen.copy(seen.last));
    REQUIRE(codes.value().size() == 1);
    CHECK(base::textOf(codes->front().bytes) == makeCitizen(5).cardQr());
    CHECK(session->status().device.value().name == "Rig camera");

    session->cancel(job);
    REQUIRE(seen.wait([&] { return seen.ended.has_value(); }));
    CHECK(seen.copy(seen.ended) == base::Code::Cancelled);
}

SCENARIO("a camera unplugged in the middle of a stream goes on by itself when it is plugged in again") {
    if (skipped()) return;
    rigs::V4l2Rig rig(1280, 720, {cardJpeg(5)});
    Seen seen;
    auto session = makeSession(seen);
    stream(*session, seen, Resume::WhenDeviceReturns);
    REQUIRE(seen.wait([&] { return seen.frames >= 3; }));
    rig.unplug();
    REQUIRE(seen.wait([&] { return seen.state == SessionState::Searching; }));
    CHECK_FALSE(seen.copy(seen.ended).has_value());
    const auto before = seen.copy(seen.frames);
    rig.plug();
    REQUIRE(seen.wait([&] { return seen.frames >= before + 3; }));
    CHECK_FALSE(seen.copy(seen.ended).has_value());
}

SCENARIO("stopping a camera that no longer gives frames takes less than 300 ms") {
    if (skipped()) return;
    rigs::V4l2Rig rig(1280, 720, {cardJpeg(5)});
    Seen seen;
    auto session = makeSession(seen);
    rig.stall(6);
    const JobId job = stream(*session, seen, Resume::Never);
    REQUIRE(seen.wait([&] { return seen.frames >= 2; }));
    const auto asked = std::chrono::steady_clock::now();
    session->cancel(job);
    REQUIRE(seen.wait([&] { return seen.ended.has_value(); }));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - asked);
    std::printf("a stalled camera stopped after %lld ms\n", static_cast<long long>(took.count()));
    CHECK(seen.copy(seen.ended) == base::Code::Cancelled);
}

TEST_CASE("the largest mode that a small processor can decode is asked for") {
    const StreamRequest request;
    CHECK(chooseMode({{640, 480}, {1920, 1080}, {3840, 2160}, {1280, 720}}, request).width == 1920);
    CHECK(chooseMode({{640, 480}}, request).width == 1280);
    CHECK(chooseMode({}, request).height == 720);
}
