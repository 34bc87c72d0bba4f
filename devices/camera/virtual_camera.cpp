#include "devices/camera/virtual_camera.h"

#include <cmath>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/files.h"
#include "base/pause.h"
#include "devices/virtual/card.h"
#include "devices/virtual/face.h"

namespace devices {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr int kWidth = 1280, kHeight = 720;
constexpr std::chrono::milliseconds kFrameTime{33};
constexpr std::chrono::seconds kUnpluggedFor{2};
// A citizen who has just sat down needs a moment: looks aside, too far away, then settles and sways a little.
constexpr double kSettleSeconds = 1.5;
constexpr std::uint64_t kMaxPicture = 64u << 20;

DeviceInfo virtualCamera() {
    DeviceInfo info;
    info.id = {"virtual", "camera"};
    info.kind = Kind::Camera;
    info.name = "Virtual camera";
    info.reality = Reality::Virtual;
    return info;
}

// When the training camera was "unplugged"; it is back after a while.
struct Plug {
    std::mutex mutex;
    Moment goneUntil{};

    void pull(Moment now) {
        const std::lock_guard lock(mutex);
        goneUntil = now + kUnpluggedFor;
    }
    bool in(Moment now) {
        const std::lock_guard lock(mutex);
        return now >= goneUntil;
    }
};

ImagePtr imageOf(const cv::Mat& bgr) {
    auto image = std::make_shared<Image>();
    image->width = bgr.cols;
    image->height = bgr.rows;
    image->format = PixelFormat::Bgr24;
    image->pixels.assign(bgr.data, bgr.data + bgr.total() * 3);
    return image;
}

// A recorded picture on the camera's canvas, as large as it fits, on a background like its corners.
ImagePtr recordedPicture(const std::filesystem::path& file) {
    const auto bytes = base::readFile(file, kMaxPicture);
    if (!bytes) return nullptr;
    const cv::Mat picture = cv::imdecode(*bytes, cv::IMREAD_COLOR);
    if (picture.empty()) return nullptr;
    const double scale = std::min(double(kWidth) / picture.cols, double(kHeight) / picture.rows);
    cv::Mat scaled;
    cv::resize(picture, scaled, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    const cv::Scalar ground = cv::mean(scaled(cv::Rect(0, 0, scaled.cols / 8 + 1, scaled.rows / 8 + 1)));
    cv::Mat canvas(kHeight, kWidth, CV_8UC3, ground);
    const cv::Rect middle((kWidth - scaled.cols) / 2, (kHeight - scaled.rows) / 2, scaled.cols, scaled.rows);
    scaled.copyTo(canvas(middle & cv::Rect(0, 0, kWidth, kHeight)));
    return imageOf(canvas);
}

FaceScene settlingFace(double seconds, std::uint64_t frame) {
    FaceScene scene = sittingScene(kWidth, kHeight);
    scene.frame = frame;
    const double unsettled = std::max(0.0, 1 - seconds / kSettleSeconds);
    scene.pose.yaw += 25 * unsettled + 0.8 * std::sin(seconds * 0.9);
    scene.pose.roll += 9 * unsettled + 0.5 * std::sin(seconds * 0.7);
    scene.pose.eyeDistance *= 1 - 0.4 * unsettled;
    scene.pose.centerX += 0.08 * unsettled + 0.002 * std::sin(seconds * 1.3);
    scene.pose.centerY += 0.002 * std::sin(seconds * 1.1);
    return scene;
}

// One hard lamp from the side: no portrait, however well the citizen sits.
FaceScene sideLitFace(std::uint64_t frame) {
    FaceScene scene = sittingScene(kWidth, kHeight);
    scene.frame = frame;
    scene.light.azimuth = 80;
    scene.light.softness = 0.1;
    return scene;
}

CardPose heldCard(double seconds, std::uint64_t frame) {
    CardPose pose;
    const double unsettled = std::max(0.0, 1 - seconds / kSettleSeconds);
    pose.width = 0.85 - 0.4 * unsettled;
    pose.roll = 25 * unsettled + 1.5 * std::sin(seconds);
    pose.blur = 2.5 * unsettled;
    pose.frame = frame;
    return pose;
}

class VirtualCamera final : public Camera {
public:
    VirtualCamera(std::shared_ptr<Desk> desk, std::shared_ptr<Plug> plug)
        : info_(virtualCamera()), desk_(std::move(desk)), plug_(std::move(plug)) {}

    const DeviceInfo& info() const override { return info_; }

    base::Result<void> ping() override {
        if (!plug_->in(std::chrono::steady_clock::now())) return base::fail(base::Code::Disconnected, "unplugged");
        return {};
    }

    base::Result<void> stream(const StreamRequest&, const FrameSink& sink, std::stop_token stop) override {
        try {
            return run(sink, stop);
        } catch (const cv::Exception& e) {
            return base::fail(base::Code::Internal, std::string("virtual camera: ") + e.what());
        }
    }

private:
    base::Result<void> run(const FrameSink& sink, const std::stop_token& stop) {
        Moment next = std::chrono::steady_clock::now();
        for (std::uint64_t number = 1; !stop.stop_requested(); ++number) {
            const Fault fault = desk_->takeFault(Kind::Camera);
            if (fault == Fault::Unplug) plug_->pull(std::chrono::steady_clock::now());
            if (auto there = ping(); !there) return there;
            if (fault == Fault::Timeout) return base::fail(base::Code::Timeout, "camera gives no good frames");
            sink({picture(number), number, std::chrono::steady_clock::now()});
            next = std::max(next + kFrameTime, std::chrono::steady_clock::now());
            if (auto waited = base::pauseUntil(next, stop); !waited) return waited;
        }
        return base::fail(base::Code::Cancelled, "stream stopped");
    }

    ImagePtr picture(std::uint64_t number) {
        const auto citizen = desk_->citizen();
        const auto scene = desk_->scene();
        if (!face_ || citizen.seed != seed_ || scene != scene_) begin(citizen.seed, scene);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since_).count();
        if (recorded_) return recorded_;
        if (scene == CameraScene::Card) return renderCard(citizen, heldCard(seconds, number), kWidth, kHeight);
        if (scene == CameraScene::Face) return face_->render(settlingFace(seconds, number));
        if (scene == CameraScene::SideLitFace) return face_->render(sideLitFace(number));
        return empty_;
    }

    void begin(std::uint64_t seed, CameraScene scene) {
        seed_ = seed;
        scene_ = scene;
        since_ = std::chrono::steady_clock::now();
        face_ = std::make_unique<FaceRenderer>(makeFace(seed));
        empty_ = imageOf(cv::Mat(kHeight, kWidth, CV_8UC3, cv::Scalar(215, 218, 220)));
        recorded_.reset();
        if (const auto folder = desk_->recordings()) {
            if (scene == CameraScene::Face) recorded_ = recordedPicture(*folder / "portrait.jpg");
            if (scene == CameraScene::Card) recorded_ = recordedPicture(*folder / "card.jpg");
        }
    }

    DeviceInfo info_;
    std::shared_ptr<Desk> desk_;
    std::shared_ptr<Plug> plug_;
    std::unique_ptr<FaceRenderer> face_;
    std::uint64_t seed_ = 0;
    CameraScene scene_ = CameraScene::Unknown;
    Moment since_{};
    ImagePtr recorded_, empty_;
};

class VirtualBackend final : public CameraBackend {
public:
    explicit VirtualBackend(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}

    std::string name() const override { return "virtual"; }
    std::vector<DeviceInfo> enumerate() override {
        if (!plug_->in(std::chrono::steady_clock::now())) return {};
        return {virtualCamera()};
    }
    base::Result<std::unique_ptr<Camera>> open(const DeviceId&, std::stop_token) override {
        return std::make_unique<VirtualCamera>(desk_, plug_);
    }

private:
    std::shared_ptr<Desk> desk_;
    std::shared_ptr<Plug> plug_ = std::make_shared<Plug>();
};

}  // namespace

std::unique_ptr<CameraBackend> makeVirtualCameraBackend(std::shared_ptr<Desk> desk) {
    return std::make_unique<VirtualBackend>(std::move(desk));
}

}  // namespace devices
