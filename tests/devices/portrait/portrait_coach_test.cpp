// One thing at a time, long enough to be read; a burst when the face is ready and still.
#include <catch2/catch.hpp>

#include "devices/portrait/portrait_coach.h"

using namespace devices;
using namespace std::chrono_literals;

namespace {

PortraitReport wanting(const std::string& instruction) {
    PortraitReport report;
    report.faces = 1;
    report.eyes = {500, 300, 630, 300};
    report.instruction = instruction;
    report.ready = instruction.empty();
    return report;
}

// Feeds frames at 25 per second.
class Film {
public:
    explicit Film(PortraitCoach& coach) : coach_(coach) {}
    CoachAdvice show(const PortraitReport& report, std::chrono::milliseconds length) {
        CoachAdvice advice;
        for (auto shown = 0ms; shown < length; shown += kFrame) {
            advice = coach_.see(report, now_);
            bursts_ += advice.step == CoachStep::TakeBurst ? 1 : 0;
            now_ += kFrame;
        }
        return advice;
    }
    int bursts() const { return bursts_; }

private:
    static constexpr auto kFrame = 40ms;
    PortraitCoach& coach_;
    PortraitCoach::Time now_{1h};
    int bursts_ = 0;
};

Measure component(int value, Outcome outcome) {
    Measure m;
    m.name = "any";
    m.component = value;
    m.outcome = outcome;
    return m;
}

PortraitReport withComponents(std::initializer_list<Measure> measures) {
    PortraitReport report;
    report.faces = 1;
    report.quality.measures = measures;
    return report;
}

}  // namespace

SCENARIO("An instruction stays long enough to be read") {
    PortraitCoach coach;
    Film film(coach);
    GIVEN("the first instruction, shown at once") {
        CHECK(film.show(wanting("come-closer"), 40ms).instruction == "come-closer");
        THEN("another one waits for the dwell time") {
            CHECK(film.show(wanting("open-eyes"), 600ms).instruction == "come-closer");
            CHECK(film.show(wanting("open-eyes"), 120ms).instruction == "open-eyes");
        }
        THEN("one that only flickers is never shown") {
            film.show(wanting("come-closer"), 2000ms);
            for (int i = 0; i < 20; ++i) {
                CHECK(film.show(wanting("straighten-head"), 120ms).instruction == "come-closer");
                CHECK(film.show(wanting("come-closer"), 80ms).instruction == "come-closer");
            }
        }
        THEN("between two wavering others nothing flickers either") {
            film.show(wanting("come-closer"), 2000ms);
            for (int i = 0; i < 10; ++i) {
                film.show(wanting("open-eyes"), 120ms);
                CHECK(film.show(wanting("close-mouth"), 120ms).instruction == "come-closer");
            }
        }
    }
}

SCENARIO("A face that is ready and holds still is captured once") {
    PortraitCoach coach;
    Film film(coach);
    film.show(wanting("come-closer"), 1000ms);
    GIVEN("it becomes ready") {
        const auto early = film.show(wanting(""), 360ms);
        CHECK(early.step == CoachStep::HoldStill);
        CHECK(early.instruction == "hold-still");
        CHECK(early.progress > 0.3);
        CHECK(early.progress < 0.7);
        WHEN("it stays so") {
            const auto last = film.show(wanting(""), 2000ms);
            THEN("one burst is asked for, and then nothing more") {
                CHECK(film.bursts() == 1);
                CHECK(last.step == CoachStep::Captured);
            }
            THEN("after a reset it begins again") {
                coach.reset();
                film.show(wanting(""), 1000ms);
                CHECK(film.bursts() == 2);
            }
        }
        WHEN("a single frame is worse") {
            film.show(wanting("open-eyes"), 80ms);
            film.show(wanting(""), 320ms);
            THEN("the hold goes on, and a blink does not start it again") {
                CHECK(film.bursts() == 1);
            }
        }
        WHEN("it is lost for longer") {
            const auto lost = film.show(wanting("open-eyes"), 200ms);
            CHECK(lost.step == CoachStep::Adjust);
            film.show(wanting(""), 600ms);
            THEN("the hold starts from the beginning") {
                CHECK(film.bursts() == 0);
            }
        }
        WHEN("the head wanders") {
            for (int i = 1; i <= 10; ++i) {
                auto moved = wanting("");
                moved.eyes.rightX += 20 * i;
                moved.eyes.leftX += 20 * i;
                film.show(moved, 200ms);
            }
            THEN("nothing is captured") {
                CHECK(film.bursts() == 0);
            }
        }
    }
}

SCENARIO("With capture by hand the coach only says that the face is ready") {
    PortraitCoach coach(Trigger::ByHand);
    Film film(coach);
    const auto advice = film.show(wanting(""), 3000ms);
    CHECK(advice.step == CoachStep::HoldStill);
    CHECK(advice.progress == 1);
    CHECK(film.bursts() == 0);
}

TEST_CASE("A clock that goes back does not confuse the coach") {
    PortraitCoach coach;
    const PortraitCoach::Time start{1h};
    coach.see(wanting(""), start);
    CHECK(coach.see(wanting(""), start - 10min).progress == 0);
    CHECK(coach.see(wanting(""), start + 350ms).progress == Approx(0.5));
}

TEST_CASE("The best of a burst has no failing check, then the strongest weakest one, then the best mean") {
    const auto fails = withComponents({component(95, Outcome::Pass), component(39, Outcome::Fail)});
    const auto weak = withComponents({component(100, Outcome::Pass), component(45, Outcome::Warn)});
    const auto even = withComponents({component(80, Outcome::Pass), component(75, Outcome::Pass)});
    const auto better = withComponents({component(90, Outcome::Pass), component(75, Outcome::Pass)});
    const auto unjudged = withComponents({component(90, Outcome::Pass), component(-1, Outcome::NotChecked)});
    PortraitReport nobody;
    using Burst = std::vector<PortraitReport>;
    CHECK(bestOfBurst(Burst{fails, weak, even}) == 2u);
    CHECK(bestOfBurst(Burst{fails, weak}) == 1u);
    CHECK(bestOfBurst(Burst{even, better}) == 1u);
    CHECK(bestOfBurst(Burst{better, unjudged}) == 1u);
    CHECK(bestOfBurst(Burst{nobody, fails}) == 1u);
    CHECK_FALSE(bestOfBurst(Burst{nobody}));
    CHECK_FALSE(bestOfBurst(Burst{}));
}
