// Between a signed pack and the forms in it: sync carries names and bytes, forms reads folders.
// docs/formats/pack.md. Threads: one at a time for a scratch folder. Errors: those of files, and what is
// wrong in a file, its name in front.
#pragma once

#include <filesystem>

#include "sync/packet/pack.h"

namespace station {

// The schemas and tables of a folder that is laid out as the installed forms are (schemas, data, and
// documents when it has any), unsigned.
base::Result<packet::Pack> packOfFolder(const std::filesystem::path& folder, std::uint64_t version,
                                        base::Instant issuedAt, std::string note);
// Whether the station could work with this pack: everything it needs is there and loads, and nothing else is
// in it. Uses a new folder below `scratch` meanwhile.
base::Result<void> checkPackForms(const packet::Pack& pack, const std::filesystem::path& scratch);

}  // namespace station
