#include <libusb-1.0/libusb.h>

#include <algorithm>
#include <deque>

#include "base/handle.h"
#include "base/log.h"
#include "devices/fingerprint/usb_link.h"

namespace devices {
namespace {

using base::Code;

constexpr unsigned kControlTimeoutMs = 200;
constexpr std::size_t kMostMessages = 64;
constexpr std::uint8_t kVendorWrite = 0x40;
constexpr std::uint8_t kVendorRead = 0xC0;

using Context = base::UniqueHandle<libusb_context, libusb_exit>;
using Handle = base::UniqueHandle<libusb_device_handle, libusb_close>;
using TransferHandle = base::UniqueHandle<libusb_transfer, libusb_free_transfer>;

Code codeOf(int error) {
    switch (error) {
        case LIBUSB_ERROR_NO_DEVICE:
            return Code::Disconnected;
        case LIBUSB_ERROR_NOT_FOUND:
            return Code::NoDevice;
        case LIBUSB_ERROR_TIMEOUT:
            return Code::Timeout;
        case LIBUSB_ERROR_ACCESS:
            return Code::PermissionDenied;
        case LIBUSB_ERROR_BUSY:
            return Code::Busy;
        case LIBUSB_ERROR_NOT_SUPPORTED:  // on Windows: another driver than WinUSB has it, or none
            return Code::Unsupported;
        case LIBUSB_ERROR_PIPE:
        case LIBUSB_ERROR_OVERFLOW:
        case LIBUSB_ERROR_IO:
            return Code::DeviceFault;
        default:
            return Code::IoError;
    }
}

base::Failure usbFailure(int error, const char* what) {
    return base::fail(codeOf(error), std::string(what) + ": " + libusb_error_name(error));
}

int errorOf(libusb_transfer_status status) {
    switch (status) {
        case LIBUSB_TRANSFER_COMPLETED:
            return LIBUSB_SUCCESS;
        case LIBUSB_TRANSFER_TIMED_OUT:
            return LIBUSB_ERROR_TIMEOUT;
        case LIBUSB_TRANSFER_STALL:
            return LIBUSB_ERROR_PIPE;
        case LIBUSB_TRANSFER_NO_DEVICE:
            return LIBUSB_ERROR_NO_DEVICE;
        case LIBUSB_TRANSFER_OVERFLOW:
            return LIBUSB_ERROR_OVERFLOW;
        case LIBUSB_TRANSFER_CANCELLED:
            return LIBUSB_ERROR_INTERRUPTED;
        case LIBUSB_TRANSFER_ERROR:
            break;
    }
    return LIBUSB_ERROR_IO;
}

base::Result<Context> openContext() {
    libusb_context* context = nullptr;
    if (const int error = libusb_init(&context); error != LIBUSB_SUCCESS)
        return usbFailure(error, "libusb_init");
    return Context(context);
}

std::string addressOf(libusb_device* device) {
    std::uint8_t ports[8] = {};
    const int depth = libusb_get_port_numbers(device, ports, sizeof ports);
    std::string address = std::to_string(libusb_get_bus_number(device)) + "-";
    for (int i = 0; i < depth; ++i) address += (i > 0 ? "." : "") + std::to_string(ports[i]);
    return address + "/" + std::to_string(libusb_get_device_address(device));
}

// Calls `visit` for each plugged-in device of these models; a visit that returns true ends the walk.
template <class Visit>
void eachDevice(libusb_context* context, std::span<const UsbModel> models, Visit visit) {
    libusb_device** list = nullptr;
    const auto count = libusb_get_device_list(context, &list);
    if (count < 0) return;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        libusb_device_descriptor descriptor{};
        if (libusb_get_device_descriptor(list[i], &descriptor) != LIBUSB_SUCCESS) continue;
        const auto model = std::find_if(models.begin(), models.end(), [&](const UsbModel& m) {
            return m.vendor == descriptor.idVendor && m.product == descriptor.idProduct;
        });
        if (model != models.end() && visit(list[i], *model)) break;
    }
    libusb_free_device_list(list, 1);
}

}  // namespace

std::vector<UsbPlace> findUsb(std::span<const UsbModel> models) {
    std::vector<UsbPlace> found;
    auto context = openContext();
    if (!context) {
        base::log::failure("usb-search", context.error());
        return found;
    }
    eachDevice(context->get(), models, [&](libusb_device* device, const UsbModel& model) {
        found.push_back({model, addressOf(device)});
        return false;
    });
    return found;
}

// One asynchronous transfer with its buffer. `running` is cleared by the callback, which libusb calls from
// pump() and from control transfers, always on the link's own thread.
struct Flow {
    TransferHandle transfer{libusb_alloc_transfer(0)};
    base::Bytes buffer;
    bool running = false;
    int ended = LIBUSB_SUCCESS;
};

struct UsbLink::State {
    Context context;
    Handle handle;  // closed before its context
    int interfaceNumber = -1;
    Flow listening;
    Flow bulk;
    std::deque<base::Bytes> messages;
    bool bulkEnded = false;
    bool closing = false;

    int submit(Flow& flow) {
        const int error = libusb_submit_transfer(flow.transfer.get());
        flow.running = error == LIBUSB_SUCCESS;
        if (error != LIBUSB_SUCCESS) flow.ended = error;
        return error;
    }

    static void LIBUSB_CALL onMessage(libusb_transfer* transfer) {
        auto& state = *static_cast<State*>(transfer->user_data);
        state.listening.running = false;
        state.listening.ended = errorOf(transfer->status);
        if (transfer->status != LIBUSB_TRANSFER_COMPLETED || state.closing) return;
        state.messages.emplace_back(transfer->buffer, transfer->buffer + transfer->actual_length);
        if (state.messages.size() > kMostMessages) state.messages.pop_front();
        state.submit(state.listening);
    }

    static void LIBUSB_CALL onBulk(libusb_transfer* transfer) {
        auto& state = *static_cast<State*>(transfer->user_data);
        state.bulk.running = false;
        state.bulk.ended = errorOf(transfer->status);
        state.bulk.buffer.resize(static_cast<std::size_t>(transfer->actual_length));
        state.bulkEnded = true;
    }

    // After this the callback has run, or never will because nothing is in flight.
    void cancel(Flow& flow) {
        if (!flow.running) return;
        libusb_cancel_transfer(flow.transfer.get());
        while (flow.running) {
            timeval step{0, 100000};
            const int error = libusb_handle_events_timeout_completed(context.get(), &step, nullptr);
            if (error != LIBUSB_SUCCESS && error != LIBUSB_ERROR_INTERRUPTED) {
                base::log::warning("usb-cancel", {{"error", libusb_error_name(error)}});
            }
        }
    }
};

UsbLink::UsbLink(std::unique_ptr<State> state) : state_(std::move(state)) {}

base::Result<std::unique_ptr<UsbLink>> UsbLink::open(std::span<const UsbModel> models,
                                                     const std::string& address, int interfaceNumber) {
    auto context = openContext();
    if (!context) return tl::unexpected(context.error());
    auto state = std::make_unique<State>();
    state->context = std::move(*context);
    if (!state->listening.transfer || !state->bulk.transfer)
        return base::fail(Code::Internal, "no memory for transfers");
    int error = LIBUSB_ERROR_NOT_FOUND;
    eachDevice(state->context.get(), models, [&](libusb_device* device, const UsbModel&) {
        if (addressOf(device) != address) return false;
        libusb_device_handle* handle = nullptr;
        error = libusb_open(device, &handle);
        state->handle.reset(handle);
        return true;
    });
    if (error != LIBUSB_SUCCESS) return usbFailure(error, "open");
    error = libusb_claim_interface(state->handle.get(), interfaceNumber);
    if (error != LIBUSB_SUCCESS) return usbFailure(error, "claim interface");
    state->interfaceNumber = interfaceNumber;
    return std::unique_ptr<UsbLink>(new UsbLink(std::move(state)));
}

UsbLink::~UsbLink() {
    state_->closing = true;
    state_->cancel(state_->bulk);
    state_->cancel(state_->listening);
    state_->bulk.transfer.reset();
    state_->listening.transfer.reset();
    if (state_->interfaceNumber >= 0) libusb_release_interface(state_->handle.get(), state_->interfaceNumber);
}

base::Result<base::Bytes> UsbLink::readVendor(std::uint8_t request, std::uint16_t value, std::size_t length) {
    base::Bytes data(length);
    const int got = libusb_control_transfer(state_->handle.get(), kVendorRead, request, value, 0, data.data(),
                                            static_cast<std::uint16_t>(length), kControlTimeoutMs);
    if (got < 0) return usbFailure(got, "read register");
    if (static_cast<std::size_t>(got) != length)
        return base::fail(Code::DeviceFault, "short read of a register");
    return data;
}

base::Result<void> UsbLink::writeVendor(std::uint8_t request, std::uint16_t value, base::ByteView data) {
    base::Bytes copy(data.begin(), data.end());
    const int sent =
        libusb_control_transfer(state_->handle.get(), kVendorWrite, request, value, 0, copy.data(),
                                static_cast<std::uint16_t>(copy.size()), kControlTimeoutMs);
    if (sent < 0) return usbFailure(sent, "write register");
    if (static_cast<std::size_t>(sent) != copy.size())
        return base::fail(Code::DeviceFault, "short write of a register");
    return {};
}

base::Result<void> UsbLink::listen(std::uint8_t endpoint, std::size_t length) {
    auto& flow = state_->listening;
    if (flow.running) return {};
    flow.buffer.resize(length);
    libusb_fill_interrupt_transfer(flow.transfer.get(), state_->handle.get(), endpoint, flow.buffer.data(),
                                   static_cast<int>(length), &State::onMessage, state_.get(), 0);
    if (const int error = state_->submit(flow); error != LIBUSB_SUCCESS) return usbFailure(error, "listen");
    return {};
}

std::optional<base::Bytes> UsbLink::takeMessage() {
    if (state_->messages.empty()) return std::nullopt;
    auto message = std::move(state_->messages.front());
    state_->messages.pop_front();
    return message;
}

void UsbLink::dropMessages() {
    state_->messages.clear();
}

base::Result<void> UsbLink::startBulk(std::uint8_t endpoint, std::size_t length) {
    auto& flow = state_->bulk;
    if (flow.running) return base::fail(Code::WrongState, "a bulk read is already running");
    flow.buffer.assign(length, 0);
    state_->bulkEnded = false;
    libusb_fill_bulk_transfer(flow.transfer.get(), state_->handle.get(), endpoint, flow.buffer.data(),
                              static_cast<int>(length), &State::onBulk, state_.get(), 0);
    if (const int error = state_->submit(flow); error != LIBUSB_SUCCESS)
        return usbFailure(error, "bulk read");
    return {};
}

std::optional<base::Result<base::Bytes>> UsbLink::takeBulk() {
    if (!state_->bulkEnded) return std::nullopt;
    state_->bulkEnded = false;
    if (state_->bulk.ended != LIBUSB_SUCCESS)
        return base::Result<base::Bytes>(usbFailure(state_->bulk.ended, "bulk read"));
    return base::Result<base::Bytes>(std::move(state_->bulk.buffer));
}

void UsbLink::cancelBulk() {
    state_->cancel(state_->bulk);
    state_->bulkEnded = false;
}

base::Result<void> UsbLink::pump(std::chrono::milliseconds atMost) {
    timeval wait{static_cast<decltype(timeval::tv_sec)>(atMost.count() / 1000),
                 static_cast<decltype(timeval::tv_usec)>(atMost.count() % 1000 * 1000)};
    const int error = libusb_handle_events_timeout_completed(state_->context.get(), &wait, nullptr);
    if (error != LIBUSB_SUCCESS && error != LIBUSB_ERROR_INTERRUPTED) return usbFailure(error, "events");
    if (!state_->listening.running && state_->listening.ended != LIBUSB_SUCCESS)
        return usbFailure(state_->listening.ended, "listen");
    return {};
}

}  // namespace devices
