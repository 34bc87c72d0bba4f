#include <catch2/catch.hpp>
#include <cstdio>

#include "devices/barcode/barcode.h"
#include "devices/virtual/card.h"

using namespace devices;

namespace {
std::string firstText(BarcodeReader& reader, const Image& picture) {
    const auto codes = reader.read(picture);
    REQUIRE(codes.has_value());
    return codes->empty() ? std::string() : std::string(base::textOf(codes->front().bytes));
}
}  // namespace

SCENARIO("a card held before the camera is read letter for letter, Vietnamese included") {
    BarcodeReader reader;
    int read = 0, shown = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto citizen = makeCitizen(seed);
        for (const double roll : {0.0, 12.0, -25.0, 90.0, 180.0}) {
            for (const double tilt : {0.0, 18.0}) {
                CardPose pose;
                pose.roll = roll;
                pose.tilt = tilt;
                pose.width = roll == 90.0 ? 0.34 : 0.6;
                pose.noise = 5;
                pose.frame = seed;
                ++shown;
                const auto text = firstText(reader, *renderCard(citizen, pose, 1280, 720));
                if (text.empty()) continue;
                ++read;
                CHECK(text == citizen.cardQr());
            }
        }
    }
    std::printf("cards read: %d of %d single frames\n", read, shown);
    CHECK(read >= shown * 95 / 100);
}

SCENARIO("a blurred card is not misread") {
    BarcodeReader reader;
    const auto citizen = makeCitizen(3);
    for (double blur = 0; blur < 6; blur += 0.5) {
        CardPose pose;
        pose.blur = blur;
        const auto text = firstText(reader, *renderCard(citizen, pose, 1280, 720));
        CHECK((text.empty() || text == citizen.cardQr()));
    }
}

TEST_CASE("pictures that are none are refused and an empty scene has no code") {
    BarcodeReader reader;
    Image broken;
    CHECK(reader.read(broken).error().code == base::Code::BadInput);
    broken = {640, 480, PixelFormat::Grey8, 0, std::vector<std::uint8_t>(10)};
    CHECK(reader.read(broken).error().code == base::Code::BadInput);
    Image grey{640, 480, PixelFormat::Grey8, 0, std::vector<std::uint8_t>(640 * 480, 128)};
    CHECK(reader.read(grey).value().empty());
}
