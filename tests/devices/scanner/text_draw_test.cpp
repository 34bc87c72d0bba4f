#include <algorithm>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "devices/virtual/page.h"
#include "devices/virtual/text_draw.h"

using namespace devices;

namespace {

Image sheet(int width, int height) {
    Image image{width, height, PixelFormat::Grey8, 0, {}};
    image.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255);
    return image;
}

// Rows that carry ink, first and last.
std::pair<int, int> inkRows(const Image& image) {
    int first = -1;
    int last = -1;
    for (int y = 0; y < image.height; ++y) {
        const auto from = image.pixels.begin() + static_cast<std::ptrdiff_t>(y) * image.width;
        if (std::any_of(from, from + image.width, [](std::uint8_t v) { return v < 128; })) {
            if (first < 0) first = y;
            last = y;
        }
    }
    return {first, last};
}

}  // namespace

TEST_CASE("Vietnamese text is drawn with its marks where they belong") {
    const auto face = notoSans(Weight::Regular);
    REQUIRE(face);
    CHECK((*face)->covers("Nguyễn Thị Ửng, Zơrâm Điểu, đường Lê Lợi; ằ ẵ ặ ộ ỡ ự Ế Ễ Ệ Ữ"));
    const std::string composed = "Ễ";
    const std::string decomposed = "E\xCC\x82\xCC\x83";  // E, circumflex, tilde
    Image a = sheet(200, 200);
    Image b = sheet(200, 200);
    Image plain = sheet(200, 200);
    (*face)->draw(a, 50, 150, composed, {80, kInkBlack});
    (*face)->draw(b, 50, 150, decomposed, {80, kInkBlack});
    (*face)->draw(plain, 50, 150, "E", {80, kInkBlack});
    CHECK(a.pixels == b.pixels);
    const auto marks = (*face)->measure(composed, 80);
    const auto [top, bottom] = inkRows(a);
    CHECK(top == Approx(150 - marks.top).margin(1.5));
    CHECK(bottom == Approx(149).margin(1));
    CHECK(top < inkRows(plain).first - 15);  // both marks stand above the letter
}

TEST_CASE("the drawn line is as long as the measured one and edges are smooth") {
    const auto face = notoSans(Weight::Bold);
    REQUIRE(face);
    Image image = sheet(400, 100);
    (*face)->draw(image, 10, 70, "HH", {60, kInkBlack});
    int last = 0;
    int between = 0;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const auto v = image.pixels[static_cast<std::size_t>(y * image.width + x)];
            if (v < 128) last = std::max(last, x);
            if (v > 40 && v < 230) ++between;
        }
    }
    CHECK(last == Approx(10 + (*face)->measure("HH", 60).advance).margin(8));
    CHECK(between > 20);
}

TEST_CASE("text outside the picture is cut off, not written beside it") {
    const auto face = notoSans(Weight::Regular);
    REQUIRE(face);
    Image image = sheet(30, 30);
    (*face)->draw(image, -20, 10, "Nghiêm", {24, kInkBlack});
    (*face)->draw(image, 25, 45, "Nghiêm", {24, kInkBlack});
    (*face)->draw(image, 500, 500, "Nghiêm", {24, kInkBlack});
    CHECK(image.pixels.size() == 900);
    CHECK(std::count(image.pixels.begin(), image.pixels.end(), 255) < 900);
    CHECK(TextFace::load("no-such-font.ttf").error().code == base::Code::NotFound);
}

TEST_CASE("papers are the same for the same seed, differ between citizens, and refuse impossible wishes") {
    PageParams params;
    params.dpi = 75;
    params.noise = 2;
    const auto a = drawPage(makeCitizen(1), params);
    const auto b = drawPage(makeCitizen(1), params);
    const auto c = drawPage(makeCitizen(2), params);
    REQUIRE(a);
    REQUIRE(c);
    CHECK(a->pixels == b->pixels);
    CHECK(a->pixels != c->pixels);
    CHECK(a->width == 620);
    CHECK(a->height == 877);
    params.skewDegrees = 80;
    CHECK(drawPage(makeCitizen(1), params).error().code == base::Code::BadInput);
    params.skewDegrees = 0;
    params.dpi = 0;
    CHECK(drawPage(makeCitizen(1), params).error().code == base::Code::BadInput);
}
