// What runs while a capture step is on the screen: devices, live judgement, auto-capture. Each flow is made when its
// step opens and ends with it. Main thread; device and judging threads reach it only through mailboxes and the dispatcher.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "devices/barcode/barcode.h"
#include "devices/fingerprint/finger_sequence.h"
#include "devices/portrait/portrait_analysis.h"
#include "station/workflow/device_room.h"
#include "station/workflow/enrollment.h"

namespace station {

// The newest picture, scaled in the worker to the physical pixels of the view, and what is known of it.
struct CameraView {
    devices::ImagePtr picture;        // Bgr24
    std::uint64_t frame = 0;
    double scale = 1;                 // view pixels per camera pixel
};

// Identify: looks on live frames for a card's QR and, where none shows, for its machine-readable zone.
class IdentifyFlow {
public:
    virtual ~IdentifyFlow() = default;
    virtual void setView(int width, int height) = 0;               // physical pixels
    virtual std::optional<CameraView> takeView() = 0;              // newest, once
    virtual DeviceChip camera() const = 0;
    // A pasted or wedge-typed line: QR text, MRZ of one or three lines, or a 12-digit number. BadInput says what it is not.
    virtual base::Result<forms::CardReading> read(std::string_view text) = 0;

    Signal<> viewReady;               // at most one waiting at a time
    Signal<const forms::CardReading&> cardRead;   // already applied to the enrollment
    Signal<const base::Error&> unreadable;        // a code that is not a card's
    Signal<> deviceChanged;
};

struct PortraitLive {
    CameraView view;
    devices::PortraitReport report;   // newest judgement; boxes and points in camera pixels
    std::string instruction;          // stable id, one at a time, never flickering
    double hold = 0;                  // 0..1 of the hold-still time
    bool taking = false;              // a burst is being taken or judged
};

class PortraitFlow {
public:
    virtual ~PortraitFlow() = default;
    virtual void setView(int width, int height) = 0;
    virtual std::optional<PortraitLive> takeLive() = 0;
    virtual DeviceChip camera() const = 0;
    virtual std::vector<std::string> checksOff() const = 0;        // measures that need missing models
    virtual Switch autoCapture() const = 0;
    virtual void setAutoCapture(Switch on) = 0;
    virtual void captureNow() = 0;                                 // F2
    virtual void retake() = 0;                                     // F5: auto-capture arms again
    virtual bool armed() const = 0;

    Signal<> liveReady;
    Signal<const base::Result<int>&> taken;   // attempt number in the enrollment, or why none was kept
    Signal<> deviceChanged;
};

struct FingerLive {
    devices::FingerprintPreview preview;      // platen scaled for the view
    double scale = 1;
};

class FingerprintFlow {
public:
    virtual ~FingerprintFlow() = default;
    virtual void setView(int width, int height) = 0;
    virtual std::optional<FingerLive> takeLive() = 0;
    virtual DeviceChip scanner() const = 0;
    virtual const std::vector<devices::FingerStep>& steps() const = 0;   // as this scanner can do them
    virtual std::optional<std::size_t> currentStep() const = 0;          // nullopt: all done
    virtual void selectStep(std::size_t step) = 0;
    virtual void selectFinger(devices::Finger finger) = 0;               // retake this one alone
    virtual void start() = 0;                                            // waits for the fingers of the current step
    virtual void captureNow() = 0;                                       // F3
    virtual void stop() = 0;
    virtual bool running() const = 0;
    virtual bool fullSetPossible() const = 0;  // false: this scanner cannot take what the procedure needs

    Signal<> liveReady;
    Signal<> stepChanged;
    Signal<const std::string&> advice;         // stable id after a capture ("missing-finger", "wrong-hand", ...)
    Signal<const base::Error&> problem;
    Signal<> deviceChanged;
};

class DocumentsFlow {
public:
    virtual ~DocumentsFlow() = default;
    virtual DeviceChip scanner() const = 0;
    virtual const devices::ScanRequest& request() const = 0;
    virtual void setRequest(const devices::ScanRequest& request) = 0;
    virtual std::optional<devices::ScannerCaps> caps() const = 0;
    virtual void scan(const std::string& paper) = 0;                     // F4; pages go to this paper
    virtual void importFiles(const std::string& paper, std::vector<std::string> paths) = 0;
    virtual void cancel() = 0;                                           // pages already read stay
    virtual bool scanning() const = 0;
    virtual int pagesThisScan() const = 0;
    virtual devices::ImagePtr partialPage() const = 0;                   // thumbnail of the page being read, null between pages

    Signal<> progress;
    Signal<const base::Result<void>&> ended;
    Signal<> deviceChanged;
};

}  // namespace station
