#include "tests/rigs/usb_rig.h"

#include <sys/ioctl.h>  // before usbdevice_fs.h, which needs its macros

#include <linux/usbdevice_fs.h>
#include <umockdev.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace rigs {
namespace {

constexpr const char* kSysPath = "/devices/pci0000:00/0000:00:14.0/usb1/1-3";
constexpr std::size_t kSetupSize = 8;

// The part of usbdevfs_urb that is read; the struct itself ends in a flexible array.
struct UrbHead {
    unsigned char type = 0;
    unsigned char endpoint = 0;
    int status = 0;
    unsigned flags = 0;
    void* buffer = nullptr;
    int bufferLength = 0;
    int actualLength = 0;
};
static_assert(offsetof(UrbHead, actualLength) == offsetof(usbdevfs_urb, actual_length));

struct Urb {
    std::string node;  // of the handle that submitted it
    UMockdevIoctlData* urb = nullptr;
    UMockdevIoctlData* buffer = nullptr;
    UrbHead head;
    bool done = false;
    int status = 0;
    int actual = 0;
};

std::string hexOf(const std::vector<std::uint8_t>& bytes) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string text;
    for (const auto byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::string hex4(std::uint16_t value) {
    char text[8];
    std::snprintf(text, sizeof text, "%04x", value);
    return text;
}

}  // namespace

struct UsbRig::State {
    explicit State(std::shared_ptr<UsbModel> m) : model(std::move(m)) {}

    std::shared_ptr<UsbModel> model;
    std::mutex mutex;  // umockdev may call from a thread of its own
    UMockdevTestbed* testbed = nullptr;
    UMockdevIoctlBase* ioctls = nullptr;
    GMainContext* context = nullptr;
    GMainLoop* loop = nullptr;
    std::thread thread;
    std::deque<Urb> urbs;  // rig's thread
    std::atomic<bool> present{false};
    std::atomic<bool> leaving{false};
    std::atomic<int> claims{0};
    std::atomic<int> pending{0};
    int number = 1;  // device number, a new one after every plugging in
    std::string node;
    // Every node since the start. They go on being answered until the end: umockdev's library ends a program
    // whose question is cut off.
    std::vector<std::string> attached;

    void runOnRig(std::function<void()> work) {
        std::promise<void> done;
        struct Call {
            std::function<void()>& work;
            std::promise<void>& done;
        } call{work, done};
        g_main_context_invoke(
            context,
            [](gpointer data) -> gboolean {
                auto* c = static_cast<Call*>(data);
                c->work();
                c->done.set_value();
                return G_SOURCE_REMOVE;
            },
            &call);
        done.get_future().get();
    }

    std::string description() const {
        const std::string bus = "1";
        const std::string id = std::to_string(number);
        return std::string("P: ") + kSysPath + "\nN: " + node.substr(5) + "\nE: DEVNAME=" + node +
               "\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: BUSNUM=001\nE: DEVNUM=00" + id +
               "\nE: MAJOR=189\nE: MINOR=" + std::to_string(number - 1) +
               "\nA: busnum=1\\n\nA: devnum=" + id +
               "\\n\nA: devpath=3\\n\nA: idVendor=" + hex4(model->vendor()) +
               "\\n\nA: idProduct=" + hex4(model->product()) +
               "\\n\nA: bConfigurationValue=1\\n\nA: speed=12\\n\nH: descriptors=" +
               hexOf(model->descriptors()) + "\n";
    }

    // Gives every transfer that can move its answer.
    void serve() {
        for (auto& urb : urbs) {
            if (urb.done) continue;
            int moved = kNotYet;
            if (urb.head.type == USBDEVFS_URB_TYPE_CONTROL) {
                moved = serveControl(urb);
            } else if ((urb.head.endpoint & 0x80) != 0) {
                moved = model->read(urb.head.endpoint,
                                    {urb.buffer->data, static_cast<std::size_t>(urb.head.bufferLength)});
            }
            if (moved == kNotYet) continue;
            urb.done = true;
            urb.status = std::min(moved, 0);
            urb.actual = std::max(moved, 0);
        }
        if (leaving.exchange(false)) goAway();
    }

    int serveControl(Urb& urb) {
        const auto* s = urb.buffer->data;
        const auto word = [&](int at) { return static_cast<std::uint16_t>(s[at] | (s[at + 1] << 8)); };
        const UsbSetup setup{s[0], s[1], word(2), word(4), word(6)};
        const auto length =
            std::min<std::size_t>(setup.length, static_cast<std::size_t>(urb.head.bufferLength) - kSetupSize);
        return model->control(setup, {urb.buffer->data + kSetupSize, length});
    }

    // As the kernel does: what is in flight comes back with ESHUTDOWN, everything after meets ENODEV.
    void goAway() {
        present = false;
        for (auto& urb : urbs) {
            if (urb.done) continue;
            urb.done = true;
            urb.status = -ESHUTDOWN;
            urb.actual = 0;
        }
    }

    void answer(UMockdevIoctlClient* client, int result, int error) {
        umockdev_ioctl_client_complete(client, result, error);
    }

    // Whether the device is still there for this handle: one opened before it was pulled out never sees it
    // again.
    bool isHere(UMockdevIoctlClient* client) const {
        return present && node == umockdev_ioctl_client_get_devnode(client);
    }

    void submit(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
        if (!isHere(client)) return answer(client, -1, ENODEV);
        Urb urb;
        urb.node = node;
        urb.urb = umockdev_ioctl_data_resolve(arg, 0, sizeof(usbdevfs_urb), nullptr);
        std::memcpy(&urb.head, urb.urb->data, sizeof urb.head);
        urb.buffer = umockdev_ioctl_data_resolve(urb.urb, offsetof(usbdevfs_urb, buffer),
                                                 static_cast<gsize>(urb.head.bufferLength), nullptr);
        urbs.push_back(urb);
        ++pending;
        answer(client, 0, 0);
    }

    void reap(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
        if (present) serve();
        const std::string asker = umockdev_ioctl_client_get_devnode(client);
        const auto ready = std::find_if(urbs.begin(), urbs.end(),
                                        [&](const Urb& urb) { return urb.done && urb.node == asker; });
        if (ready == urbs.end()) {
            g_usleep(
                1000);  // an emulated descriptor always looks ready: this is the clock of its bus, not a wait
            return answer(client, -1, isHere(client) ? EAGAIN : ENODEV);
        }
        auto* head = reinterpret_cast<usbdevfs_urb*>(ready->urb->data);
        head->status = ready->status;
        head->actual_length = ready->actual;
        auto* slot = umockdev_ioctl_data_resolve(arg, 0, sizeof(gpointer), nullptr);
        umockdev_ioctl_data_set_ptr(slot, 0, ready->urb);
        umockdev_ioctl_data_unref(slot);
        answer(client, 0, 0);
        umockdev_ioctl_data_unref(ready->buffer);
        umockdev_ioctl_data_unref(ready->urb);
        urbs.erase(ready);
        --pending;
    }

    void discard(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
        const std::string asker = umockdev_ioctl_client_get_devnode(client);
        gpointer wanted = nullptr;
        std::memcpy(&wanted, arg->data, sizeof wanted);
        for (auto& urb : urbs) {
            if (reinterpret_cast<gpointer>(urb.urb->client_addr) != wanted || urb.done || urb.node != asker)
                continue;
            urb.done = true;
            urb.status = -ENOENT;
            urb.actual = 0;
            return answer(client, 0, 0);
        }
        answer(client, -1, isHere(client) ? EINVAL : ENODEV);
    }

    void capabilities(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
        guint32 caps = USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                       USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
        auto* out = umockdev_ioctl_data_resolve(arg, 0, sizeof caps, nullptr);
        umockdev_ioctl_data_update(out, 0, reinterpret_cast<guint8*>(&caps), sizeof caps);
        umockdev_ioctl_data_unref(out);
        answer(client, 0, 0);
    }

    gboolean handle(UMockdevIoctlClient* client) {
        const std::lock_guard lock(mutex);
        auto* arg = umockdev_ioctl_client_get_arg(client);
        switch (static_cast<unsigned>(umockdev_ioctl_client_get_request(client))) {
            case USBDEVFS_GET_CAPABILITIES:
                capabilities(client, arg);
                return TRUE;
            case USBDEVFS_SUBMITURB:
                submit(client, arg);
                return TRUE;
            case USBDEVFS_REAPURB:
            case USBDEVFS_REAPURBNDELAY:
                reap(client, arg);
                return TRUE;
            case USBDEVFS_DISCARDURB:
                discard(client, arg);
                return TRUE;
            case USBDEVFS_CLAIMINTERFACE:
                if (isHere(client)) ++claims;
                answer(client, isHere(client) ? 0 : -1, isHere(client) ? 0 : ENODEV);
                return TRUE;
            case USBDEVFS_RELEASEINTERFACE:
                --claims;
                answer(client, isHere(client) ? 0 : -1, isHere(client) ? 0 : ENODEV);
                return TRUE;
            default:
                answer(client, -1, ENOTTY);
                return TRUE;
        }
    }
};

bool UsbRig::available() {
    const char* preloaded = std::getenv("LD_PRELOAD");
    return preloaded != nullptr && std::string(preloaded).find("libumockdev-preload") != std::string::npos;
}

UsbRig::UsbRig(std::shared_ptr<UsbModel> model) : state_(std::make_unique<State>(std::move(model))) {
    auto& s = *state_;
    s.testbed = umockdev_testbed_new();
    s.ioctls = umockdev_ioctl_base_new();
    const auto onIoctl = +[](UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer data) -> gboolean {
        return static_cast<State*>(data)->handle(client);
    };
    g_signal_connect(s.ioctls, "handle-ioctl", G_CALLBACK(onIoctl), &s);
    s.context = g_main_context_new();
    s.loop = g_main_loop_new(s.context, FALSE);
    std::promise<void> running;
    s.thread = std::thread([&s, &running] {
        g_main_context_push_thread_default(
            s.context);  // attach_ioctl must run where its context is the default
        running.set_value();
        g_main_loop_run(s.loop);
        g_main_context_pop_thread_default(s.context);
    });
    running.get_future().get();
    s.runOnRig([] {});  // the loop runs
}

UsbRig::~UsbRig() {
    auto& s = *state_;
    unplug();
    s.runOnRig([&s] {
        for (const auto& node : s.attached) umockdev_testbed_detach_ioctl(s.testbed, node.c_str(), nullptr);
        g_signal_handlers_disconnect_by_data(s.ioctls, &s);
        const std::lock_guard lock(s.mutex);
        for (auto& urb : s.urbs) {
            umockdev_ioctl_data_unref(urb.buffer);
            umockdev_ioctl_data_unref(urb.urb);
        }
        s.urbs.clear();
    });
    g_main_loop_quit(s.loop);
    s.thread.join();
    g_object_unref(s.ioctls);
    g_object_unref(s.testbed);
    g_main_loop_unref(s.loop);
    g_main_context_unref(s.context);
}

void UsbRig::plug() {
    auto& s = *state_;
    {
        const std::lock_guard lock(s.mutex);
        ++s.number;
        s.node = "/dev/bus/usb/001/00" + std::to_string(s.number);
        s.attached.push_back(s.node);
    }
    GError* error = nullptr;
    if (umockdev_testbed_add_from_string(s.testbed, s.description().c_str(), &error) == FALSE)
        throw std::runtime_error(error->message);
    s.present = true;
    s.runOnRig([&s] {
        GError* failed = nullptr;
        if (umockdev_testbed_attach_ioctl(s.testbed, s.attached.back().c_str(), s.ioctls, &failed) == FALSE)
            throw std::runtime_error(failed->message);
    });
}

void UsbRig::unplug() {
    auto& s = *state_;
    {
        const std::lock_guard lock(s.mutex);
        if (s.node.empty()) return;
        s.goAway();
        s.node.clear();
    }
    umockdev_testbed_remove_device(s.testbed, (std::string("/sys") + kSysPath).c_str());
}

void UsbRig::unplugSoon() {
    state_->leaving = true;
}
int UsbRig::claimed() const {
    return state_->claims;
}
int UsbRig::inFlight() const {
    return state_->pending;
}

}  // namespace rigs
