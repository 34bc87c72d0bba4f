// A capture's description as JSON: kept with drafts, sent as each attachment's quality report (docs/formats/capture.md).
// Threads: pure functions. Errors: BadInput for anything that is no such description.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "devices/image.h"

namespace station {

// Everything of a capture but its bytes; keys sorted, no blanks.
std::string captureToJson(const devices::Capture& capture);
base::Result<devices::Capture> captureFromJson(std::string_view json);

}  // namespace station
