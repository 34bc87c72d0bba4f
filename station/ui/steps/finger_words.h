// Words for fingers, for the steps of the hand chart, for the stable advice of the fingerprint judge
// (devices/fingerprint/live_judge.h, segmentation.h) and for the reasons why a finger cannot be taken
// (finger_sequence.h). One table each; a test keeps them complete. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include <string>
#include <string_view>
#include <vector>

#include "devices/fingerprint/finger_sequence.h"

namespace ui {

wxString sayFinger(devices::Finger finger);        // "Index", on a tile beside its hand
wxString sayFingerFull(devices::Finger finger);    // "right index finger"
wxString sayFingerStep(const devices::FingerStep& step);
// What to tell the citizen; empty for an unknown id.
wxString sayFingerAdvice(std::string_view id);
std::vector<devices::MissingReason> missingReasons();
wxString sayMissingReason(devices::MissingReason reason);
// Why a print below the gate is kept.
std::vector<std::string> weakPrintIds();
wxString sayWeakPrint(std::string_view id);

}  // namespace ui
