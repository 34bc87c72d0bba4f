#include "devices/fingerprint/segmentation.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "base/files.h"
#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/virtual/finger.h"
#include "shared_data.h"

using namespace devices;

namespace {

SlapRequest slapOf(std::uint64_t citizen, Placement placement) {
    SlapRequest request;
    request.citizenSeed = citizen;
    request.placement = placement;
    request.how = usualImpression(citizen * 7);
    return request;
}

void checkBox(const FingerImage& found, const PrintTruth& truth) {
    CHECK(found.finger == truth.finger);
    CHECK(std::abs(found.left + found.image->width / 2.0 - truth.centerX) < 25);
    CHECK(std::abs(found.top + found.image->height / 2.0 - truth.centerY) < 25);
    CHECK(found.image->width > 1.7 * truth.halfWidth);
    CHECK(found.image->width < 2 * truth.halfWidth + 90);
    CHECK(found.image->height > 1.7 * truth.halfHeight);
    CHECK(found.image->height < 2 * truth.halfHeight + 90);
}

}  // namespace

TEST_CASE("every finger of a slap is found, boxed and named") {
    for (std::uint64_t citizen = 1; citizen <= 4; ++citizen) {
        for (const Placement placement : {Placement::RightFour, Placement::LeftFour, Placement::TwoThumbs}) {
            const auto slap = renderSlap(slapOf(citizen, placement));
            const auto found = segmentPrints(slap.image, placement, {});
            CHECK(found.advice.empty());
            CHECK(found.missing.empty());
            REQUIRE(found.fingers.size() == slap.prints.size());
            for (std::size_t i = 0; i < slap.prints.size(); ++i) checkBox(found.fingers[i], slap.prints[i]);
        }
    }
}

TEST_CASE("a finger that does not lie there is named") {
    for (const Placement placement : {Placement::RightFour, Placement::LeftFour}) {
        for (const Finger absent : fingersOf(placement)) {
            auto request = slapOf(5, placement);
            request.absent = {absent};
            const auto found = segmentPrints(renderSlap(request).image, placement, {});
            CHECK(found.advice == "missing-finger");
            CHECK(found.missing == std::vector<Finger>{absent});
        }
    }
}

TEST_CASE("a finger the citizen lacks is not missed") {
    auto request = slapOf(5, Placement::RightFour);
    request.absent = {Finger::RightMiddle};
    const auto found = segmentPrints(renderSlap(request).image, Placement::RightFour,
                                     {Finger::RightRing, Finger::RightIndex, Finger::RightLittle});
    CHECK(found.advice.empty());
    REQUIRE(found.fingers.size() == 3);
    CHECK(found.fingers[1].finger == Finger::RightRing);
}

TEST_CASE("the other hand is noticed, the right one is never accused") {
    int noticed = 0;
    int slaps = 0;
    for (std::uint64_t citizen = 1; citizen <= 5; ++citizen) {
        for (const Placement placement : {Placement::RightFour, Placement::LeftFour}) {
            const auto other = placement == Placement::RightFour ? Placement::LeftFour : Placement::RightFour;
            const auto slap = renderSlap(slapOf(citizen, placement));
            CHECK(segmentPrints(slap.image, placement, {}).advice != "wrong-hand");
            noticed += segmentPrints(slap.image, other, {}).advice == "wrong-hand" ? 1 : 0;
            ++slaps;
        }
    }
    CHECK(noticed >= slaps * 8 / 10);
}

TEST_CASE("one finger is taken whole, alone on any glass") {
    for (const double dpi : {500.0, 512.0, 1000.0}) {
        const int side = static_cast<int>(dpi);
        const auto image = renderSingle(*fingerMaster(3, Finger::LeftRing), Impression{}, side, side, dpi);
        const auto found = segmentPrints(image, Placement::Single, {Finger::LeftRing});
        REQUIRE(found.fingers.size() == 1);
        CHECK(found.fingers[0].finger == Finger::LeftRing);
        CHECK(found.fingers[0].image->dpi == dpi);
        CHECK(found.fingers[0].image->width < 0.7 * dpi);
    }
}

TEST_CASE("an empty glass has no finger, and more fingers than asked are told") {
    CHECK(segmentPrints(emptyGlass(1600, 1500, 500, 1), Placement::RightFour, {}).advice == "no-finger");
    CHECK(segmentPrints(Image{}, Placement::Single, {Finger::LeftRing}).fingers.empty());
    const auto slap = renderSlap(slapOf(5, Placement::RightFour));
    CHECK(segmentPrints(slap.image, Placement::TwoThumbs, {}).advice == "extra-finger");
}

TEST_CASE("clean live scans of real thumbs are cut apart") {
    const auto shared = sharedFolder();
    if (!shared) {
        WARN("SKIPPED: real slaps are not here (ENROLL_SHARED)");
        return;
    }
    for (const char* name : {"cert_sample_01.png", "cert_sample_04.png"}) {
        const auto bytes = base::readFile(*shared / "data/fingerprints/slaps" / name);
        REQUIRE(bytes);
        auto image = decodeGreyPng(*bytes);
        REQUIRE(image);
        image->dpi = 500;
        const auto found = segmentPrints(*image, Placement::TwoThumbs, {});
        CHECK(found.advice.empty());
        REQUIRE(found.fingers.size() == 2);
        for (const auto& finger : found.fingers) {
            CHECK(finger.image->width > 250);
            CHECK(finger.image->width < 400);
            CHECK(finger.image->height > 380);
        }
    }
}
