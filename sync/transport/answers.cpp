#include "sync/transport/answers.h"

#include "sync/transport/tus.h"

namespace transport {

using base::Code;
using base::Recovery;

base::Error errorOfAnswer(const HttpAnswer& answer, std::string_view what) {
    const std::string detail = std::string(what) + ": status " + std::to_string(answer.status);
    const auto body = base::textOf(answer.body);
    switch (answer.status) {
        case 400:
        case 412:
        case 415:
            return {Code::ProtocolError, Recovery::Fatal, detail};
        case 401:
        case 403:
            if (body.find(base::codeName(Code::KeyUnknown)) != std::string_view::npos) {
                return {Code::KeyUnknown, Recovery::Fatal, detail};
            }
            return {Code::Refused, Recovery::Fatal, detail};
        case 404:
            return {Code::NotFound, Recovery::AutoRetry, detail};
        case 408:
            return {Code::Timeout, Recovery::AutoRetry, detail};
        case 409:
            return {Code::Conflict, Recovery::Fatal, detail};
        case 410:
            return {Code::Gone, Recovery::AutoRetry, detail};
        case 413:
            return {Code::TooLarge, Recovery::Fatal, detail};
        case 423:
        case 429:
        case 503:
            return {Code::Busy, Recovery::AutoRetry, detail};
        case tus::kChecksumMismatch:
            return {Code::Corrupt, Recovery::AutoRetry, detail};
        case 507:
            return {Code::DiskFull, Recovery::AutoRetry, detail};
        default:
            break;
    }
    if (answer.status >= 500) return {Code::ServerError, Recovery::AutoRetry, detail};
    return {Code::ProtocolError, Recovery::Fatal, detail};
}

std::chrono::seconds waitAsked(const HttpAnswer& answer) {
    return std::chrono::seconds(tus::retryAfterSeconds(answer.header("retry-after")));
}

}  // namespace transport
