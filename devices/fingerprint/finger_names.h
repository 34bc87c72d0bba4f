// Fingers and placements by name and by the order in which they lie on the glass.
// Threads: pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "devices/fingerprint/fingerprint_scanner.h"

namespace devices {

// Stable identifiers for records and files: "right-thumb" .. "left-little"; empty for Unknown.
std::string_view fingerName(Finger finger);
// Unknown for anything else.
Finger fingerByName(std::string_view name);
// "single", "right-four", "left-four", "two-thumbs", "rolled".
std::string_view placementName(Placement placement);

bool isThumb(Finger finger);
bool isRightHand(Finger finger);
// The same finger of the other hand.
Finger mirrored(Finger finger);
// From left to right as one looks at the picture; empty for Single and Rolled.
std::vector<Finger> fingersOf(Placement placement);
// All ten in the order of their codes.
const std::vector<Finger>& allFingers();

}  // namespace devices
