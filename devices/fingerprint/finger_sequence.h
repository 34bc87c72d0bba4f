// The order in which a citizen's fingers are taken: 1 right four flat, 2 left four flat, 3 two thumbs flat,
// 4-13 rolled (right thumb .. little, left thumb .. little), as Thong tu 60/2021 article 5(3) prescribes; cut
// down to what the scanner can do and to the fingers the citizen has.
//   four-finger scanner        steps 1-3, and the ten rolled where it can roll
//   scanner without rolling    steps 1-3 only
//   two fingers at once        thumbs together, the other eight one by one
//   single-finger reader       ten flat fingers one by one, in the order of the rolled ones
// Threads: plain values and pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "devices/fingerprint/fingerprint_scanner.h"

namespace devices {

// Why a finger cannot be taken (the states the circular asks to describe).
enum class MissingReason {
    Unknown = 0,
    Amputated,
    Partial,
    Bandaged,
    Deformed,
    Worn,
    Disease,
    CannotReach,
    Other
};

struct MissingFinger {
    MissingReason reason = MissingReason::Unknown;
    std::string note;  // what the officer wrote; required for Other
};

using MissingFingers = std::map<Finger, MissingFinger>;

// Stable identifiers: "amputated", "partial", "bandaged", "deformed", "worn", "disease", "cannot-reach",
// "other".
std::string_view missingReasonName(MissingReason reason);
MissingReason missingReasonByName(std::string_view name);
// BadInput when the reason is unknown, or is Other without a note.
base::Result<void> checkMissing(const MissingFinger& missing);

struct FingerStep {
    int number = 0;  // of the legal order, 1-13; a single-finger reader's ten flats are 1-10
    Placement placement = Placement::Unknown;
    std::vector<Finger> expected;  // on the glass from left to right; never empty
    bool operator==(const FingerStep&) const = default;
};

// Steps without any finger left are not there; the others keep their number.
std::vector<FingerStep> fingerSteps(const FingerprintCaps& caps, const MissingFingers& missing = {});

// Ready for capture().
FingerprintRequest requestFor(const FingerStep& step, int gate);

}  // namespace devices
