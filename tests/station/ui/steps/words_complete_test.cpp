// Every stable identifier that the devices' headers document has a sentence.
#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "station/ui/steps/finger_words.h"
#include "station/ui/steps/portrait_words.h"

namespace {

std::string headerText(const std::string& file) {
    std::ifstream in(std::string(ENROLL_SOURCE_FOLDER) + "/" + file);
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("Every measure and reason of the portrait's judge has its words") {
    const std::string text = headerText("devices/portrait/portrait_analysis.h");
    const std::regex row("^//   ([a-z-]+)  +([a-z, -]+)", std::regex::multiline);
    std::set<std::string> measures, reasons;
    for (std::sregex_iterator it(text.begin(), text.end(), row), end; it != end; ++it) {
        measures.insert((*it)[1]);
        std::stringstream list((*it)[2]);
        for (std::string reason; std::getline(list, reason, ',');) {
            reason.erase(0, reason.find_first_not_of(' '));
            reason.erase(reason.find_last_not_of(' ') + 1);
            reasons.insert(reason);
        }
    }
    REQUIRE(measures.size() == 16);
    REQUIRE(reasons.size() >= 20);
    reasons.insert("hold-still");  // of the coach
    for (const auto& id : measures) {
        INFO(id);
        CHECK_FALSE(ui::sayPortraitMeasure(id).empty());
    }
    for (const auto& id : reasons) {
        INFO(id);
        CHECK_FALSE(ui::sayPortraitInstruction(id).empty());
        CHECK_FALSE(ui::sayPortraitReason(id).empty());
    }
    std::set<std::string> shown;
    for (const auto& check : ui::portraitChecks()) shown.insert(check.measures.begin(), check.measures.end());
    CHECK(shown == measures);
    CHECK(ui::sayPortraitInstruction("no-such-thing").empty());
}

TEST_CASE("Every advice of the fingerprint judge has its words") {
    const std::string text = headerText("devices/fingerprint/live_judge.h") + headerText("devices/fingerprint/segmentation.h");
    const std::regex quoted("\"([a-z]+-[a-z]+)\"");
    std::set<std::string> advice;
    for (std::sregex_iterator it(text.begin(), text.end(), quoted), end; it != end; ++it) advice.insert((*it)[1]);
    REQUIRE(advice.size() >= 11);
    for (const auto& id : advice) {
        INFO(id);
        CHECK_FALSE(ui::sayFingerAdvice(id).empty());
    }
}

TEST_CASE("Every reason for a missing finger has its words") {
    CHECK(ui::missingReasons().size() == static_cast<std::size_t>(devices::MissingReason::Other));
    for (const auto reason : ui::missingReasons()) {
        INFO(devices::missingReasonName(reason));
        CHECK_FALSE(ui::sayMissingReason(reason).empty());
        CHECK_FALSE(devices::missingReasonName(reason).empty());
    }
    for (const auto& id : ui::weakPrintIds()) {
        CHECK_FALSE(ui::sayWeakPrint(id).empty());
        CHECK(devices::missingReasonByName(id) == devices::MissingReason::Unknown);  // the two lists share one menu
    }
}

TEST_CASE("The worst measure of a row is the one that is shown") {
    const auto checks = ui::portraitChecks();
    devices::QualityReport report;
    report.measures.push_back({"head-pose-angle-yaw", 1, 90, devices::Outcome::Pass, ""});
    report.measures.push_back({"head-pose-angle-roll", 7, 20, devices::Outcome::Warn, "straighten-head"});
    report.measures.push_back({"head-pose-angle-pitch", 0, -1, devices::Outcome::NotChecked, ""});
    CHECK(ui::worstOf(checks[2], report).reason == "straighten-head");
    CHECK(ui::worstOf(checks[0], report).outcome == devices::Outcome::Unknown);
}
