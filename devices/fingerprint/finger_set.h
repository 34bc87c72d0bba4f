// All that was taken of one citizen's fingers: attempts, the best of each finger, missing fingers, what
// remains. A slap is scored finger by finger: a bad finger of a good slap is taken again alone or with its
// slap, and each finger keeps its own best attempt. The set holds pictures in memory; keeping them is the
// store's work. Threads: a plain value, one thread at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "devices/fingerprint/finger_sequence.h"

namespace devices {

// Flat and rolled prints of one finger are two things.
enum class PrintKind { Unknown = 0, Flat, Rolled };

struct PrintKey {
    PrintKind kind = PrintKind::Unknown;
    Finger finger = Finger::Unknown;
    auto operator<=>(const PrintKey&) const = default;
};

// "right-index", "rolled-right-index".
std::string subjectOf(const PrintKey& key);

enum class StepState { Unknown = 0, Open, Weak, Done };  // Weak: every finger taken, one below the gate

struct StepProgress {
    FingerStep step;
    StepState state = StepState::Open;
    int attempts = 0;           // captures of this step
    std::vector<Finger> below;  // fingers not yet at the gate (or not yet taken)
};

class FingerSet {
public:
    FingerSet(FingerprintCaps caps, int gate) : caps_(caps), gate_(gate) {}

    // Another scanner or gate: what was taken stays.
    void use(FingerprintCaps caps, int gate);

    // One capture of a step. A finger's best attempt is replaced only by a better one.
    void add(const FingerStep& step, const FingerprintResult& result);
    // A print restored from the store; `score` alone decides as in add().
    void restore(const PrintKey& key, FingerImage print);
    // Takes the print away; attempts stay counted.
    void drop(const PrintKey& key);

    // BadInput as checkMissing. What was taken of that finger is kept but does not count while it is missing.
    base::Result<void> setMissing(Finger finger, MissingFinger why);
    void clearMissing(Finger finger);
    const MissingFingers& missing() const { return missing_; }

    const FingerImage* best(const PrintKey& key) const;  // null when there is none
    int attempts(const PrintKey& key) const;
    // Prints that count: of fingers that are not missing, by kind and finger code.
    std::vector<PrintKey> taken() const;

    std::vector<StepProgress> steps() const;
    // The first step that is not Done; after `attemptsEnough` attempts a Weak one counts as done (the best is
    // kept with a reason). Nullopt when nothing remains.
    std::optional<FingerStep> nextStep(int attemptsEnough = 3) const;
    int remaining(int attemptsEnough = 3) const;  // "con n buoc"
    bool complete(int attemptsEnough = 3) const { return remaining(attemptsEnough) == 0; }

private:
    struct Kept {
        FingerImage print;
        int attempts = 0;
    };
    StepProgress progressOf(const FingerStep& step) const;
    bool settled(const StepProgress& progress, int attemptsEnough) const;

    FingerprintCaps caps_;
    int gate_ = 0;
    MissingFingers missing_;
    std::map<PrintKey, Kept> prints_;
    std::map<std::pair<Placement, std::vector<Finger>>, int> stepAttempts_;
};

}  // namespace devices
