// Replays the USB recording of a real U.are.U 4500 through the driver and libusb: the picture must come out
// equal to the recording's, to the pixel. The program starts itself once more under umockdev-run.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "base/files.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/fingerprint/uareu.h"
#include "shared_data.h"

using namespace devices;

namespace {

constexpr const char* kSysPath = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-10";

// Runs the hidden test case below libusb's replayed kernel; true when it passed.
bool replay(const std::filesystem::path& recording) {
    const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
    const std::string command = "timeout 50 umockdev-run -d '" + (recording / "device").string() + "' -p '" +
                                kSysPath + "=" + (recording / "capture.pcapng").string() + "' -- '" + self +
                                "' '[.replay]'";
    return std::system(command.c_str()) == 0;
}

}  // namespace

TEST_CASE("a recorded U.are.U 4500 session gives the recorded picture to the pixel") {
    const auto shared = sharedFolder();
    if (!shared) {
        WARN("SKIPPED: the recording usb/uru4000-4500 is not here (ENROLL_SHARED)");
        return;
    }
    CHECK(replay(*shared / "data/usb/uru4000-4500"));
}

TEST_CASE("below umockdev-run: the recorded session", "[.replay]") {
    const auto shared = sharedFolder();
    REQUIRE(shared);
    constexpr std::uint32_t kRecordedSeed = 0x51ea2124;
    auto backend = makeUareuBackend({[] { return kRecordedSeed; }});
    const auto found = backend->enumerate();
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "DigitalPersona U.are.U 4500");
    auto scanner = backend->open(found[0].id, {});
    INFO((scanner ? "" : scanner.error().detail));
    REQUIRE(scanner);
    FingerprintRequest request;
    request.placement = Placement::Single;
    request.expected = {Finger::RightIndex};
    request.gate = 0;
    const auto result = (*scanner)->capture(request, nullptr, {});
    INFO((result ? "" : result.error().detail));
    REQUIRE(result);
    const auto truthBytes = base::readFile(*shared / "data/usb/uru4000-4500/capture.png");
    REQUIRE(truthBytes);
    const auto truth = decodeGreyPng(*truthBytes);
    REQUIRE(truth);
    CHECK(result->platen->width == truth->width);
    CHECK(result->platen->height == truth->height);
    CHECK(result->platen->pixels == truth->pixels);
    REQUIRE(result->fingers.size() == 1);
    CHECK(result->fingers[0].quality.score < 40);  // what was recorded is a smear, not a finger
}
