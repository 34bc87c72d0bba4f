// What a draft knows of its captures: which attempts there are, which counts, how pages lie. The bytes lie beside it in
// blobs of their own; this is the small table that is written with every change.
// Threads: plain values. Errors of fromJson: BadInput.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "devices/fingerprint/finger_set.h"
#include "devices/image.h"

namespace station {

struct PortraitNote {
    int number = 0;
    devices::Capture capture;       // without bytes
    base::Instant takenAt;
    std::string overrideReason;
    std::string blob() const { return "portrait-" + std::to_string(number); }
};

struct FingerNote {
    devices::PrintKey print;
    int attempt = 0;                // from 1, per print
    bool counts = true;             // false: the officer took it away
    devices::Capture capture;       // without bytes
    // Flat prints carry the need's name, by which the gateway counts fingers; rolled ones come on top.
    std::string blob() const {
        const std::string prefix = print.kind == devices::PrintKind::Flat ? "fingerprints-" : "";
        return prefix + devices::subjectOf(print) + "-" + std::to_string(attempt);
    }
};

struct PageNote {
    std::string id;                 // "page-7": never used twice in a draft
    std::string paper;
    devices::Capture capture;       // without bytes
    int quarterTurns = 0;           // clockwise, on top of the bytes as kept
    bool looksBlank = false;
    const std::string& blob() const { return id; }
};

struct CaptureBook {
    std::vector<PortraitNote> portraits;
    std::optional<int> chosenPortrait;
    std::vector<FingerNote> fingers;                           // every attempt, in order
    devices::MissingFingers missing;
    std::map<devices::Finger, std::string> accepted;           // best attempt below the gate, with the reason
    std::vector<PageNote> pages;                               // in order
    int lastPageNumber = 0;
    std::string lastStep;

    // The best counting attempt of each print by score, the earlier one among equals; null when there is none.
    const FingerNote* bestPrint(const devices::PrintKey& print) const;
    // Drops all other attempts, and those of fingers recorded as missing.
    void keepBestFingers();
    std::string toJson() const;
    static base::Result<CaptureBook> fromJson(std::string_view json);
};

}  // namespace station
