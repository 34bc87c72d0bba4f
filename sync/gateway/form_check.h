// Checks a received record by the same form files as the station did. An error of the form becomes a reason
// by field; a warning needs the reason the officer gave for it.
//
// Captures are counted by the names of attachments: one belongs to the capture whose id its name begins with,
// followed by a dot or a hyphen ("portrait.jpg", "fingerprints-right-index.png", "dc02-1.jpg"). A finger that
// was not taken but explained counts, too, by an attachment of its own ("fingerprints-left-ring.json").
// Threads: the check may be called from any. Errors: NotFound (form or version unknown here), SchemaInvalid,
// and those of reading the folder.
#pragma once

#include <filesystem>

#include "sync/gateway/examiner.h"

namespace gateway {

base::Result<RecordCheck> makeFormCheck(const std::filesystem::path& schemaFolder);

}  // namespace gateway
