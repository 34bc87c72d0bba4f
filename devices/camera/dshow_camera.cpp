#include "devices/camera/dshow_camera.h"

#include <windows.h>

#include <dshow.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/videoio.hpp>

#include "base/log.h"
#include "base/pause.h"
#include "base/system_win.h"

namespace devices {
namespace {

constexpr std::chrono::seconds kMaxSilence{5};  // without a good frame a present camera counts as faulty
constexpr std::chrono::milliseconds kAfterBadFrame{20};
constexpr char kBackendName[] = "dshow";

// COM on this thread for as long as the object lives. Another mode that the thread is already in serves as well.
class Com {
public:
    Com() : result_(::CoInitializeEx(nullptr, COINIT_MULTITHREADED)) {}
    Com(const Com&) = delete;
    Com& operator=(const Com&) = delete;
    ~Com() {
        if (SUCCEEDED(result_)) ::CoUninitialize();
    }

private:
    HRESULT result_;
};

template <class T>
struct ReleaseCom {
    void operator()(T* object) const { object->Release(); }
};
template <class T>
using ComPtr = std::unique_ptr<T, ReleaseCom<T>>;

std::string property(IPropertyBag& bag, const wchar_t* name) {
    VARIANT value;
    ::VariantInit(&value);
    std::string text;
    if (SUCCEEDED(bag.Read(name, &value, nullptr)) && value.vt == VT_BSTR) text = base::win::narrow(value.bstrVal);
    ::VariantClear(&value);
    return text;
}

// In the order in which OpenCV counts them: it walks the same list.
std::vector<DeviceInfo> listCameras() {
    const Com com;
    std::vector<DeviceInfo> found;
    ICreateDevEnum* rawMaker = nullptr;
    if (FAILED(::CoCreateInstance(CLSID_SystemDeviceEnum, nullptr, CLSCTX_INPROC_SERVER, IID_ICreateDevEnum,
                                  reinterpret_cast<void**>(&rawMaker)))) {
        base::log::warning("dshow-missing");
        return found;
    }
    const ComPtr<ICreateDevEnum> maker(rawMaker);
    IEnumMoniker* rawList = nullptr;
    if (maker->CreateClassEnumerator(CLSID_VideoInputDeviceCategory, &rawList, 0) != S_OK) return found;  // S_FALSE: none
    const ComPtr<IEnumMoniker> list(rawList);
    for (IMoniker* rawItem = nullptr; list->Next(1, &rawItem, nullptr) == S_OK;) {
        const ComPtr<IMoniker> item(rawItem);
        IPropertyBag* rawBag = nullptr;
        DeviceInfo info;
        info.id.backend = kBackendName;
        info.kind = Kind::Camera;
        info.reality = Reality::Real;
        if (SUCCEEDED(item->BindToStorage(nullptr, nullptr, IID_IPropertyBag, reinterpret_cast<void**>(&rawBag)))) {
            const ComPtr<IPropertyBag> bag(rawBag);
            info.name = property(*bag, L"FriendlyName");
            info.serial = property(*bag, L"DevicePath");
        }
        // A camera of software has no path; its name has to do.
        info.id.address = info.serial.empty() ? info.name : info.serial;
        found.push_back(std::move(info));
    }
    return found;
}

std::optional<int> indexOf(const std::string& address) {
    const auto all = listCameras();
    const auto at = std::find_if(all.begin(), all.end(), [&](const DeviceInfo& info) { return info.id.address == address; });
    if (at == all.end()) return std::nullopt;
    return static_cast<int>(at - all.begin());
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

class DshowCamera final : public Camera {
public:
    explicit DshowCamera(DeviceInfo info) : info_(std::move(info)) {}

    const DeviceInfo& info() const override { return info_; }

    base::Result<void> ping() override {
        if (!indexOf(info_.id.address)) return base::fail(base::Code::Disconnected, "the camera has gone");
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
        const Com com;
        const auto index = indexOf(info_.id.address);
        if (!index) return base::fail(base::Code::Disconnected, "the camera has gone");
        cv::VideoCapture capture;
        if (!capture.open(*index, cv::CAP_DSHOW)) {
            return base::fail(base::Code::Busy, "camera cannot be opened; another program may hold it");
        }
        capture.set(cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'));
        capture.set(cv::CAP_PROP_FRAME_WIDTH, request.minWidth);
        capture.set(cv::CAP_PROP_FRAME_HEIGHT, request.minHeight);
        cv::Mat picture;
        auto lastGood = std::chrono::steady_clock::now();
        for (std::uint64_t number = 0; !stop.stop_requested();) {
            if (capture.read(picture) && picture.type() == CV_8UC3) {
                lastGood = std::chrono::steady_clock::now();
                sink({imageOf(picture), ++number, lastGood});
                continue;
            }
            if (auto there = ping(); !there) return there;
            if (std::chrono::steady_clock::now() - lastGood > kMaxSilence) {
                return base::fail(base::Code::Timeout, "camera gives no good frames");
            }
            // Do not spin on a driver that has nothing.
            if (auto waited = base::pauseFor(kAfterBadFrame, stop); !waited) return waited;
        }
        return base::fail(base::Code::Cancelled, "stream stopped");
    }

    DeviceInfo info_;
};

class DshowBackend final : public CameraBackend {
public:
    std::string name() const override { return kBackendName; }

    std::vector<DeviceInfo> enumerate() override { return listCameras(); }

    base::Result<std::unique_ptr<Camera>> open(const DeviceId& id, std::stop_token) override {
        for (auto& info : listCameras()) {
            if (info.id.address == id.address) return std::make_unique<DshowCamera>(std::move(info));
        }
        return base::fail(base::Code::NoDevice, "no such camera");
    }
};

}  // namespace

std::unique_ptr<CameraBackend> makeDshowBackend() { return std::make_unique<DshowBackend>(); }

}  // namespace devices
