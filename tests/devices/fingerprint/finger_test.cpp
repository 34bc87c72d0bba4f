#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/ridge_field.h"
#include "devices/virtual/finger.h"

using namespace devices;

namespace {

// Correlation of two masters' ridges: 1 for the same finger, about 0 for two fingers.
double alikeness(const FingerMaster& a, const FingerMaster& b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.ridges.size(); ++i) {
        ab += a.ridges[i] * b.ridges[i];
        aa += a.ridges[i] * a.ridges[i];
        bb += b.ridges[i] * b.ridges[i];
    }
    return ab / std::sqrt(aa * bb);
}

double darkShare(const Image& image) {
    const auto dark =
        std::count_if(image.pixels.begin(), image.pixels.end(), [](std::uint8_t grey) { return grey < 128; });
    return static_cast<double>(dark) / static_cast<double>(image.pixels.size());
}

}  // namespace

TEST_CASE("a finger is the same whenever it is asked for, and no two fingers are alike") {
    const auto first = fingerMaster(11, Finger::RightIndex);
    for (std::uint64_t other = 100; other < 104; ++other) {
        for (const Finger finger : allFingers()) fingerMaster(other, finger);  // pushes it out of the cache
    }
    const auto again = fingerMaster(11, Finger::RightIndex);
    CHECK(first != again);
    CHECK(first->ridges == again->ridges);
    CHECK(std::abs(alikeness(*first, *fingerMaster(11, Finger::RightMiddle))) < 0.2);
    CHECK(std::abs(alikeness(*first, *fingerMaster(12, Finger::RightIndex))) < 0.2);
}

TEST_CASE("two impressions differ, the same one repeats to the pixel") {
    const auto master = fingerMaster(11, Finger::LeftIndex);
    const auto one = renderSingle(*master, usualImpression(1), 400, 500, 500);
    CHECK(one.pixels == renderSingle(*master, usualImpression(1), 400, 500, 500).pixels);
    CHECK(one.pixels != renderSingle(*master, usualImpression(2), 400, 500, 500).pixels);
    CHECK(one.width == 400);
    CHECK(one.height == 500);
    CHECK(one.dpi == 500);
}

TEST_CASE("ridges have the spacing and the direction of skin") {
    for (const Finger finger : {Finger::RightThumb, Finger::LeftMiddle, Finger::RightLittle}) {
        const auto image = renderSingle(*fingerMaster(21, finger), Impression{}, 400, 500, 500);
        const auto field = findRidges(image);
        double periods = 0;
        double coherence = 0;
        for (int row = 0; row < field.rows; ++row) {
            for (int column = 0; column < field.columns; ++column) {
                if (!field.at(column, row).skin) continue;
                periods += waveAt(field, column, row).period;
                coherence += field.at(column, row).coherence;
            }
        }
        const double period = periods / field.skinCount();  // adult ridges: 0.4 .. 0.6 mm
        CHECK(period > 7.5);
        CHECK(period < 12);
        CHECK(coherence / field.skinCount() > 0.8);
        CHECK(field.skinCount() > 150);
    }
}

TEST_CASE("pattern classes appear about as often as among people") {
    // The class is decided before the ridges grow, yet a master grows them: forty fingers are enough to see
    // the order.
    int loops = 0;
    int whorls = 0;
    int arches = 0;
    for (std::uint64_t citizen = 100; citizen < 104; ++citizen) {
        for (const Finger finger : allFingers()) {
            switch (fingerMaster(citizen, finger)->pattern) {
                case PatternClass::LeftLoop:
                case PatternClass::RightLoop:
                    ++loops;
                    break;
                case PatternClass::Whorl:
                    ++whorls;
                    break;
                case PatternClass::Arch:
                case PatternClass::TentedArch:
                    ++arches;
                    break;
                case PatternClass::Unknown:
                    FAIL("a finger without a class");
            }
        }
    }
    CHECK(loops > whorls);
    CHECK(whorls > arches);
}

TEST_CASE("dry skin prints less, wet skin more, a light touch smaller and paler") {
    const auto master = fingerMaster(11, Finger::RightRing);
    const auto print = [&](auto change) {
        Impression how;
        change(how);
        return renderSingle(*master, how, 400, 500, 500);
    };
    const double usual = darkShare(print([](Impression&) {}));
    CHECK(darkShare(print([](Impression& how) { how.dryness = 0.8; })) < 0.7 * usual);
    CHECK(darkShare(print([](Impression& how) { how.wetness = 0.8; })) > 1.3 * usual);
    CHECK(darkShare(print([](Impression& how) { how.pressure = 0.15; })) < 0.5 * usual);
    CHECK(darkShare(print([](Impression& how) { how.coverage = 0.5; })) < 0.7 * usual);
    CHECK(darkShare(print([](Impression& how) { how.contact = Contact::Rolled; })) > 1.2 * usual);
    CHECK(darkShare(print([](Impression& how) { how.pressure = 0; })) == 0);
}

TEST_CASE("a slap shows the placement's fingers in the order of the glass, without the absent ones") {
    for (const Placement placement : {Placement::RightFour, Placement::LeftFour, Placement::TwoThumbs}) {
        SlapRequest request;
        request.citizenSeed = 31;
        request.placement = placement;
        request.absent = {fingersOf(placement).front()};
        const auto slap = renderSlap(request);
        auto expected = fingersOf(placement);
        expected.erase(expected.begin());
        REQUIRE(slap.prints.size() == expected.size());
        double last = 0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            CHECK(slap.prints[i].finger == expected[i]);
            CHECK(slap.prints[i].centerX > last);
            last = slap.prints[i].centerX;
        }
        CHECK(slap.image.width == kPlatenWidth);
        CHECK(slap.image.height == kPlatenHeight);
    }
}

TEST_CASE("a print pressed at the rim or outside the glass stays inside the picture") {
    Image glass = emptyGlass(100, 80, 500, 1);
    const auto master = fingerMaster(11, Finger::LeftThumb);
    for (const double x : {-300.0, -20.0, 0.0, 99.0, 500.0}) press(glass, *master, Impression{}, x, x / 2);
    CHECK(glass.pixels.size() == 8000);
}
