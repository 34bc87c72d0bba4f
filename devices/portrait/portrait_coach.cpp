#include "devices/portrait/portrait_coach.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace devices {
namespace {

constexpr const char* kHoldStill = "hold-still";

double between(double ax, double ay, double bx, double by) {
    return std::hypot(ax - bx, ay - by);
}

struct Rank {
    bool sound = false;  // no failing check
    int weakest = 0;
    double mean = 0;
    bool operator<(const Rank& other) const {
        return std::tie(sound, weakest, mean) < std::tie(other.sound, other.weakest, other.mean);
    }
};

Rank rankOf(const PortraitReport& report) {
    Rank rank{true, 100, 0};
    int judged = 0;
    for (const auto& m : report.quality.measures) {
        if (m.outcome == Outcome::NotChecked) continue;
        rank.sound = rank.sound && m.outcome != Outcome::Fail;
        rank.weakest = std::min(rank.weakest, m.component);
        rank.mean += m.component;
        ++judged;
    }
    if (judged > 0) rank.mean /= judged;
    return rank;
}

}  // namespace

CoachAdvice PortraitCoach::see(const PortraitReport& report, Time now) {
    if (last_ && now < *last_) now = *last_;
    last_ = now;
    if (captured_) return {CoachStep::Captured, {}, 1};
    hold(report, now);
    follow(holdSince_ ? kHoldStill : report.instruction, now);
    if (!holdSince_) return {CoachStep::Adjust, shown_, 0};
    const auto held = now - *holdSince_;
    const double progress = std::min(1.0, std::chrono::duration<double>(held) / times_.hold);
    if (progress < 1 || !report.ready || trigger_ != Trigger::Automatic)
        return {CoachStep::HoldStill, shown_, progress};
    captured_ = true;
    return {CoachStep::TakeBurst, shown_, 1};
}

// Starts, keeps or ends the time of holding still.
void PortraitCoach::hold(const PortraitReport& report, Time now) {
    if (report.ready) {
        lastReady_ = now;
        if (!holdSince_ || movedSinceHold(report)) {
            holdSince_ = now;
            holdEyes_ = report.eyes;
        }
    } else if (holdSince_ && now - lastReady_ > times_.slip) {
        holdSince_.reset();
    }
}

bool PortraitCoach::movedSinceHold(const PortraitReport& report) const {
    constexpr double kMostMove = 0.12;  // of the inter-eye distance: more would blur a frame of the burst
    const double unit = between(holdEyes_.leftX, holdEyes_.leftY, holdEyes_.rightX, holdEyes_.rightY);
    const double right = between(report.eyes.rightX, report.eyes.rightY, holdEyes_.rightX, holdEyes_.rightY);
    const double left = between(report.eyes.leftX, report.eyes.leftY, holdEyes_.leftX, holdEyes_.leftY);
    return std::max(right, left) > kMostMove * unit;
}

void PortraitCoach::follow(const std::string& wanted, Time now) {
    if (wanted == shown_) {
        wanted_ = wanted;
        wantedSince_ = now;
        return;
    }
    if (wanted != wanted_) {
        wanted_ = wanted;
        wantedSince_ = now;
    }
    const bool first = shown_.empty();
    const bool settled = now - wantedSince_ >= times_.settle;
    const bool dwelt = now - shownSince_ >= times_.dwell;
    if (!first && !(settled && dwelt)) return;
    shown_ = wanted;
    shownSince_ = now;
}

void PortraitCoach::reset() {
    *this = PortraitCoach(trigger_, times_);
}

std::optional<std::size_t> bestOfBurst(std::span<const PortraitReport> burst) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < burst.size(); ++i) {
        if (burst[i].faces == 0) continue;
        if (!best || rankOf(burst[*best]) < rankOf(burst[i])) best = i;
    }
    return best;
}

}  // namespace devices
