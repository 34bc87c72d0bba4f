// How the fingers of a hand lie beside each other: names found fingertips, notices gaps, tells right from
// left. Internal to segmentation. Threads: pure functions.
#pragma once

#include <vector>

#include "devices/fingerprint/segmentation.h"

namespace devices {

struct Fingertip {
    double x = 0;  // middle of the print
    double y = 0;  // its upper end
    double width = 0;
};

// One name per tip (tips from left to right), chosen among `expected` (in the order of the glass) so that the
// places fit a hand best. Tips are never more than expected.
std::vector<Finger> nameTips(const std::vector<Fingertip>& tips, const std::vector<Finger>& expected);

// Right or left by three witnesses: the fan of the tips, the small little finger, and the side to which loops
// open (19 of 20 loops open towards the little finger).
Hand judgeHand(const std::vector<Fingertip>& tips, const std::vector<Finger>& names,
               const std::vector<FingerImage>& prints);

}  // namespace devices
