// Each fault of a portrait is refused with its reason; a good portrait passes, whoever is on it.
#include "tests/devices/portrait/portrait_fixture.h"

#include <fstream>
#include <functional>

using namespace devices;
using namespace fixture;

namespace {

struct Fault {
    std::string name;
    std::function<void(FaceScene&)> make;
    std::string reason;
};

// What pixels and the position of eyes tell; found with networks and with cascades.
std::vector<Fault> plainFaults() {
    return {
        {"far away", [](FaceScene& s) { s.pose.eyeDistance = 70; }, "come-closer"},
        {"too near", [](FaceScene& s) { s.pose.eyeDistance = 185; }, "move-back"},
        {"left in the picture", [](FaceScene& s) { s.pose.centerX = 0.2; }, "move-left"},
        {"right in the picture", [](FaceScene& s) { s.pose.centerX = 0.8; }, "move-right"},
        {"low in the picture", [](FaceScene& s) { s.pose.centerY = 0.68; }, "move-up"},
        {"high in the picture", [](FaceScene& s) { s.pose.centerY = 0.27; }, "move-down"},
        {"head tilted right", [](FaceScene& s) { s.pose.roll = 12; }, "straighten-head"},
        {"head tilted left", [](FaceScene& s) { s.pose.roll = -12; }, "straighten-head"},
        {"burnt out", [](FaceScene& s) { s.light.level = 6; }, "too-bright"},
        {"hardly any light", [](FaceScene& s) { s.light.level = 0.25; }, "background-too-dark"},
        {"dark wall", [](FaceScene& s) { s.backdrop = Backdrop::Dark; }, "background-too-dark"},
        {"lamp from the side", [](FaceScene& s) { s.light.azimuth = 80, s.light.softness = 0.2; },
         "light-uneven"},
        {"green lamp",
         [](FaceScene& s) {
             s.light.color = {0.5f, 1.f, 0.5f};
         },
         "color-unnatural"},
        {"yellow wall",
         [](FaceScene& s) {
             s.light.color = {0.35f, 0.85f, 1.f};
         },
         "background-not-white"},
        {"shelves behind", [](FaceScene& s) { s.backdrop = Backdrop::Cluttered; }, "background-not-plain"},
        {"out of focus", [](FaceScene& s) { s.blur = 2.5; }, "image-blurred"},
        {"far out of focus", [](FaceScene& s) { s.blur = 7; }, "image-blurred"},
    };
}

// What only the networks see.
std::vector<Fault> fineFaults() {
    return {
        {"turned to the right of the picture", [](FaceScene& s) { s.pose.yaw = 18; }, "turn-face-straight"},
        {"turned to the left of the picture", [](FaceScene& s) { s.pose.yaw = -18; }, "turn-face-straight"},
        {"looking up", [](FaceScene& s) { s.pose.pitch = 25; }, "lower-chin"},
        {"looking far down", [](FaceScene& s) { s.pose.pitch = -28; }, "raise-chin"},
        {"eyes closed", [](FaceScene& s) { s.pose.eyesOpen = 0; }, "open-eyes"},
        {"eyes nearly closed", [](FaceScene& s) { s.pose.eyesOpen = 0.2; }, "open-eyes"},
        {"mouth open", [](FaceScene& s) { s.pose.mouthOpen = 0.6; }, "close-mouth"},
    };
}

void checkFaults(PortraitAnalyzer& analyzer, const std::vector<Fault>& faults) {
    FaceRenderer renderer(somebody());
    for (const auto& fault : faults) {
        auto scene = goodScene();
        fault.make(scene);
        const auto image = renderer.render(scene);
        analyzer.reset();
        for (const auto& report : {analyzer.live(*image), analyzer.live(*image)}) {
            REQUIRE(report);
            INFO(fault.name << ": instruction " << report->instruction << ", reasons "
                            << joined(report->quality.reasons));
            CHECK_FALSE(report->ready);
            CHECK_FALSE(report->instruction.empty());
            CHECK(hasReason(*report, fault.reason));
        }
    }
}

std::string describe(const FaceLook& look, const PortraitReport& report) {
    return "seed " + std::to_string(look.seed) + " L* " + std::to_string(look.skinLightness) + " aperture " +
           std::to_string(look.eyeAperture) + ": " + joined(report.quality.reasons);
}

struct Person {
    FaceLook look;
    ImagePtr image;
};

// People of every skin and every eye, equally lit.
const std::vector<Person>& everybody() {
    static const auto people = [] {
        std::vector<Person> list;
        for (const double lightness : {26.0, 34.0, 42.0, 50.0, 58.0, 66.0, 76.0}) {
            for (const double aperture : {7.6, 9.0, 11.0}) {
                auto look = makeFace(static_cast<std::uint64_t>(lightness * 10 + aperture));
                look.skinLightness = lightness;
                look.eyeAperture = aperture;
                list.push_back({look, renderFace(look, goodScene())});
            }
        }
        return list;
    }();
    return people;
}

// Nobody may be refused, and nobody's exposure doubted.
void checkFairness(PortraitAnalyzer& analyzer) {
    int unseen = 0;
    for (const auto& person : everybody()) {
        const auto report = analyzer.full(*person.image);
        REQUIRE(report);
        if (report->faces == 0) {
            ++unseen;
            continue;
        }
        INFO(describe(person.look, *report));
        CHECK(report->faces == 1);
        for (const auto& m : report->quality.measures) {
            INFO(m.name << " " << m.raw);
            CHECK(m.outcome != Outcome::Fail);
            if (m.name != "dynamic-range" && m.name != "inter-eye-distance")
                CHECK(m.outcome != Outcome::Warn);
        }
    }
    CHECK(unseen <= (analyzer.checksOff().empty() ? 0 : 1));  // the cascades miss one in forty
}

}  // namespace

TEST_CASE("Without models the cascades say which checks are off, and do not pretend") {
    auto& analyzer = cascades();
    CHECK(analyzer.checksOff() == std::vector<std::string>{"head-pose-angle-yaw", "head-pose-angle-pitch",
                                                           "eyes-open", "mouth-closed"});
    const auto report = analyzer.full(*renderFace(somebody(), goodScene()));
    REQUIRE(report);
    CHECK(report->ready);
    for (const auto& name : analyzer.checksOff()) {
        REQUIRE(report->find(name));
        CHECK(report->find(name)->outcome == Outcome::NotChecked);
        CHECK(report->find(name)->component == -1);
    }
    CHECK(report->quality.algorithm == "enroll-portrait-1-cascades");
}

TEST_CASE("A good portrait is ready, live and in full") {
    const auto image = renderFace(somebody(), goodScene());
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        analyzer->reset();
        for (const auto& report : {analyzer->live(*image), analyzer->full(*image)}) {
            REQUIRE(report);
            INFO(joined(report->quality.reasons));
            CHECK(report->ready);
            CHECK(report->instruction.empty());
            CHECK(report->faces == 1);
            CHECK(report->quality.score >= 60);
            CHECK(report->find("single-face-present")->outcome == Outcome::Pass);
            CHECK(report->face.width > 200);
        }
    }
}

TEST_CASE("Who sits as the guide shows is ready, in any shape of picture") {
    FaceRenderer renderer(somebody());
    for (const auto& [width, height] : {std::pair{1920, 1080}, {1600, 1200}, {1024, 1366}}) {
        const auto guide = portraitGuide(width, height);
        auto scene = sittingScene(width, height);
        scene.pose.eyeDistance = guide.eyeDistance;
        scene.pose.centerX = guide.eyeX / width;
        scene.pose.centerY = guide.eyeY / height;
        const auto truth = renderer.truth(scene);
        CHECK(truth.crownY > guide.centerY - 1.2 * guide.radiusY);
        CHECK(truth.chinY < guide.centerY + 1.1 * guide.radiusY);
        for (auto* analyzer : {&cascades(), networks()}) {
            if (!analyzer) continue;
            const auto report = analyzer->live(*renderer.render(scene));
            REQUIRE(report);
            INFO(width << " x " << height << ": " << joined(report->quality.reasons));
            CHECK(report->ready);
        }
    }
}

TEST_CASE("Each fault is refused with its reason: cascades") {
    checkFaults(cascades(), plainFaults());
}

TEST_CASE("Each fault is refused with its reason: networks") {
    if (auto* analyzer = networks()) {
        checkFaults(*analyzer, plainFaults());
        checkFaults(*analyzer, fineFaults());
    }
}

TEST_CASE("An empty chair and two people are said first of all") {
    auto scene = goodScene();
    scene.pose.centerX = -4;
    const auto empty = renderFace(somebody(), scene);
    scene.pose.eyeDistance = 100;
    scene.pose.centerX = 0.25;
    const auto left = renderFace(makeFace(1), scene);
    scene.pose.centerX = 0.75;
    const auto right = renderFace(makeFace(2), scene);
    const auto both = sideBySide(*left, *right);
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        const auto none = analyzer->live(*empty);
        REQUIRE(none);
        CHECK(none->faces == 0);
        CHECK(none->instruction == "no-face");
        CHECK_FALSE(none->ready);
        CHECK(none->quality.score == 0);
        const auto two = analyzer->live(both);
        REQUIRE(two);
        CHECK(two->faces == 2);
        CHECK(two->instruction == "more-than-one-face");
    }
}

TEST_CASE("Nobody is refused for skin or eyes: cascades") {
    checkFairness(cascades());
}

TEST_CASE("Nobody is refused for skin or eyes: networks") {
    if (auto* analyzer = networks()) checkFairness(*analyzer);
}

TEST_CASE("Roll and yaw are measured in degrees of the right sign") {
    FaceRenderer renderer(somebody());
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        auto scene = goodScene();
        scene.pose.roll = 7;
        auto report = analyzer->full(*renderer.render(scene));
        REQUIRE(report);
        CHECK(report->roll == Approx(7).margin(analyzer->checksOff().empty() ? 1.5 : 3.5));
        if (!analyzer->checksOff().empty()) continue;
        for (const double yaw : {-20.0, 0.0, 20.0}) {
            scene = goodScene();
            scene.pose.yaw = yaw;
            report = analyzer->full(*renderer.render(scene));
            REQUIRE(report);
            CHECK(report->yaw == Approx(yaw).margin(5));
        }
    }
}

TEST_CASE("One closed eye is a closed eye, also live, where the eyes are looked at in turns") {
    auto* analyzer = networks();
    if (!analyzer) return;
    auto open = goodScene();
    auto closed = goodScene();
    closed.pose.eyesOpen = 0;
    FaceRenderer renderer(somebody());
    // The right half of the picture shows the person's left eye.
    const auto wink = sideBySide(*renderer.render(open), *renderer.render(closed));
    const auto full = analyzer->full(wink);
    REQUIRE(full);
    CHECK(full->instruction == "open-eyes");
    analyzer->reset();
    REQUIRE(analyzer->live(*renderer.render(open)));
    REQUIRE(analyzer->live(wink));
    const auto later = analyzer->live(wink);
    REQUIRE(later);
    CHECK(later->instruction == "open-eyes");
}

TEST_CASE("A mask before mouth and nose is never ready") {
    FaceRenderer renderer(somebody());
    const auto scene = goodScene();
    const auto truth = renderer.truth(scene);
    Image masked = *renderer.render(scene);
    const int left = static_cast<int>(truth.rightEyeX - 0.45 * scene.pose.eyeDistance);
    const int right = static_cast<int>(truth.leftEyeX + 0.45 * scene.pose.eyeDistance);
    const int top = static_cast<int>(truth.rightEyeY + 0.42 * scene.pose.eyeDistance);
    for (int y = top; y < static_cast<int>(truth.chinY); ++y) {
        for (int x = left; x < right; ++x) {
            const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(masked.width) +
                             static_cast<std::size_t>(x)) *
                            3;
            const auto fold = static_cast<std::uint8_t>(y % 12 < 2 ? 25 : 0);
            masked.pixels[at] = static_cast<std::uint8_t>(220 - fold);
            masked.pixels[at + 1] = static_cast<std::uint8_t>(190 - fold);
            masked.pixels[at + 2] = static_cast<std::uint8_t>(140 - fold);
        }
    }
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        analyzer->reset();
        const auto report = analyzer->live(masked);
        REQUIRE(report);
        INFO(joined(report->quality.reasons));
        CHECK_FALSE(report->ready);
        CHECK((report->faces == 0 || hasReason(*report, "color-unnatural")));
    }
}

TEST_CASE("Gates can be overridden") {
    auto models = FaceModels::fromCascades();
    REQUIRE(models);
    PortraitGates gates;
    gates.interEyeDistance = {400, 300, 200};
    auto analyzer = PortraitAnalyzer::create(*models, gates);
    REQUIRE(analyzer);
    const auto report = analyzer->full(*renderFace(somebody(), goodScene()));
    REQUIRE(report);
    CHECK(report->instruction == "come-closer");
}

TEST_CASE("What is no picture is refused as bad input") {
    auto& analyzer = cascades();
    Image image;
    CHECK(analyzer.live(image).error().code == base::Code::BadInput);
    image.width = 640;
    image.height = 480;
    image.format = PixelFormat::Bgr24;
    image.pixels.resize(640 * 480);  // a third of what it says
    CHECK(analyzer.live(image).error().code == base::Code::BadInput);
    image.format = PixelFormat::Grey8;
    CHECK(analyzer.full(image).error().code == base::Code::BadInput);
    image.width = -640;
    CHECK(analyzer.cropped(image).error().code == base::Code::BadInput);
}

TEST_CASE("Pictures of odd shapes and of noise are judged without harm") {
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        for (const auto& [width, height] : {std::pair{32, 32}, {2000, 33}, {33, 1200}, {641, 359}}) {
            Image image;
            image.width = width;
            image.height = height;
            image.format = PixelFormat::Bgr24;
            std::uint32_t state = 12345;
            for (int i = 0; i < width * height * 3; ++i) {
                state = state * 1664525u + 1013904223u;
                image.pixels.push_back(static_cast<std::uint8_t>(state >> 24));
            }
            const auto report = analyzer->full(image);
            INFO(width << " x " << height << (report ? "" : ": " + report.error().detail));
            CHECK(report);
        }
    }
}

TEST_CASE("A face that reaches out of the picture is judged without harm") {
    FaceRenderer renderer(somebody());
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        for (const auto& [x, y] : {std::pair{0.0, 0.4}, {1.0, 0.4}, {0.5, 0.02}, {0.5, 0.98}}) {
            auto scene = goodScene();
            scene.pose.centerX = x;
            scene.pose.centerY = y;
            const auto report = analyzer->live(*renderer.render(scene));
            REQUIRE(report);
            CHECK_FALSE(report->ready);
        }
    }
}

TEST_CASE("Models: a missing folder, a missing file and a changed file are refused") {
    namespace fs = std::filesystem;
    CHECK(FaceModels::fromFolder("no-such-folder").error().code == base::Code::NotFound);
    CHECK(FaceModels::fromCascades("no-such-folder").error().code == base::Code::NotFound);
    const fs::path folder = "changed-models";
    fs::create_directories(folder);
    std::ofstream(folder / "face_detection_yunet_2022mar.onnx") << "not a network";
    CHECK(FaceModels::fromFolder(folder).error().code == base::Code::Corrupt);
    std::ofstream(folder / "haarcascade_frontalface_alt2.xml") << "<opencv_storage>";
    std::ofstream(folder / "haarcascade_eye.xml") << "nonsense";
    const auto broken = FaceModels::fromCascades(folder);
    REQUIRE(broken);
    CHECK_FALSE(PortraitAnalyzer::create(*broken));
    if (const auto shared = sharedFolder()) {
        for (const auto& file : fs::directory_iterator(*shared / "data" / "models")) {
            // Bytes alone: a copy by the system may be as read-only as the file is.
            std::ofstream(folder / file.path().filename(), std::ios::binary)
                << std::ifstream(file.path(), std::ios::binary).rdbuf();
        }
        REQUIRE(FaceModels::fromFolder(folder));
        std::fstream iris(folder / "zaru_iris_landmark.onnx",
                          std::ios::in | std::ios::out | std::ios::binary);
        iris.seekp(1000);
        iris.put('\x7f');
        iris.close();
        CHECK(FaceModels::fromFolder(folder).error().code == base::Code::Corrupt);
    }
    fs::remove_all(folder);
}
