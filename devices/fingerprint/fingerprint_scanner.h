// A fingerprint scanner: what it can take, its live picture, and one capture.
// Backends: uareu (DigitalPersona U.are.U 4500 / 4000B over libusb), virtual (training).
#pragma once

#include <string>
#include <vector>

#include "devices/device.h"
#include "devices/image.h"
#include "devices/session.h"

namespace devices {

// Finger positions with the codes of ANSI/NIST-ITL 1-2011 table 8 (FGP) and ISO/IEC 19794-4 table 5.
enum class Finger {
    Unknown = 0,
    RightThumb = 1, RightIndex, RightMiddle, RightRing, RightLittle,
    LeftThumb = 6, LeftIndex, LeftMiddle, LeftRing, LeftLittle,
};

// What is laid on the glass at once. Slaps carry FGP 13, 14, 15 in records.
enum class Placement { Unknown = 0, Single, RightFour, LeftFour, TwoThumbs, Rolled };

struct FingerprintCaps {
    bool rightFour = false;   // a four-finger slap fits
    bool twoThumbs = false;
    bool single = true;
    bool rolled = false;
    int imageWidth = 0;       // pixels of the platen
    int imageHeight = 0;
    double dpi = 0;
};

// One finger found on the platen: its upright crop at the device's resolution and its live or final judgement.
struct FingerImage {
    Finger finger = Finger::Unknown;
    ImagePtr image;           // Grey8, ridges dark, upright
    QualityReport quality;
    int left = 0, top = 0;    // of the crop inside the platen picture
};

struct FingerprintRequest {
    Placement placement = Placement::Unknown;
    std::vector<Finger> expected;  // which fingers are to lie there; those the citizen lacks are left out
    int gate = 40;                 // 0..100; auto-capture waits until every expected finger reaches it
    bool autoCapture = true;       // else only captureNow of the preview ends it
};

struct FingerprintPreview {
    ImagePtr platen;               // Grey8, newest picture of the whole glass
    std::vector<FingerImage> fingers;
    std::string advice;            // stable identifier of the one instruction ("press-harder", "wrong-hand", ...)
};

struct FingerprintResult {
    ImagePtr platen;
    std::vector<FingerImage> fingers;  // those found; fewer than expected is told in `advice` ("missing-finger")
    std::string advice;
};

class FingerprintScanner : public Device {
public:
    // Called on the session's thread for each new picture; returning true asks to capture now.
    using PreviewSink = std::function<bool(const FingerprintPreview&)>;
    virtual FingerprintCaps caps() const = 0;
    // Waits for the fingers, judges each picture, and returns the best one that satisfied the request. Cancelled by
    // `stop`, Disconnected when unplugged, Timeout only by the device itself.
    virtual base::Result<FingerprintResult> capture(const FingerprintRequest& request, const PreviewSink& preview,
                                                    std::stop_token stop) = 0;
};

using FingerprintBackend = Backend<FingerprintScanner>;
using FingerprintSession = Session<FingerprintScanner>;

}  // namespace devices
