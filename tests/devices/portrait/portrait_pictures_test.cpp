// Real portraits, where the shared test data is at hand: good ones pass, whoever is on them; the others are
// refused with the right reason. The table of what was measured is printed.
#include "tests/devices/portrait/portrait_fixture.h"

#include <algorithm>
#include <cstdio>

#include "base/files.h"

using namespace devices;
using namespace fixture;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> picturesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".jpg") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Image picture(const fs::path& file) {
    const auto bytes = base::readFile(file);
    REQUIRE(bytes);
    auto image = decodePicture(*bytes);
    REQUIRE(image);
    return std::move(*image);
}

void print(const std::string& name, const PortraitReport& report) {
    std::printf("%-26s faces %d  score %3d  yaw %6.1f  roll %6.1f  %s\n", name.c_str(), report.faces,
                report.quality.score, report.yaw, report.roll, joined(report.quality.reasons).c_str());
}

PortraitReport judge(PortraitAnalyzer& analyzer, const fs::path& file) {
    const auto report = analyzer.full(picture(file));
    REQUIRE(report);
    print(file.parent_path().filename().string().substr(0, 12) + "/" + file.filename().string().substr(0, 12),
          *report);
    return *report;
}

bool refused(const PortraitReport& report) {
    return std::any_of(report.quality.measures.begin(), report.quality.measures.end(),
                       [](const Measure& m) { return m.outcome == Outcome::Fail; });
}

std::optional<fs::path> faces() {
    const auto shared = sharedFolder();
    if (!shared) WARN("SKIPPED: no shared test data (set ENROLL_SHARED): no real portrait was judged");
    return shared ? std::optional(*shared / "data" / "faces") : std::nullopt;
}

}  // namespace

TEST_CASE("No neutral studio portrait is refused") {
    const auto folder = faces();
    auto* analyzer = networks();
    if (!folder || !analyzer) return;
    for (const auto* set : {"london_neutral", "canada"}) {
        for (const auto& file : picturesIn(*folder / set)) {
            const auto report = judge(*analyzer, file);
            INFO(file.filename() << ": " << joined(report.quality.reasons));
            CHECK(report.faces == 1);
            CHECK_FALSE(refused(report));
        }
    }
}

TEST_CASE("With cascades alone no neutral studio portrait of the London set is refused, either") {
    const auto folder = faces();
    if (!folder) return;
    for (const auto& file : picturesIn(*folder / "london_neutral")) {
        const auto report = judge(cascades(), file);
        INFO(file.filename() << ": " << joined(report.quality.reasons));
        CHECK(report.faces == 1);
        CHECK_FALSE(refused(report));
    }
}

TEST_CASE("Portraits with a fault are refused with its reason") {
    const auto folder = faces();
    auto* analyzer = networks();
    if (!folder || !analyzer) return;
    struct Expected {
        const char* file;
        const char* reason;
    };
    const std::vector<Expected> table = {
        {"london_smiling/013_08.jpg", "close-mouth"},
        {"london_smiling/099_08.jpg", "close-mouth"},
        {"london_smiling/128_08.jpg", "close-mouth"},
        {"lisa/lisa1.jpg", "background-not-plain"},
        {"lisa/lisa2.jpg", "come-closer"},
        {"lisa/lisa3.jpg", "straighten-head"},
        {"lisa/lisa4.jpg", "background-not-plain"},
        {"zoom/15cm.jpg", "move-back"},
        {"zoom/45cm.jpg", "background-too-dark"},
        {"pexels_keijiro/Selfie_Test.jpg", "turn-face-straight"},
        {"pexels_keijiro/Selfie_Room.jpg", "no-face"},
        {"pexels_keijiro/Test1.jpg", "close-mouth"},
        {"pexels_keijiro/Test2.jpg", "open-eyes"},
        {"pexels_keijiro/pexels-tim-douglas-6567248.jpg", "turn-face-straight"},
        {"pexels_keijiro/pexels-sam-lion-5709614.jpg", "background-not-plain"},
        {"pexels_keijiro/pexels-dinielle-de-veyra-4195444.jpg", "background-not-plain"},
    };
    for (const auto& expected : table) {
        const auto report = judge(*analyzer, *folder / expected.file);
        INFO(expected.file << ": " << joined(report.quality.reasons));
        CHECK_FALSE(report.ready);
        CHECK(hasReason(report, expected.reason));
    }
}

TEST_CASE("Where there is no face, none is seen") {
    const auto folder = faces();
    auto* analyzer = networks();
    if (!folder || !analyzer) return;
    for (const auto& file : picturesIn(*folder / "rainbow"))
        CHECK(judge(*analyzer, file).instruction == "no-face");
}

TEST_CASE("A good portrait that is blurred, turned, or joined by another is refused for that") {
    const auto folder = faces();
    auto* analyzer = networks();
    if (!folder || !analyzer) return;
    const auto files = picturesIn(*folder / "london_neutral");
    REQUIRE(files.size() >= 4);
    const auto one = picture(files[0]);
    const auto report = analyzer->full(one);
    REQUIRE(report);
    // Turned by a right angle, exactly.
    Image turned = one;
    std::swap(turned.width, turned.height);
    for (int y = 0; y < turned.height; ++y) {
        for (int x = 0; x < turned.width; ++x) {
            const auto to = (static_cast<std::size_t>(y) * static_cast<std::size_t>(turned.width) +
                             static_cast<std::size_t>(x)) *
                            3;
            const auto from =
                (static_cast<std::size_t>(one.height - 1 - x) * static_cast<std::size_t>(one.width) +
                 static_cast<std::size_t>(y)) *
                3;
            std::copy_n(one.pixels.begin() + static_cast<std::ptrdiff_t>(from), 3,
                        turned.pixels.begin() + static_cast<std::ptrdiff_t>(to));
        }
    }
    const auto onSide = analyzer->full(turned);
    REQUIRE(onSide);
    CHECK((onSide->instruction == "no-face" || hasReason(*onSide, "straighten-head")));
    // Blurred by a box of 11 px, in both directions.
    Image blurred = one;
    for (const int step : {3, one.width * 3}) {
        const Image before = blurred;
        const auto reach = static_cast<std::ptrdiff_t>(5) * step;
        for (std::ptrdiff_t i = reach; i < static_cast<std::ptrdiff_t>(before.pixels.size()) - reach; ++i) {
            int sum = 0;
            for (std::ptrdiff_t k = -5; k <= 5; ++k)
                sum += before.pixels[static_cast<std::size_t>(i + k * step)];
            blurred.pixels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(sum / 11);
        }
    }
    const auto soft = analyzer->full(blurred);
    REQUIRE(soft);
    CHECK(soft->instruction == "image-blurred");
    // Two people in one picture.
    const auto other = picture(files[3]);
    Image both = one;
    both.width = one.width + other.width;
    both.height = std::min(one.height, other.height);
    both.pixels.clear();
    for (int y = 0; y < both.height; ++y) {
        for (const Image* part : {&one, &other}) {
            const auto row = part->pixels.begin() + static_cast<std::ptrdiff_t>(y) * part->width * 3;
            both.pixels.insert(both.pixels.end(), row, row + static_cast<std::ptrdiff_t>(part->width) * 3);
        }
    }
    const auto pair = analyzer->full(both);
    REQUIRE(pair);
    CHECK(pair->instruction == "more-than-one-face");
}
