// Judges each picture of the glass against what was asked, as long as one capture lasts: finds the fingers,
// scores them, notices movement between pictures, and chooses the one thing to tell the citizen. Threads: one
// capture on one thread.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "devices/fingerprint/fingerprint_scanner.h"

namespace devices {

// Advice, most important first (stable identifiers; station/ has the sentences):
//   "place-finger"   nothing lies on the glass           "wrong-hand"      the other hand lies there
//   "missing-finger" fewer fingers than asked            "extra-finger"    more than asked
//   "hold-still"     the fingers move                    "center-finger"   a print is cut by the rim
//   "press-harder"   too light                           "lay-flat"        too small a part touches
//   "dry-finger"     wet or sweating skin                "moisten-finger"  dry skin
//   "clean-finger"   unclear for another reason          ""                nothing to better
class LiveJudge {
public:
    explicit LiveJudge(FingerprintRequest request) : request_(std::move(request)) {}

    // Live scores; cheap enough for every picture.
    FingerprintPreview look(ImagePtr platen);
    // True when every expected finger lies still, three pictures brought nothing better, and the full scores,
    // which are taken then, reach the gate as well.
    bool satisfied() const { return satisfied_; }
    // Full scores of the fingers of a picture that was looked at.
    FingerprintResult finish(const FingerprintPreview& preview) const;

private:
    struct Spot {
        double x = 0;
        double y = 0;
    };
    bool noteMovement(const FingerprintPreview& preview);
    void noteProgress(FingerprintPreview& preview);
    void confirm(FingerprintPreview& preview);
    std::size_t expectedCount() const;

    FingerprintRequest request_;
    std::map<Finger, Spot> before_;
    FingerprintPreview last_;
    int lowestScore_ = 0;
    int restingPictures_ = 0;
    bool confirmed_ = false;  // last_ carries full scores
    bool satisfied_ = false;
};

// What both drivers check before a capture: Unsupported when the scanner cannot take the placement, BadInput
// when the expected fingers do not belong to it (Single and Rolled need exactly one).
base::Result<void> checkRequest(const FingerprintCaps& caps, const FingerprintRequest& request);

// One picture of a reader without a live stream: full scores at once, movement unknown.
FingerprintPreview judgeStill(ImagePtr platen, const FingerprintRequest& request);

}  // namespace devices
