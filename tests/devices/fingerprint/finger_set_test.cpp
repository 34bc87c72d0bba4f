#include "devices/fingerprint/finger_set.h"

#include <catch2/catch.hpp>

#include "devices/fingerprint/finger_capture.h"
#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/fingerprint/quality.h"
#include "devices/fingerprint/segmentation.h"
#include "devices/virtual/finger.h"

using namespace devices;
using base::Code;

namespace {

constexpr int kGate = 40;

FingerprintCaps slapScanner() {
    FingerprintCaps caps;
    caps.rightFour = caps.twoThumbs = caps.rolled = true;
    return caps;
}

// A result in which every expected finger has that score.
FingerprintResult resultOf(const FingerStep& step, int score) {
    FingerprintResult result;
    for (const Finger finger : step.expected) {
        FingerImage print;
        print.finger = finger;
        print.image = std::make_shared<const Image>(Image{1, 1, PixelFormat::Grey8, 500, {0}});
        print.quality.score = score;
        result.fingers.push_back(print);
    }
    return result;
}

std::string namesOf(const std::vector<FingerStep>& steps) {
    std::string text;
    for (const auto& step : steps) {
        text += std::to_string(step.number) + " " + std::string(placementName(step.placement));
        for (const Finger finger : step.expected) text += " " + std::string(fingerName(finger));
        text += "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("thirteen steps in the legal order", "[4.5-finger-order]") {
    CHECK(namesOf(fingerSteps(slapScanner())) ==
          "1 right-four right-index right-middle right-ring right-little\n"
          "2 left-four left-little left-ring left-middle left-index\n"
          "3 two-thumbs left-thumb right-thumb\n"
          "4 rolled right-thumb\n5 rolled right-index\n6 rolled right-middle\n7 rolled right-ring\n8 rolled "
          "right-little\n"
          "9 rolled left-thumb\n10 rolled left-index\n11 rolled left-middle\n12 rolled left-ring\n13 rolled "
          "left-little\n");
}

TEST_CASE("the order follows what the scanner can do") {
    FingerprintCaps caps = slapScanner();
    caps.rolled = false;
    CHECK(fingerSteps(caps).size() == 3);
    caps.twoThumbs = false;
    CHECK(fingerSteps(caps).size() == 4);
    FingerprintCaps single;
    const auto ten = fingerSteps(single);
    REQUIRE(ten.size() == 10);
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(ten[i].placement == Placement::Single);
        CHECK(ten[i].number == static_cast<int>(i) + 1);
        CHECK(ten[i].expected == std::vector<Finger>{allFingers()[i]});
    }
    FingerprintCaps pair;
    pair.twoThumbs = true;
    CHECK(fingerSteps(pair).size() == 9);
    FingerprintCaps nothing;
    nothing.single = false;
    CHECK(fingerSteps(nothing).empty());
}

TEST_CASE("missing fingers leave their steps, empty steps disappear, the others keep their number") {
    MissingFingers missing;
    missing[Finger::RightIndex] = {MissingReason::Amputated, ""};
    for (const Finger finger : fingersOf(Placement::LeftFour))
        missing[finger] = {MissingReason::Bandaged, ""};
    const auto steps = fingerSteps(slapScanner(), missing);
    REQUIRE(steps.size() == 2 + 10 - 5);
    CHECK(steps[0].expected ==
          std::vector<Finger>{Finger::RightMiddle, Finger::RightRing, Finger::RightLittle});
    CHECK(steps[1].number == 3);
    CHECK(steps[3].number == 6);
}

TEST_CASE("a missing finger needs its reason, and \"other\" needs words", "[4.5-missing-finger]") {
    FingerSet set(slapScanner(), kGate);
    CHECK(set.setMissing(Finger::LeftRing, {}).error().code == Code::BadInput);
    CHECK(set.setMissing(Finger::LeftRing, {MissingReason::Other, "  "}).error().code == Code::BadInput);
    CHECK(set.setMissing(Finger::Unknown, {MissingReason::Worn, ""}).error().code == Code::BadInput);
    CHECK(set.setMissing(Finger::LeftRing, {MissingReason::Other, "bó bột"}));
    CHECK(set.missing().at(Finger::LeftRing).note == "bó bột");
    for (int i = 1; i <= 8; ++i) {
        const auto reason = static_cast<MissingReason>(i);
        CHECK(missingReasonByName(missingReasonName(reason)) == reason);
    }
    CHECK(missingReasonByName("lost") == MissingReason::Unknown);
    CHECK(missingReasonByName("") == MissingReason::Unknown);
}

SCENARIO("the steps remaining count down and a finger keeps its best attempt") {
    FingerSet set(slapScanner(), kGate);
    CHECK(set.remaining() == 13);
    const auto first = *set.nextStep();
    set.add(first, resultOf(first, 70));
    CHECK(set.remaining() == 12);
    CHECK(set.nextStep()->number == 2);
    set.add(first, resultOf(first, 50));
    CHECK(set.best({PrintKind::Flat, Finger::RightIndex})->quality.score == 70);
    CHECK(set.attempts({PrintKind::Flat, Finger::RightIndex}) == 2);
    CHECK(set.best({PrintKind::Rolled, Finger::RightIndex}) == nullptr);
    CHECK(set.taken().size() == 4);
    set.drop({PrintKind::Flat, Finger::RightIndex});
    CHECK(set.nextStep()->number == 1);
    while (auto step = set.nextStep()) set.add(*step, resultOf(*step, 60));
    CHECK(set.complete());
    CHECK(set.taken().size() == 20);
}

SCENARIO("one bad finger keeps its slap open until three attempts were made, then the best is kept",
         "[4.5-three-attempts]") {
    FingerSet set(slapScanner(), kGate);
    const auto step = *set.nextStep();
    for (int attempt = 1; attempt <= 3; ++attempt) {
        auto result = resultOf(step, 80);
        result.fingers[2].quality.score = 20 + attempt % 2;
        set.add(step, result);
        const auto progress = set.steps().front();
        CHECK(progress.state == StepState::Weak);
        CHECK(progress.attempts == attempt);
        CHECK(progress.below == std::vector<Finger>{Finger::RightRing});
        CHECK((set.nextStep()->number == 1) == (attempt < 3));
    }
    CHECK(set.best({PrintKind::Flat, Finger::RightRing})->quality.score == 21);
}

SCENARIO(
    "a finger found missing after its print was taken no longer counts, and counts again when that was a "
    "mistake") {
    FingerSet set(slapScanner(), kGate);
    const auto step = *set.nextStep();
    set.add(step, resultOf(step, 80));
    REQUIRE(set.setMissing(Finger::RightRing, {MissingReason::Deformed, ""}));
    CHECK(set.taken().size() == 3);
    CHECK(set.steps().front().state == StepState::Done);
    CHECK(set.remaining() == 11);
    set.clearMissing(Finger::RightRing);
    CHECK(set.taken().size() == 4);
    CHECK(set.remaining() == 12);
}

TEST_CASE("a kept finger becomes a lossless PNG at its true resolution", "[4.5-resolution]") {
    SlapRequest request;
    request.citizenSeed = 5;
    request.placement = Placement::RightFour;
    request.how = usualImpression(5);
    const auto found = segmentPrints(renderSlap(request).image, Placement::RightFour, {});
    REQUIRE(found.fingers.size() == 4);
    DeviceInfo device;
    device.name = "Virtual ten-print scanner";
    device.reality = Reality::Virtual;
    const auto capture = toCapture({PrintKind::Flat, Finger::RightMiddle}, found.fingers[1], device);
    REQUIRE(capture);
    CHECK(capture->subject == "right-middle");
    CHECK(capture->mediaType == "image/png");
    CHECK(capture->fromVirtualDevice);
    const auto back = decodeGreyPng(capture->bytes);
    REQUIRE(back);
    CHECK(back->width == capture->width);
    CHECK(back->dpi == Approx(500).epsilon(0.001));
    CHECK(back->width <= found.fingers[1].image->width);
    CHECK(std::abs(printQuality(*back).score - printQuality(*found.fingers[1].image).score) <= 5);
    CHECK(toCapture({PrintKind::Flat, Finger::RightMiddle}, FingerImage{}, device).error().code ==
          Code::BadInput);
    CHECK(subjectOf({PrintKind::Rolled, Finger::LeftLittle}) == "rolled-left-little");
}

TEST_CASE("ten flat and ten rolled prints stay small enough for one packet") {
    std::size_t flat = 0;
    std::size_t rolled = 0;
    for (const Finger finger : allFingers()) {
        auto how = usualImpression(static_cast<std::uint64_t>(finger));
        for (const PrintKind kind : {PrintKind::Flat, PrintKind::Rolled}) {
            how.contact = kind == PrintKind::Rolled ? Contact::Rolled : Contact::Flat;
            FingerImage print;
            print.image =
                std::make_shared<const Image>(renderSingle(*fingerMaster(8, finger), how, 640, 640, 500));
            const auto capture = toCapture({kind, finger}, print, {});
            REQUIRE(capture);
            (kind == PrintKind::Rolled ? rolled : flat) += capture->bytes.size();
        }
    }
    WARN("bytes of ten flat prints " << flat << ", of ten rolled ones " << rolled);
    CHECK(flat < 900'000);
    CHECK(flat + rolled < 2'400'000);
}

TEST_CASE("PNG reading stands hostile bytes") {
    const auto good =
        encodeGreyPng(renderSingle(*fingerMaster(8, Finger::RightIndex), Impression{}, 200, 200, 500));
    REQUIRE(good);
    CHECK(decodeGreyPng({}).error().code == Code::BadInput);
    for (std::size_t cut = 0; cut < good->size(); cut += 97)
        CHECK_FALSE(decodeGreyPng(base::ByteView(*good).first(cut)));
    for (std::size_t at = 0; at < 60; ++at) {
        auto bad = *good;
        bad[at] ^= 0x55;
        const auto image = decodeGreyPng(bad);  // refused, or read with its checksum unharmed
        if (image) CHECK(image->pixels.size() == static_cast<std::size_t>(image->width * image->height));
    }
    Image wrong{3, 3, PixelFormat::Grey8, 500, {1, 2}};
    CHECK(encodeGreyPng(wrong).error().code == Code::BadInput);
    wrong.pixels.resize(9);
    wrong.dpi = 0;
    CHECK(encodeGreyPng(wrong).error().code == Code::BadInput);
}
