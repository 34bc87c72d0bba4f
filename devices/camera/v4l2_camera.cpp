#include "devices/camera/v4l2_camera.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/videoio.hpp>

#include "base/pause.h"

namespace devices {
namespace {

constexpr int kMaxNodes = 64;
constexpr int kMaxDecodedHeight = 1080;
constexpr std::chrono::seconds kMaxSilence{5};     // without a good frame a present camera counts as faulty
constexpr std::chrono::milliseconds kAfterBadFrame{20};
constexpr std::int64_t kWaitForFrameNs = 100'000'000;

class Node {
public:
    explicit Node(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)) {}
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    ~Node() {
        if (fd_ >= 0) ::close(fd_);
    }
    template <class T>
    bool ask(unsigned long request, T& argument) const {
        return fd_ >= 0 && ::ioctl(fd_, request, &argument) == 0;
    }

private:
    int fd_;
};

// The camera behind a node; nullopt when the node is not there or is no video capture device (a webcam's second node
// carries only metadata).
std::optional<DeviceInfo> identify(const std::string& path) {
    const Node node(path);
    v4l2_capability caps{};
    if (!node.ask(VIDIOC_QUERYCAP, caps)) return std::nullopt;
    const auto can = (caps.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? caps.device_caps : caps.capabilities;
    if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0 || (can & V4L2_CAP_STREAMING) == 0) return std::nullopt;
    DeviceInfo info;
    info.id = {"v4l2", path};
    info.kind = Kind::Camera;
    info.name = reinterpret_cast<const char*>(caps.card);
    info.serial = reinterpret_cast<const char*>(caps.bus_info);
    info.reality = Reality::Real;
    return info;
}

std::vector<CameraMode> mjpegModes(const std::string& path) {
    const Node node(path);
    std::vector<CameraMode> modes;
    for (unsigned i = 0; i < 64; ++i) {
        v4l2_frmsizeenum size{};
        size.index = i;
        size.pixel_format = V4L2_PIX_FMT_MJPEG;
        if (!node.ask(VIDIOC_ENUM_FRAMESIZES, size)) break;
        if (size.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
            modes.push_back({static_cast<int>(size.discrete.width), static_cast<int>(size.discrete.height)});
        } else {
            modes.push_back({static_cast<int>(size.stepwise.max_width), static_cast<int>(size.stepwise.max_height)});
            break;
        }
    }
    return modes;
}

ImagePtr imageOf(const cv::Mat& bgr) {
    auto image = std::make_shared<Image>();
    image->width = bgr.cols;
    image->height = bgr.rows;
    image->format = PixelFormat::Bgr24;
    const cv::Mat rows = bgr.isContinuous() ? bgr : bgr.clone();
    image->pixels.assign(rows.data, rows.data + rows.total() * 3);
    return image;
}

class V4l2Camera final : public Camera {
public:
    explicit V4l2Camera(DeviceInfo info) : info_(std::move(info)) {}

    const DeviceInfo& info() const override { return info_; }

    base::Result<void> ping() override {
        const auto there = identify(info_.id.address);
        if (!there || there->serial != info_.serial) return base::fail(base::Code::Disconnected, "camera node gone");
        return {};
    }

    base::Result<void> stream(const StreamRequest& request, const FrameSink& sink, std::stop_token stop) override {
        try {
            return run(request, sink, stop);
        } catch (const cv::Exception& e) {
            if (auto there = ping(); !there) return there;
            return base::fail(base::Code::DeviceFault, std::string("video capture: ") + e.what());
        }
    }

private:
    base::Result<void> run(const StreamRequest& request, const FrameSink& sink, const std::stop_token& stop) {
        const CameraMode mode = chooseMode(mjpegModes(info_.id.address), request);
        std::vector<cv::VideoCapture> capture(1);
        const bool opened = capture[0].open(info_.id.address, cv::CAP_V4L2,
                                            {cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'),
                                             cv::CAP_PROP_FRAME_WIDTH, mode.width, cv::CAP_PROP_FRAME_HEIGHT, mode.height});
        if (!opened) {
            if (auto there = ping(); !there) return there;
            return base::fail(base::Code::Busy, "camera cannot be opened; another program may hold it");
        }
        cv::Mat picture;
        std::vector<int> ready;
        auto lastGood = std::chrono::steady_clock::now();
        for (std::uint64_t number = 0; !stop.stop_requested();) {
            const bool waited = cv::VideoCapture::waitAny(capture, ready, kWaitForFrameNs);
            if (waited && capture[0].retrieve(picture) && !picture.empty()) {
                lastGood = std::chrono::steady_clock::now();
                sink({imageOf(picture), ++number, lastGood});
                continue;
            }
            if (auto there = ping(); !there) return there;
            if (std::chrono::steady_clock::now() - lastGood > kMaxSilence) {
                return base::fail(base::Code::Timeout, "camera gives no good frames");
            }
            if (!waited) continue;
            // A broken frame: do not spin on a driver that is always ready.
            if (auto paused = base::pauseFor(kAfterBadFrame, stop); !paused) return paused;
        }
        return base::fail(base::Code::Cancelled, "stream stopped");
    }

    DeviceInfo info_;
};

class V4l2Backend final : public CameraBackend {
public:
    std::string name() const override { return "v4l2"; }

    std::vector<DeviceInfo> enumerate() override {
        std::vector<DeviceInfo> found;
        for (int i = 0; i < kMaxNodes; ++i) {
            const std::string path = "/dev/video" + std::to_string(i);
            if (::access(path.c_str(), F_OK) != 0) continue;
            if (auto info = identify(path)) found.push_back(std::move(*info));
        }
        return found;
    }

    base::Result<std::unique_ptr<Camera>> open(const DeviceId& id, std::stop_token) override {
        auto info = identify(id.address);
        if (!info) return base::fail(base::Code::NoDevice, "no video capture device at this node");
        return std::make_unique<V4l2Camera>(std::move(*info));
    }
};

}  // namespace

CameraMode chooseMode(const std::vector<CameraMode>& offered, const StreamRequest& request) {
    CameraMode best{request.minWidth, request.minHeight};
    long bestArea = 0;
    for (const CameraMode& mode : offered) {
        const long area = static_cast<long>(mode.width) * mode.height;
        const bool fits = mode.width >= request.minWidth && mode.height >= request.minHeight && mode.height <= kMaxDecodedHeight;
        if (fits && area > bestArea) {
            best = mode;
            bestArea = area;
        }
    }
    return best;
}

std::unique_ptr<CameraBackend> makeV4l2Backend() { return std::make_unique<V4l2Backend>(); }

}  // namespace devices
