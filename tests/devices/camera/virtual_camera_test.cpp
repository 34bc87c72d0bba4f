#include <algorithm>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

#include "devices/barcode/barcode.h"
#include "devices/camera/virtual_camera.h"

using namespace devices;
using namespace std::chrono_literals;

namespace {

// Streams until `enough` says so or the camera ends the stream; what ended it.
template <class Enough>
base::Code streamUntil(Camera& camera, Enough enough) {
    std::stop_source stop;
    const auto ended = camera.stream({}, [&](const Frame& frame) {
        if (enough(frame)) stop.request_stop();
    }, stop.get_token());
    return ended.error().code;
}

std::unique_ptr<Camera> openVirtual(const std::shared_ptr<Desk>& desk) {
    auto backend = makeVirtualCameraBackend(desk);
    const auto found = backend->enumerate();
    REQUIRE(found.size() == 1);
    CHECK(found[0].reality == Reality::Virtual);
    return backend->open(found[0].id, {}).value();
}

}  // namespace

SCENARIO("the virtual camera shows the card of the citizen who sits at the desk") {
    const auto desk = std::make_shared<Desk>(4);
    desk->show(CameraScene::Card);
    const auto camera = openVirtual(desk);
    BarcodeReader reader;
    std::string read;
    const auto ended = streamUntil(*camera, [&](const Frame& frame) {
        const auto codes = reader.read(*frame.image, Effort::OneWay);
        if (codes && !codes->empty()) read = std::string(base::textOf(codes->front().bytes));
        return !read.empty() || frame.number > 400;
    });
    CHECK(ended == base::Code::Cancelled);
    CHECK(read == makeCitizen(4).cardQr());
}

SCENARIO("another citizen or another scene changes what is seen at once") {
    const auto desk = std::make_shared<Desk>(1);
    const auto camera = openVirtual(desk);
    ImagePtr face, next, empty;
    streamUntil(*camera, [&](const Frame& f) { face = f.image; return f.number == 2; });
    desk->seat(2);
    streamUntil(*camera, [&](const Frame& f) { next = f.image; return f.number == 2; });
    desk->show(CameraScene::Empty);
    streamUntil(*camera, [&](const Frame& f) { empty = f.image; return f.number == 2; });
    CHECK(face->width == 1280);
    CHECK(face->pixels != next->pixels);
    CHECK(std::all_of(empty->pixels.begin(), empty->pixels.end(), [](int v) { return v >= 210; }));
}

SCENARIO("a planned unplug ends the stream and the camera is away for a while") {
    const auto desk = std::make_shared<Desk>(1);
    auto backend = makeVirtualCameraBackend(desk);
    const auto camera = backend->open({"virtual", "camera"}, {}).value();
    desk->plan(Kind::Camera, Fault::Unplug);
    CHECK(streamUntil(*camera, [](const Frame&) { return false; }) == base::Code::Disconnected);
    CHECK(backend->enumerate().empty());
    CHECK(camera->ping().error().code == base::Code::Disconnected);
}
