#include "station/workflow/portrait_flow.h"

#include "base/log.h"
#include "devices/scanner/page_image.h"

namespace station {
namespace {


// Networks from the models folder; without them the cascades, with fewer checks that the page names.
base::Result<devices::FaceModels> loadModels(const Preferences& preferences, const std::filesystem::path& resources) {
    const auto folder = preferences.modelsFolder.empty() ? resources / "models" : preferences.modelsFolder;
    auto models = devices::FaceModels::fromFolder(folder);
    if (models) return models;
    base::log::failure("face-models", models.error());
    return devices::FaceModels::fromCascades();
}

}  // namespace

PortraitFlowModel::PortraitFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, const Preferences& preferences,
                                     const std::filesystem::path& resources)
    : enrollment_(enrollment), room_(room), dispatcher_(dispatcher), autoCapture_(preferences.autoCapture),
      // Reading the networks takes a moment; the judging thread does it at its first frame.
      load_([preferences, resources] { return loadModels(preferences, resources); }),
      worker_([this](devices::Frame frame) { judge(frame); }),
      feed_(room.camera(), dispatcher, [this](const devices::Frame& frame) { worker_.give(frame); }),
      deviceLink_(room.changed.connect([this](devices::Kind kind) {
          if (kind == devices::Kind::Camera) deviceChanged.emit();
      })),
      viewLink_(feed_.viewReady.connect([this] { liveReady.emit(); })) {
    alive_->model = this;
    armed_ = !enrollment.chosenPortrait().has_value();
    automatic_ = autoCapture_ == Switch::On && armed_;
    resetAsked_ = true;
}

PortraitFlowModel::~PortraitFlowModel() { alive_->model = nullptr; }

std::optional<PortraitLive> PortraitFlowModel::takeLive() {
    auto view = feed_.takeView();
    if (!view) return std::nullopt;
    if (auto judged = judgements_->take()) newest_ = std::move(*judged);
    PortraitLive live;
    live.view = std::move(*view);
    live.report = newest_.report;
    live.instruction = newest_.advice.instruction;
    live.hold = newest_.advice.progress;
    live.taking = newest_.taking;
    return live;
}

DeviceChip PortraitFlowModel::camera() const { return room_.chip(devices::Kind::Camera); }

void PortraitFlowModel::setAutoCapture(Switch on) {
    autoCapture_ = on;
    automatic_ = on == Switch::On && armed_;
    if (armed_) resetAsked_ = true;
}

void PortraitFlowModel::captureNow() { captureAsked_ = true; }

void PortraitFlowModel::retake() {
    armed_ = true;
    automatic_ = autoCapture_ == Switch::On;
    resetAsked_ = true;
}

void PortraitFlowModel::judge(const devices::Frame& frame) {
    if (!analyzer_) {
        if (failedToLoad_) return;
        auto models = load_();
        auto made = models ? devices::PortraitAnalyzer::create(*models) : base::Result<devices::PortraitAnalyzer>(base::Failure(models.error()));
        if (!made) {
            failedToLoad_ = true;
            return post(base::Failure(made.error()));
        }
        analyzer_.emplace(std::move(*made));
        dispatcher_.post([alive = alive_, off = analyzer_->checksOff()] {
            if (alive->model == nullptr) return;
            alive->model->checksOff_ = off;
            alive->model->deviceChanged.emit();
        });
    }
    if (resetAsked_.exchange(false)) {
        coach_.reset();
        coach_.setTrigger(automatic_ ? devices::Trigger::Automatic : devices::Trigger::ByHand);
    }
    if (taking_) return burst(frame);
    auto report = analyzer_->live(*frame.image);
    if (!report) return base::log::failure("portrait-live", report.error());
    Judged judged;
    judged.advice = coach_.see(*report, frame.taken);
    judged.report = std::move(*report);
    const bool start = captureAsked_.exchange(false) || (judged.advice.step == devices::CoachStep::TakeBurst && automatic_);
    judged.taking = start;
    publish(std::move(judged));
    if (start) {
        taking_ = true;
        burst(frame);
    }
}

void PortraitFlowModel::burst(const devices::Frame& frame) {
    auto report = analyzer_->full(*frame.image);
    if (report) {
        burst_.push_back(frame.image);
        burstReports_.push_back(std::move(*report));
    } else {
        base::log::failure("portrait-burst", report.error());
    }
    if (static_cast<int>(burst_.size()) < devices::PortraitCoach::kBurst) return;
    keepBest();
    burst_.clear();
    burstReports_.clear();
    taking_ = false;
    automatic_ = false;  // until the officer takes it again
    publish({});
}

void PortraitFlowModel::keepBest() {
    const auto best = devices::bestOfBurst(burstReports_);
    if (!best) return post(base::fail(base::Code::QualityTooLow, "no face in the burst"));
    const auto status = room_.camera().status();
    devices::PortraitSource source;
    if (status.device) source = {status.device->name, status.device->reality == devices::Reality::Virtual};
    auto capture = devices::keepPortrait(*analyzer_, *burst_[*best], devices::PortraitFormat::Print3x4, source);
    if (!capture) return post(base::Failure(capture.error()));
    const auto picture = devices::decodePage(capture->bytes);
    post(Kept{std::move(*capture), picture ? devices::thumbnail(*picture, kThumbnailSide) : nullptr});
}

void PortraitFlowModel::publish(Judged judged) { judgements_->put(std::move(judged)); }

void PortraitFlowModel::post(base::Result<Kept> result) {
    dispatcher_.post([alive = alive_, result = std::move(result)]() mutable {
        if (alive->model != nullptr) alive->model->kept(std::move(result));
    });
}

void PortraitFlowModel::kept(base::Result<Kept> result) {
    if (!result) {
        base::log::failure("portrait-keep", result.error());
        retake();
        taken.emit(base::Failure(result.error()));
        return;
    }
    armed_ = false;
    enrollment_.addPortrait(std::move(result->capture), std::move(result->thumbnail));
    taken.emit(enrollment_.portraits().back().number);
}

}  // namespace station
