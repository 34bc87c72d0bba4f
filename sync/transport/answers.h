// What an HTTP status of the upstream means to a client. Threads: pure functions.
#pragma once

#include <string_view>

#include "sync/transport/http_line.h"

namespace transport {

inline constexpr std::string_view kUploadsPath = "/v1/uploads";

// Whatever is not the success a caller expects, as an error. `what` names the request in the log.
base::Error errorOfAnswer(const HttpAnswer& answer, std::string_view what);
// Seconds the server asks to wait; 0 when it does not.
std::chrono::seconds waitAsked(const HttpAnswer& answer);

}  // namespace transport
