// The crop: in the proportions of the document, upright, never larger than the source carries.
#include "tests/devices/portrait/portrait_fixture.h"

#include <algorithm>
#include <cmath>

using namespace devices;
using namespace fixture;

namespace {

constexpr double kPi = 3.14159265358979;

// A grey picture with a blue spot at the right eye and a red one at the left eye.
struct Marked {
    Image image;
    EyePair eyes;
};

Marked marked(int width, int height, double eyeDistance, double roll) {
    Marked m;
    m.image.width = width;
    m.image.height = height;
    m.image.format = PixelFormat::Bgr24;
    m.image.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 60);
    const double a = roll * kPi / 180;
    const double x = width * 0.5, y = height * 0.46;
    m.eyes = {x - std::cos(a) * eyeDistance / 2, y - std::sin(a) * eyeDistance / 2,
              x + std::cos(a) * eyeDistance / 2, y + std::sin(a) * eyeDistance / 2};
    const double radius = eyeDistance / 12;
    for (int py = 0; py < height; ++py) {
        for (int px = 0; px < width; ++px) {
            const auto at = (static_cast<std::size_t>(py) * static_cast<std::size_t>(width) +
                             static_cast<std::size_t>(px)) *
                            3;
            // Eye positions are coordinates in which a pixel's center lies at its half.
            if (std::hypot(px + 0.5 - m.eyes.rightX, py + 0.5 - m.eyes.rightY) < radius)
                m.image.pixels[at] = 255;
            if (std::hypot(px + 0.5 - m.eyes.leftX, py + 0.5 - m.eyes.leftY) < radius)
                m.image.pixels[at + 2] = 255;
        }
    }
    return m;
}

struct Spot {
    double x = 0;
    double y = 0;
};

Spot spotOf(const Image& image, std::size_t channel) {
    double sum = 0, sx = 0, sy = 0;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                             static_cast<std::size_t>(x)) *
                            3;
            const double w = std::max(0, image.pixels[at + channel] - 80);
            sum += w;
            sx += w * (x + 0.5);
            sy += w * (y + 0.5);
        }
    }
    return {sx / sum, sy / sum};
}

}  // namespace

TEST_CASE("Eyes stand where the document wants them, upright, whatever the tilt of the head") {
    struct Case {
        PortraitFormat format;
        double eyeHeight;
        double aspect;
    };
    const auto c =
        GENERATE(Case{PortraitFormat::Print3x4, 0.45, 4.0 / 3}, Case{PortraitFormat::Print2x3, 0.45, 1.5},
                 Case{PortraitFormat::Print4x6, 0.40, 1.5});
    const double roll = GENERATE(0.0, 7.0, -11.0);
    const auto source = marked(2600, 2000, 260, roll);
    const auto crop = cropPortrait(source.image, source.eyes, c.format);
    REQUIRE(crop);
    CHECK(crop->height == Approx(crop->width * c.aspect).margin(1));
    const Spot right = spotOf(*crop, 0), left = spotOf(*crop, 2);
    CHECK(right.y == Approx(c.eyeHeight * crop->height).margin(1));
    CHECK(left.y == Approx(c.eyeHeight * crop->height).margin(1));
    CHECK((left.x + right.x) / 2 == Approx(crop->width / 2.0).margin(1));
    CHECK((left.x - right.x) / crop->width == Approx(0.26).margin(0.002));
}

TEST_CASE("The stored size is 900 x 1200 where the source carries it, and never more than it carries") {
    const auto large = marked(4000, 3000, 400, 0);
    const auto crop = cropPortrait(large.image, large.eyes, PortraitFormat::Print3x4);
    REQUIRE(crop);
    CHECK(crop->width == 900);
    CHECK(crop->height == 1200);
    const auto medium = marked(1920, 1080, 160, 0);
    const auto smaller = cropPortrait(medium.image, medium.eyes, PortraitFormat::Print3x4);
    REQUIRE(smaller);
    CHECK(smaller->width == 615);
    CHECK(smaller->width <= 160 / 0.26);
}

TEST_CASE(
    "A face too small for the least size is refused, one just large enough is taken with a wider margin") {
    const auto tiny = marked(1280, 720, 110, 0);
    const auto refused = cropPortrait(tiny.image, tiny.eyes, PortraitFormat::Print3x4);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == base::Code::QualityTooLow);
    const auto enough = marked(1280, 720, 122, 0);
    const auto crop = cropPortrait(enough.image, enough.eyes, PortraitFormat::Print3x4);
    REQUIRE(crop);
    CHECK(crop->width >= 480);
    CHECK(crop->height >= 640);
    const double share = 122.0 / crop->width;
    CHECK(share >= 0.249);
    CHECK(share <= 0.271);
}

TEST_CASE("Near the edge the crop is cut tighter, and refused when it still reaches out") {
    const auto source = marked(1280, 720, 143, 0);
    const auto plan = planCrop(source.eyes, PortraitFormat::Print3x4, 1280, 720);
    CHECK(143 / plan.width == Approx(0.27).margin(0.001));
    CHECK(cropPortrait(source.image, source.eyes, PortraitFormat::Print3x4));
    EyePair corner = source.eyes;
    corner.rightX -= 450;
    corner.leftX -= 450;
    const auto outside = cropPortrait(source.image, corner, PortraitFormat::Print3x4);
    REQUIRE_FALSE(outside);
    CHECK(outside.error().code == base::Code::QualityTooLow);
}

TEST_CASE("Nonsense for eyes is refused, not computed") {
    const auto source = marked(640, 480, 100, 0);
    CHECK_FALSE(cropPortrait(source.image, {0, 0, 0, 0}, PortraitFormat::Print3x4));
    CHECK_FALSE(cropPortrait(source.image, {1e12, 1e12, -1e12, 1e12}, PortraitFormat::Print3x4));
    CHECK_FALSE(cropPortrait(source.image, {std::nan(""), 0, 5, 5}, PortraitFormat::Print3x4));
    CHECK_FALSE(cropPortrait(Image{}, source.eyes, PortraitFormat::Print3x4));
}

TEST_CASE("What is kept is a JPEG of the crop with the report of the stored picture") {
    auto scene = goodScene();
    scene.width = 2560;
    scene.height = 1440;
    scene.pose.eyeDistance = 250;
    scene.pose.roll = 3;
    const auto source = renderFace(somebody(), scene);
    for (auto* analyzer : {&cascades(), networks()}) {
        if (!analyzer) continue;
        const auto kept = keepPortrait(*analyzer, *source, PortraitFormat::Print3x4, {"Drawn camera", true});
        REQUIRE(kept);
        CHECK(kept->subject == "portrait");
        CHECK(kept->mediaType == "image/jpeg");
        CHECK(kept->device == "Drawn camera");
        CHECK(kept->fromVirtualDevice);
        CHECK(kept->width == 900);
        CHECK(kept->height == 1200);
        REQUIRE(kept->bytes.size() > 10000);
        CHECK(kept->bytes[0] == 0xFF);
        CHECK(kept->bytes[1] == 0xD8);
        INFO(joined(kept->quality.reasons));
        CHECK(kept->quality.score >= 50);
        CHECK(kept->quality.reasons.empty());
        const auto picture = decodePicture(kept->bytes);
        REQUIRE(picture);
        const auto again = analyzer->cropped(*picture);
        REQUIRE(again);
        const double eyes = again->eyes.leftX - again->eyes.rightX;
        CHECK(eyes / picture->width == Approx(0.26).margin(0.02));
        CHECK((again->eyes.leftY + again->eyes.rightY) / 2 / picture->height == Approx(0.45).margin(0.02));
        if (analyzer->checksOff().empty()) CHECK(std::abs(again->roll) < 1.5);  // turned upright
    }
}

TEST_CASE("A portrait with a fault is kept with its reason: the officer may have one, too") {
    auto scene = goodScene();
    scene.backdrop = Backdrop::Cluttered;
    const auto kept = keepPortrait(cascades(), *renderFace(somebody(), scene), PortraitFormat::Print3x4,
                                   {"Drawn camera", true});
    REQUIRE(kept);
    REQUIRE_FALSE(kept->quality.reasons.empty());
    CHECK(kept->quality.reasons.front() == "background-not-plain");
}

TEST_CASE("Without a face nothing is kept") {
    auto scene = goodScene();
    scene.pose.centerX = -4;
    const auto kept = keepPortrait(cascades(), *renderFace(somebody(), scene), PortraitFormat::Print3x4, {});
    REQUIRE_FALSE(kept);
    CHECK(kept.error().code == base::Code::QualityTooLow);
}

TEST_CASE("Bytes that are no picture are bad input, wherever a picture is cut off") {
    CHECK(decodePicture({}).error().code == base::Code::BadInput);
    const auto text = base::bytesOf("this is not a picture");
    CHECK(decodePicture(text).error().code == base::Code::BadInput);
    auto scene = goodScene();
    scene.width = 320;
    scene.height = 240;
    const auto jpeg = encodeJpeg(*renderFace(somebody(), scene));
    REQUIRE(jpeg);
    REQUIRE(decodePicture(*jpeg));
    for (std::size_t length = 1; length < jpeg->size(); length += jpeg->size() / 40) {
        const auto cut =
            decodePicture(base::ByteView(*jpeg).first(length));  // part of a picture, or none: never harm
        if (cut) CHECK(cut->width == 320);
    }
    CHECK_FALSE(encodeJpeg(Image{}));
}

TEST_CASE("A picture that claims to be huge is refused before it is decoded; other formats are not read") {
    auto scene = goodScene();
    scene.width = 160;
    scene.height = 120;
    auto jpeg = encodeJpeg(*renderFace(somebody(), scene));
    REQUIRE(jpeg);
    const std::vector<std::uint8_t> sides = {0, 120, 0, 160};  // height and width in the frame header
    const auto at = std::search(jpeg->begin(), jpeg->end(), sides.begin(), sides.end());
    REQUIRE(at != jpeg->end());
    std::fill_n(at, 4, std::uint8_t{0xF0});
    const auto huge = decodePicture(*jpeg);
    REQUIRE_FALSE(huge);
    CHECK(huge.error().code == base::Code::TooLarge);
    base::Bytes png = {0x89, 'P',  'N',  'G',  0x0D, 0x0A, 0x1A, 0x0A, 0,    0, 0, 13, 'I', 'H', 'D',
                       'R',  0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 8, 2, 0,  0,   0};
    CHECK(decodePicture(png).error().code == base::Code::TooLarge);
    png[16] = png[20] = 0;
    png.resize(24);
    CHECK_FALSE(decodePicture(png));
    CHECK(decodePicture(base::bytesOf("P6 2 2 255 abcdefghijkl")).error().code == base::Code::BadInput);
    const base::Bytes endless = {0xFF, 0xD8, 0xFF, 0xE0, 0,    0,    0xFF, 0xE0,
                                 0,    0,    0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    CHECK(decodePicture(endless).error().code == base::Code::BadInput);
}
