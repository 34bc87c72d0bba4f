// Checks a received record by the same form files as the station did: the installed ones and those of every
// pack that was published here, since a record keeps the version it was made with. An error of the form
// becomes a reason by field; a warning needs the reason the officer gave for it.
//
// Captures are counted by the names of attachments: one belongs to the capture whose id its name begins with,
// followed by a dot or a hyphen ("portrait.jpg", "fingerprints-right-index.png", "dc02-1.jpg"). A finger that
// was not taken but explained counts, too, by an attachment of its own ("fingerprints-left-ring.json").
// Threads: the checks may be called from any. Errors: NotFound (form or version unknown here), SchemaInvalid,
// and those of reading the folder.
#pragma once

#include <filesystem>

#include "sync/gateway/commands.h"
#include "sync/gateway/examiner.h"

namespace gateway {

// A pack that is published later is read when a record asks for a version nobody knows yet.
base::Result<RecordCheck> makeFormCheck(const FormSources& sources);
// Whether stations could work with the pack: everything in it loads, and no form of it says the id and
// version of a known one in other words (Conflict), or records would be checked by something else than they
// were made with.
base::Result<packet::PackCheck> makePackCheck(const FormSources& sources);

}  // namespace gateway
