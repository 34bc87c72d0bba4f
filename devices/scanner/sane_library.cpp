#include "devices/scanner/sane_library.h"

#include <mutex>
#include <string>

#include "base/log.h"

namespace devices {
namespace {

base::Code codeOf(SANE_Status status) {
    switch (static_cast<int>(status)) {
        case SANE_STATUS_UNSUPPORTED:
            return base::Code::Unsupported;
        case SANE_STATUS_CANCELLED:
            return base::Code::Cancelled;
        case SANE_STATUS_DEVICE_BUSY:
        case kSaneWarmingUp:
            return base::Code::Busy;
        case SANE_STATUS_INVAL:
            return base::Code::BadInput;
        case SANE_STATUS_JAMMED:
            return base::Code::PaperJam;
        case SANE_STATUS_NO_DOCS:
            return base::Code::NoPaper;
        case SANE_STATUS_COVER_OPEN:
            return base::Code::CoverOpen;
        case SANE_STATUS_ACCESS_DENIED:
            return base::Code::PermissionDenied;
        default:
            return base::Code::DeviceFault;  // EOF out of place, IO_ERROR, NO_MEM, HW_LOCKED
    }
}

}  // namespace

base::Error saneError(SANE_Status status, const char* where) {
    return base::fail(codeOf(status), std::string(where) + ": " + sane_strstatus(status)).value();
}

std::shared_ptr<SaneLibrary> SaneLibrary::shared() {
    static std::mutex mutex;
    static std::weak_ptr<SaneLibrary> running;
    const std::lock_guard lock(mutex);
    auto library = running.lock();
    if (!library) {
        library.reset(new SaneLibrary);
        running = library;
    }
    return library;
}

SaneLibrary::SaneLibrary() {
    started_ = call([] { return sane_init(nullptr, nullptr); });
    if (started_ != SANE_STATUS_GOOD) base::log::failure("sane-init", saneError(started_, "sane_init"));
}

SaneLibrary::~SaneLibrary() {
    if (started_ == SANE_STATUS_GOOD) call([] { sane_exit(); });
}

void SaneLibrary::closeSoon(SANE_Handle device) {
    if (!worker_.post([device](const std::stop_token&) { sane_close(device); }))
        base::log::failure("sane-close", base::fail(base::Code::Busy, "SANE has too much to do").value());
}

std::vector<const SANE_Device*> SaneLibrary::devices() {
    std::vector<const SANE_Device*> found;
    const SANE_Device** list = nullptr;
    if (started_ != SANE_STATUS_GOOD) return found;
    const SANE_Status status = sane_get_devices(&list, SANE_FALSE);
    if (status != SANE_STATUS_GOOD) {
        base::log::failure("sane-devices", saneError(status, "sane_get_devices"));
        return found;
    }
    for (; list != nullptr && *list != nullptr; ++list) found.push_back(*list);
    return found;
}

}  // namespace devices
