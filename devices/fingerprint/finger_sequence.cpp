#include "devices/fingerprint/finger_sequence.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "devices/fingerprint/finger_names.h"

namespace devices {
namespace {

constexpr std::array<std::string_view, 9> kReasons = {
    "", "amputated", "partial", "bandaged", "deformed", "worn", "disease", "cannot-reach", "other"};
constexpr int kFirstRolled = 4;

// Adds the step unless none of its fingers is left.
void addStep(std::vector<FingerStep>& steps, FingerStep step, const MissingFingers& missing) {
    std::erase_if(step.expected, [&](Finger finger) { return missing.contains(finger); });
    if (!step.expected.empty()) steps.push_back(std::move(step));
}

void addSingles(std::vector<FingerStep>& steps, Placement placement, int firstNumber,
                const std::vector<Finger>& fingers, const MissingFingers& missing) {
    for (const Finger finger : fingers) addStep(steps, {firstNumber++, placement, {finger}}, missing);
}

std::vector<Finger> allButThumbs() {
    std::vector<Finger> fingers = allFingers();
    std::erase_if(fingers, isThumb);
    return fingers;
}

// The flat steps; their numbers are those of the legal order where the scanner can follow it.
void addFlats(std::vector<FingerStep>& steps, const FingerprintCaps& caps, const MissingFingers& missing) {
    if (caps.rightFour) {
        addStep(steps, {1, Placement::RightFour, fingersOf(Placement::RightFour)}, missing);
        addStep(steps, {2, Placement::LeftFour, fingersOf(Placement::LeftFour)}, missing);
        if (caps.twoThumbs) {
            addStep(steps, {3, Placement::TwoThumbs, fingersOf(Placement::TwoThumbs)}, missing);
        } else {
            addSingles(steps, Placement::Single, 3, {Finger::RightThumb}, missing);
            addSingles(steps, Placement::Single, 3, {Finger::LeftThumb}, missing);
        }
        return;
    }
    if (caps.twoThumbs) {
        addSingles(steps, Placement::Single, 1, allButThumbs(), missing);
        addStep(steps, {9, Placement::TwoThumbs, fingersOf(Placement::TwoThumbs)}, missing);
        return;
    }
    if (caps.single) addSingles(steps, Placement::Single, 1, allFingers(), missing);
}

}  // namespace

std::string_view missingReasonName(MissingReason reason) {
    const auto index = static_cast<std::size_t>(reason);
    return index < kReasons.size() ? kReasons[index] : std::string_view();
}

MissingReason missingReasonByName(std::string_view name) {
    for (std::size_t i = 1; i < kReasons.size(); ++i) {
        if (kReasons[i] == name) return static_cast<MissingReason>(i);
    }
    return MissingReason::Unknown;
}

base::Result<void> checkMissing(const MissingFinger& missing) {
    if (missingReasonName(missing.reason).empty())
        return base::fail(base::Code::BadInput, "a missing finger without a reason");
    if (missing.reason == MissingReason::Other && base::trim(missing.note).empty()) {
        return base::fail(base::Code::BadInput, "reason \"other\" needs a note");
    }
    return {};
}

std::vector<FingerStep> fingerSteps(const FingerprintCaps& caps, const MissingFingers& missing) {
    std::vector<FingerStep> steps;
    addFlats(steps, caps, missing);
    // Rolled prints follow the slaps; a reader of single fingers has given its flats instead.
    if (caps.rolled && caps.rightFour)
        addSingles(steps, Placement::Rolled, kFirstRolled, allFingers(), missing);
    return steps;
}

FingerprintRequest requestFor(const FingerStep& step, int gate) {
    FingerprintRequest request;
    request.placement = step.placement;
    request.expected = step.expected;
    request.gate = gate;
    return request;
}

}  // namespace devices
