// EnrollmentModel: fingers.
#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "station/workflow/enrollment_model.h"

namespace station {
namespace {

using devices::Finger;
using devices::PrintKey;
using devices::PrintKind;

}  // namespace

void EnrollmentModel::showFingers() {
    for (const auto& [finger, why] : content_.book.missing) {
        if (auto set = fingers_.setMissing(finger, why); !set) base::log::failure("missing-finger", set.error());
    }
    for (const FingerNote& note : content_.book.fingers) {
        auto picture = pictureOf(note.blob());
        if (!note.counts || !picture) continue;
        devices::FingerImage print;
        print.finger = note.print.finger;
        print.image = std::move(picture);
        print.quality = note.capture.quality;
        fingers_.restore(note.print, std::move(print));
    }
}

void EnrollmentModel::useScanner(const devices::FingerprintCaps& caps) {
    fingers_.use(caps, core_.preferences.fingerGate);
    capturesChanged.emit(Step::Fingerprints);
}

void EnrollmentModel::addFingers(const devices::FingerStep& step, const devices::FingerprintResult& result,
                                 std::vector<devices::Capture> encoded) {
    if (finished_) return;
    fingers_.add(step, result);
    const auto kind = step.placement == devices::Placement::Rolled ? PrintKind::Rolled : PrintKind::Flat;
    auto& notes = content_.book.fingers;
    for (std::size_t i = 0; i < result.fingers.size() && i < encoded.size(); ++i) {
        FingerNote note;
        note.print = {kind, result.fingers[i].finger};
        note.attempt = 1 + static_cast<int>(std::count_if(notes.begin(), notes.end(), [&](const FingerNote& n) { return n.print == note.print; }));
        keeper_.put(note.blob(), encoded[i].bytes);
        content_.blobs[note.blob()] = std::move(encoded[i].bytes);
        encoded[i].bytes.clear();
        note.capture = std::move(encoded[i]);
        content_.book.accepted.erase(note.print.finger);
        notes.push_back(std::move(note));
    }
    bookChanged(Step::Fingerprints);
}

base::Result<void> EnrollmentModel::setFingerMissing(Finger finger, devices::MissingFinger why) {
    if (finished_) return base::fail(base::Code::WrongState, "sealed already");
    why.note = base::squeeze(why.note);
    if (auto set = fingers_.setMissing(finger, why); !set) return set;
    content_.book.missing[finger] = std::move(why);
    bookChanged(Step::Fingerprints);
    return {};
}

void EnrollmentModel::clearFingerMissing(Finger finger) {
    if (finished_ || content_.book.missing.erase(finger) == 0) return;
    fingers_.clearMissing(finger);
    bookChanged(Step::Fingerprints);
}

void EnrollmentModel::dropPrint(const PrintKey& print) {
    if (finished_) return;
    fingers_.drop(print);
    for (FingerNote& note : content_.book.fingers) {
        if (note.print == print) note.counts = false;
    }
    content_.book.accepted.erase(print.finger);
    bookChanged(Step::Fingerprints);
}

void EnrollmentModel::acceptFinger(Finger finger, std::string reason) {
    if (finished_) return;
    reason = base::squeeze(reason);
    if (reason.empty()) content_.book.accepted.erase(finger);
    else content_.book.accepted[finger] = std::move(reason);
    bookChanged(Step::Fingerprints);
}

std::string EnrollmentModel::acceptedReason(Finger finger) const {
    const auto found = content_.book.accepted.find(finger);
    return found == content_.book.accepted.end() ? std::string() : found->second;
}

// A finger is settled when it is recorded as missing, or each kind of print taken of it reaches the gate or was accepted
// below it with a reason; and its flat or rolled print is there.
EnrollmentModel::FingerState EnrollmentModel::stateOf(Finger finger) const {
    if (content_.book.missing.count(finger) != 0) return FingerState::Settled;
    bool any = false, weak = false;
    for (const auto kind : {PrintKind::Flat, PrintKind::Rolled}) {
        const FingerNote* best = content_.book.bestPrint({kind, finger});
        if (best == nullptr) continue;
        any = true;
        if (best->capture.quality.score < core_.preferences.fingerGate) weak = true;
    }
    if (!any) return FingerState::Open;
    return weak && content_.book.accepted.count(finger) == 0 ? FingerState::Weak : FingerState::Settled;
}

int EnrollmentModel::fingersDone() const {
    return static_cast<int>(std::count_if(std::begin(kTenFingers), std::end(kTenFingers),
                                          [this](Finger f) { return stateOf(f) == FingerState::Settled; }));
}

StepState EnrollmentModel::fingerState() const {
    const auto all = needs();
    const auto need = std::find_if(all.begin(), all.end(), [](const auto& n) { return n.kind == forms::CaptureKind::Fingerprints; });
    if (need == all.end() || !need->required) return StepState::NotNeeded;
    int open = 0, weak = 0;
    for (const Finger finger : kTenFingers) {
        const FingerState state = stateOf(finger);
        open += state == FingerState::Open;
        weak += state == FingerState::Weak;
    }
    const int settled = static_cast<int>(std::size(kTenFingers)) - open - weak;
    if (settled >= need->minPages && weak == 0) return StepState::Done;
    if (settled + weak >= need->minPages) return StepState::Attention;
    return open == static_cast<int>(std::size(kTenFingers)) ? StepState::Untouched : StepState::Partial;
}

}  // namespace station
