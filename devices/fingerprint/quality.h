// How good a print is, 0 .. 100. Our own measure: its weights are fitted so that scores read like those of
// NFIQ 2 (the field's judge; 40 is the usual gate), but it is not NFIQ 2. Everything is computed on the print
// alone; the picture may have any resolution. Measures: contact-area (mm2), orientation-certainty, coherence,
// ridge-frequency, ridge-clarity, contrast (grey levels), ridge-share, cut-share. Reasons: "too-small",
// "too-light", "too-dry", "too-wet", "off-center", "moved", "unclear" (low without one of the other causes).
// Threads: pure functions.
#pragma once

#include "devices/image.h"

namespace devices {

constexpr const char* kFullQualityName = "enroll-print 1";
constexpr const char* kLiveQualityName = "enroll-print-live 1";

// On every preview frame: area, orientation certainty and coherence only (about 1 ms per finger).
QualityReport livePrintQuality(const Image& print);
// On candidates: everything.
QualityReport printQuality(const Image& print);

// Adds the reason "moved" and lowers the score: the finger slid while the picture was taken.
void markMoved(QualityReport& report);

}  // namespace devices
