// The people who do not exist: deterministic, found by the detectors, where the truth says they are.
#include "tests/devices/portrait/portrait_fixture.h"

#include <cmath>

using namespace devices;
using namespace fixture;

namespace {

constexpr int kPeople = 40;

double farthest(const EyePair& seen, const FaceTruth& drawn) {
    return std::max(std::hypot(seen.rightX - drawn.rightEyeX, seen.rightY - drawn.rightEyeY),
                    std::hypot(seen.leftX - drawn.leftEyeX, seen.leftY - drawn.leftEyeY));
}

struct Sitter {
    ImagePtr image;
    FaceTruth truth;
};

const std::vector<Sitter>& sitters() {
    static const auto people = [] {
        std::vector<Sitter> list;
        for (std::uint64_t seed = 0; seed < kPeople; ++seed) {
            FaceRenderer renderer(makeFace(seed));
            list.push_back({renderer.render(goodScene()), renderer.truth(goodScene())});
        }
        return list;
    }();
    return people;
}

// How many are seen as exactly one face with the eyes within `most` of the eye distance of the truth.
int found(PortraitAnalyzer& analyzer, double most) {
    int count = 0;
    for (const auto& sitter : sitters()) {
        const auto report = analyzer.full(*sitter.image);
        REQUIRE(report);
        const double allowed = most * goodScene().pose.eyeDistance;
        if (report->faces == 1 && farthest(report->eyes, sitter.truth) < allowed) ++count;
    }
    return count;
}

double meanOf(const Image& image) {
    double sum = 0;
    for (const auto v : image.pixels) sum += v;
    return sum / static_cast<double>(image.pixels.size());
}

}  // namespace

TEST_CASE("The same seed draws the same picture, another seed another person") {
    const auto scene = goodScene();
    const auto first = renderFace(makeFace(7), scene);
    CHECK(first->pixels == renderFace(makeFace(7), scene)->pixels);
    CHECK(first->pixels != renderFace(makeFace(8), scene)->pixels);
    auto later = scene;
    later.frame = 1;
    CHECK(first->pixels != renderFace(makeFace(7), later)->pixels);
}

TEST_CASE("A picture has the size asked for, held within sense") {
    auto scene = goodScene();
    scene.width = 333;
    scene.height = 447;
    const auto image = renderFace(somebody(), scene);
    CHECK(image->width == 333);
    CHECK(image->height == 447);
    CHECK(image->format == PixelFormat::Bgr24);
    CHECK(image->pixels.size() == 333u * 447u * 3u);
    scene.width = -5;
    scene.height = 0;
    scene.pose.eyeDistance = 1e9;
    scene.pose.yaw = 1e9;
    CHECK(renderFace(somebody(), scene)->width == 16);
}

TEST_CASE("People come in the full range of skin and of eyes") {
    double darkest = 100, lightest = 0, narrowest = 100, widest = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto look = makeFace(seed);
        darkest = std::min(darkest, look.skinLightness);
        lightest = std::max(lightest, look.skinLightness);
        narrowest = std::min(narrowest, look.eyeAperture);
        widest = std::max(widest, look.eyeAperture);
    }
    CHECK(darkest < 32);
    CHECK(lightest > 72);
    CHECK(narrowest < 8.5);
    CHECK(widest > 10.8);
}

TEST_CASE("The Haar cascades find exactly one face on nearly everybody, eyes where they are drawn") {
    CHECK(found(cascades(), 0.20) >= kPeople * 95 / 100);
}

TEST_CASE("The networks find exactly one face on nearly everybody, irises where they are drawn") {
    if (auto* analyzer = networks()) CHECK(found(*analyzer, 0.05) >= kPeople * 95 / 100);
}

TEST_CASE("Pose, light and backdrop change the picture as they say") {
    FaceRenderer renderer(somebody());
    auto scene = goodScene();
    const double good = meanOf(*renderer.render(scene));
    scene.light.level = 0.4;
    CHECK(meanOf(*renderer.render(scene)) < good - 20);
    scene = goodScene();
    scene.backdrop = Backdrop::Dark;
    CHECK(meanOf(*renderer.render(scene)) < good - 60);
    scene = goodScene();
    scene.pose.roll = 90;
    const auto turned = renderer.truth(scene);
    CHECK(turned.leftEyeX == Approx(turned.rightEyeX).margin(2));
    CHECK(turned.leftEyeY > turned.rightEyeY + 100);
}

TEST_CASE("The truth of the head follows human measures") {
    FaceRenderer renderer(somebody());
    const auto scene = goodScene();
    const auto truth = renderer.truth(scene);
    CHECK(truth.leftEyeX - truth.rightEyeX == Approx(scene.pose.eyeDistance).epsilon(0.02));
    CHECK((truth.rightEyeX + truth.leftEyeX) / 2 == Approx(scene.width * scene.pose.centerX).margin(1));
    // crown to chin over inter-eye distance: 3.37..4.27 were measured on people
    const double ratio = (truth.chinY - truth.crownY) / scene.pose.eyeDistance;
    CHECK(ratio > 3.2);
    CHECK(ratio < 4.3);
}
