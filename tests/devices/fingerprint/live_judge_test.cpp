#include "devices/fingerprint/live_judge.h"

#include <catch2/catch.hpp>

#include "devices/fingerprint/quality.h"
#include "devices/virtual/finger.h"

using namespace devices;

namespace {

ImagePtr glassWith(const Impression& how, double x = 200, double y = 250) {
    auto image = std::make_shared<Image>(emptyGlass(400, 500, 500, 1));
    press(*image, *fingerMaster(9, Finger::RightIndex), how, x, y);
    return image;
}

FingerprintRequest oneFinger(int gate) {
    FingerprintRequest request;
    request.placement = Placement::Single;
    request.expected = {Finger::RightIndex};
    request.gate = gate;
    return request;
}

}  // namespace

SCENARIO("the judge waits until the finger rests and nothing gets better") {
    LiveJudge judge(oneFinger(40));
    CHECK(judge.look(glassWith({}, 2000)).advice == "place-finger");
    CHECK(judge.look(glassWith({})).advice == "hold-still");  // just came down
    Impression how;
    for (int picture = 1; picture <= 3; ++picture) {
        how.seed = static_cast<std::uint64_t>(picture) + 1;
        judge.look(glassWith(how));
        CHECK_FALSE(judge.satisfied());
    }
    judge.look(glassWith(how));
    CHECK(judge.satisfied());
    CHECK(judge.look(glassWith(how, 240)).advice == "hold-still");  // slid by two millimeters
    CHECK_FALSE(judge.satisfied());
}

SCENARIO("a finger whose full score stays below the gate is not taken, and the citizen is told why") {
    Impression wet;
    wet.wetness = 0.9;
    const auto picture = glassWith(wet);
    const int live = livePrintQuality(*picture).score;
    const int full = printQuality(*picture).score;
    REQUIRE(live > full + 4);
    LiveJudge judge(oneFinger(full + 2));
    std::string advice;
    for (int look = 0; look < 12; ++look) advice = judge.look(look == 0 ? glassWith(wet) : picture).advice;
    CHECK(advice == "dry-finger");
    CHECK_FALSE(judge.satisfied());
}

SCENARIO("the most important cause is told first") {
    Impression how;
    how.pressure = 0.15;
    LiveJudge judge(oneFinger(60));
    judge.look(glassWith(how));
    CHECK(judge.look(glassWith(how)).advice == "press-harder");
    LiveJudge dry(oneFinger(90));
    how = {};
    how.dryness = 0.8;
    CHECK(judgeStill(glassWith(how), oneFinger(90)).advice == "moisten-finger");
    CHECK(judgeStill(glassWith({}, 20), oneFinger(90)).advice == "center-finger");
    CHECK(judgeStill(glassWith({}, 2000), oneFinger(40)).advice == "place-finger");
    CHECK(judgeStill(glassWith({}), oneFinger(40)).advice.empty());
}
