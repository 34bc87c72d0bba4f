#include "devices/fingerprint/finger_set.h"

#include <algorithm>
#include <utility>

#include "devices/fingerprint/finger_names.h"

namespace devices {
namespace {

PrintKind kindOf(Placement placement) {
    return placement == Placement::Rolled ? PrintKind::Rolled : PrintKind::Flat;
}

}  // namespace

std::string subjectOf(const PrintKey& key) {
    return (key.kind == PrintKind::Rolled ? "rolled-" : "") + std::string(fingerName(key.finger));
}

void FingerSet::use(FingerprintCaps caps, int gate) {
    caps_ = caps;
    gate_ = gate;
}

void FingerSet::add(const FingerStep& step, const FingerprintResult& result) {
    ++stepAttempts_[{step.placement, step.expected}];
    for (const auto& print : result.fingers) {
        if (print.finger == Finger::Unknown || !print.image) continue;
        const PrintKey key{kindOf(step.placement), print.finger};
        restore(key, print);
        ++prints_[key].attempts;
    }
}

void FingerSet::restore(const PrintKey& key, FingerImage print) {
    auto& kept = prints_[key];
    if (!kept.print.image || print.quality.score > kept.print.quality.score) kept.print = std::move(print);
}

void FingerSet::drop(const PrintKey& key) {
    const auto found = prints_.find(key);
    if (found != prints_.end()) found->second.print = {};
}

base::Result<void> FingerSet::setMissing(Finger finger, MissingFinger why) {
    if (fingerName(finger).empty()) return base::fail(base::Code::BadInput, "no such finger");
    if (auto good = checkMissing(why); !good) return good;
    missing_[finger] = std::move(why);
    return {};
}

void FingerSet::clearMissing(Finger finger) {
    missing_.erase(finger);
}

const FingerImage* FingerSet::best(const PrintKey& key) const {
    const auto found = prints_.find(key);
    return found != prints_.end() && found->second.print.image ? &found->second.print : nullptr;
}

int FingerSet::attempts(const PrintKey& key) const {
    const auto found = prints_.find(key);
    return found != prints_.end() ? found->second.attempts : 0;
}

std::vector<PrintKey> FingerSet::taken() const {
    std::vector<PrintKey> keys;
    for (const auto& [key, kept] : prints_) {
        if (kept.print.image && !missing_.contains(key.finger)) keys.push_back(key);
    }
    return keys;
}

std::vector<StepProgress> FingerSet::steps() const {
    std::vector<StepProgress> all;
    for (const auto& step : fingerSteps(caps_, missing_)) all.push_back(progressOf(step));
    return all;
}

std::optional<FingerStep> FingerSet::nextStep(int attemptsEnough) const {
    for (const auto& progress : steps()) {
        if (!settled(progress, attemptsEnough)) return progress.step;
    }
    return std::nullopt;
}

int FingerSet::remaining(int attemptsEnough) const {
    const auto all = steps();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](const auto& p) { return !settled(p, attemptsEnough); }));
}

StepProgress FingerSet::progressOf(const FingerStep& step) const {
    StepProgress progress{step, StepState::Done, 0, {}};
    const auto counted = stepAttempts_.find({step.placement, step.expected});
    if (counted != stepAttempts_.end()) progress.attempts = counted->second;
    for (const Finger finger : step.expected) {
        const FingerImage* print = best({kindOf(step.placement), finger});
        if (print != nullptr && print->quality.score >= gate_) continue;
        progress.below.push_back(finger);
        if (print == nullptr)
            progress.state = StepState::Open;
        else if (progress.state == StepState::Done)
            progress.state = StepState::Weak;
    }
    return progress;
}

bool FingerSet::settled(const StepProgress& progress, int attemptsEnough) const {
    if (progress.state == StepState::Done) return true;
    if (progress.state != StepState::Weak) return false;
    return std::all_of(progress.below.begin(), progress.below.end(), [&](Finger finger) {
        return attempts({kindOf(progress.step.placement), finger}) >= attemptsEnough;
    });
}

}  // namespace devices
