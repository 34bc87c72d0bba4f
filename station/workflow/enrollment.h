// One application being taken: fields, portrait, fingers, pages, reasons; every change is encrypted and durable at once.
// Its steps may be visited in any order. Closing the object loses nothing; the draft waits in the list.
//
// Threads: main thread only. Saving happens on the store's thread; `saved` tells when. Errors of saving are told by
// `problem` and saving is tried again with the next change and with every tick.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/secret_bytes.h"
#include "devices/fingerprint/finger_set.h"
#include "devices/image.h"
#include "forms/card_reading.h"
#include "forms/data_quality.h"
#include "forms/schema.h"
#include "station/workflow/signal.h"
#include "station/workflow/views.h"

namespace station {

enum class Step { Unknown = 0, Identify, Details, Portrait, Fingerprints, Documents, Review };
inline constexpr Step kSteps[] = {Step::Identify, Step::Details, Step::Portrait, Step::Fingerprints, Step::Documents, Step::Review};

enum class StepState { Unknown = 0, Untouched, Partial, Attention, Done, NotNeeded };

// No side of a thumbnail exceeds this many pixels; the page scales it for its screen.
inline constexpr int kThumbnailSide = 360;

struct PortraitAttempt {
    int number = 0;                    // from 1, in order of taking
    devices::Capture capture;          // the 3x4 crop, JPEG
    devices::ImagePtr thumbnail;
    base::Instant takenAt;
    std::string overrideReason;        // set when kept although a check failed
};

struct PageView {
    std::string id;
    std::string paper;                 // CaptureNeed::id
    devices::Capture capture;          // without its bytes
    devices::ImagePtr thumbnail;       // upright
    bool looksBlank = false;
    int quarterTurns = 0;              // clockwise, of the thumbnail against the page as it was read
};

inline constexpr devices::Finger kTenFingers[] = {
    devices::Finger::RightThumb, devices::Finger::RightIndex, devices::Finger::RightMiddle, devices::Finger::RightRing,
    devices::Finger::RightLittle, devices::Finger::LeftThumb, devices::Finger::LeftIndex, devices::Finger::LeftMiddle,
    devices::Finger::LeftRing, devices::Finger::LeftLittle};

// A value on file and another from a reading that disagree; the officer chooses.
struct Difference {
    std::string field;
    forms::FieldValue current;
    forms::FieldValue other;
};

struct SealProblem {
    enum class Kind { Unknown = 0, Finding, MissingCapture, Device, Unconfirmed, Difference };
    Kind kind = Kind::Unknown;
    Step step = Step::Unknown;
    std::string field;                 // or the CaptureNeed's id
    std::string rule;                  // for a warning: give its reason
    forms::Level level = forms::Level::Unknown;
    forms::LocalText text;
};

struct PrintedForm {
    std::string id;           // "dc02"
    std::string symbol;       // "Mẫu DC02"; may be empty
    forms::LocalText label;
};

struct Sealed {
    std::string packetId;
    std::uint64_t size = 0;
    std::uint64_t sequence = 0;
    base::Instant at;
    std::vector<std::uint8_t> receiptPdf;  // A5, ready to print
};

class Enrollment {
public:
    virtual ~Enrollment() = default;

    virtual const std::string& id() const = 0;
    virtual const forms::Schema& schema() const = 0;
    virtual const forms::Record& record() const = 0;
    virtual bool training() const = 0;
    virtual const std::string& replaces() const = 0;               // packet id, empty for a new application
    virtual const std::vector<RejectReason>& rejectReasons() const = 0;  // of the application it corrects
    virtual std::optional<base::Instant> savedAt() const = 0;      // nothing unsaved since

    // --- fields
    virtual void setField(const std::string& field, std::string_view typed) = 0;  // on leaving the field
    // While typing, for crash safety only: kept as the field's unfinished text, not normalized, not checked.
    virtual void noteTyping(const std::string& field, std::string_view typed) = 0;
    virtual void confirm(const std::string& field) = 0;            // the officer has looked at a read value
    virtual void confirmAll() = 0;
    virtual void giveReason(const std::string& rule, std::string reason) = 0;
    virtual std::vector<forms::Finding> findings() const = 0;      // as while typing
    virtual std::vector<forms::Finding> findingsOf(const std::string& field) const = 0;
    virtual forms::DataQuality quality() const = 0;                // as before the seal, with the others on this machine
    virtual bool isShown(const std::string& field) const = 0;      // relevant for this record
    virtual bool isRequired(const std::string& field) const = 0;

    // --- identification
    virtual std::vector<std::string> apply(const forms::CardReading& reading, forms::Origin origin) = 0;  // fields filled
    virtual const std::vector<Difference>& differences() const = 0;
    virtual void takeOther(const std::string& field) = 0;          // the reading's value wins
    virtual void keepCurrent(const std::string& field) = 0;
    virtual const std::vector<Alike>& alike() const = 0;           // others on this machine; what of it needs mending is a finding

    // --- documents to sign: of this procedure, in force today, needing nothing that only the seal brings
    virtual std::vector<PrintedForm> printedForms() const = 0;
    // As a PDF file for the system's viewer; NotInForce, Unsupported, NotFound, those of fonts and files. The file goes when
    // the application is left.
    virtual void print(const std::string& id, std::function<void(base::Result<std::filesystem::path>)> answer) = 0;

    // --- captures
    virtual std::vector<forms::CaptureNeed> needs() const = 0;
    virtual const std::vector<PortraitAttempt>& portraits() const = 0;
    virtual std::optional<int> chosenPortrait() const = 0;         // attempt number
    virtual void addPortrait(devices::Capture capture, devices::ImagePtr thumbnail) = 0;  // becomes chosen when better
    virtual void choosePortrait(int number) = 0;
    virtual void overridePortrait(int number, std::string reason) = 0;

    virtual const devices::FingerSet& fingers() const = 0;
    // One capture of a step with its prints encoded, one capture per finger of the result in the same order. Every attempt
    // is kept until the seal; the best of each finger counts.
    virtual void addFingers(const devices::FingerStep& step, const devices::FingerprintResult& result,
                            std::vector<devices::Capture> encoded) = 0;
    virtual base::Result<void> setFingerMissing(devices::Finger finger, devices::MissingFinger why) = 0;
    virtual void clearFingerMissing(devices::Finger finger) = 0;
    virtual void dropPrint(const devices::PrintKey& print) = 0;     // take it again from nothing
    virtual void acceptFinger(devices::Finger finger, std::string reason) = 0;  // best attempt below the gate, with a reason
    virtual std::string acceptedReason(devices::Finger finger) const = 0;
    virtual void useScanner(const devices::FingerprintCaps& caps) = 0;          // what the steps are cut down to

    virtual const std::vector<PageView>& pages() const = 0;        // in order, grouped by paper
    virtual void addPage(const std::string& paper, devices::Capture capture, devices::ImagePtr thumbnail, bool looksBlank) = 0;
    virtual void rotatePage(const std::string& page) = 0;          // 90 degrees clockwise
    virtual void movePage(const std::string& page, int by) = 0;
    virtual void assignPage(const std::string& page, const std::string& paper) = 0;
    virtual void deletePage(const std::string& page) = 0;
    virtual bool canUndoPages() const = 0;
    virtual void undoPages() = 0;
    // The whole page, upright, for viewing; decoded on a worker.
    virtual void loadPage(const std::string& page, std::function<void(base::Result<devices::ImagePtr>)> answer) = 0;

    // --- steps and seal
    // Whether the step belongs to this application now: a capture that the form does not ask for has no step, unless
    // something of it was taken already.
    virtual bool has(Step step) const = 0;
    virtual StepState stepState(Step step) const = 0;
    virtual Step lastStep() const = 0;                             // where the officer was
    virtual void visit(Step step) = 0;
    virtual std::vector<SealProblem> sealProblems() const = 0;     // errors first; empty or only explained warnings = may seal
    virtual bool maySeal() const = 0;
    // Checks the officer's passphrase again, seals, writes the receipt. Afterwards this object is finished.
    virtual void seal(base::SecretBytes passphrase, std::function<void(base::Result<Sealed>)> answer) = 0;
    // When everything so far is durable; with the error when it cannot be written now (it is tried again by itself).
    virtual void whenSaved(std::function<void(base::Result<void>)> then) = 0;

    Signal<const std::string&> fieldChanged;  // field id; a reading may change several
    Signal<> findingsChanged;
    Signal<Step> capturesChanged;
    Signal<> saved;
    Signal<const base::Error&> problem;
};

}  // namespace station
