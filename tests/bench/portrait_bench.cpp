// Milliseconds of the portrait path on one core at 1280x720, by the clock and of the processor (the honest
// ones on a machine that does other things, too): drawing a virtual citizen, judging a live frame, judging
// fully, keeping. Usage: portrait_bench [models folder]; without one only the cascades are measured.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "devices/portrait/portrait_analysis.h"
#include "devices/virtual/face.h"

using namespace devices;

namespace {

void measure(const std::string& what, int times, const std::function<void(int)>& run) {
    for (int i = 0; i < 3; ++i) run(i);  // warm
    std::vector<double> ms;
    const std::clock_t processor = std::clock();
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        run(i);
        ms.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    const double used = 1000.0 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC / times;
    std::sort(ms.begin(), ms.end());
    std::printf("%-34s median %6.1f   90%% %6.1f   best %6.1f   processor %6.1f ms\n", what.c_str(),
                ms[ms.size() / 2], ms[ms.size() * 9 / 10], ms.front(), used);
}

bool judgeWith(const base::Result<FaceModels>& models, const std::string& name,
               const std::vector<ImagePtr>& frames) {
    if (!models) {
        std::printf("%s: %s\n", name.c_str(), models.error().detail.c_str());
        return false;
    }
    auto analyzer = PortraitAnalyzer::create(*models);
    if (!analyzer) {
        std::printf("%s: %s\n", name.c_str(), analyzer.error().detail.c_str());
        return false;
    }
    int ready = 0, seen = 0;
    measure(name + ", live frame", 60, [&](int i) {
        const auto report = analyzer->live(*frames[static_cast<std::size_t>(i) % frames.size()]);
        ++seen;
        ready += report && report->ready ? 1 : 0;
    });
    std::printf("%-34s %d of %d frames ready\n", "", ready, seen);
    measure(name + ", full", 12,
            [&](int i) { (void)analyzer->full(*frames[static_cast<std::size_t>(i) % frames.size()]); });
    measure(name + ", keep (crop, JPEG, check)", 6, [&](int) {
        (void)keepPortrait(*analyzer, *frames.front(), PortraitFormat::Print3x4, {"bench", true});
    });
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    useThreads(Parallel::Alone);
    measure("making a person", 5,
            [](int i) { FaceRenderer person(makeFace(static_cast<std::uint64_t>(i))); });
    FaceRenderer renderer(makeFace(25));
    FaceScene scene = sittingScene(1280, 720);
    measure("drawing a frame", 40, [&](int i) {
        scene.frame = static_cast<std::uint64_t>(i);
        (void)renderer.render(scene);
    });
    std::vector<ImagePtr> frames;
    for (std::uint64_t i = 0; i < 10; ++i) {
        scene.frame = i;
        frames.push_back(renderer.render(scene));
    }
    bool fine = judgeWith(FaceModels::fromCascades(), "cascades", frames);
    if (count > 1) fine = judgeWith(FaceModels::fromFolder(arguments[1]), "networks", frames) && fine;
    return fine ? 0 : 1;
}
