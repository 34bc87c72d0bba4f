// What fingerprints cost, in milliseconds of this machine: the figures of the report. Run it on an otherwise
// idle one.
#include <chrono>
#include <cstdio>

#include "devices/fingerprint/finger_capture.h"
#include "devices/fingerprint/live_judge.h"
#include "devices/fingerprint/quality.h"
#include "devices/fingerprint/segmentation.h"
#include "devices/virtual/finger.h"

using namespace devices;

namespace {

template <class Work>
void measure(const char* name, int rounds, Work work) {
    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) work(round);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    std::printf("%-34s %8.2f ms\n", name, took.count() / rounds);
}

}  // namespace

int main() {
    constexpr std::uint64_t kCitizen = 123;
    measure("grow one finger", 10, [](int i) { fingerMaster(kCitizen, static_cast<Finger>(i + 1)); });
    const auto master = fingerMaster(kCitizen, Finger::RightIndex);
    Image print;
    measure("one flat impression 400 x 500", 20, [&](int i) {
        print = renderSingle(*master, usualImpression(static_cast<std::uint64_t>(i)), 400, 500, 500);
    });
    SlapRequest request{kCitizen, Placement::RightFour, usualImpression(4), {}};
    Slap slap;
    measure("one slap 1600 x 1500", 5, [&](int) { slap = renderSlap(request); });
    measure("live quality of one finger", 50, [&](int) { livePrintQuality(print); });
    measure("full quality of one finger", 50, [&](int) { printQuality(print); });
    measure("segmentation of a slap", 20, [&](int) { segmentPrints(slap.image, Placement::RightFour, {}); });
    const auto platen = std::make_shared<const Image>(slap.image);
    FingerprintRequest asked;
    asked.placement = Placement::RightFour;
    measure("one preview picture of a slap", 20, [&](int) { LiveJudge(asked).look(platen); });
    FingerImage kept{Finger::RightIndex, std::make_shared<const Image>(print), {}, 0, 0};
    measure("PNG of one kept finger", 10, [&](int) {
        (void)toCapture({PrintKind::Flat, Finger::RightIndex}, kept, {});
    });
    return 0;
}
