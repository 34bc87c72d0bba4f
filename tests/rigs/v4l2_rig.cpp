#include "tests/rigs/v4l2_rig.h"

// sys/ioctl.h before the kernel's headers, and umockdev last: it brings GLib.
#include <sys/ioctl.h>

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <umockdev.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace rigs {
namespace {

constexpr unsigned kBuffers = 4;
constexpr unsigned kBufferSize = 1u << 20;
constexpr const char* kNode = "/dev/video0";
constexpr const char* kDevice =
    "P: /devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/video4linux/video0\n"
    "N: video0=00\n"
    "E: DEVNAME=/dev/video0\nE: SUBSYSTEM=video4linux\nE: MAJOR=81\nE: MINOR=0\n"
    "A: name=Rig camera\\n\nA: dev=81:0\\n\n";

template <std::size_t n>
void copyText(unsigned char (&to)[n], const char* from) {
    std::strncpy(reinterpret_cast<char*>(to), from, n - 1);
}

struct Answer {
    int result = 0;
    int error = 0;
};
constexpr Answer kOk{};
constexpr Answer refuse(int error) { return {-1, error}; }

}  // namespace

struct V4l2Rig::Parts {
    int width, height;
    std::mutex mutex;
    std::vector<base::Bytes> jpegs;       // guarded
    std::uint64_t stallAfter = UINT64_MAX;  // guarded
    bool plugged = false;                 // guarded
    std::deque<unsigned> queued;          // rig thread
    std::uint64_t sequence = 0;           // rig thread, of this stream
    std::atomic<std::uint64_t> given{0};
    int file = -1;
    std::string filePath;
    UMockdevTestbed* testbed = nullptr;
    UMockdevIoctlBase* handler = nullptr;
    bool attached = false;                // test's thread
    GMainContext* context = nullptr;
    GMainLoop* loop = nullptr;
    std::thread thread;

    void onRigThread(std::function<void()> work) {
        struct Job {
            std::function<void()> work;
            std::promise<void> done;
        } job{std::move(work), {}};
        g_main_context_invoke(
            context,
            [](gpointer p) -> gboolean {
                auto* j = static_cast<Job*>(p);
                j->work();
                j->done.set_value();
                return G_SOURCE_REMOVE;
            },
            &job);
        job.done.get_future().wait();
    }

    // Only once nobody holds the node any more: whoever asks on a connection that is cut is ended by umockdev's library.
    void detach() {
        if (std::exchange(attached, false))
            onRigThread([this] { umockdev_testbed_detach_ioctl(testbed, kNode, nullptr); });
    }

    void fill(v4l2_pix_format& pix) const {
        pix.width = static_cast<unsigned>(width);
        pix.height = static_cast<unsigned>(height);
        pix.pixelformat = V4L2_PIX_FMT_MJPEG;
        pix.field = V4L2_FIELD_NONE;
        pix.sizeimage = kBufferSize;
        pix.bytesperline = 0;
        pix.colorspace = V4L2_COLORSPACE_JPEG;
    }

    Answer dequeue(v4l2_buffer& buffer) {
        if (queued.empty()) return refuse(EAGAIN);
        base::Bytes jpeg;
        {
            const std::lock_guard lock(mutex);
            if (sequence >= stallAfter) return refuse(EAGAIN);
            jpeg = jpegs[sequence % jpegs.size()];
        }
        const unsigned index = queued.front();
        queued.pop_front();
        if (::pwrite(file, jpeg.data(), jpeg.size(), static_cast<off_t>(index) * kBufferSize) < 0) return refuse(EIO);
        buffer.index = index;
        buffer.bytesused = static_cast<unsigned>(jpeg.size());
        buffer.length = kBufferSize;
        buffer.m.offset = index * kBufferSize;
        buffer.sequence = static_cast<unsigned>(sequence++);
        buffer.flags = V4L2_BUF_FLAG_DONE;
        buffer.field = V4L2_FIELD_NONE;
        ++given;
        return kOk;
    }

    Answer answer(unsigned long request, std::uint8_t* data);
    static gboolean handle(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self);
};

Answer V4l2Rig::Parts::answer(unsigned long request, std::uint8_t* data) {
    switch (request) {
        case VIDIOC_QUERYCAP: {
            auto& caps = *reinterpret_cast<v4l2_capability*>(data);
            copyText(caps.driver, "uvcvideo");
            copyText(caps.card, "Rig camera");
            copyText(caps.bus_info, "usb-rig-1");
            caps.version = 0x60100;
            caps.device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
            caps.capabilities = caps.device_caps | V4L2_CAP_DEVICE_CAPS;
            return kOk;
        }
        case VIDIOC_ENUMINPUT: {
            auto& input = *reinterpret_cast<v4l2_input*>(data);
            if (input.index != 0) return refuse(EINVAL);
            copyText(input.name, "Camera 1");
            input.type = V4L2_INPUT_TYPE_CAMERA;
            return kOk;
        }
        case VIDIOC_G_INPUT:
            *reinterpret_cast<int*>(data) = 0;
            return kOk;
        case VIDIOC_ENUM_FMT: {
            auto& format = *reinterpret_cast<v4l2_fmtdesc*>(data);
            if (format.index != 0) return refuse(EINVAL);
            format.pixelformat = V4L2_PIX_FMT_MJPEG;
            format.flags = V4L2_FMT_FLAG_COMPRESSED;
            copyText(format.description, "Motion-JPEG");
            return kOk;
        }
        case VIDIOC_ENUM_FRAMESIZES: {
            auto& size = *reinterpret_cast<v4l2_frmsizeenum*>(data);
            if (size.index != 0 || size.pixel_format != V4L2_PIX_FMT_MJPEG) return refuse(EINVAL);
            size.type = V4L2_FRMSIZE_TYPE_DISCRETE;
            size.discrete.width = static_cast<unsigned>(width);
            size.discrete.height = static_cast<unsigned>(height);
            return kOk;
        }
        case VIDIOC_G_FMT:
        case VIDIOC_S_FMT:
        case VIDIOC_TRY_FMT:
            fill(reinterpret_cast<v4l2_format*>(data)->fmt.pix);
            return kOk;
        case VIDIOC_G_PARM:
        case VIDIOC_S_PARM: {
            auto& parm = reinterpret_cast<v4l2_streamparm*>(data)->parm.capture;
            parm.capability = V4L2_CAP_TIMEPERFRAME;
            parm.timeperframe = {1, 30};
            return kOk;
        }
        case VIDIOC_REQBUFS: {
            auto& buffers = *reinterpret_cast<v4l2_requestbuffers*>(data);
            buffers.count = std::min(buffers.count, kBuffers);
            queued.clear();
            return kOk;
        }
        case VIDIOC_QUERYBUF: {
            auto& buffer = *reinterpret_cast<v4l2_buffer*>(data);
            buffer.length = kBufferSize;
            buffer.m.offset = buffer.index * kBufferSize;
            return kOk;
        }
        case VIDIOC_QBUF:
            queued.push_back(reinterpret_cast<v4l2_buffer*>(data)->index);
            return kOk;
        case VIDIOC_DQBUF:
            return dequeue(*reinterpret_cast<v4l2_buffer*>(data));
        case VIDIOC_STREAMON:
            sequence = 0;
            return kOk;
        case VIDIOC_STREAMOFF:
        case VIDIOC_S_INPUT:
            return kOk;
        default:
            return refuse(_IOC_TYPE(request) == 'V' ? EINVAL : ENOTTY);
    }
}

gboolean V4l2Rig::Parts::handle(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer user) {
    auto* self = static_cast<Parts*>(user);
    const unsigned long request = umockdev_ioctl_client_get_request(client) & 0xffffffffu;
    const unsigned size = _IOC_SIZE(request);
    GError* problem = nullptr;
    UMockdevIoctlData* argument =
        size != 0 ? umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, size, &problem) : nullptr;
    base::Bytes copy(std::max(size, 1u));
    if (argument != nullptr) std::memcpy(copy.data(), argument->data, size);
    bool plugged = false;
    {
        const std::lock_guard lock(self->mutex);
        plugged = self->plugged;
    }
    const Answer answer = plugged ? self->answer(request, copy.data()) : refuse(ENODEV);
    if (argument != nullptr) {
        if (answer.result == 0 && (_IOC_DIR(request) & _IOC_READ) != 0) {
            umockdev_ioctl_data_update(argument, 0, copy.data(), size);
        }
        umockdev_ioctl_data_unref(argument);
    }
    umockdev_ioctl_client_complete(client, answer.result, answer.error);
    return TRUE;
}

V4l2Rig::V4l2Rig(int width, int height, std::vector<base::Bytes> jpegs) : parts_(std::make_unique<Parts>()) {
    parts_->width = width;
    parts_->height = height;
    parts_->jpegs = std::move(jpegs);
    parts_->testbed = umockdev_testbed_new();
    parts_->context = g_main_context_new();
    parts_->loop = g_main_loop_new(parts_->context, FALSE);
    parts_->thread = std::thread([p = parts_.get()] {
        g_main_context_push_thread_default(p->context);
        g_main_loop_run(p->loop);
        g_main_context_pop_thread_default(p->context);
    });
    parts_->handler = umockdev_ioctl_base_new();
    g_signal_connect(parts_->handler, "handle-ioctl", G_CALLBACK(Parts::handle), parts_.get());
    plug();
}

V4l2Rig::~V4l2Rig() {
    unplug();
    parts_->detach();
    g_main_loop_quit(parts_->loop);
    parts_->thread.join();
    g_object_unref(parts_->handler);
    g_object_unref(parts_->testbed);
    g_main_loop_unref(parts_->loop);
    g_main_context_unref(parts_->context);
}

bool V4l2Rig::underWrapper() {
    const char* preload = std::getenv("LD_PRELOAD");
    return preload != nullptr && std::strstr(preload, "libumockdev-preload") != nullptr;
}

void V4l2Rig::plug() {
    parts_->detach();
    umockdev_testbed_add_from_string(parts_->testbed, kDevice, nullptr);
    char* root = umockdev_testbed_get_root_dir(parts_->testbed);
    parts_->filePath = std::string(root) + kNode;
    g_free(root);
    parts_->file = ::open(parts_->filePath.c_str(), O_RDWR | O_CLOEXEC);
    if (parts_->file < 0 || ::ftruncate(parts_->file, static_cast<off_t>(kBuffers) * kBufferSize) != 0) std::abort();
    {
        const std::lock_guard lock(parts_->mutex);
        parts_->plugged = true;
        parts_->stallAfter = UINT64_MAX;
    }
    // The socket must be watched by the thread that runs the loop: attach there.
    parts_->onRigThread([this] {
        GError* problem = nullptr;
        if (umockdev_testbed_attach_ioctl(parts_->testbed, kNode, parts_->handler, &problem) == FALSE) std::abort();
    });
    parts_->attached = true;
}

void V4l2Rig::unplug() {
    {
        const std::lock_guard lock(parts_->mutex);
        if (!parts_->plugged) return;
        parts_->plugged = false;
    }
    umockdev_testbed_remove_device(parts_->testbed, "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/video4linux/video0");
    ::unlink(parts_->filePath.c_str());
    ::close(parts_->file);
    parts_->file = -1;
}

void V4l2Rig::stall(std::uint64_t after) {
    const std::lock_guard lock(parts_->mutex);
    parts_->stallAfter = after;
}

void V4l2Rig::play(std::vector<base::Bytes> jpegs) {
    const std::lock_guard lock(parts_->mutex);
    parts_->jpegs = std::move(jpegs);
}

std::uint64_t V4l2Rig::framesGiven() const { return parts_->given; }

}  // namespace rigs
