#include "station/workflow/fingerprint_flow.h"

#include <algorithm>

#include "base/log.h"
#include "devices/camera/preview.h"
#include "devices/fingerprint/finger_capture.h"

namespace station {

struct FingerprintFlowModel::Shared : std::enable_shared_from_this<Shared> {
    Dispatcher* dispatcher = nullptr;
    FingerprintFlowModel* flow = nullptr;  // main thread; null when the step has closed
    std::atomic<int> width{0}, height{0};
    std::atomic<bool> captureNow{false};
    base::Mailbox<FingerLive> mailbox;

    // Session thread, for each new picture; true asks to capture now.
    bool show(const devices::FingerprintPreview& preview) {
        FingerLive live{preview, 1};
        if (preview.platen) {
            live.preview.platen = devices::fitted(preview.platen, width, height);
            if (live.preview.platen) live.scale = double(live.preview.platen->width) / preview.platen->width;
        }
        if (mailbox.put(std::move(live))) {
            dispatcher->post([self = shared_from_this()] {
                if (self->flow != nullptr) self->flow->liveReady.emit();
            });
        }
        return captureNow.exchange(false);
    }

    base::Result<void> capture(devices::FingerprintScanner& scanner, const devices::FingerStep& step, int gate, std::stop_token stop) {
        auto result = scanner.capture(devices::requestFor(step, gate), [this](const auto& preview) { return show(preview); }, std::move(stop));
        if (!result) return base::Failure(result.error());
        Outcome outcome{step, std::move(*result), {}};
        const auto kind = step.placement == devices::Placement::Rolled ? devices::PrintKind::Rolled : devices::PrintKind::Flat;
        for (const auto& finger : outcome.result.fingers) {
            auto capture = devices::toCapture({kind, finger.finger}, finger, scanner.info());
            if (!capture) return base::Failure(capture.error());
            outcome.encoded.push_back(std::move(*capture));
        }
        dispatcher->post([self = shared_from_this(), outcome = std::make_shared<Outcome>(std::move(outcome))] {
            if (self->flow != nullptr) self->flow->took(std::move(*outcome));
        });
        return {};
    }
};

FingerprintFlowModel::FingerprintFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, const Preferences& preferences)
    : enrollment_(enrollment), room_(room), dispatcher_(dispatcher), gate_(preferences.fingerGate), tries_(preferences.fingerTries),
      shared_(std::make_shared<Shared>()),
      deviceLink_(room.changed.connect([this](devices::Kind kind) {
          if (kind != devices::Kind::Fingerprint) return;
          refreshSteps();
          deviceChanged.emit();
      })),
      captureLink_(enrollment.capturesChanged.connect([this](Step step) {
          if (step == Step::Fingerprints) refreshSteps();
      })) {
    shared_->dispatcher = &dispatcher;
    shared_->flow = this;
    refreshSteps();
    chooseNext();
}

FingerprintFlowModel::~FingerprintFlowModel() {
    shared_->flow = nullptr;
    if (job_) room_.fingerprint().cancel(*job_);
}

void FingerprintFlowModel::setView(int width, int height) {
    shared_->width = width;
    shared_->height = height;
}

std::optional<FingerLive> FingerprintFlowModel::takeLive() { return shared_->mailbox.take(); }

DeviceChip FingerprintFlowModel::scanner() const { return room_.chip(devices::Kind::Fingerprint); }

bool FingerprintFlowModel::fullSetPossible() const {
    const auto takesTen = room_.fingerprintTakesTen();
    return !takesTen || *takesTen;
}

// The steps follow the scanner and the fingers the citizen has; the officer's place among them is kept.
void FingerprintFlowModel::refreshSteps() {
    const auto caps = room_.fingerprintCaps();
    if (!caps) return;
    auto steps = devices::fingerSteps(*caps, enrollment_.fingers().missing());
    if (steps == steps_) return;
    const bool first = steps_.empty();
    std::optional<devices::FingerStep> before;
    if (current_) before = steps_[*current_];
    steps_ = std::move(steps);
    current_.reset();
    if (before) {
        const auto same = std::find_if(steps_.begin(), steps_.end(), [&](const auto& s) { return s.number == before->number && s.placement == before->placement; });
        if (same != steps_.end()) current_ = static_cast<std::size_t>(same - steps_.begin());
    }
    if (first) enrollment_.useScanner(*caps);
    if (!current_) chooseNext();
    stepChanged.emit();
}

void FingerprintFlowModel::chooseNext() {
    single_.reset();
    const auto next = enrollment_.fingers().nextStep(tries_);
    current_.reset();
    if (next) {
        const auto found = std::find(steps_.begin(), steps_.end(), *next);
        if (found != steps_.end()) current_ = static_cast<std::size_t>(found - steps_.begin());
    }
    stepChanged.emit();
}

void FingerprintFlowModel::selectStep(std::size_t step) {
    if (step >= steps_.size()) return;
    stop();
    single_.reset();
    current_ = step;
    stepChanged.emit();
}

void FingerprintFlowModel::selectFinger(devices::Finger finger) {
    stop();
    devices::FingerStep step;
    step.placement = devices::Placement::Single;
    step.expected = {finger};
    const auto of = std::find_if(steps_.begin(), steps_.end(), [&](const auto& s) {
        return std::find(s.expected.begin(), s.expected.end(), finger) != s.expected.end();
    });
    if (of != steps_.end()) {
        current_ = static_cast<std::size_t>(of - steps_.begin());
        step.number = of->number;
    }
    single_ = std::move(step);
    stepChanged.emit();
}

void FingerprintFlowModel::start() {
    if (job_ || (!single_ && !current_)) return;
    const devices::FingerStep step = single_ ? *single_ : steps_[*current_];
    shared_->captureNow = false;
    // The session's thread may end the job before post() returns, so the answer looks the job up by its number.
    job_ = room_.fingerprint().post(
        [shared = shared_, step, gate = gate_](devices::FingerprintScanner& scanner, std::stop_token stop) {
            return shared->capture(scanner, step, gate, std::move(stop));
        },
        [shared = shared_](devices::JobId job, const base::Result<void>& how) {
            shared->dispatcher->post([shared, job, how] {
                if (shared->flow != nullptr) shared->flow->ended(job, how);
            });
        },
        devices::Resume::WhenDeviceReturns);
    stepChanged.emit();
}

void FingerprintFlowModel::captureNow() {
    if (!job_) start();
    shared_->captureNow = true;
}

void FingerprintFlowModel::stop() {
    if (!job_) return;
    room_.fingerprint().cancel(*job_);
    job_.reset();
    stepChanged.emit();
}

void FingerprintFlowModel::took(Outcome outcome) {
    const std::string said = outcome.result.advice;
    enrollment_.addFingers(outcome.step, outcome.result, std::move(outcome.encoded));
    if (!said.empty()) advice.emit(said);
}

void FingerprintFlowModel::ended(devices::JobId job, const base::Result<void>& how) {
    if (job_ != job) return;  // stopped meanwhile
    job_.reset();
    if (!how) {
        stepChanged.emit();
        if (how.error().code != base::Code::Cancelled) {
            base::log::failure("fingerprint", how.error());
            problem.emit(how.error());
        }
        return;
    }
    chooseNext();
    if (current_) start();  // on to the next step without a key
}

}  // namespace station
