#include "sync/gateway/examiner.h"

#include "base/log.h"

namespace gateway {
namespace {

using base::Code;
using packet::PacketState;

constexpr const char* kUnreadable = "Hồ sơ không mở được hoặc bị hỏng. Hãy lập lại và gửi lại hồ sơ.";
constexpr const char* kUnknownForm = "Mẫu hồ sơ hoặc phiên bản mẫu không được tiếp nhận.";

// Trouble of this machine, not of the packet: it is examined again at the next start.
bool isOurTrouble(Code code) {
    switch (code) {
        case Code::NotInForce:
        case Code::Unsupported:
        case Code::NotFound:
        case Code::IoError:
        case Code::Busy:
        case Code::DiskFull:
        case Code::ReadOnly:
        case Code::PermissionDenied:
        case Code::Internal:
            return true;
        default:
            return false;
    }
}

}  // namespace

void Examiner::wake(const std::string& packetId) {
    const bool taken = worker_.post([this, packetId](const std::stop_token& stop) {
        if (stop.stop_requested()) return;
        const auto done = examine(packetId);
        if (!done) base::log::failure("gateway.not-examined", done.error());
    });
    if (!taken) base::log::warning("gateway.examination-put-off", {{"packet", packetId}});
}

void Examiner::wakeAll() {
    const auto waiting = store_.unexamined();
    if (!waiting) return base::log::failure("gateway.not-examined", waiting.error());
    for (const auto& id : *waiting) wake(id);
}

base::Result<void> Examiner::examine(const std::string& packetId) {
    const auto row = store_.packet(packetId);
    if (!row) return tl::unexpected(row.error());
    if (row->state != PacketState::Received) return store_.markExamined(packetId);
    const auto opened = registrar_.open(*row);
    std::vector<packet::FieldReason> reasons;
    if (!opened) {
        if (isOurTrouble(opened.error().code)) return tl::unexpected(opened.error());
        base::log::failure("gateway.unreadable", opened.error());
        reasons.push_back({"", kUnreadable});
    } else {
        auto found = check_(*opened);
        if (found) {
            reasons = std::move(*found);
        } else {
            base::log::failure("gateway.unknown-form", found.error());
            reasons.push_back({"", kUnknownForm});
        }
    }
    if (reasons.empty()) return store_.markExamined(packetId);
    return registrar_.move(packetId, PacketState::Rejected, std::move(reasons), "");
}

}  // namespace gateway
