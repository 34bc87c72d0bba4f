#include "devices/mrz/mrz_picture.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>

#include "base/files.h"
#include "devices/portrait/portrait_crop.h"
#include "devices/virtual/card.h"
#include "devices/virtual/page.h"
#include "forms/id_number.h"
#include "forms/mrz.h"

using namespace devices;

namespace {

using Zone = std::array<std::string, 3>;

Zone zoneOf(std::uint64_t seed) {
    const auto citizen = makeCitizen(seed);
    forms::CardReading card;
    card.idNumber = citizen.idNumber;
    card.fullName = citizen.name;
    const auto& d = citizen.birthDate;
    card.birthDate = d.substr(0, 2) + "/" + d.substr(2, 2) + "/" + d.substr(4);
    card.sex = citizen.sex == "Nam" ? "M" : "F";
    card.term = "unlimited";
    const auto zone = forms::writeMrz(card);
    REQUIRE(zone.has_value());
    return *zone;
}

std::optional<MrzPicture> readIn(const Image& picture) {
    auto read = readMrzPicture(picture);
    REQUIRE(read.has_value());
    return *read;
}

Image turnedAround(const Image& image) {
    Image turned = image;
    const std::size_t channels = image.format == PixelFormat::Grey8 ? 1 : 3;
    const std::size_t pixels = image.pixels.size() / channels;
    for (std::size_t i = 0; i < pixels; ++i) {
        for (std::size_t c = 0; c < channels; ++c) turned.pixels[i * channels + c] = image.pixels[(pixels - 1 - i) * channels + c];
    }
    return turned;
}

Image sample(const char* name) {
    const auto file = std::filesystem::path(std::getenv("ENROLL_SOURCE")) / "tests/devices/mrz" / name;
    const auto bytes = base::readFile(file, 1 << 20);
    REQUIRE(bytes.has_value());
    auto picture = decodePicture(*bytes);
    REQUIRE(picture.has_value());
    return *picture;
}

}  // namespace

SCENARIO("the back of a card before the camera is read sign for sign, however it is held") {
    int read = 0, shown = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Zone zone = zoneOf(seed);
        for (const double roll : {0.0, 12.0, -25.0, 45.0, 90.0, 180.0}) {
            for (const double tilt : {0.0, 18.0}) {
                CardPose pose;
                pose.roll = roll;
                pose.tilt = tilt;
                pose.width = roll == 90.0 ? 0.42 : 0.6;
                pose.noise = 5;
                pose.frame = seed;
                const auto found = readIn(*renderCardBack(zone, pose, 1280, 720));
                ++shown;
                INFO("seed " << seed << ", roll " << roll << ", tilt " << tilt);
                if (!found) {
                    UNSCOPED_INFO("not found");
                    continue;
                }
                CHECK(found->lines == zone);
                read += found->lines == zone ? 1 : 0;
            }
        }
    }
    std::printf("zones read: %d of %d single frames\n", read, shown);
    CHECK(read >= shown * 95 / 100);
}

SCENARIO("a zone that is soft or far away is read right, put right by its check digits, or not at all") {
    const Zone zone = zoneOf(3);
    const base::Day today{2026, 7, 1};
    const auto truth = forms::parseMrz(zone[0] + zone[1] + zone[2], today);
    REQUIRE(truth.has_value());
    int read = 0, shown = 0;
    for (double blur = 0; blur <= 5; blur += 0.5) {
        for (const double width : {0.35, 0.5, 0.75}) {
            CardPose pose;
            pose.blur = blur;
            pose.width = width;
            pose.roll = 3;
            ++shown;
            const auto found = readIn(*renderCardBack(zone, pose, 1280, 720));
            if (!found) continue;
            const auto card = forms::parseMrz(found->text(), today);
            if (!card) continue;
            ++read;
            INFO("blur " << blur << ", width " << width << ", lead " << found->nameLead);
            CHECK(card->card.idNumber == truth->card.idNumber);
            CHECK(card->card.birthDate == truth->card.birthDate);
            if (found->nameLead >= kSureOfName) CHECK(found->lines[2] == zone[2]);  // the name has no check digit
        }
    }
    std::printf("soft or far: %d of %d read\n", read, shown);
    CHECK(read >= 15);
}

TEST_CASE("a zone printed by another hand is read from a small, grey, tilted photograph, either way up") {
    const Zone zone{"IDVNM0909999010001090999901<<1", "9001011M3001019VNM<<<<<<<<<<<2", "NGUYEN<<VAN<THU<NGHIEM<<<<<<<<"};
    const Image upright = sample("zone-sharp.jpg");
    for (const Image& picture : {upright, turnedAround(upright)}) {
        const auto found = readIn(picture);
        REQUIRE(found.has_value());
        CHECK(found->lines == zone);
        CHECK(found->likeness > 0.7);
    }
}

TEST_CASE("the outline tells where the zone is and which way it reads") {
    CardPose pose;
    pose.noise = 0;
    pose.roll = 180;
    const auto found = readIn(*renderCardBack(zoneOf(1), pose, 1280, 720));
    REQUIRE(found.has_value());
    const auto& [first, second, third, fourth] = found->outline;
    CHECK(first.x > second.x);  // upside down: the first line runs to the left
    CHECK(first.y > fourth.y);
    CHECK(std::abs(first.x - second.x) == Approx(0.62 * 1280 * 76.2 / 85.6).epsilon(0.03));
    CHECK(third.x == Approx(second.x).margin(3));
}

TEST_CASE("what has no zone is not read as one") {
    CardPose pose;
    CHECK_FALSE(readIn(*renderCard(makeCitizen(1), pose, 1280, 720)));
    Image grey{640, 480, PixelFormat::Grey8, 0, std::vector<std::uint8_t>(640 * 480, 128)};
    CHECK_FALSE(readIn(grey));
    std::uint32_t dice = 1;
    for (auto& pixel : grey.pixels) pixel = static_cast<std::uint8_t>((dice = dice * 1664525 + 1013904223) >> 24);
    CHECK_FALSE(readIn(grey));
    const auto page = drawPage(makeCitizen(2), paperBrought(makeCitizen(2), 0));
    REQUIRE(page.has_value());
    CHECK_FALSE(readIn(*page));
    // A zone cut off by the edge of the picture.
    CardPose cut;
    cut.centerX = 0.9;
    if (const auto found = readIn(*renderCardBack(zoneOf(1), cut, 1280, 720))) {
        CHECK_FALSE(forms::parseMrz(found->text(), {2026, 7, 1}).has_value());
    }
}

TEST_CASE("pictures that are none are refused") {
    CHECK(readMrzPicture({}).error().code == base::Code::BadInput);
    CHECK(readMrzPicture({640, 480, PixelFormat::Grey8, 0, std::vector<std::uint8_t>(10)}).error().code == base::Code::BadInput);
}
